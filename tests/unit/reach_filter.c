/* SPDX-License-Identifier: MIT */
#include "reach/filter.h"

#include "base/str.h"
#include "model/notation.h"
#include "reach_network.h"
#include "unit.h"

#include <string.h>

static const struct place nowhere;
static const struct condition prod = { .text = "IsProd" };

struct fixture {
	struct arena *a;
	struct model *m;
	struct security_group *g[3];
	struct network_acl *acl;
};

static struct filters *
filters_of(struct fixture *f)
{
	return filters_new(f->a, f->m, branch_new(f->a));
}

static struct fixture
fixture(void)
{
	struct fixture f = { .a = arena_new() };

	f.m = model_new(f.a);
	for (size_t i = 0; i < 3; i++) {
		f.g[i] = model_new_security_group(f.m, nowhere, 1, NULL);
		f.g[i]->is.name = arena_printf(f.a, "g%zu", i);
		f.g[i]->ingress_known = f.g[i]->egress_known = true;
	}
	f.acl = model_new_network_acl(f.m, nowhere, 1, NULL);
	f.acl->is.name = "acl";
	f.acl->entries_known = true;
	return f;
}

static struct ports_value
ports_of(struct arena *a, const char *text)
{
	struct ports_value p = { .is = value_known(nowhere) };

	if (text == NULL)
		p.is = value_unknown(nowhere, "a parameter");
	else
		ck_assert_ptr_null(notation_ports_parse(a, text, &p.v, NULL));
	return p;
}

static struct cidr_value
block_of(const char *text)
{
	struct cidr_value c = { .is = value_known(nowhere) };

	if (text == NULL)
		c.is = value_unknown(nowhere, "an import");
	else
		c.v = cidr_of(text);
	return c;
}

static struct rule_draft
draft(struct fixture *f, const char *ports, enum peer_kind kind)
{
	return (struct rule_draft){ .at = nowhere, .direction = INGRESS,
		.ports = ports_of(f->a, ports), .peer_kind = kind };
}

static struct group_rule *
add(struct fixture *f, struct security_group *g, struct rule_draft d)
{
	struct group_rule *r = model_new_group_rule(f->m, &d);

	vec_push(f->a, &g->ingress, r);
	return r;
}

static struct group_rule *
rule(struct fixture *f, struct security_group *g, const char *ports,
    enum peer_kind kind)
{
	return add(f, g, draft(f, ports, kind));
}

static struct rule_draft
from(struct fixture *f, const char *ports, const char *block)
{
	struct rule_draft d = draft(f, ports, PEER_CIDR);

	d.cidr = block_of(block);
	return d;
}

static struct group_rule *
rule_from(struct fixture *f, struct security_group *g, const char *ports,
    const char *block)
{
	return add(f, g, from(f, ports, block));
}

static struct rule_draft
referring(struct fixture *f, const char *ports, struct security_group *to)
{
	struct rule_draft d = draft(f, ports, PEER_GROUP);

	d.peer.is = value_known(nowhere);
	d.peer.to = to != NULL ? &to->is : NULL;
	return d;
}

static struct group_rule *
rule_referring(struct fixture *f, struct security_group *g,
    const char *ports, struct security_group *to)
{
	return add(f, g, referring(f, ports, to));
}

static struct rule_draft
under(struct rule_draft d, const struct condition *exists)
{
	d.exists = exists;
	return d;
}

static struct acl_entry *
entry(struct fixture *f, int64_t number, bool allow, const char *ports,
    const char *block)
{
	struct acl_entry *e = model_new_acl_entry(f->m, nowhere, INGRESS);

	e->number = (struct number_value){ value_known(nowhere), number };
	e->allow = allow;
	e->ports = ports_of(f->a, ports);
	e->cidr = block_of(block);
	vec_push(f->a, &f->acl->ingress, e);
	return e;
}

static struct group_list
list_of(struct fixture *f, size_t first, size_t n)
{
	return (struct group_list){ f->g + first, n, true };
}

static bool
admits(struct service_set s, unsigned port, const char *peer)
{
	return range_set_has(service_set_peers(s, port_point(PROTOCOL_TCP,
	    port)), addr_of(peer));
}

static bool
group_admits(struct fixture *f, struct group_list groups, enum bound bound,
    unsigned port, const char *peer)
{
	enum family family = strchr(peer, ':') != NULL ? IPV6 : IPV4;

	return admits(filter_groups(filters_of(f), groups, INGRESS,
	    family, bound), port, peer);
}

START_TEST(groups_are_the_union_of_their_rules)
{
	struct fixture f = fixture();
	struct group_list both = list_of(&f, 0, 2);

	rule_from(&f, f.g[0], "tcp/443", "10.0.0.0/16");
	rule_from(&f, f.g[0], "tcp/80", "2001:db8::/32");
	rule_from(&f, f.g[1], "tcp/443", "10.1.0.0/16");
	rule(&f, f.g[1], "tcp/22", PEER_ANYWHERE);
	for (enum bound b = FILTER_SURE; b <= FILTER_POSSIBLE; b++) {
		ck_assert(group_admits(&f, both, b, 443, "10.0.0.1"));
		ck_assert(group_admits(&f, both, b, 443, "10.1.0.1"));
		ck_assert(!group_admits(&f, both, b, 443, "10.2.0.1"));
		ck_assert(!group_admits(&f, both, b, 80, "10.0.0.1"));
		ck_assert(group_admits(&f, both, b, 80, "2001:db8::1"));
		ck_assert(group_admits(&f, both, b, 22, "8.8.8.8"));
		ck_assert(group_admits(&f, both, b, 22, "2001::1"));
		ck_assert(!group_admits(&f, list_of(&f, 0, 1), b, 443,
		    "10.1.0.1"));
		ck_assert(!group_admits(&f, list_of(&f, 0, 0), b, 443,
		    "10.1.0.1"));
	}
	ck_assert_ptr_null(filter_groups_unknown(filters_of(&f), both,
	    INGRESS));
	arena_free(f.a);
}
END_TEST

START_TEST(an_unknown_rule_is_possible_only)
{
	struct fixture f = fixture();
	struct group_list one = list_of(&f, 0, 1);
	struct filters *filters;

	rule_from(&f, f.g[0], NULL, "10.0.0.0/16");
	rule_from(&f, f.g[0], "tcp/5432", NULL);
	add(&f, f.g[0], under(from(&f, "tcp/25", "10.3.0.0/16"), &prod));
	ck_assert(!group_admits(&f, one, FILTER_SURE, 443, "10.0.0.1"));
	ck_assert(group_admits(&f, one, FILTER_POSSIBLE, 443, "10.0.0.1"));
	ck_assert(!group_admits(&f, one, FILTER_POSSIBLE, 443, "10.1.0.1"));
	ck_assert(!group_admits(&f, one, FILTER_SURE, 5432, "9.9.9.9"));
	ck_assert(group_admits(&f, one, FILTER_POSSIBLE, 5432, "9.9.9.9"));
	ck_assert(!group_admits(&f, one, FILTER_SURE, 25, "10.3.0.1"));
	ck_assert(group_admits(&f, one, FILTER_POSSIBLE, 25, "10.3.0.1"));
	filters = filters_of(&f);
	ck_assert_str_eq(filter_groups_unknown(filters, one, INGRESS),
	    "the ports of an ingress rule of security group \"g0\" are "
	    "not known: a parameter");
	ck_assert_ptr_null(filter_groups_unknown(filters, one, EGRESS));
	arena_free(f.a);
}
END_TEST

START_TEST(groups_or_rules_that_the_input_does_not_hold)
{
	struct fixture f = fixture();
	struct group_list unknown = { f.g, 1, false };
	struct filters *filters;

	rule_from(&f, f.g[0], "tcp/443", "10.0.0.0/16");
	ck_assert(group_admits(&f, unknown, FILTER_SURE, 443, "10.0.0.1"));
	ck_assert(!group_admits(&f, unknown, FILTER_SURE, 22, "9.9.9.9"));
	ck_assert(group_admits(&f, unknown, FILTER_POSSIBLE, 22, "9.9.9.9"));
	f.g[1]->ingress_known = false;
	ck_assert(!group_admits(&f, list_of(&f, 1, 1), FILTER_SURE, 22,
	    "9.9.9.9"));
	ck_assert(group_admits(&f, list_of(&f, 1, 1), FILTER_POSSIBLE, 22,
	    "9.9.9.9"));
	filters = filters_of(&f);
	ck_assert_ptr_nonnull(filter_groups_unknown(filters, unknown,
	    INGRESS));
	ck_assert_str_eq(filter_groups_unknown(filters, list_of(&f, 1, 1),
	    INGRESS), "the ingress rules of security group \"g1\" are not in "
	    "the input (aws ec2 describe-security-groups)");
	ck_assert(port_set_is_everything(filter_references(filters,
	    list_of(&f, 1, 1), INGRESS, list_of(&f, 2, 1),
	    FILTER_POSSIBLE)));
	arena_free(f.a);
}
END_TEST

static const char *
references(struct fixture *f, struct group_list groups,
    struct group_list peer, enum bound bound)
{
	return notation_ports_format(f->a, filter_references(filters_of(f),
	    groups, INGRESS, peer, bound));
}

START_TEST(references_are_true_or_false_for_a_pair)
{
	struct fixture f = fixture();
	struct group_list g0 = list_of(&f, 0, 1), g1 = list_of(&f, 1, 1),
	    g2 = list_of(&f, 2, 1), g12 = list_of(&f, 1, 2),
	    nobody = list_of(&f, 0, 0),
	    strange = { f.g, 0, false };

	rule_referring(&f, f.g[0], "tcp/443", f.g[1]);
	rule_referring(&f, f.g[0], "tcp/80", f.g[1]);
	rule_referring(&f, f.g[0], "udp/53", f.g[2]);
	add(&f, f.g[0], under(referring(&f, "tcp/25", f.g[2]), &prod));
	rule_referring(&f, f.g[0], "tcp/7", NULL);
	rule(&f, f.g[0], "tcp/9", PEER_SELF);
	for (enum bound b = FILTER_SURE; b <= FILTER_POSSIBLE; b++) {
		ck_assert_str_eq(references(&f, g0, g1, b), "tcp/80,443");
		ck_assert_str_eq(references(&f, g0, g0, b), "tcp/9");
		ck_assert_str_eq(references(&f, g0, nobody, b), "none");
		ck_assert_str_eq(references(&f, g1, g0, b), "none");
	}
	ck_assert_str_eq(references(&f, g0, g2, FILTER_SURE), "udp/53");
	ck_assert_str_eq(references(&f, g0, g2, FILTER_POSSIBLE),
	    "tcp/25 + udp/53");
	ck_assert_str_eq(references(&f, g0, g12, FILTER_SURE),
	    "tcp/80,443 + udp/53");
	/* who may carry any group may be the one that is not in the input */
	ck_assert_str_eq(references(&f, g0, strange, FILTER_SURE), "none");
	ck_assert_str_eq(references(&f, g0, strange, FILTER_POSSIBLE),
	    "tcp/7,9,25,80,443 + udp/53");
	/* never addresses */
	ck_assert(!group_admits(&f, g0, FILTER_POSSIBLE, 443, "10.0.0.1"));
	arena_free(f.a);
}
END_TEST

START_TEST(an_unknown_peer_may_be_anybody)
{
	struct fixture f = fixture();
	struct group_list g0 = list_of(&f, 0, 1), g1 = list_of(&f, 1, 1);

	rule(&f, f.g[0], "tcp/443", PEER_UNKNOWN);
	ck_assert_str_eq(references(&f, g0, g1, FILTER_SURE), "none");
	ck_assert_str_eq(references(&f, g0, g1, FILTER_POSSIBLE), "tcp/443");
	ck_assert(!group_admits(&f, g0, FILTER_SURE, 443, "10.0.0.1"));
	ck_assert(group_admits(&f, g0, FILTER_POSSIBLE, 443, "10.0.0.1"));
	arena_free(f.a);
}
END_TEST

START_TEST(answers_are_kept_apart)
{
	/* One filters for all questions: kept answers do not mix. */
	struct fixture f = fixture();
	struct filters *filters = filters_of(&f);
	struct group_list g01 = list_of(&f, 0, 2), g12 = list_of(&f, 1, 2);

	rule_from(&f, f.g[0], "tcp/1", "10.0.0.0/8");
	rule_from(&f, f.g[2], "tcp/2", "10.0.0.0/8");
	rule_referring(&f, f.g[0], "tcp/3", f.g[1]);
	rule_referring(&f, f.g[2], "tcp/4", f.g[1]);
	for (int again = 0; again < 2; again++) {
		struct service_set s = filter_groups(filters, g01, INGRESS,
		    IPV4, FILTER_SURE);

		ck_assert(admits(s, 1, "10.0.0.1"));
		ck_assert(!admits(s, 2, "10.0.0.1"));
		s = filter_groups(filters, g12, INGRESS, IPV4, FILTER_SURE);
		ck_assert(!admits(s, 1, "10.0.0.1"));
		ck_assert(admits(s, 2, "10.0.0.1"));
		ck_assert(service_set_is_empty(filter_groups(filters, g12,
		    EGRESS, IPV4, FILTER_SURE)));
		ck_assert(service_set_is_empty(filter_groups(filters, g12,
		    INGRESS, IPV6, FILTER_SURE)));
		ck_assert_str_eq(notation_ports_format(f.a,
		    filter_references(filters, g01, INGRESS, g12,
		    FILTER_SURE)), "tcp/3");
		ck_assert_str_eq(notation_ports_format(f.a,
		    filter_references(filters, g12, INGRESS, g01,
		    FILTER_SURE)), "tcp/4");
	}
	arena_free(f.a);
}
END_TEST

START_TEST(lists_of_aws_stand_for_services)
{
	struct fixture f = fixture();
	struct group_list g0 = list_of(&f, 0, 1);
	struct prefix_list *s3 = model_new_prefix_list(f.m, nowhere, 1);
	struct prefix_list *admins = model_new_prefix_list(f.m, nowhere, 1);
	struct group_rule *r = rule(&f, f.g[0], "tcp/443", PEER_PREFIX_LIST);
	struct filters *filters;

	s3->managed = (struct text_value){ value_known(nowhere),
		"com.amazonaws.eu-west-1.s3" };
	group_rule_set_to(r, &s3->is);
	admins->entries_known = true;
	vec_push(f.a, &admins->entries, block_of("192.0.2.0/28"));
	group_rule_set_to(rule(&f, f.g[0], "tcp/22", PEER_PREFIX_LIST),
	    &admins->is);
	filters = filters_of(&f);
	ck_assert_str_eq(notation_ports_format(f.a, filter_service(filters, g0,
	    INGRESS, "s3", FILTER_SURE)), "tcp/443");
	ck_assert_str_eq(notation_ports_format(f.a, filter_service(filters, g0,
	    INGRESS, "s3express", FILTER_POSSIBLE)), "none");
	ck_assert(!group_admits(&f, g0, FILTER_POSSIBLE, 443, "52.219.0.1"));
	ck_assert(group_admits(&f, g0, FILTER_SURE, 22, "192.0.2.3"));
	/* a list that is not in the input may be any */
	group_rule_set_to(r, NULL);
	filters = filters_of(&f);
	ck_assert_str_eq(notation_ports_format(f.a, filter_service(filters, g0,
	    INGRESS, "s3", FILTER_SURE)), "none");
	ck_assert_str_eq(notation_ports_format(f.a, filter_service(filters, g0,
	    INGRESS, "s3", FILTER_POSSIBLE)), "tcp/443");
	ck_assert(group_admits(&f, g0, FILTER_POSSIBLE, 443, "52.219.0.1"));
	arena_free(f.a);
}
END_TEST

static bool
acl_admits(struct fixture *f, enum bound bound, unsigned port,
    const char *peer)
{
	enum family family = strchr(peer, ':') != NULL ? IPV6 : IPV4;

	return admits(filter_acl(filters_of(f), f->acl, INGRESS,
	    family, bound), port, peer);
}

START_TEST(the_first_entry_that_matches_decides)
{
	struct fixture f = fixture();

	/* in no order */
	entry(&f, 200, true, "tcp", "10.0.0.0/8");
	entry(&f, 100, false, "tcp/22", "10.1.0.0/16");
	entry(&f, 90, true, "tcp/22", "10.1.1.0/24");
	entry(&f, 300, false, "all", "0.0.0.0/0");
	entry(&f, 400, true, "all", "0.0.0.0/0");
	entry(&f, 50, true, "tcp/443", "::/0");
	for (enum bound b = FILTER_SURE; b <= FILTER_POSSIBLE; b++) {
		ck_assert(acl_admits(&f, b, 443, "10.1.0.1"));
		ck_assert(!acl_admits(&f, b, 22, "10.1.0.1"));
		ck_assert(acl_admits(&f, b, 22, "10.1.1.1"));
		ck_assert(acl_admits(&f, b, 22, "10.2.0.1"));
		ck_assert(!acl_admits(&f, b, 443, "11.0.0.1"));
		ck_assert(acl_admits(&f, b, 443, "2001::1"));
		ck_assert(!acl_admits(&f, b, 80, "2001::1"));
	}
	ck_assert_ptr_null(filter_acl_unknown(filters_of(&f), f.acl,
	    INGRESS));
	/* the implicit deny */
	ck_assert(service_set_is_empty(filter_acl(filters_of(&f), f.acl,
	    EGRESS, IPV4, FILTER_POSSIBLE)));
	arena_free(f.a);
}
END_TEST

START_TEST(an_acl_that_is_not_known_may_admit_all)
{
	struct fixture f = fixture();
	struct filters *filters;

	f.acl->entries_known = false;
	filters = filters_of(&f);
	for (int i = 0; i < 2; i++) {
		const struct network_acl *acl = i == 0 ? f.acl : NULL;

		ck_assert(service_set_is_empty(filter_acl(filters, acl,
		    INGRESS, IPV4, FILTER_SURE)));
		ck_assert(admits(filter_acl(filters, acl, INGRESS, IPV4,
		    FILTER_POSSIBLE), 1, "1.2.3.4"));
		ck_assert_ptr_nonnull(filter_acl_unknown(filters, acl,
		    INGRESS));
	}
	arena_free(f.a);
}
END_TEST

START_TEST(what_decides_is_found)
{
	struct fixture f = fixture();
	struct filters *filters = filters_of(&f);
	struct group_list g01 = list_of(&f, 0, 2), g2 = list_of(&f, 2, 1),
	    nobody = list_of(&f, 0, 0);
	uint32_t https = port_point(PROTOCOL_TCP, 443);
	struct group_rule *wide = rule_from(&f, f.g[0], "tcp", "10.0.0.0/8");
	struct group_rule *refers = rule_referring(&f, f.g[1], "tcp/443",
	    f.g[2]);
	struct acl_entry *late = entry(&f, 200, true, "all", "0.0.0.0/0");
	struct acl_entry *early = entry(&f, 100, false, "tcp", "9.0.0.0/8");

	ck_assert_ptr_eq(filter_deciding_rule(filters, g01, INGRESS, IPV4,
	    https, addr_of("10.0.0.1"), nobody), wide);
	ck_assert_ptr_eq(filter_deciding_rule(filters, g01, INGRESS, IPV4,
	    https, addr_of("9.9.9.9"), g2), refers);
	ck_assert_ptr_null(filter_deciding_rule(filters, g01, INGRESS, IPV4,
	    https, addr_of("9.9.9.9"), nobody));
	ck_assert_ptr_eq(filter_deciding_entry(filters, f.acl, INGRESS, IPV4,
	    https, addr_of("9.9.9.9")), early);
	ck_assert_ptr_eq(filter_deciding_entry(filters, f.acl, INGRESS, IPV4,
	    https, addr_of("8.8.8.8")), late);
	ck_assert_ptr_null(filter_deciding_entry(filters, f.acl, INGRESS, IPV6,
	    https, addr_of("2001::1")));
	arena_free(f.a);
}
END_TEST

/* ------------------------------------------------------------- the model */

/* One entry at a time.  A doubtful entry may match what its known parts
 * match, or not: the worlds are all choices. */
static bool
naive_world(const struct network_acl *acl, uint32_t point, struct addr peer,
    unsigned choices)
{
	const struct acl_entry *first = NULL;

	for (size_t i = 0; i < acl->ingress.n; i++) {
		const struct acl_entry *e = acl->ingress.v[i];
		bool doubtful = e->exists != NULL ||
		    !value_is_known(e->ports.is) ||
		    !value_is_known(e->cidr.is);

		if (value_is_known(e->ports.is) &&
		    !port_set_has(e->ports.v, point))
			continue;
		if (value_is_known(e->cidr.is) &&
		    !cidr_contains_addr(e->cidr.v, IPV4, peer))
			continue;
		if (doubtful && (choices >> i & 1) == 0)
			continue;
		if (first == NULL || e->number.v < first->number.v)
			first = e;
	}
	return first != NULL && first->allow;
}

static void
compare_with_naive(struct fixture *f, unsigned port, uint32_t address)
{
	struct filters *filters = filters_of(f);
	uint32_t point = port_point(PROTOCOL_TCP, port);
	struct addr peer = addr_from_u64(address);
	bool all = true, any = false;

	for (unsigned c = 0; c < 1U << f->acl->ingress.n; c++) {
		bool admitted = naive_world(f->acl, point, peer, c);

		all = all && admitted;
		any = any || admitted;
	}
	ck_assert(range_set_has(service_set_peers(filter_acl(filters, f->acl,
	    INGRESS, IPV4, FILTER_SURE), point), peer) == all);
	ck_assert(range_set_has(service_set_peers(filter_acl(filters, f->acl,
	    INGRESS, IPV4, FILTER_POSSIBLE), point), peer) == any);
}

START_TEST(random_acls_agree_with_a_naive_model)
{
	struct unit_random r = { 11 };

	for (int round = 0; round < 600; round++) {
		struct fixture f = fixture();
		uint32_t n = 1 + unit_random_below(&r, 7);

		for (uint32_t i = 0; i < n; i++) {
			uint32_t first = unit_random_below(&r, 8);
			char block[CIDR_TEXT_MAX];
			struct acl_entry *e;

			cidr_format(cidr_around(addr_from_u64(
			    unit_random_below(&r, 16)), IPV4,
			    28 + unit_random_below(&r, 5)), block);
			e = entry(&f, (int64_t)(i * 7 % n),
			    unit_random_below(&r, 2) == 0,
			    unit_random_below(&r, 9) == 0 ? NULL :
			    arena_printf(f.a, "tcp/%u-%u", first, first +
			    unit_random_below(&r, 4)),
			    unit_random_below(&r, 9) == 0 ? NULL : block);
			e->number.v = (int64_t)unit_random_below(&r, 100000) *
			    8 + i;
			if (unit_random_below(&r, 9) == 0)
				e->exists = &prod;
		}
		for (int question = 0; question < 12; question++)
			compare_with_naive(&f, unit_random_below(&r, 10),
			    unit_random_below(&r, 16));
		arena_free(f.a);
	}
}
END_TEST

START_TEST(many_entries_take_little_time)
{
	struct fixture f = fixture();

	/* allows and denies in turn, which a running difference would make
	 * quadratic */
	for (unsigned i = 0; i < 6000; i++)
		entry(&f, i, i % 2 == 0, "tcp", arena_printf(f.a,
		    "10.%u.%u.0/24", i / 256, i % 256));
	ck_assert(acl_admits(&f, FILTER_SURE, 1, "10.1.2.3"));
	ck_assert(!acl_admits(&f, FILTER_SURE, 1, "10.1.3.3"));
	arena_free(f.a);
}
END_TEST

Suite *suite_filter(void);

Suite *
suite_filter(void)
{
	return unit_suite_of("filter", (const TTest *const[]){
		groups_are_the_union_of_their_rules,
		an_unknown_rule_is_possible_only,
		groups_or_rules_that_the_input_does_not_hold,
		references_are_true_or_false_for_a_pair,
		an_unknown_peer_may_be_anybody, answers_are_kept_apart,
		lists_of_aws_stand_for_services,
		the_first_entry_that_matches_decides,
		an_acl_that_is_not_known_may_admit_all, what_decides_is_found,
		random_acls_agree_with_a_naive_model,
		many_entries_take_little_time, NULL });
}
