/* SPDX-License-Identifier: MIT */

/*
 * What to write instead of a value that stands under the right key in another
 * shape than its row's: a list where one belongs, a number where PORTS do.
 */

#include "load/spec_read.h"

#include "base/str.h"
#include "load/spec_foreign.h"
#include "model/notation.h"
#include "text/sanitise.h"

#include <string.h>

enum { ITEMS_SHOWN = 6 };

void
spec_advise(struct spec *s, size_t before, const char *help)
{
	struct findings *list = &s->l->findings;

	if (help != NULL && list->n > before &&
	    list->v[before]->help == NULL)
		finding_help(list, list->v[before], "%s", help);
}

void
spec_advise_line(struct spec *s, size_t before, const char *line)
{
	struct findings *list = &s->l->findings;

	if (line != NULL && list->n > before)
		finding_help(list, list->v[before], "write \"%s\"",
		    sanitise_text(s->l->a, line));
}

bool
spec_takes_list(enum spec_form form)
{
	return form == FORM_NAMES || form == FORM_TEXTS ||
	    form == FORM_CIDRS || form == FORM_ADDRESSES ||
	    form == FORM_PRIVATE_ADDRESSES ||
	    form == FORM_INTERFACE_ADDRESSES || form == FORM_REFS;
}

static bool
takes_one(enum spec_form form)
{
	return form == FORM_CIDR || form == FORM_CIDR_AS_LIST ||
	    form == FORM_ADDRESS || form == FORM_REF ||
	    form == FORM_REF_AS_LIST || form == FORM_TEXT ||
	    form == FORM_NAME || form == FORM_ATTACHED ||
	    form == FORM_TABLE_OR_NULL || form == FORM_PUBLIC_IP ||
	    form == FORM_INTERFACE_PUBLIC_IP || form == FORM_EXPOSURE;
}

/* The string or number at n as text; NULL for anything else. */
static const char *
text_of(struct spec *s, struct node n)
{
	if (node_kind(n) == NODE_STRING)
		return node_text(s->l->a, n);
	return node_kind(n) == NODE_NUMBER ? node_excerpt(s->l->a, n) : NULL;
}

/* `"a", "b"` of a list of strings; NULL if something else is in it. */
const char *
spec_items(struct spec *s, struct node list, size_t *count)
{
	struct str out = str_new(s->l->a);

	*count = 0;
	for (struct node c = node_first(list); node_exists(c);
	    c = node_next(c)) {
		if (node_kind(c) != NODE_STRING)
			return NULL;
		if ((*count)++ < ITEMS_SHOWN)
			str_addf(&out, "%s%s", *count > 1 ? ", " : "",
			    node_excerpt(s->l->a, c));
	}
	if (*count > ITEMS_SHOWN)
		str_add(&out, ", …");
	return *count > 0 ? str_text(&out) : NULL;
}

/* The key of o that takes several of what row takes one of; or NULL. */
static const struct spec_key *
plural_of(struct spec *s, const struct spec_object *o,
    const struct spec_key *row)
{
	const struct spec_key *k = spec_key_find(o,
	    arena_printf(s->l->a, "%ss", row->key));

	return k != NULL && spec_takes_list(k->form) ? k : NULL;
}

/* `["a"]` and `["a", "b"]` where one belongs. */
static const char *
one_of_list(struct spec *s, const struct spec_object *o,
    const struct spec_key *row, struct node n)
{
	const struct spec_key *plural = plural_of(s, o, row);
	size_t count;
	const char *items = spec_items(s, n, &count);

	if (items == NULL)
		return NULL;
	if (count == 1)
		return arena_printf(s->l->a, "write \"%s\": %s", row->key,
		    items);
	if (plural != NULL)
		return arena_printf(s->l->a, "write \"%s\": [%s]",
		    plural->key, items);
	return arena_printf(s->l->a, "one belongs here: write %s for each",
	    o->make != NULL ? kind_with_article(o->kind) : o->title);
}

const char *
spec_block_of_map(struct spec *s, struct node n)
{
	static const char *const blocks[] = { "cidr", "cidr_block", "cidr_ip",
		"block", "prefix", "address", "address_prefix", "network", "ip",
		"value", "base", "cidr_ipv6", "ip_cidr_range", "address_prefixes",
		"cidrs", NULL };
	static const char *const lengths[] = { "mask", "netmask", "length",
		"prefix_length", "size", "bits", "wildcard", NULL };
	const char *address = NULL, *length = NULL;
	struct blocks_meant m;

	if (node_kind(n) != NODE_MAP)
		return NULL;
	for (struct node c = node_first(n); node_exists(c); c = node_next(c)) {
		struct node first = node_kind(c) == NODE_LIST ? node_first(c) :
		    c;
		const char *text = text_of(s, first);

		for (size_t i = 0; blocks[i] != NULL && text != NULL &&
		    address == NULL; i++)
			if (spec_same_word(blocks[i], node_key(c)))
				address = text;
		for (size_t i = 0; lengths[i] != NULL && text != NULL; i++)
			if (spec_same_word(lengths[i], node_key(c)))
				length = text;
		if (node_kind(c) == NODE_LIST && node_exists(node_next(first)))
			return NULL;
	}
	if (address == NULL)
		return NULL;
	if (length != NULL && strchr(address, '/') == NULL)
		address = arena_printf(s->l->a, "%s/%s", address, *length ==
		    '/' ? length + 1 : length);
	return notation_blocks_meant(s->l->a, address, &m) && m.all == 1 ?
	    m.v[0] : NULL;
}

/* `"10.0.0.0/24"` of { "10.0.0.0/24": "office" }; NULL: no such map. */
static const char *
blocks_of_keys(struct spec *s, struct node n)
{
	struct str out = str_new(s->l->a);

	for (struct node c = node_first(n); node_exists(c); c = node_next(c)) {
		struct cidr block;

		if (cidr_parse(node_key(c), strlen(node_key(c)), &block) !=
		    ADDR_OK)
			return NULL;
		str_addf(&out, "%s\"%s\"", out.n > 0 ? ", " : "",
		    node_key(c));
	}
	return out.n > 0 ? str_text(&out) : NULL;
}

/* The list for either kind of map. */
static const char *
blocks_of_map(struct spec *s, const struct spec_key *row, struct node n)
{
	const char *blocks = blocks_of_keys(s, n);
	const char *block = spec_block_of_map(s, n);

	if (blocks == NULL && block != NULL)
		blocks = arena_printf(s->l->a, "\"%s\"", block);
	return blocks == NULL ? NULL : arena_printf(s->l->a,
	    "write \"%s\": [%s]", row->key, blocks);
}

/* "tcp 80-90" of { "protocol": "tcp", "from": 80, "to": 90 } and of { "tcp":
 * "80-90" }; NULL: it is no such map. */
static const char *
ports_of_map(struct spec *s, struct node n)
{
	static const char *const protocols[] = { "protocol", "proto",
		"ip_protocol", NULL };
	static const char *const ports[] = { "port", "ports", "number",
		"container_port", "from", "from_port", "start", "to", "to_port",
		"end", "target_port", "host_port", "listen", NULL };
	const char *protocol = "", *first = "", *last = "";

	for (struct node c = node_first(n); node_exists(c); c = node_next(c)) {
		const char *text = text_of(s, c);
		bool found = false;

		for (size_t i = 0; protocols[i] != NULL && text != NULL; i++)
			if (spec_same_word(protocols[i], node_key(c))) {
				protocol = text;
				found = true;
			}
		for (size_t i = 0; ports[i] != NULL && text != NULL &&
		    !found; i++)
			if (spec_same_word(ports[i], node_key(c))) {
				*(*first == '\0' ? &first : &last) = text;
				found = true;
			}
		if (!found && !spec_same_word(node_key(c), "name") &&
		    !spec_same_word(node_key(c), "description"))
			return NULL;
	}
	return *first == '\0' ? NULL : arena_printf(s->l->a, "%s %s%s%s",
	    protocol, first, *last != '\0' && !str_equal(first, last) ? "-" :
	    "", str_equal(first, last) ? "" : last);
}

/* PORTS of 443, "443", [80, 443]. */
static const char *
ports_of(struct spec *s, const struct spec_key *row, struct node n)
{
	struct str text = str_new(s->l->a);
	const char *one = node_kind(n) == NODE_MAP ? ports_of_map(s, n) :
	    text_of(s, n);

	if (one != NULL)
		str_add(&text, one);
	for (struct node c = node_first(n); node_kind(n) == NODE_LIST &&
	    node_exists(c); c = node_next(c)) {
		one = node_kind(c) == NODE_MAP ? ports_of_map(s, c) :
		    text_of(s, c);
		if (one == NULL)
			return NULL;
		str_addf(&text, "%s%s", text.n > 0 ? "," : "", one);
	}
	one = notation_ports_meant(s->l->a, str_text(&text));
	return one == NULL ? NULL : arena_printf(s->l->a,
	    "write \"%s\": \"%s\"", row->key, one);
}

static const char *
flag_of(struct spec *s, const struct spec_object *o,
    const struct spec_key *row, struct node n)
{
	static const char *const words[] = { "true", "yes", "on", "1",
		"enabled", "enable", "false", "no", "off", "0", "disabled",
		"disable" };
	size_t count = sizeof words / sizeof *words;
	const char *text = text_of(s, n);
	const struct spec_key *block = spec_key_find(o,
	    arena_printf(s->l->a, "%s_cidr", row->key));

	if (text == NULL)
		return NULL;
	if (block != NULL && read_looks_like_address(text))
		return arena_printf(s->l->a, "write \"%s\": \"%s\"",
		    block->key, read_clean(s->l, text));
	for (size_t i = 0; i < count; i++)
		if (str_equal_but_case(words[i], text))
			return arena_printf(s->l->a, "write \"%s\": %s",
			    row->key, i < count / 2 ? "true" : "false");
	return NULL;
}

/* "none", where an empty list is meant. */
static bool
is_nothing(struct spec *s, struct node n)
{
	const char *text = node_text(s->l->a, n);

	return text != NULL && (str_equal_but_case(text, "none") ||
	    str_equal(text, "[]") || str_equal_but_case(text, "nothing"));
}

/* `"tcp/5432 from app"` of { "postgres": "app" }; NULL: it is no such map. */
static const char *
pairs_of(struct spec *s, struct node n, enum direction direction)
{
	struct str out = str_new(s->l->a);

	for (struct node c = node_first(n); node_exists(c); c = node_next(c)) {
		const char *peer = node_kind(c) == NODE_STRING ?
		    node_text(s->l->a, c) : NULL;
		const char *ports = notation_ports_meant(s->l->a, node_key(c));
		const char *line = peer == NULL || ports == NULL ? NULL :
		    notation_rule_meant(s->l->a, arena_printf(s->l->a,
		    "%s %s %s", ports, direction == INGRESS ? "from" : "to",
		    peer), direction);

		if (line == NULL)
			return NULL;
		str_addf(&out, "%s\"%s\"", out.n > 0 ? ", " : "",
		    sanitise_text(s->l->a, line));
	}
	return out.n > 0 ? str_text(&out) : NULL;
}

/* One rule that should stand in a list; or "all", which needs none. */
static const char *
rules_of(struct spec *s, const struct spec_key *row, struct node n)
{
	bool ingress = row->object == &spec_ingress_rule;
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(s->l->a, n) : NULL;
	const char *line;

	if (node_kind(n) == NODE_MAP) {
		line = spec_foreign_lines(s->l, n, ingress ? INGRESS :
		    EGRESS);
		if (line == NULL)
			line = pairs_of(s, n, ingress ? INGRESS : EGRESS);
	}
	else if (text == NULL)
		return NULL;
	else if (!ingress && (str_equal_but_case(text, "all") ||
	    str_equal_but_case(text, "any")))
		return "leave it out: without it everything is let out";
	else
		line = spec_rule_lines(s, text, ingress ? INGRESS : EGRESS);
	return line == NULL ? NULL : arena_printf(s->l->a,
	    "write \"%s\": [%s]", row->key, line);
}

const char *
spec_peer_of_map(struct spec *s, struct node n)
{
	static const char *const names[] = { "Ref", "security_group", "group",
		"sg", "prefix_list", "name", "group_id", "group_name",
		"security_group_id", NULL };
	struct node first = node_kind(n) == NODE_MAP ? node_first(n) : n;
	const char *block = spec_block_of_map(s, n);

	if (node_kind(n) != NODE_MAP || block != NULL || !node_exists(first))
		return block;
	if (spec_same_word(node_key(first), "ip_block") &&
	    !node_exists(node_next(first)))
		return spec_block_of_map(s, first);
	for (size_t i = 0; names[i] != NULL && !node_exists(node_next(first));
	    i++)
		if (spec_same_word(names[i], node_key(first)) &&
		    node_kind(first) == NODE_STRING)
			return read_clean(s->l, node_text(s->l->a, first));
	return spec_referred(s, n);
}

/* PORTS, or what they should be; NULL: it cannot be told. */
static const char *
ports_written(struct spec *s, const char *text)
{
	struct port_set ports;

	if (text == NULL || notation_ports_parse(s->l->a, text, &ports,
	    NULL) == NULL)
		return text;
	return notation_ports_meant(s->l->a, text);
}

/* A line for each peer of a list, with the ports that stand beside it. */
static const char *
peers_of(struct spec *s, const struct spec_key *row, struct node n)
{
	struct node ports = node_get(s->object, "ports");
	const char *text = node_kind(ports) == NODE_STRING ?
	    ports_written(s, node_text(s->l->a, ports)) : NULL;
	struct str out = str_new(s->l->a);
	size_t count = 0;

	for (struct node c = node_first(n); node_exists(c); c = node_next(c)) {
		const char *peer = node_kind(c) == NODE_STRING ?
		    node_text(s->l->a, c) : spec_peer_of_map(s, c);
		struct name_text name;

		if (peer == NULL || text == NULL || (!notation_is_address(peer)
		    && notation_name_parse(s->l->a, peer, &name) != NULL))
			return "a rule has one peer: write a rule for each";
		if (count++ < ITEMS_SHOWN)
			str_addf(&out, "%s\"%s %s %s\"", count > 1 ? ", " : "",
			    text, row->key, read_clean(s->l, peer));
	}
	return arena_printf(s->l->a, "a rule has one peer: write %s%s",
	    str_text(&out), count > ITEMS_SHOWN ? ", …" : "");
}

/* [{"Key": "Name", "Value": "v"}] */
static const char *
tags_of(struct spec *s, const struct spec_key *row, struct node n)
{
	struct node key = node_get(node_first(n), "Key");
	struct node value = node_get(node_first(n), "Value");

	if (node_kind(key) != NODE_STRING || node_kind(value) != NODE_STRING)
		return NULL;
	return arena_printf(s->l->a, "write \"%s\": { %s: %s, … }", row->key,
	    node_excerpt(s->l->a, key), node_excerpt(s->l->a, value));
}

/* `"s3", "ecr"` of "s3, ecr". */
static const char *
parted(struct spec *s, struct node n)
{
	const char *text = node_text(s->l->a, n);
	struct str out = str_new(s->l->a);

	if (text == NULL || strpbrk(text, ",;") == NULL)
		return node_excerpt(s->l->a, n);
	for (text += strspn(text, " ,;"); *text != '\0';
	    text += strspn(text, " ,;")) {
		size_t length = strcspn(text, " ,;");

		str_addf(&out, "%s\"%s\"", out.n > 0 ? ", " : "",
		    read_clean(s->l, arena_strndup(s->l->a, text, length)));
		text += length;
	}
	return str_text(&out);
}

/* One entry that should stand in a list: "allow all". */
static const char *
entries_of(struct spec *s, const struct spec_key *row, struct node n)
{
	enum { FIRST = 100 };
	bool ingress = row->object == &spec_ingress_entry;
	const char *text = node_text(s->l->a, n);
	const char *line = text == NULL ? NULL : notation_entry_meant(s->l->a,
	    text, ingress ? INGRESS : EGRESS, FIRST);

	if (text != NULL && (line == NULL || strstr(line, "…") != NULL))
		line = notation_entry_meant(s->l->a, arena_printf(s->l->a,
		    "%s %s any", text, ingress ? "from" : "to"), ingress ?
		    INGRESS : EGRESS, FIRST);
	return line == NULL ? NULL : arena_printf(s->l->a, "write \"%s\": "
	    "[\"%s\"]", row->key, sanitise_text(s->l->a, line));
}

/* The letter of an AZ that has a number elsewhere: of "1", 1, ["1"], and of
 * each of ["1", "2"]. */
static const char *
zone_of(struct spec *s, struct node n)
{
	struct str out = str_new(s->l->a);
	struct node c = node_kind(n) == NODE_LIST ? node_first(n) : n;
	size_t count = 0;

	for (; node_exists(c); c = node_next(c), count++) {
		const char *text = text_of(s, c);
		char letter = text != NULL ? spec_zone_letter(text) : '\0';

		if (letter == '\0')
			return node_kind(n) == NODE_NUMBER ? "write the "
			    "letter of the AZ: \"az\": \"a\"" : NULL;
		str_addf(&out, "%s\"az\": \"%c\"", count > 0 ? ", " : "",
		    letter);
		if (node_kind(n) != NODE_LIST)
			return arena_printf(s->l->a, "write %s", str_text(&out));
	}
	if (count < 2)
		return count == 0 ? NULL : arena_printf(s->l->a, "write %s",
		    str_text(&out));
	return arena_printf(s->l->a, "a subnet lies in one AZ: write a subnet "
	    "for each, with blocks of their own: %s", str_text(&out));
}

/* AWS switches it on and off; here the table has a name. */
static const char *
default_table(struct spec *s, const struct spec_key *row, struct node value)
{
	struct node tables = s->gateway == NULL ? (struct node){ 0 } :
	    node_get(node_get(node_get(s->root, "transit_gateways"),
	    s->gateway->is.name), "tables");
	struct str names = str_new(s->l->a);
	bool wanted = true;
	size_t n = 0;

	node_bool(value, &wanted);
	if (node_kind(tables) == NODE_MAP)
		for (struct node c = node_first(tables); node_exists(c);
		    c = node_next(c))
			if (n++ < ITEMS_SHOWN)
				str_addf(&names, "%s\"%s\"", n > 1 ?
				    " or " : "", read_clean(s->l,
				    node_key(c)));
	if (!wanted)
		return "leave it out: then whoever names no table has none";
	return n > 0 ? arena_printf(s->l->a, "write the name of a table: "
	    "\"%s\": %s", row->key, str_text(&names)) : "leave \"default\" "
	    "out: without it and \"tables\" everything is associated with "
	    "one table and propagates to it";
}

/* For one word, one gateway, one end of a flow. */
static const char *
help_of_one(struct spec *s, const struct spec_key *row, struct node n)
{
	enum node_kind kind = node_kind(n);

	if (row->form == FORM_END_OF_FLOW && kind == NODE_LIST)
		return "one belongs here: write an expectation for each";
	if (row->form == FORM_WORKLOAD_KIND && kind == NODE_STRING)
		return spec_kind_help(s, row, n);
	if (row->words != NULL && kind == NODE_STRING)
		return spec_word_help(s, row, n);
	if (row->form == FORM_GATEWAY && kind == NODE_MAP)
		return spec_gateway_help(s, row, n);
	return NULL;
}

const char *
spec_shape_help(struct spec *s, const struct spec_object *o,
    const struct spec_key *row, struct node n)
{
	enum node_kind kind = node_kind(n);
	bool listens = o == &spec_ingress_rule || o == &spec_egress_rule;
	const char *refs;

	if (row->form == FORM_PORTS && (kind != NODE_STRING ||
	    !spec_is_ports(s, n)))
		return ports_of(s, row, n);
	if ((row->form == FORM_FLAG || row->form == FORM_NEVER ||
	    row->form == FORM_ONLY) && kind != NODE_BOOL)
		return flag_of(s, o, row, n);
	if (row->form == FORM_CIDRS && kind == NODE_MAP)
		return blocks_of_map(s, row, n);
	if (row->form == FORM_PEER && kind == NODE_LIST && listens)
		return peers_of(s, row, n);
	if (row->form == FORM_PEER && kind == NODE_MAP &&
	    (refs = spec_peer_of_map(s, n)) != NULL)
		return arena_printf(s->l->a, "write \"%s\": \"%s\"", row->key,
		    refs);
	if (row->form == FORM_ADDRESSES &&
	    (refs = spec_elastic_ip_help(s, row, n)) != NULL)
		return refs;
	if ((refs = spec_refs_help(s, row, n)) != NULL &&
	    (spec_takes_list(row->form) || takes_one(row->form) ||
	    row->form == FORM_REF_OR_REFS))
		return refs;
	if (o == &spec_transit_default && kind == NODE_BOOL)
		return default_table(s, row, n);
	if (row->form == FORM_OWNER && kind == NODE_NUMBER)
		return arena_printf(s->l->a, "write \"%s\": \"%s\"", row->key,
		    node_excerpt(s->l->a, n));
	if ((spec_takes_list(row->form) || row->form == FORM_RULES ||
	    row->form == FORM_ENTRIES) && kind == NODE_STRING &&
	    is_nothing(s, n))
		return arena_printf(s->l->a, "write \"%s\": []", row->key);
	if (row->form == FORM_RULES)
		return rules_of(s, row, n);
	if (row->form == FORM_TAGS && kind == NODE_LIST)
		return tags_of(s, row, n);
	if (row->form == FORM_LISTENERS && kind == NODE_LIST)
		return spec_foreign_listeners(s->l, row->key, n);
	if (str_equal(row->key, "az") && (refs = zone_of(s, n)) != NULL)
		return refs;
	if ((row->form == FORM_REFS || row->form == FORM_REF_OR_REFS) &&
	    (refs = spec_names_help(s, row->key, n)) != NULL)
		return refs;
	if (spec_takes_list(row->form) && kind == NODE_STRING)
		return arena_printf(s->l->a, "write \"%s\": [%s]",
		    row->form == FORM_REFS && spec_is_address(s, n) &&
		    spec_key_find(o, "cidrs") != NULL ? "cidrs" : row->key,
		    parted(s, n));
	if (row->form == FORM_ENTRIES && kind == NODE_STRING)
		return entries_of(s, row, n);
	if (takes_one(row->form) && kind == NODE_LIST)
		return one_of_list(s, o, row, n);
	return help_of_one(s, row, n);
}
