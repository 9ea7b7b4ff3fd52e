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
 * is taken as it is.
 */
static const char *
full_zone(struct arena *a, const char *zone, const char *region)
{
	size_t n = region != NULL ? strlen(region) : 0;

	if (n == 0 || str_starts_with(zone, region))
		return zone;
	if (strlen(zone) == 1)
		return arena_printf(a, "%s%s", region, zone);
	if (strlen(zone) == 2 && zone[0] == region[n - 1])
		return arena_printf(a, "%s%s", region, zone + 1);
	return arena_printf(a, "%s %s", region, zone);
}

bool
subnet_is_in_zone(struct arena *a, const struct subnet *s, const char *zone)
{
	if (value_is_known(s->az_id.is) && strcmp(s->az_id.v, zone) == 0)
		return true;
	return value_is_known(s->az.is) &&
	    strcmp(full_zone(a, s->az.v, region_of(s)),
	    full_zone(a, zone, region_of(s))) == 0;
}

/* A zone's name is one account's; only its id is everybody's. */
static const char *
zone_of_account(struct arena *a, const struct subnet *s)
{
	return arena_printf(a, "%s %s", account_of(s),
	    full_zone(a, s->az.v, region_of(s)));
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
	struct map ids = map_new(m->a);

	for (size_t i = 0; i < m->subnets.n; i++) {
		struct subnet *s = m->subnets.v[i];

		set_tier(m, s);
		if (value_is_known(s->az.is) && value_is_known(s->az_id.is))
			s->az_key = *map_slot(&ids, zone_of_account(m->a, s)) =
			    (void *)(uintptr_t)s->az_id.v;
	}
	for (size_t i = 0; i < m->subnets.n; i++) {
		struct subnet *s = m->subnets.v[i];

		if (s->az_key != NULL)
			continue;
		if (value_is_known(s->az_id.is))
			s->az_key = s->az_id.v;
		else if (value_is_known(s->az.is))
			s->az_key = map_get(&ids, zone_of_account(m->a, s));
		if (s->az_key == NULL && value_is_known(s->az.is))
			s->az_key = full_zone(m->a, s->az.v, region_of(s));
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
