/* SPDX-License-Identifier: MIT */

/*
 * Readers of rules of security groups, entries of network ACLs, and what
 * appliances let pass.  Most stand as short strings; who has more to say
 * writes an object.
 */

#include "load/spec_read.h"

#include "base/str.h"
#include "load/spec_foreign.h"
#include "model/notation.h"
#include "model/notices.h"
#include "text/sanitise.h"

#include <string.h>

/* ---------------------------------------------------------------- peers */

static void
peer_is_unknown(struct rule_draft *rule, struct value why)
{
	rule->peer_kind = PEER_UNKNOWN;
	rule->peer = (struct ref){ .is = why };
}

/* Words for everybody that others have. */
static bool
is_everybody(const char *text)
{
	static const char *const words[] = { "internet", "any", "all", "*",
		"everyone", "everywhere", "world", "0/0", NULL };

	for (size_t i = 0; words[i] != NULL; i++)
		if (str_equal_but_case(words[i], text))
			return true;
	return false;
}

static void
complain_peer(struct spec *s, struct place at, const char *text,
    const char *wrong)
{
	struct finding *f = finding_add(&s->l->findings, &notice_wrong_type,
	    at, "%s", wrong);

	if (is_everybody(text))
		finding_help(&s->l->findings, f, "write 0.0.0.0/0 for all "
		    "IPv4 addresses, or anywhere for both families");
	else if (strchr(text, ',') != NULL)
		finding_help(&s->l->findings, f, "a rule has one peer: write "
		    "a rule for each");
	else
		finding_help(&s->l->findings, f, "a peer is a CIDR, a security "
		    "group, a prefix list, self or anywhere");
}

/* The clause that says why a name cannot be a peer; NULL if it can. */
static const char *
peer_fault(struct spec *s, const char *text, struct name_text *name)
{
	const char *wrong = notation_name_parse(s->l->a, text, name);
	struct arena *a = s->l->a;

	if (wrong != NULL)
		return wrong;
	if (name->prefix != NULL && !str_equal(name->prefix, "sg") &&
	    !str_equal(name->prefix, "pl"))
		return arena_printf(a, "a %s cannot be the peer of a rule",
		    name->prefix);
	if (name->prefix == NULL && !name->quoted &&
	    notation_is_reserved(name->name))
		return arena_printf(a, "\"%s\" cannot be the peer of a rule",
		    name->name);
	if (spec_is_no_peer(s, text, is_everybody(text)))
		return arena_printf(a, "\"%s\" is no CIDR block, and nothing "
		    "that is declared", sanitise_text(a, text));
	return NULL;
}

static void
read_peer_text(struct spec *s, struct rule_draft *rule, struct place at,
    const char *text)
{
	struct name_text name;
	const char *wrong;

	if (str_equal(text, "self")) {
		rule->peer_kind = PEER_SELF;
	} else if (str_equal(text, "anywhere")) {
		rule->peer_kind = PEER_ANYWHERE;
	} else if (read_looks_like_address(text)) {
		rule->peer_kind = PEER_CIDR;
		rule->cidr = read_cidr_text(s->l, at, text, 0);
		if (!value_is_known(rule->cidr.is))
			peer_is_unknown(rule, rule->cidr.is);
	} else if ((wrong = peer_fault(s, text, &name)) != NULL) {
		complain_peer(s, at, text, wrong);
		peer_is_unknown(rule,
		    value_unknown(at, read_malformed_reason));
	} else {
		rule->peer_kind = str_equal(name.prefix, "pl") ?
		    PEER_PREFIX_LIST : PEER_GROUP;
		rule->peer = read_ref_text(s->l, at, text);
	}
}

/* A name in a value of its own needs no quotes, whatever is in it. */
static const char *
bare_peer(struct spec *s, const char *text)
{
	struct name_text name;

	if (read_looks_like_address(text) || notation_is_reserved(text) ||
	    notation_name_parse(s->l->a, text, &name) == NULL)
		return text;
	return notation_name_format(s->l->a, text);
}

/* "host 10.0.0.1", a range: blocks where a name could stand.  False, without
 * a complaint: it is none of them, or somebody is called that. */
static bool
complain_blocks(struct spec *s, const struct spec_key *row, struct node n,
    const char *text)
{
	struct blocks_meant m;
	struct str list = str_new(s->l->a);
	struct finding *f;

	if (read_looks_like_address(text) || is_everybody(text) ||
	    strpbrk(text, "0123456789") == NULL ||
	    !notation_blocks_meant(s->l->a, text, &m) ||
	    spec_is_declared_peer(s, text))
		return false;
	f = read_complain(s->l, n, arena_printf(s->l->a, "\"%s\" is no CIDR "
	    "block, and nothing that is declared", sanitise_text(s->l->a,
	    text)));
	for (size_t i = 0; i < m.n; i++)
		str_addf(&list, "%s\"%s\"", i > 0 ? ", " : "", m.v[i]);
	if (m.all == 1)
		finding_help(&s->l->findings, f, "write \"%s\": \"%s\"",
		    row->key, m.v[0]);
	else
		finding_help(&s->l->findings, f, "a rule takes one block: write "
		    "one for each of %s%s", str_text(&list), m.n < m.all ?
		    " …" : "");
	return true;
}

void
spec_read_peer(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct rule_draft *rule = base;
	const char *why, *text;

	if (read_unknown(s->l, n, &why)) {
		peer_is_unknown(rule, value_unknown(node_place(n), why));
		return;
	}
	text = spec_read_string(s, n, "one peer: a CIDR, a security group, a "
	    "prefix list, self or anywhere");
	if (text == NULL || complain_blocks(s, row, n, text))
		peer_is_unknown(rule, read_malformed(n));
	else
		read_peer_text(s, rule, node_place(n), bare_peer(s, text));
}

/* ---------------------------------------------------------------- rules */

static void
unknown_rule(struct rule_draft *rule, struct value why)
{
	rule->ports.is = why;
	peer_is_unknown(rule, why);
}

/* The words of a rule that consists of three, with a blank between, and of
 * nothing that the notation might take for more. */
struct plain_rule {
	char text[128];
	const char *words[3];
};

static bool
split_plain_rule(struct node n, struct plain_rule *out)
{
	size_t length, words = 1;
	const char *text = node_plain(n, &length);

	if (text == NULL || length == 0 || length >= sizeof out->text)
		return false;
	memcpy(out->text, text, length);
	out->text[length] = '\0';
	if (strspn(out->text, "abcdefghijklmnopqrstuvwxyz0123456789"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ/.,:_- ") != length)
		return false;
	out->words[0] = out->text;
	for (char *p = out->text; (p = strchr(p, ' ')) != NULL; ) {
		*p++ = '\0';
		if (words == 3)
			return false;
		out->words[words++] = p;
	}
	return words == 3 && *out->words[0] != '\0' &&
	    *out->words[1] != '\0' && *out->words[2] != '\0';
}

/*
 * Of nearly every rule nothing but the peer's name need be kept: a large spec
 * has a million, and ports and blocks that are kept already.
 */
static bool
read_plain_rule(struct spec *s, struct rule_draft *rule, struct node n)
{
	struct plain_rule plain;
	const struct ports_value *ports;
	size_t before = s->l->findings.n;
	const char *peer;

	if (!split_plain_rule(n, &plain) || !str_equal(plain.words[1],
	    rule->direction == INGRESS ? "from" : "to"))
		return false;
	ports = map_get(&s->m->ports, plain.words[0]);
	if (ports == NULL)
		return false;
	rule->ports = *ports;
	peer = plain.words[2];
	if (read_plain_cidr_text(node_place(n), peer, strlen(peer), 0,
	    &rule->cidr))
		rule->peer_kind = PEER_CIDR;
	else
		read_peer_text(s, rule, node_place(n), names_intern(
		    &s->m->names, peer, strlen(peer)));
	if (s->l->findings.n > before && !is_everybody(peer))
		spec_advise_rule(s, before, n, rule->direction);
	return true;
}

static void
read_rule_text(struct spec *s, struct rule_draft *rule, struct node n)
{
	const char *text = spec_read_string(s, n, rule->direction == INGRESS ?
	    "a rule such as \"tcp/443 from app\", or an object" :
	    "a rule such as \"tcp/5432 to db\", or an object");
	size_t before = s->l->findings.n;
	const char *wrong;
	struct rule_text parts;

	if (text == NULL) {
		unknown_rule(rule, read_malformed(n));
		return;
	}
	wrong = notation_rule_split(s->l->a, text, rule->direction, &parts);
	if (wrong != NULL) {
		read_complain(s->l, n, wrong);
		unknown_rule(rule, read_malformed(n));
	} else {
		rule->ports = spec_read_ports(s, node_place(n), parts.ports);
		read_peer_text(s, rule, node_place(n), parts.peer);
	}
	if (s->l->findings.n > before)
		spec_advise_rule(s, before, n, rule->direction);
}

static struct group_rule *
read_rule(struct spec *s, const struct spec_object *o, struct node n)
{
	struct rule_draft rule = { .at = node_place(n),
		.direction = o == &spec_ingress_rule ? INGRESS : EGRESS };
	const char *why;

	if (read_unknown(s->l, n, &why)) {
		unknown_rule(&rule, value_unknown(node_place(n), why));
	} else if (node_kind(n) != NODE_MAP) {
		if (!read_plain_rule(s, &rule, n))
			read_rule_text(s, &rule, n);
	} else {
		unknown_rule(&rule, read_malformed(n));
		spec_read_object(s, o, &rule, n);
	}
	return model_new_group_rule(s->m, &rule);
}

/* A line that was said to be written for n; what is wrong with it comes when
 * it stands there. */
static struct group_rule *
read_line(struct spec *s, struct node n, enum direction direction,
    const char *text)
{
	struct rule_draft rule = { .at = node_place(n),
		.direction = direction };
	size_t before = s->l->findings.n;
	struct rule_text parts;

	unknown_rule(&rule, read_malformed(n));
	if (notation_rule_split(s->l->a, text, direction, &parts) == NULL) {
		rule.ports = spec_read_ports(s, node_place(n), parts.ports);
		read_peer_text(s, &rule, node_place(n), parts.peer);
	}
	if (s->l->findings.n > before) {
		s->l->findings.n = before;
		unknown_rule(&rule, read_malformed(n));
	}
	return model_new_group_rule(s->m, &rule);
}

/*
 * A rule as others write it, after a complaint that says which lines to write:
 * they are read, so that the names in them are looked up.  False, without a
 * complaint: it is none.
 */
static bool
read_foreign_rule(struct spec *s, struct rule_list *rules,
    enum direction direction, struct node n)
{
	const char *lines, *why, *end;

	if (node_kind(n) != NODE_MAP || read_unknown(s->l, n, &why) ||
	    !spec_foreign_rule(s->l, n, direction))
		return false;
	lines = spec_foreign_lines(s->l, n, direction);
	if (lines == NULL || strchr(lines, '{') != NULL ||
	    strstr(lines, "…") != NULL) {
		vec_push(s->l->a, rules, read_line(s, n, direction, ""));
		return true;
	}
	while ((lines = strchr(lines, '"')) != NULL &&
	    (end = strchr(lines + 1, '"')) != NULL) {
		vec_push(s->l->a, rules, read_line(s, n, direction,
		    arena_strndup(s->l->a, lines + 1,
		    (size_t)(end - lines - 1))));
		lines = end + 1;
	}
	return true;
}

void
spec_read_rules(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct security_group *g = base;
	bool ingress = row->object == &spec_ingress_rule;
	struct rule_list *rules = ingress ? &g->ingress : &g->egress;
	const char *why;

	if (read_unless(s->l, n, NODE_LIST, ingress ?
	    "a list of rules such as [\"tcp/443 from app\"]" :
	    "a list of rules such as [\"tcp/5432 to db\"]", &why)) {
		*(ingress ? &g->ingress_known : &g->egress_known) = false;
		return;
	}
	if (rules->n == 0) {
		rules->cap = 0;
		for (struct node c = node_first(n); node_exists(c);
		    c = node_next(c))
			rules->cap++;
		rules->v = arena_array(s->l->a, rules->cap,
		    sizeof *rules->v);
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c))
		if (!read_foreign_rule(s, rules, ingress ? INGRESS : EGRESS,
		    c))
			vec_push(s->l->a, rules, read_rule(s, row->object,
			    c));
}

/* -------------------------------------------------------------- entries */

static void
unknown_entry(struct acl_entry *entry, struct value why)
{
	entry->number.is = why;
	entry->ports.is = why;
	entry->cidr.is = why;
}

static struct cidr_value
complain_name_in_entry(struct spec *s, struct node n, const char *text)
{
	struct cidr_value none = { .is = read_malformed(n),
		.written = read_clean(s->l, text) };
	struct finding *f = finding_add(&s->l->findings,
	    &notice_cidr_malformed, node_place(n), "\"%s\" is not a CIDR "
	    "block: a network ACL knows no groups and no names",
	    none.written);

	f->key = none.written;
	finding_witness(&s->l->findings, f, "value", "%s", none.written);
	finding_help(&s->l->findings, f, "write the blocks of the subnets "
	    "that are meant, or 0.0.0.0/0 and ::/0 for everything");
	return none;
}

static void
read_entry_text(struct spec *s, struct acl_entry *entry, struct node list,
    struct node n)
{
	const char *text = spec_read_string(s, n, "an entry such as "
	    "\"100 allow tcp/443 from 10.0.0.0/16\", or an object");
	size_t before = s->l->findings.n;
	const char *wrong;
	struct entry_text parts;

	if (text == NULL)
		return;
	wrong = notation_entry_split(s->l->a, text, entry->direction, &parts);
	if (wrong != NULL) {
		read_complain(s->l, n, wrong);
		spec_advise_entry(s, before, list, n, entry->direction);
		return;
	}
	entry->number.is = value_known(node_place(n));
	entry->number.v = parts.number;
	entry->allow = parts.allow;
	entry->ports = spec_read_ports(s, node_place(n), parts.ports);
	if (read_looks_like_address(parts.cidr))
		entry->cidr = read_cidr_text(s->l, node_place(n), parts.cidr,
		    0);
	else
		entry->cidr = complain_name_in_entry(s, n, parts.cidr);
	if (s->l->findings.n > before)
		spec_advise_entry(s, before, list, n, entry->direction);
}

void
spec_read_entries(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct network_acl *acl = base;
	bool ingress = row->object == &spec_ingress_entry;
	const char *why;

	if (read_unless(s->l, n, NODE_LIST, ingress ? "a list of entries such "
	    "as [\"100 allow tcp/443 from 10.0.0.0/16\"]" :
	    "a list of entries such as "
	    "[\"100 allow tcp/1024-65535 to 10.0.0.0/16\"]", &why)) {
		acl->entries_known = false;
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		struct acl_entry *entry = model_new_acl_entry(s->m,
		    node_place(c), ingress ? INGRESS : EGRESS);
		size_t complaints = s->l->findings.n;

		if (read_unknown(s->l, c, &why)) {
			acl->entries_known = false;
			continue;
		}
		unknown_entry(entry, read_malformed(c));
		if (node_kind(c) == NODE_MAP && !spec_foreign_entry(s->l, c,
		    ingress ? INGRESS : EGRESS))
			spec_read_object(s, row->object, entry, c);
		else if (node_kind(c) != NODE_MAP)
			read_entry_text(s, entry, n, c);
		/* What is not read of it may allow or deny anything. */
		if (spec_complained(s, complaints))
			acl->entries_known = false;
		spec_push(s, base, row->at, &entry, sizeof entry);
	}
}

void
spec_read_action(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct acl_entry *entry = base;
	bool unknown;

	entry->allow = spec_read_word(s, n, row->words, &unknown) == 0;
	if (unknown && s->l->unread == NULL)
		read_complain(s->l, n, "the action must be known");
}

/* ------------------------------------------------------------- forwards */

void
spec_read_forward_ports(struct spec *s, const struct spec_key *row,
    void *base, struct node n)
{
	struct forward *forward = base;
	const char *text, *why;
	struct ports_value ports;

	(void)row;
	if (read_unknown(s->l, n, &why))
		return;
	text = spec_read_string(s, n, SPEC_PORTS_EXAMPLE);
	if (text == NULL)
		return;
	ports = spec_read_ports(s, node_place(n), text);
	forward->ports = ports.v;
	forward->ports_text = ports.written;
}

void
spec_read_forward_peer(struct spec *s, const struct spec_key *row,
    void *base, struct node n)
{
	const char **to = spec_at(row, base);
	const char *text, *why;

	if (read_unknown(s->l, n, &why))
		return;
	text = spec_read_string(s, n, "a CIDR, a name or anywhere");
	if (text == NULL)
		return;
	if (read_looks_like_address(text))
		read_cidr_text(s->l, node_place(n), text, 0);
	*to = bare_peer(s, text);
}

/* Left out as a whole if any part is missing: a reader of it needs all. */
static bool
is_whole(const struct forward *forward)
{
	return forward->ports_text != NULL && forward->from != NULL &&
	    forward->to != NULL;
}

void
spec_read_forwards(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct forwards *to = spec_at(row, base);
	const char *why;

	if (read_unless(s->l, n, NODE_LIST, "a list such as [{ \"ports\": "
	    "\"all\", \"from\": \"anywhere\", \"to\": \"anywhere\" }]", &why)) {
		to->untold = true;
		return;
	}
	to->stated = true;
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		struct forward forward = { .at = node_place(c) };

		spec_read_object(s, row->object, &forward, c);
		if (is_whole(&forward))
			vec_push(s->l->a, to, forward);
		else
			to->stated = false;
	}
}
