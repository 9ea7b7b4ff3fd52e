/* SPDX-License-Identifier: MIT */
#include "twin_chosen.h"

#include "load/load.h"
#include "model/stand_in.h"
#include "reach/reach.h"
#include "twin_compare.h"
#include "twin_network.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

/*
 * Random networks whose VPCs leave their IPv6 blocks to Amazon.  Whatever
 * Amazon chooses, what was answered before must be so: the same network is
 * made with the blocks given, in several ways, and asked again, as a network
 * that is known (of which the twin says the same).
 *
 * Blocks that were given to others by rules and routes are among the choices,
 * so that what a prefix has or has not is tried both ways.
 */

enum { NETWORKS = 250, CHOICES = 5, PAIRS = 16, PACKETS_MIN = 2000 };

#define OWN	"2600:1f13:0:"		/* how twin_network.c's blocks begin */

/* What the blocks of VPCs 0, 1 and 2 begin with, by choice. */
static const char *const chosen[CHOICES][3] = {
	{ OWN "1", OWN "2", OWN "3" },
	{ OWN "2", OWN "3", OWN "1" },
	{ "2600:1f13:0:7", OWN "1", "2a05:d018:4:5" },
	{ "2406:da18:1:1", "2600:1f18:6:2", "2600:1f13:0:8" },
	{ OWN "3", "2003:0:0:6", OWN "2" },
};


/*
 * In every second network the second VPC has stated its block: then nobody
 * else has it.
 */
static const char *
block_of(uint64_t number, int choice, unsigned vpc)
{
	const char *block = chosen[choice][vpc];

	if (number % 2 == 0 || strcmp(block, OWN "2") != 0)
		return number % 2 != 0 && vpc == 1 ? OWN "2" : block;
	return vpc == 1 ? OWN "2" : "2600:1f13:0:9";
}

static bool
is_open(uint64_t number, int choice, unsigned vpc)
{
	return choice < 0 && (number % 2 == 0 || vpc != 1);
}

/* A text that begins a value of IPv6 in what twin_network.c writes: its VPC,
 * and where it ends; false: none. */
static bool
read_block(const char *p, const char *key, unsigned *vpc, const char **rest,
    const char **end)
{
	size_t n = strlen(key), own = strlen(OWN);

	if (strncmp(p, key, n) != 0 || strncmp(p + n, OWN, own) != 0)
		return false;
	*vpc = (unsigned)(p[n + own] - '1');
	*rest = p + n + own + 1;
	*end = strchr(*rest, '"');
	return true;
}

/* Addresses of interfaces tell the block around them: there are none. */
static bool
is_address(const char *p, const char **end)
{
	unsigned vpc;
	const char *rest;

	return (read_block(p, ", \"", &vpc, &rest, end) ||
	    read_block(p, "\"", &vpc, &rest, end)) &&
	    memchr(rest, '/', (size_t)(*end - rest)) == NULL;
}

/* The text of the network with the blocks of a choice, or with none. */
static const char *
with_blocks(struct arena *a, const char *text, uint64_t number, int choice)
{
	static const char *const vpc_key = "\"ipv6_cidrs\": [\"";
	static const char *const subnet_key = "\"ipv6_cidr\": \"";
	struct str out = str_new(a);
	const char *p = text, *rest, *end;
	unsigned vpc;

	while (*p != '\0') {
		bool of_vpc = read_block(p, vpc_key, &vpc, &rest, &end);

		if (!of_vpc && !read_block(p, subnet_key, &vpc, &rest, &end)) {
			if (is_address(p, &end))
				p = end + 1;
			else
				str_add_char(&out, *p++);
			continue;
		}
		if (!is_open(number, choice, vpc))
			str_addf(&out, "%s%s%.*s\"%s", of_vpc ? vpc_key :
			    subnet_key, block_of(number, choice < 0 ? 0 :
			    choice, vpc), (int)(end - rest), rest,
			    of_vpc ? "]" : "");
		else
			str_add(&out, of_vpc ? "\"amazon_ipv6\": true" :
			    "\"ipv6_cidr\": {\"unknown\": \"part of it\"}, "
			    "\"ipv6\": true");
		p = end + (of_vpc ? 2 : 1);
	}
	return str_text(&out);
}

const char *
twin_chosen_make(struct arena *a, struct unit_random *r)
{
	return with_blocks(a, twin_network_make(a, r),
	    unit_random_below(r, 2), -1);
}

static struct reach *
reach_of(struct arena *a, const char *text)
{
	struct load_options options = { .format = NULL };
	struct load *l = load_new(a, &options);
	const struct model *m;

	load_bytes(l, "made.json", text, strlen(text), true);
	m = load_finish(l);
	if (l->complaints.n > 0)
		printf("%s\nnot read\n", text);
	return reach_new(a, m, routes_new(a, m));
}

/* ------------------------------------------------------ from one to other */

/* Addresses that stand for others, as those that were chosen. */
static struct range_set
moved(struct arena *a, const struct model *from, const struct model *to,
    struct range_set set)
{
	struct range_set all = range_set_subtract(a, set,
	    range_set_of_range(a, IPV6, stand_in_space()));

	for (size_t i = 0; i < from->subnets.n; i++) {
		const struct cidr_value *was = &from->subnets.v[i]->ipv6_cidr;
		const struct cidr_value *is = &to->subnets.v[i]->ipv6_cidr;
		struct range_set part;

		if (!block_is_stand_in(was))
			continue;
		part = range_set_intersect(a, set,
		    range_set_of_cidr(a, was->v));
		for (size_t k = 0; k < part.n; k++) {
			struct range r = part.v[k];

			r.first = addr_add(is->v.base, addr_subtract(r.first,
			    was->v.base));
			r.last = addr_add(is->v.base, addr_subtract(r.last,
			    was->v.base));
			all = range_set_union(a, all,
			    range_set_of_range(a, IPV6, r));
		}
	}
	return all;
}

static struct flow
moved_flow(struct arena *a, const struct model *from, const struct model *to,
    struct flow f)
{
	struct flow all = flow_empty(f.family);

	for (size_t i = 0; i < f.n; i++)
		all = flow_union(a, all, flow_of(a, f.v[i].ports,
		    moved(a, from, to, f.v[i].from),
		    moved(a, from, to, f.v[i].to)));
	return all;
}

/* One side of a question: an interface, a network or the internet. */
static const struct end *
some_end(struct arena *a, const struct reach *reach, uint32_t which, bool to)
{
	const struct model *m = reach_model(reach);
	struct selection s = { .what = SELECTED_INTERNET };

	if (which > 0)
		return end_of_interface(a,
		    m->interfaces.v[which % m->interfaces.n]);
	return ends_of(a, reach_places(reach), &s, to, NULL).v[0];
}

static struct answer
ask(struct arena *a, struct reach *reach, uint32_t from, uint32_t to)
{
	struct question q = { .from = some_end(a, reach, from, false),
		.to = some_end(a, reach, to, true),
		.ports = port_set_everything(), .family = IPV6 };

	return reach_ask(reach, a, &q);
}

/* What is said of the open network is so of one with a choice; of packets
 * that are asked about in both. */
static bool
holds(struct arena *a, const struct model *open, const struct model *known,
    struct flow said, struct flow asked, struct flow is)
{
	return flow_contains(a, is, flow_intersect(a, asked,
	    moved_flow(a, open, known, said)));
}

static const char *
what_is_wrong(struct arena *a, const struct model *open,
    const struct model *known, const struct answer *x, const struct answer *y)
{
	struct flow may = moved_flow(a, open, known, x->may_arrive);

	if (!holds(a, open, known, x->yes, y->asked, y->yes))
		return "yes";
	if (!holds(a, open, known, x->no, y->asked, y->no))
		return "no";
	if (!holds(a, open, known, x->one_way, y->asked, y->one_way))
		return "one-way";
	if (!holds(a, open, known, x->some, y->asked, y->some))
		return "some";
	if (!holds(a, open, known, x->arrives, y->asked, y->arrives))
		return "arrives";
	/* Nobody is asked about where nothing but what stands in is. */
	return flow_contains(a, may, flow_intersect(a, y->may_arrive,
	    moved_flow(a, open, known, x->asked))) ? NULL : "may arrive";
}

struct tried {
	struct reach *known[CHOICES];
	const char *texts[CHOICES];
};

bool
twin_chosen_compare(uint64_t number, struct chosen_tally *tally)
{
	bool right = true;
	struct arena *a = arena_new();
	struct unit_random r = twin_network_seed(number);
	const char *text = twin_network_make(a, &r);
	const char *open_text = with_blocks(a, text, number, -1);
	struct reach *open = reach_of(a, open_text);
	uint32_t n = (uint32_t)reach_model(open)->interfaces.n;
	struct tried t;

	for (int i = 0; i < CHOICES; i++) {
		t.texts[i] = with_blocks(a, text, number, i);
		t.known[i] = reach_of(a, t.texts[i]);
	}
	for (unsigned i = 0; reach_model(open)->has_stand_ins && i < PAIRS;
	    i++) {
		uint32_t from = unit_random_below(&r, n + 1);
		uint32_t to = unit_random_below(&r, n + 1);
		struct answer x = ask(a, open, from, to);

		if (flow_is_empty(x.asked))
			continue;
		tally->asked++;
		tally->decided += flow_is_empty(x.unknown);
		tally->yes += !flow_is_empty(x.yes);
		for (int k = 0; k < CHOICES; k++) {
			struct answer y = ask(a, t.known[k], from, to);
			const char *wrong = what_is_wrong(a,
			    reach_model(open), reach_model(t.known[k]), &x,
			    &y);

			if (wrong == NULL)
				continue;
			printf("%s\nnetwork %u: from %u to %u: %s is not so "
			    "if Amazon makes choice %d\n", open_text,
			    (unsigned)number, from, to, wrong, k);
			right = false;
		}
	}
	arena_free(a);
	return right;
}

START_TEST(what_is_answered_is_so_whatever_amazon_chooses)
{
	struct chosen_tally tally = { .asked = 0 };

	for (unsigned i = 0; i < NETWORKS; i++)
		ck_assert(twin_chosen_compare(120000 + i, &tally));
	ck_assert_uint_gt(tally.asked, NETWORKS);
	ck_assert_uint_gt(tally.yes * 4, tally.asked);
	ck_assert_uint_gt(tally.decided * 3, tally.asked);
	ck_assert_uint_lt(tally.decided, tally.asked);
}
END_TEST

/* The networks with blocks given are among those that the twin knows. */
START_TEST(the_twin_says_the_same_of_each_choice)
{
	struct twin_tally tally = { .packets = 0 };

	for (unsigned i = 0; tally.packets < PACKETS_MIN; i++) {
		struct arena *a = arena_new();
		struct unit_random r = twin_network_seed(125000 + i);
		const char *text = with_blocks(a, twin_network_make(a, &r),
		    i, (int)(i % CHOICES));
		struct comparison *c = comparison_new(a, text, strlen(text));

		ck_assert(c != NULL);
		comparison_run(c, &r, &tally);
		ck_assert_msg(c->difference == NULL, "network %u: %s\n%s",
		    125000 + i, c->difference, text);
		arena_free(a);
	}
}
END_TEST

unit_suite suite_twin_chosen;

Suite *
suite_twin_chosen(void)
{
	Suite *suite = suite_create("twin_chosen");
	TCase *tests = tcase_create("twin_chosen");

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, what_is_answered_is_so_whatever_amazon_chooses);
	tcase_add_test(tests, the_twin_says_the_same_of_each_choice);
	suite_add_tcase(suite, tests);
	return suite;
}
