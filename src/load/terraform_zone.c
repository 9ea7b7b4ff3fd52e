/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Private hosted zones.  Names of somebody's own change no answer.  A zone of
 * the name of an AWS service says where that leads in its VPCs: to the
 * endpoint of which it has an alias, as private DNS of that endpoint does.
 * Where the endpoint stands in another VPC, or is not told, it is not known.
 */

#define ENDPOINT	KIND_BIT(KIND_ENDPOINT)
#define ZONE		KIND_BIT(TERRAFORM_ZONE)

bool
terraform_is_name_of_service(const char *name)
{
	static const char *const ends[] = { ".amazonaws.com",
		".amazonaws.com.cn", ".aws" };
	static const char *const whole[] = { "amazonaws.com", "aws", "com",
		"amazonaws.com.cn", "cn", "com.cn" };
	char text[256];
	size_t n = strlen(name);

	/* The root has no name but its dot, which others may have, too. */
	n -= n > 0 && name[n - 1] == '.';
	if (n == 0 || n >= sizeof text)
		return true;
	memcpy(text, name, n);
	text[n] = '\0';
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_ends_with(text, ends[i]))
			return true;
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (str_equal(text, whole[i]))
			return true;
	return false;
}

/* A zone of which the name is not known may have any. */
static bool
is_of_service(struct terraform *x, struct terraform_resource *zone)
{
	const char *name = terraform_word(x, terraform_get(zone, "name"));

	return name == NULL || terraform_is_name_of_service(name);
}

/* Names are alike with and without the dot of the root. */
static bool
same_name(const char *a, const char *b)
{
	size_t m = a != NULL ? strlen(a) : 0, n = b != NULL ? strlen(b) : 0;

	m -= m > 0 && a[m - 1] == '.';
	n -= n > 0 && b[n - 1] == '.';
	return m > 0 && m == n && memcmp(a, b, n) == 0;
}

/* "ssm.eu-west-1.amazonaws.com" of "com.amazonaws.eu-west-1.ssm". */
static const char *
turned(struct arena *a, const char *name)
{
	const char *out = NULL;

	for (const char *dot; name != NULL; name = dot) {
		size_t n = strcspn(name, ".");

		dot = name[n] == '.' ? name + n + 1 : NULL;
		out = out == NULL ? arena_printf(a, "%.*s", (int)n, name) :
		    arena_printf(a, "%.*s.%s", (int)n, name, out);
	}
	return out;
}

/* Whether that is what people ask for who mean the service: its own name, or
 * any inside of that where each has one of its own. */
static bool
is_asked_for(struct terraform *x, const char *record, const char *zone,
    const char *service)
{
	static const char *const each[] = { ".s3", ".ecr.dkr", ".execute-api",
		NULL };

	if (service == NULL || !same_name(zone, turned(x->a, service)))
		return false;
	for (size_t i = 0; each[i] != NULL; i++)
		if (str_ends_with(service, each[i]))
			return record != NULL && str_starts_with(record,
			    "*.") && same_name(record + 2, zone);
	return same_name(record, zone);
}

static void
enter_names(struct terraform *x, struct terraform_resource *r)
{
	for (struct terraform_each e = terraform_each(terraform_get(r,
	    "dns_entry")); e.more; terraform_next(&e)) {
		const char *name = terraform_word(x, terraform_member(e.v,
		    "dns_name"));

		if (name != NULL)
			*map_slot(&x->names, name) = r;
	}
}

static void
enter_record(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_resource *zone = terraform_find(x, terraform_get(r,
	    "zone_id"), ZONE);
	void **slot = zone != NULL ? map_slot(&x->zones, zone->address) :
	    NULL;
	struct terraform_records *all = slot != NULL ? *slot : NULL;

	if (slot == NULL)
		return;
	if (all == NULL)
		*slot = all = arena_alloc(x->a, sizeof *all);
	vec_push(x->a, &all->of, r);
}

/* Which records are of which zone, and which names of which endpoint. */
static void
enter_all(struct terraform *x)
{
	if (x->has_zones)
		return;
	x->has_zones = true;
	for (size_t i = 0; i < x->records.n; i++)
		enter_record(x, x->records.v[i]);
	for (size_t i = 0; x->records.n > 0 && i < x->list.n; i++)
		if (x->list.v[i]->thing != NULL &&
		    x->list.v[i]->thing->kind == KIND_ENDPOINT)
			enter_names(x, x->list.v[i]);
}

/* The endpoint that an alias leads to, by reference, or by the name that AWS
 * gave it, which states show. */
static struct terraform_resource *
led_to(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value name = terraform_member(terraform_first(
	    terraform_get(r, "alias")), "name");
	const char *text = terraform_word(x, name);
	struct terraform_resource *of = text != NULL ? map_get(&x->names,
	    text) : NULL;

	return of != NULL ? of : terraform_find_written(x, name, ENDPOINT);
}

/* Of the records of the zone, one for the service to its endpoint in the VPC. */
static struct endpoint *
alias_of(struct terraform *x, struct terraform_resource *zone,
    const struct vpc *v)
{
	const struct terraform_records *all;

	enter_all(x);
	all = map_get(&x->zones, zone->address);
	for (size_t i = 0; all != NULL && i < all->of.n; i++) {
		struct terraform_resource *r = all->of.v[i];
		struct terraform_resource *of = led_to(x, r);

		if (of != NULL && of->thing != NULL &&
		    of->thing->vpc == v && is_asked_for(x, terraform_word(x,
		    terraform_get(r, "name")), terraform_word(x,
		    terraform_get(zone, "name")), terraform_word(x,
		    terraform_get(of, "service_name"))))
			return (struct endpoint *)of->thing;
	}
	return NULL;
}

/* The zone is asked in the VPC; false: where it leads there is not known. */
static bool
answer(struct terraform *x, struct terraform_resource *zone, struct vpc *v)
{
	struct endpoint *e = zone != NULL ? alias_of(x, zone, v) : NULL;

	if (e == NULL) {
		model_declare_incomplete(x->m, KIND_ENDPOINT, x->island, v);
		return false;
	}
	if (!flag_or(e->private_dns, false))
		e->private_dns = (struct flag_value){
			.is = value_derived(zone->at), .v = true };
	return true;
}

/* … in a VPC that is known, or in any that it may be. */
static void
answer_in(struct terraform *x, struct terraform_resource *zone,
    struct terraform_value vpc, struct place at)
{
	struct terraform_owners all = { 0 };
	struct ref ref;

	if (terraform_state(vpc) == VALUE_ABSENT)
		return;
	ref = terraform_ref(x, vpc, KIND_BIT(KIND_VPC));
	if (ref.to != NULL && answer(x, zone, (struct vpc *)ref.to))
		return;
	if (ref.to == NULL)
		all = terraform_candidates(x, vpc, KIND_BIT(KIND_VPC));
	for (size_t i = 0; i < all.of.n; i++)
		answer(x, NULL, (struct vpc *)all.of.v[i]);
	terraform_name_unsettled(x, vpc.of->type->name, at, "where names of "
	    "AWS services lead is not known");
}

static void
read_record(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value alias = terraform_get(r, "alias");

	if (node_exists(node_first(alias.value)))
		vec_push(x->a, &x->records, r);
}

static void
join_zone(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value vpcs = terraform_get(r, "vpc");

	if (r->is_data || !is_of_service(x, r))
		return;
	if (terraform_state(vpcs) == VALUE_UNKNOWN &&
	    terraform_is_written(vpcs))
		answer_in(x, r, terraform_member(vpcs, "vpc_id"), r->at);
	for (struct terraform_each e = terraform_each(vpcs); e.more;
	    terraform_next(&e))
		answer_in(x, r, terraform_member(e.v, "vpc_id"), r->at);
}

static void
join_association(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_resource *zone = terraform_find(x, terraform_get(r,
	    "zone_id"), ZONE);

	if (zone == NULL || is_of_service(x, zone))
		answer_in(x, zone, terraform_get(r, "vpc_id"), r->at);
}

const struct terraform_type terraform_types_zone[] = {
	{ "aws_route53_zone", ZONE, NULL, NULL, join_zone },
	{ "aws_route53_record", 0, NULL, read_record, NULL },
	{ "aws_route53_zone_association", 0, NULL, NULL, join_association },
	{ .name = NULL }
};
