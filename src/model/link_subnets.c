/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "model/link.h"
#include "model/zone.h"

#include <string.h>

static const char *
region_of(const struct subnet *s)
{
	if (s->is.region != NULL)
		return s->is.region;
	return s->is.vpc != NULL ? s->is.vpc->is.region : NULL;
}

static const char *
account_of(const struct subnet *s)
{
	const char *account = s->is.account;

	if (account == NULL && s->is.vpc != NULL)
		account = s->is.vpc->is.account;
	return account != NULL ? account : "";
}

/*
 * "ap-northeast-2a" from "ap-northeast-2a", "2a" or "a"; what says no region
 * is its letter, or taken as it is.
 */
static const char *
full_zone(struct arena *a, const char *zone, const char *region)
{
	size_t n = region != NULL ? strlen(region) : 0, named;
	bool is_short = zone_form(zone, &named) == ZONE_SHORT;

	if (n == 0)
		return is_short ? zone + 1 : zone;
	if (str_starts_with(zone, region))
		return zone;
	if (strlen(zone) == 1)
		return arena_printf(a, "%s%s", region, zone);
	if (is_short && zone[0] == region[n - 1])
		return arena_printf(a, "%s%s", region, zone + 1);
	return arena_printf(a, "%s %s", region, zone);
}

/* ------------------------------------- regions that only zones tell */

/*
 * Where an input states no region, a zone's name does, for all of its VPC and
 * for all of the input: of several names none is meant in particular.
 */
struct told {
	struct map regions;	/* by VPC or island; "": several */
};

static const char *
told_key(struct arena *a, const struct subnet *s, bool of_vpc)
{
	return of_vpc ? arena_printf(a, "v%p", (const void *)s->is.vpc) :
	    arena_printf(a, "%u", (unsigned)s->is.island);
}

static struct told
read_told(struct model *m)
{
	struct told t = { map_new(m->a) };

	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];
		const char *region;
		size_t n;

		if (region_of(s) != NULL || !value_is_known(s->az.is) ||
		    zone_form(s->az.v, &n) != ZONE_NAME)
			continue;
		region = names_intern(&m->names, s->az.v, n);
		for (int of_vpc = 0; of_vpc < 2; of_vpc++) {
			void **slot = map_slot(&t.regions,
			    told_key(m->a, s, of_vpc == 1));

			if (*slot == NULL)
				*slot = (void *)(uintptr_t)region;
			else if (!str_equal(*slot, region))
				*slot = (void *)(uintptr_t)"";
		}
	}
	return t;
}

static const char *
region_meant(struct model *m, const struct told *t, const struct subnet *s)
{
	const char *region = region_of(s);

	for (int of_vpc = 1; region == NULL && of_vpc >= 0; of_vpc--) {
		region = map_get(&t->regions, told_key(m->a, s, of_vpc == 1));
		if (region != NULL && *region == '\0')
			return NULL;
	}
	return region;
}

bool
subnet_is_in_zone(struct arena *a, const struct subnet *s, const char *zone)
{
	const char *region = region_of(s);
	size_t n;

	if (value_is_known(s->az_id.is) && strcmp(s->az_id.v, zone) == 0)
		return true;
	if (!value_is_known(s->az.is))
		return false;
	if (region == NULL && s->az_key != NULL &&
	    zone_form(s->az_key, &n) == ZONE_NAME)
		region = arena_strndup(a, s->az_key, n);
	return strcmp(full_zone(a, s->az.v, region),
	    full_zone(a, zone, region)) == 0;
}

/* A zone's name is one account's; only its id is everybody's. */
static const char *
zone_of_account(struct model *m, const struct told *t, const struct subnet *s)
{
	return arena_printf(m->a, "%s %s", account_of(s),
	    full_zone(m->a, s->az.v, region_meant(m, t, s)));
}

static void
set_tier(struct model *m, struct subnet *s)
{
	const char *name = s->is.name != NULL ? s->is.name : s->is.address;

	if (s->tier.is.state != VALUE_ABSENT || name == NULL)
		return;
	s->tier.is = value_derived(s->is.at);
	s->tier.v = names_intern(&m->names, name,
	    name_length_without_zone(name));
}

void
link_zones(struct linker *l)
{
	struct model *m = l->m;
	struct map ids = map_new(m->a), unpaired = map_new(m->a);
	struct told told = read_told(m);

	for (size_t i = 0; i < m->subnets.n; i++) {
		struct subnet *s = m->subnets.v[i];

		set_tier(m, s);
		if (value_is_known(s->az.is) && value_is_known(s->az_id.is))
			s->az_key = *map_slot(&ids, s->az_id.v) =
			    *map_slot(&ids, zone_of_account(m, &told, s)) =
			    (void *)(uintptr_t)s->az_id.v;
	}
	/* Whether an id and a name that nothing pairs are one zone or two is
	 * not known: such ids are no key. */
	for (size_t i = 0; i < m->subnets.n; i++) {
		struct subnet *s = m->subnets.v[i];

		if (value_is_known(s->az.is) && s->az_key == NULL &&
		    map_get(&ids, zone_of_account(m, &told, s)) == NULL)
			*map_slot(&unpaired, told_key(m->a, s, true)) = s;
	}
	for (size_t i = 0; i < m->subnets.n; i++) {
		struct subnet *s = m->subnets.v[i];

		if (s->az_key != NULL)
			continue;
		if (value_is_known(s->az_id.is))
			s->az_key = map_get(&ids, s->az_id.v) != NULL ||
			    map_get(&unpaired, told_key(m->a, s, true)) ==
			    NULL ? s->az_id.v : NULL;
		else if (value_is_known(s->az.is))
			s->az_key = map_get(&ids, zone_of_account(m, &told, s));
		if (s->az_key == NULL && value_is_known(s->az.is))
			s->az_key = full_zone(m->a, s->az.v,
			    region_meant(m, &told, s));
	}
}

/* Move what tables and ACLs say of subnets to the subnets. */
static void
associate(struct model *m, struct thing *with, const struct ref *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct subnet *s = (struct subnet *)v[i].to;
		struct ref r = { .is = v[i].is, .text = thing_label(with),
			.to = with, .exists = v[i].exists };

		if (s == NULL)
			continue;
		if (with->kind == KIND_ROUTE_TABLE)
			vec_push(m->a, &s->table_refs, r);
		else
			vec_push(m->a, &s->acl_refs, r);
	}
}

/*
 * One thing is associated once, though both sides may say so.  Behind so many
 * different ones it makes no difference any more.
 */
enum { DIFFERENT_MAX = 16 };

static size_t
without_repetitions(struct ref *v, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		bool again = false;

		for (size_t j = 0; j < kept && j < DIFFERENT_MAX && !again;
		    j++)
			again = v[i].to != NULL && v[j].to == v[i].to &&
			    condition_same(v[i].exists, v[j].exists);
		if (!again)
			v[kept++] = v[i];
	}
	return kept;
}

/*
 * The first of several is taken (SN002 tells), unless it may not hold; without
 * any, the VPC's main table or default ACL serves, if no other can have been
 * left out.
 */
static struct thing *
chosen(const struct model *m, const struct subnet *s, const struct ref *v,
    size_t n, struct thing *otherwise)
{
	enum kind kind = otherwise != NULL ? otherwise->kind : KIND_COUNT;

	if (n > 0)
		return ref_is_sure(&v[0], &s->is) ? v[0].to : NULL;
	if (otherwise == NULL || !model_is_complete(m, kind, s->is.vpc))
		return NULL;
	return otherwise;
}

static void
choose(struct model *m, struct subnet *s)
{
	struct vpc *v = s->is.vpc;
	struct route_table *table = v != NULL ? v->main_table : NULL;
	struct network_acl *acl = v != NULL ? v->default_acl : NULL;

	s->table_refs.n = without_repetitions(s->table_refs.v,
	    s->table_refs.n);
	s->acl_refs.n = without_repetitions(s->acl_refs.v, s->acl_refs.n);
	s->table = (struct route_table *)chosen(m, s, s->table_refs.v,
	    s->table_refs.n, table != NULL ? &table->is : NULL);
	s->table_is_implicit = s->table != NULL && s->table_refs.n == 0;
	s->acl = (struct network_acl *)chosen(m, s, s->acl_refs.v,
	    s->acl_refs.n, acl != NULL ? &acl->is : NULL);
	s->acl_is_implicit = s->acl != NULL && s->acl_refs.n == 0;
}

void
link_associations(struct linker *l)
{
	struct model *m = l->m;

	for (size_t i = 0; i < m->route_tables.n; i++)
		associate(m, &m->route_tables.v[i]->is,
		    m->route_tables.v[i]->subnet_refs.v,
		    m->route_tables.v[i]->subnet_refs.n);
	for (size_t i = 0; i < m->network_acls.n; i++)
		associate(m, &m->network_acls.v[i]->is,
		    m->network_acls.v[i]->subnet_refs.v,
		    m->network_acls.v[i]->subnet_refs.n);
	for (size_t i = 0; i < m->subnets.n; i++)
		choose(m, m->subnets.v[i]);
}
