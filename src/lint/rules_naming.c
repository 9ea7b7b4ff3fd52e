/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "base/str.h"
#include "lint/words.h"
#include "model/zone.h"

#include <string.h>

/*
 * What things are called, and whether they say what they are for: opinions,
 * off until somebody selects them.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."

/* ----------------------------------------------- missing-description-or-tag */

static const char *
tag_of(const struct thing *t, const char *key)
{
	for (size_t i = 0; i < t->tags.n; i++)
		if (str_equal(t->tags.v[i].key, key))
			return t->tags.v[i].value;
	return NULL;
}

/* Kinds that stand in the input by themselves and may carry tags. */
static bool
takes_tags(const struct thing *t)
{
	switch (t->kind) {
	case KIND_VPC:
	case KIND_SUBNET:
	case KIND_ROUTE_TABLE:
	case KIND_NAT_GATEWAY:
	case KIND_SECURITY_GROUP:
	case KIND_NETWORK_ACL:
	case KIND_ENDPOINT:
		return !t->implicit && t->at.file > 0;
	default:
		return false;
	}
}

static void
check_tags(struct lint *l, const struct thing *t, const char *const *keys,
    size_t n)
{
	struct words_list list = { .a = l->a };
	struct finding *f;

	for (size_t i = 0; i < n; i++)
		if (tag_of(t, keys[i]) == NULL)
			words_add(&list, keys[i]);
	if (list.n == 0)
		return;
	f = flag(l, t, t->at, "%s has no tag %s", thing_title(l->a, t),
	    words_join(&list));
	f->severity = SEVERITY_NOTE;
	f->key = "tags";
	finding_witness(l->findings, f, "missing", "%s", words_join(&list));
	finding_help(l->findings, f, "add it");
}

static void
check_rules_of(struct lint *l, const struct security_group *g,
    struct group_rule *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct group_rule *r = v[i];
		struct finding *f;

		if (r->implicit || g->is_default || r->at.file == 0 ||
		    (r->why != NULL && r->why[0] != '\0'))
			continue;
		f = flag(l, &g->is, r->at, "the %s rule \"%s\" of %s does not "
		    "say what it is for", direction_name(r->direction),
		    words_group_rule(l->a, r), thing_title(l->a, &g->is));
		f->severity = SEVERITY_NOTE;
		f->key = arena_printf(l->a, "%s %s",
		    direction_name(r->direction), words_group_rule(l->a, r));
		finding_passes(l->findings, f, r);
		finding_help(l->findings, f, "describe it (\"why\")");
	}
}

static void
check_descriptions(struct lint *l, const struct model *m)
{
	size_t n;
	const char *const *keys = lint_texts(l, "tags", &n);

	for (size_t kind = 0; n > 0 && kind < KIND_COUNT; kind++)
		for (size_t i = 0; i < m->things[kind].n; i++)
			if (takes_tags(m->things[kind].v[i]))
				check_tags(l, m->things[kind].v[i], keys, n);
	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];

		check_rules_of(l, g, g->ingress.v, g->ingress.n);
		check_rules_of(l, g, g->egress.v, g->egress.n);
	}
}

/* ---------------------------------------------------------- naming-pattern */

/* The letter of an AZ by its name: "a" of "a" or of "eu-west-1a"; 0: none. */
static char
letter_of(const char *az)
{
	size_t n = strlen(az);
	char c = n > 0 ? az[n - 1] : '\0';

	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	return c >= 'a' && c <= 'h' && (n == 1 || (az[n - 2] >= '0' &&
	    az[n - 2] <= '9')) ? c : '\0';
}

static void
check_zone_name(struct lint *l, const struct subnet *s)
{
	const char *name = s->is.name;
	size_t stem = name != NULL ? name_length_without_zone(name) : 0;
	char says, is;
	struct finding *f;

	if (name == NULL || name[stem] == '\0' || !value_is_known(s->az.is))
		return;
	/* "-a", "-2a": of "-az1" no letter follows. */
	says = letter_of(name + strlen(name) - 1);
	is = letter_of(s->az.v);
	if (says == '\0' || is == '\0' || says == is)
		return;
	f = flag(l, &s->is, s->is.at, "%s is named after AZ %c and stands in "
	    "AZ %s", thing_title(l->a, &s->is), says, s->az.v);
	f->severity = SEVERITY_NOTE;
	finding_witness(l->findings, f, "az", "%s", s->az.v);
	finding_help(l->findings, f, "rename it, or move it: people read the "
	    "name");
}

static void
check_names(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->subnets.n; i++)
		check_zone_name(l, m->subnets.v[i]);
}

/* ---------------------------------------------------------------- table */

static const struct rule_option description_options[] = {
	{ .name = "tags", .type = OPTION_IS_TEXTS,
	  .about = "keys of tags that each thing must have; none by default" },
	{ .name = NULL }
};

#define DESCRIBED(...)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {) \
	JSON("app-a": {"az": "a", "cidr": "10.0.1.0/24"}},)		\
	JSON("security_groups": {"app": {"ingress": [__VA_ARGS__]}},)	\
	JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"],) \
	JSON("security_groups": ["app"]}}}}})
#define NAMED(az)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {) \
	JSON("app-a": {"az": az, "cidr": "10.0.1.0/24"}}}}})

const struct rule rules_naming[] = {
	{ .check = check_descriptions, .options = description_options, .is = {
		.code = "HY003",
		.name = "missing-description-or-tag",
		.severity = SEVERITY_OFF,
		.class = CLASS_POLICY,
		.title = "a rule without a description, or a thing without a tag",
		.aws = "Rules of security groups may have a description each, and things up to 50 "
		    "tags.",
		.why = "Nobody dares to remove a rule of which nobody knows what it is for.",
		.intent = SAME_WITHOUT_INTENT,
		.bad = DESCRIBED("tcp/443 from 10.0.2.0/24"),
		.good = DESCRIBED({"ports": "tcp/443", "from": "10.0.2.0/24", "why": "the till"}),
		.options = "tags: keys that VPCs, subnets, route tables, NAT "
		    "gateways, security groups, network ACLs and endpoints must have as tags.",
		.reference = "Amazon VPC User Guide, Security group rules",
	} },
	{ .check = check_names, .is = {
		.code = "HY005",
		.name = "naming-pattern",
		.severity = SEVERITY_OFF,
		.class = CLASS_POLICY,
		.title = "a subnet that is named after another AZ",
		.aws = "AWS reads nothing into names.",
		.why = "People do: at three in the morning the name decides which AZ is drained.",
		.intent = SAME_WITHOUT_INTENT,
		.bad = NAMED("b"),
		.good = NAMED("a"),
		.reference = "vpcplan, spec format: subnets",
	} },
	{ .check = NULL }
};
