/* SPDX-License-Identifier: MIT */

/*
 * What to write for a text that is no rule of a security group, or no entry of
 * a network ACL: its lines, with peers that the plan has, or blocks of what
 * cannot be a peer by its name.
 */

#include "load/spec_read.h"

#include "base/str.h"
#include "load/spec_foreign.h"
#include "model/facts.h"
#include "model/notation.h"
#include "model/notices.h"
#include "text/sanitise.h"

#include <string.h>

enum {
	LOOKED_UP_MAX = 1000,	/* findings; each look-up walks a list */
	LINES_MAX = 8
};

static const char unsaid[] = "\xe2\x80\xa6";

static const char *
preposition(enum direction direction)
{
	return direction == INGRESS ? "from" : "to";
}

/* ------------------------------------------------------------------ peers */

struct peers {
	VEC(const char *);
};

/* The member of that name, perhaps in other letters; or nothing. */
static struct node
member_of(struct node things, const char *name)
{
	struct node exact = node_get(things, name);

	if (node_exists(exact) || node_kind(things) != NODE_MAP)
		return exact;
	for (struct node c = node_first(things); node_exists(c);
	    c = node_next(c))
		if (str_equal_but_case(node_key(c), name))
			return c;
	return (struct node){ 0 };
}

/* "web" of "sg-web", which many name what is called "web" here. */
static const char *
without_kind(const char *name)
{
	static const char *const kinds[] = { "sg-", "sg_", "sg/", "pl-",
		"pl_", "pl/", "net-", "subnet-", "vpc-", NULL };

	for (size_t i = 0; kinds[i] != NULL; i++)
		if (str_starts_with(name, kinds[i]))
			return name + strlen(kinds[i]);
	return name;
}

static void
add_blocks(struct spec *s, struct peers *to, struct node n)
{
	struct cidr block;
	struct node c = node_kind(n) == NODE_LIST ? node_first(n) : n;

	for (; node_exists(c); c = node_next(c)) {
		const char *text = node_kind(c) == NODE_STRING ?
		    node_text(s->l->a, c) : NULL;

		if (text != NULL && cidr_parse(text, strlen(text), &block) ==
		    ADDR_OK)
			vec_push(s->l->a, to, text);
		if (node_kind(n) != NODE_LIST)
			return;
	}
}

/* The blocks of a subnet, a VPC, a network; the group of a workload. */
static void
add_of_thing(struct spec *s, struct peers *to, struct node thing)
{
	static const char *const keys[] = { "cidr", "cidrs", "cidr_block",
		"address_prefix", "address_prefixes", "address_space", NULL };
	struct node groups = node_get(thing, "security_groups");
	struct node first = node_first(groups);
	struct name_text name;
	const char *group;

	for (size_t i = 0; keys[i] != NULL && to->n == 0; i++)
		for (struct node c = node_first(thing); node_exists(c);
		    c = node_next(c))
			if (spec_same_word(keys[i], node_key(c)))
				add_blocks(s, to, c);
	if (to->n > 0 || node_kind(groups) != NODE_LIST ||
	    node_kind(first) != NODE_STRING || node_exists(node_next(first)))
		return;
	group = node_text(s->l->a, first);
	if (group != NULL && notation_name_parse(s->l->a, group, &name) ==
	    NULL)
		vec_push(s->l->a, to, group);
}

/* The name of a group or of a prefix list that the plan has. */
static bool
add_declared(struct spec *s, struct peers *to, const struct name_text *name,
    const char *plain)
{
	struct node vpcs = node_get(s->root, "vpcs"), found;
	struct name_text full = *name;

	found = name->vpc == NULL ? member_of(node_get(s->root,
	    "prefix_lists"), plain) : (struct node){ 0 };
	for (struct node vpc = node_first(vpcs); node_exists(vpc) &&
	    !node_exists(found); vpc = node_next(vpc))
		if (name->vpc == NULL || node_key_is(vpc, name->vpc))
			found = member_of(node_get(vpc, "security_groups"),
			    plain);
	if (!node_exists(found) && !str_equal(plain, "default"))
		return false;
	full.name = node_exists(found) ? node_key(found) : plain;
	vec_push(s->l->a, to, notation_name_print(s->l->a, &full));
	return true;
}

/* What stands for the peer in a line that is proposed; or what says that it
 * is not known. */
static void
add_peer(struct spec *s, struct peers *to, const char *peer)
{
	static const char *const others[] = { "subnets", "workloads", NULL };
	struct node vpc = spec_own_vpc(s);
	struct name_text name;
	const char *plain;
	size_t before = to->n;

	if (notation_is_address(peer) || notation_is_reserved(peer) ||
	    s->l->findings.n > LOOKED_UP_MAX ||
	    notation_name_parse(s->l->a, peer, &name) != NULL) {
		vec_push(s->l->a, to, peer);
		return;
	}
	plain = without_kind(name.name);
	if (add_declared(s, to, &name, name.name) ||
	    (plain != name.name && add_declared(s, to, &name, plain)) ||
	    (str_equal(name.vpc, "sg") && add_declared(s, to,
	    &(struct name_text){ .name = name.name }, name.name)))
		return;
	if (spec_same_word(peer, "virtual_network") ||
	    spec_same_word(peer, "vnet") || spec_same_word(peer, "vpc"))
		add_of_thing(s, to, vpc);
	for (size_t i = 0; others[i] != NULL && to->n == before; i++)
		add_of_thing(s, to, member_of(node_get(vpc, others[i]),
		    plain));
	if (to->n == before)
		add_of_thing(s, to, member_of(node_get(s->root, "networks"),
		    plain));
	if (to->n == before)
		add_of_thing(s, to, member_of(node_get(s->root, "vpcs"),
		    plain));
	if (to->n == before)
		vec_push(s->l->a, to, unsaid);
}

bool
spec_is_declared_peer(struct spec *s, const char *text)
{
	struct name_text name = { .name = text };
	struct peers found = { 0 };

	return s->l->findings.n > LOOKED_UP_MAX ||
	    add_declared(s, &found, &name, text);
}

bool
spec_is_no_peer(struct spec *s, const char *text, bool everybody)
{
	struct blocks_meant blocks;
	struct name_text name;
	struct peers found = { 0 };

	if (!everybody && !spec_same_word(text, "virtual_network") &&
	    (*text < '0' || *text > '9' || strpbrk(text, ".-:/") == NULL ||
	    !notation_blocks_meant(s->l->a, text, &blocks)))
		return false;
	return s->l->findings.n < LOOKED_UP_MAX && notation_name_parse(s->l->a,
	    text, &name) == NULL && !name.quoted &&
	    !add_declared(s, &found, &name, name.name);
}

static struct peers
peers_of(struct spec *s, const struct line_meant *m, bool is_entry)
{
	struct peers peers = { 0 };

	for (size_t i = 0; i < m->n_peers; i++) {
		size_t before = peers.n;

		add_peer(s, &peers, m->peers[i]);
		/* An ACL knows no names. */
		for (size_t k = before; k < peers.n && is_entry; k++)
			if (!notation_is_address(peers.v[k]))
				peers.v[k] = unsaid;
	}
	if (m->n_peers == 0)
		vec_push(s->l->a, &peers, unsaid);
	return peers;
}

/* ------------------------------------------------------------------ lines */

/* One line of either kind; number: of an entry, else NULL. */
static void
add_line(struct spec *s, struct str *out, const struct line_meant *m,
    const char *ports, const char *peer, enum direction direction,
    const char *number)
{
	const char *side = preposition(direction);
	const char *action = m->action != NULL ? m->action : "allow";
	const char *between = out->n > 0 ? ", " : "";

	peer = sanitise_text(s->l->a, peer);
	if (m->why == NULL && number == NULL)
		str_addf(out, "%s\"%s %s %s\"", between, ports, side, peer);
	else if (m->why == NULL)
		str_addf(out, "%s\"%s %s %s %s %s\"", between, number, action,
		    ports, side, peer);
	else if (number == NULL)
		str_addf(out, "%s{ \"ports\": \"%s\", \"%s\": \"%s\", "
		    "\"why\": \"%s\" }", between, ports, side, peer,
		    sanitise_text(s->l->a, m->why));
	else
		str_addf(out, "%s{ \"number\": %s, \"action\": \"%s\", "
		    "\"ports\": \"%s\", \"%s\": \"%s\", \"why\": \"%s\" }",
		    between, number, action, ports, side, peer,
		    sanitise_text(s->l->a, m->why));
}

/* `"tcp/80 from a", "tcp/80 from b"`; first: the number of the first entry,
 * the others following; 0: these are rules. */
static const char *
lines_of(struct spec *s, const struct line_meant *m, enum direction direction,
    int64_t first, size_t *count)
{
	struct peers peers = peers_of(s, m, first != 0);
	struct str out = str_new(s->l->a);

	*count = m->ports.n * peers.n;
	for (size_t i = 0; i < *count && i < LINES_MAX; i++)
		add_line(s, &out, m, m->ports.v[i / peers.n],
		    peers.v[i % peers.n], direction, first == 0 ? NULL :
		    arena_printf(s->l->a, "%lld", (long long)first +
		    (long long)i));
	if (*count > LINES_MAX)
		str_addf(&out, ", %s", unsaid);
	return str_text(&out);
}

/* Nobody writes fourteen lines: a list of blocks has a name. */
static const char *
too_many_blocks(struct spec *s, const struct line_meant *m,
    enum direction direction, bool is_entry)
{
	if (is_entry)
		return arena_printf(s->l->a, "an entry takes one block, and "
		    "this is %zu of them (\"vpcplan cidr range %s\" lists "
		    "them): write a larger one", m->all_peers, m->range);
	return arena_printf(s->l->a, "a rule takes one block, and this is %zu "
	    "of them (\"vpcplan cidr range %s\" lists them): put them under "
	    "\"prefix_lists\" at the top level, and write \"%s %s pl:%s\"",
	    m->all_peers, m->range, m->ports.v[0], preposition(direction),
	    unsaid);
}

/* What no line can say and has to be known. */
static const char *
rest_of(struct spec *s, const struct line_meant *m, bool is_entry)
{
	if (m->replies)
		return "; a network ACL knows no \"established\": these are the "
		    "ports that replies come to";
	if (m->other_end == NULL)
		return "";
	return arena_printf(s->l->a, "; its other end is whatever %s, and not "
	    "%s alone", is_entry ? "stands in the subnets of the ACL" :
	    "has the group", sanitise_text(s->l->a, m->other_end));
}

const char *
spec_rule_lines(struct spec *s, const char *text, enum direction direction)
{
	struct line_meant m;
	size_t count;

	if (!notation_line_meant(s->l->a, text, direction, false, &m) ||
	    str_equal(m.action, "deny") || m.replies || m.other_end != NULL ||
	    m.n_peers < m.all_peers)
		return NULL;
	return lines_of(s, &m, direction, 0, &count);
}

/* ---------------------------------------------------------------- advices */

/* The whole line to write mends all that is wrong in it: said once. */
static void
set_help(struct spec *s, size_t before, const char *help)
{
	struct findings *list = &s->l->findings;

	finding_help(list, list->v[before], "%s", help);
	while (list->n > before + 1 &&
	    (list->v[list->n - 1]->notice == &notice_wrong_type ||
	    list->v[list->n - 1]->notice == &notice_cidr_malformed))
		list->n--;
}

/* Of such a block it is said which are meant: one, or the next. */
static bool
is_of_host_bits(struct spec *s, size_t before)
{
	const struct findings *list = &s->l->findings;

	return list->n == before + 1 &&
	    list->v[before]->notice == &notice_cidr_host_bits;
}

static bool
has_malformed_block(struct spec *s, size_t before)
{
	for (size_t i = before; i < s->l->findings.n; i++)
		if (s->l->findings.v[i]->notice == &notice_cidr_malformed)
			return true;
	return false;
}

/* Of a line whose block has its own help: its ports. */
static void
advise_ports(struct spec *s, size_t before, const char *ports)
{
	struct findings *list = &s->l->findings;

	for (size_t i = before; i < list->n; i++)
		if (list->v[i]->notice == &notice_wrong_type)
			finding_help(list, list->v[i], "the ports are \"%s\"",
			    ports);
}

static bool
begins_with_denial(const char *text)
{
	static const char *const words[] = { "deny", "drop", "reject",
		"block", NULL };

	for (size_t i = 0; words[i] != NULL; i++) {
		size_t n = strlen(words[i]);

		if (strlen(text) > n && text[n] == ' ' &&
		    strncmp(text, words[i], n) == 0)
			return true;
	}
	return false;
}

/* "100 allow tcp/8080 from app": an entry of an ACL, or a rule of an NSG. */
static bool
has_order(const char *text)
{
	static const char *const words[] = { "allow ", "permit ", "accept ",
		"deny ", "Allow ", "Deny ", "Permit ", NULL };
	size_t n = strspn(text, "0123456789");

	if (n == 0 || text[n] != ' ')
		return false;
	for (size_t i = 0; words[i] != NULL; i++)
		if (str_starts_with(text + n + 1, words[i]))
			return true;
	return false;
}

void
spec_advise_rule(struct spec *s, size_t before, struct node n,
    enum direction direction)
{
	const char *text = node_text(s->l->a, n);
	const char *plain = text != NULL ? spec_without_references(s, text) :
	    NULL;
	struct line_meant m = { 0 };
	bool understood, ordered;
	size_t count;

	text = plain != NULL ? plain : text;
	if (text == NULL || is_of_host_bits(s, before))
		return;
	ordered = has_order(text);
	understood = notation_line_meant(s->l->a, text, direction, ordered,
	    &m);
	if (str_equal(m.action, "deny") || begins_with_denial(text)) {
		s->l->findings.n = before;
		spec_foreign_deny(s->l, n);
		return;
	}
	if (!understood)
		return;
	if (m.replies)
		set_help(s, before, "leave it out: replies to what was let "
		    "through need no rule of a security group");
	else if (m.n_peers < m.all_peers)
		set_help(s, before, too_many_blocks(s, &m, direction, false));
	else
		set_help(s, before, arena_printf(s->l->a, "write %s%s%s",
		    lines_of(s, &m, direction, 0, &count),
		    rest_of(s, &m, false), ordered ? "; the rules of a group "
		    "have no order, and need no number" : ""));
}

/* ---------------------------------------------------------------- numbers */

/* The number of an entry, in either form; 0: it says none. */
static int64_t
number_in(struct spec *s, struct node n)
{
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(s->l->a, n) : NULL;
	int64_t number = 0;

	if (node_kind(n) == NODE_MAP)
		return node_integer(node_get(n, "number"), &number) ?
		    number : 0;
	for (; text != NULL && *text >= '0' && *text <= '9' && number < 100000;
	    text++)
		number = number * 10 + (*text - '0');
	/* "443 from" begins with a port. */
	return text != NULL && *text == ' ' && strchr("adpAD", text[1]) !=
	    NULL ? number : 0;
}

enum { FIRST = 100, STEP = 10, LOOKED_AT = 200 };

/*
 * What is free for n behind the other entries of its list, in steps of ten;
 * the numberless ones before it take theirs first.
 */
static int64_t
free_number(struct spec *s, struct node list, struct node n)
{
	int64_t last = 0, most = fact_value(FACT_ACL_NUMBER_MAX);
	size_t numberless = 0, looked_at = 0;
	bool before = true;

	for (struct node c = node_first(list); node_exists(c) &&
	    looked_at < LOOKED_AT; c = node_next(c), looked_at++) {
		int64_t number = number_in(s, c);

		before &= place_compare(node_place(c), node_place(n)) != 0;
		if (number > last && number < most - STEP)
			last = number;
		numberless += before && number == 0;
	}
	last = last == 0 ? FIRST : (last / STEP + 1) * STEP;
	last += (int64_t)numberless * STEP;
	return last <= most ? last : most;
}

/* Whether another entry has one of so many numbers behind the first. */
static bool
are_taken(struct spec *s, struct node list, int64_t first, size_t count)
{
	size_t looked_at = 0;

	for (struct node c = node_first(list); node_exists(c) &&
	    looked_at < LOOKED_AT; c = node_next(c), looked_at++) {
		int64_t number = number_in(s, c);

		if (number > first && number < first + (int64_t)count)
			return true;
	}
	return false;
}

void
spec_advise_entry(struct spec *s, size_t before, struct node list,
    struct node n, enum direction direction)
{
	const char *text = node_text(s->l->a, n), *lines;
	struct line_meant m;
	int64_t number = 0;
	size_t count;
	bool nameless;

	if (text != NULL && *text == '*') {
		set_help(s, before, "leave it out: what no entry speaks of is "
		    "denied in every network ACL");
		return;
	}
	if (text == NULL || is_of_host_bits(s, before) ||
	    !notation_line_meant(s->l->a, text, direction, true, &m))
		return;
	for (const char *p = m.number; p != NULL && *p != '\0'; p++)
		number = number * 10 + (*p - '0');
	if (number == 0)
		number = free_number(s, list, n);
	if (m.n_peers < m.all_peers) {
		set_help(s, before, too_many_blocks(s, &m, direction, true));
		return;
	}
	lines = lines_of(s, &m, direction, number, &count);
	nameless = m.n_peers > 0 && strstr(lines, unsaid) != NULL;
	/* Of a line that is as it should be the block says more, and of a name
	 * what is said of it. */
	if (str_equal(lines, arena_printf(s->l->a, "\"%s\"", text)))
		return;
	if (nameless && has_malformed_block(s, before)) {
		advise_ports(s, before, m.ports.v[0]);
		return;
	}
	set_help(s, before, arena_printf(s->l->a, "write %s%s%s", lines,
	    are_taken(s, list, number, count) ? ", with numbers that are "
	    "free" : "", nameless ? ": a network ACL knows blocks, and no "
	    "names" : rest_of(s, &m, true)));
}
