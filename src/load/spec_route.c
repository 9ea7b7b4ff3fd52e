/* SPDX-License-Identifier: MIT */

/*
 * Readers of routes: of route tables, regional NAT gateways and transit
 * gateways.
 */

#include "load/spec_read.h"

#include "base/str.h"
#include "load/spec_foreign.h"
#include "model/notation.h"
#include "model/notices.h"
#include "text/sanitise.h"

static const char routes_expected[] =
    "routes such as { \"0.0.0.0/0\": \"igw\" }, or a list of objects "
    "[{ \"to\": \"0.0.0.0/0\", \"via\": \"igw\" }]";

/* --------------------------------------------------------- destinations */

/*
 * "s3" means the service's addresses where a gateway endpoint leads to them;
 * a prefix list of that name hides the service.
 */
static bool
is_service(struct spec *s, const char *text)
{
	return (str_equal(text, "s3") || str_equal(text, "dynamodb")) &&
	    !node_exists(node_get(node_get(s->root, "prefix_lists"), text));
}

/* Words by which other tools mean everything, unless a list has the name. */
static bool
is_everything(struct spec *s, const char *text)
{
	static const char *const words[] = { "default", "any", "all",
		"anywhere", "internet", "*", NULL };

	for (size_t i = 0; words[i] != NULL; i++)
		if (str_equal(words[i], text))
			return !node_exists(node_get(node_get(s->root,
			    "prefix_lists"), text));
	return false;
}

static void
complain_default(struct spec *s, struct place at, const char *text)
{
	struct finding *f = finding_add(&s->l->findings,
	    &notice_cidr_malformed, at, "\"%s\" is not a destination: the "
	    "default routes are 0.0.0.0/0 and ::/0", text);

	f->key = text;
	finding_witness(&s->l->findings, f, "value", "%s", text);
	finding_help(&s->l->findings, f, "of everything the destination is "
	    "\"0.0.0.0/0\", and \"::/0\" for IPv6");
}

/* "10.0.0.0 255.0.0.0": no name that anybody gives a prefix list. */
static bool
means_block(struct spec *s, const char *text)
{
	struct blocks_meant m;

	return ((*text >= '0' && *text <= '9') || str_starts_with(text,
	    "host ")) && notation_blocks_meant(s->l->a, text, &m) &&
	    !node_exists(node_get(node_get(s->root, "prefix_lists"), text));
}

static void
read_destination(struct spec *s, struct route *r, struct place at,
    const char *text)
{
	struct name_text name;

	r->written = read_clean(s->l, text);
	if (read_looks_like_address(text) || means_block(s, text)) {
		r->destination = DESTINATION_CIDR;
		r->cidr = read_cidr_text(s->l, at, text, 0);
	} else if (is_everything(s, text)) {
		complain_default(s, at, r->written);
		r->destination = DESTINATION_UNKNOWN;
		r->cidr.is = value_unknown(at, read_malformed_reason);
	} else if (is_service(s, text)) {
		r->destination = DESTINATION_SERVICE;
		r->service = r->written;
	} else if (notation_name_parse(s->l->a, text, &name) == NULL &&
	    str_equal(name.prefix, "service")) {
		r->destination = DESTINATION_SERVICE;
		r->service = read_intern(s->l, name.name);
	} else {
		r->destination = DESTINATION_PREFIX_LIST;
		r->list = read_ref_text(s->l, at, text);
	}
}

void
spec_read_route_to(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct route *r = base;
	const char *why, *text;

	(void)row;
	r->destination = DESTINATION_UNKNOWN;
	if (read_unknown(s->l, n, &why)) {
		r->cidr.is = value_unknown(node_place(n), why);
		return;
	}
	text = spec_read_string(s, n,
	    "a destination: a CIDR, a prefix list, or s3 or dynamodb");
	if (text != NULL)
		read_destination(s, r, node_place(n), text);
	else
		r->cidr.is = read_malformed(n);
}

/* -------------------------------------------------------------- targets */

static void
complain_target(struct spec *s, struct route *r, enum target_kind kind,
    struct place at)
{
	struct finding *f = finding_add(&s->l->findings,
	    &notice_route_target_count, at, "the route %s of %s has %s target",
	    r->written != NULL ? r->written : "to nowhere",
	    thing_title(s->l->a, s->thing),
	    kind == TARGET_NONE ? "no" : "more than one");

	f->about = r;
	/* Somebody meant one. */
	r->target_kind = TARGET_UNKNOWN;
	r->target.is = value_unknown(at, kind == TARGET_NONE ?
	    "the route names no target" : "the route names several targets");
	finding_help(&s->l->findings, f, "%s", kind == TARGET_NONE ?
	    "name the gateway, endpoint or interface that packets go to, or "
	    "local or blackhole" :
	    "a route has one target; for another AZ or destination write "
	    "another route or table");
}

static bool
is_one_text(struct node n)
{
	return node_kind(n) == NODE_LIST &&
	    node_kind(node_first(n)) == NODE_STRING &&
	    !node_exists(node_next(node_first(n)));
}

/* ["igw"] */
static void
complain_one_in_list(struct spec *s, struct node n)
{
	const char *text = node_excerpt(s->l->a, node_first(n));
	const char *key = read_clean(s->l, node_key(n));
	struct findings *list = &s->l->findings;

	read_complain_type(s->l, n, "one target");
	finding_help(list, list->v[list->n - 1], "write \"%s\": %s", key,
	    text);
}

static void
read_target_text(struct spec *s, struct route *r, struct place at,
    const char *text)
{
	if (str_equal(text, "local")) {
		r->target_kind = TARGET_LOCAL;
	} else if (str_equal(text, "blackhole")) {
		r->target_kind = TARGET_BLACKHOLE;
	} else {
		r->target_kind = TARGET_THING;
		r->target = read_ref_text(s->l, at, text);
	}
}

/* { "gateway": "igw" }: the one text in it is read. */
static void
advise_target(struct spec *s, struct route *r, struct node n)
{
	struct findings *list = &s->l->findings;
	struct node first = node_first(n);
	const char *text = node_kind(n) == NODE_MAP &&
	    node_kind(first) == NODE_STRING &&
	    !node_exists(node_next(first)) ? node_text(s->l->a, first) : NULL;

	if (text == NULL || *text == '\0')
		return;
	finding_help(list, list->v[list->n - 1], "write \"%s\": %s",
	    sanitise_text(s->l->a, node_key(n)),
	    node_excerpt(s->l->a, first));
	read_target_text(s, r, node_place(first), text);
}

static void
read_target(struct spec *s, struct route *r, struct node n)
{
	const char *why, *text;

	r->target_kind = TARGET_UNKNOWN;
	if (read_unknown(s->l, n, &why)) {
		r->target.is = value_unknown(node_place(n), why);
		return;
	}
	if (node_kind(n) == NODE_NULL) {
		complain_target(s, r, TARGET_NONE, node_place(n));
		return;
	}
	if (is_one_text(n)) {
		complain_one_in_list(s, n);
		r->target.is = read_malformed(n);
		return;
	}
	if (node_kind(n) == NODE_LIST) {
		complain_target(s, r, node_exists(node_first(n)) ?
		    TARGET_SEVERAL : TARGET_NONE, node_place(n));
		return;
	}
	text = spec_read_string(s, n, "a target: the name of a gateway, "
	    "endpoint, peering, workload or interface, local or blackhole");
	if (text == NULL) {
		r->target.is = read_malformed(n);
		advise_target(s, r, n);
	} else
		read_target_text(s, r, node_place(n), text);
}

void
spec_read_route_via(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	(void)row;
	read_target(s, base, n);
}

void
spec_read_route_state(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct route *r = base;
	const char *why;
	bool unknown;
	int word = spec_read_word(s, n, row->words, &unknown);

	r->is_blackhole = word == 1;
	r->is_active = word == 0;
	if (read_unknown(s->l, n, &why))
		r->state = value_unknown(node_place(n), why);
	else if (word < 0)
		r->state = read_malformed(n);
}

void
spec_read_route_origin(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct route *r = base;
	bool unknown;
	int word = spec_read_word(s, n, row->words, &unknown);

	r->origin = word == 1 ? ROUTE_PROPAGATED : ROUTE_STATIC;
	if (word < 0)
		r->exists = spec_condition(s, read_malformed_reason);
}

/* --------------------------------------------------------------- routes */

/* "0.0.0.0/0 via igw", as an element of the list. */
static bool
complain_text(struct spec *s, struct node n)
{
	const char *write = spec_foreign_route_text(s->l, n);
	struct findings *list = &s->l->findings;

	if (write == NULL && node_text_is(n, "local")) {
		read_complain_type(s->l, n, "an object");
		finding_help(list, list->v[list->n - 1], "leave it out: each "
		    "table has the local routes");
		return true;
	}
	if (write == NULL)
		return false;
	read_complain_type(s->l, n, "an object");
	finding_help(list, list->v[list->n - 1], "write %s", write);
	return true;
}

static bool
is_block(const char *text)
{
	struct cidr block;

	return cidr_parse(text, strlen(text), &block) == ADDR_OK;
}

/* {"igw": "0.0.0.0/0"} */
static bool
complain_reversed(struct spec *s, struct route *r, struct node n)
{
	const char *key = node_key(n);
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(s->l->a, n) : NULL;
	struct finding *f;

	if (text == NULL || !is_block(text) || read_looks_like_address(key))
		return false;
	key = read_clean(s->l, key);
	text = read_clean(s->l, text);
	f = finding_add(&s->l->findings, &notice_wrong_type,
	    node_key_place(n), "\"%s\": \"%s\" is a route the wrong way "
	    "round: the key is the destination, the value the target", key,
	    text);
	finding_help(&s->l->findings, f, "write \"%s\": \"%s\"", text, key);
	r->destination = DESTINATION_UNKNOWN;
	r->cidr.is = r->target.is = read_malformed(n);
	r->target_kind = TARGET_UNKNOWN;
	return true;
}

/* What was said to be written is read: the names in it are looked up. */
static void
read_foreign_ends(struct spec *s, struct route *r, struct node n)
{
	struct node to, via;

	if (!spec_foreign_route_ends(s->l, n, &to, &via))
		return;
	read_destination(s, r, node_place(to), spec_foreign_text(s->l, to));
	read_target_text(s, r, node_place(via),
	    spec_foreign_target(s->l, via));
}

static struct route *
read_route_object(struct spec *s, const struct spec_object *o, struct node n)
{
	struct route *r = model_new_route(s->m, node_place(n));

	r->destination = DESTINATION_UNKNOWN;
	r->cidr.is = read_malformed(n);
	r->target_kind = TARGET_UNKNOWN;
	r->target.is = read_malformed(n);
	if (spec_foreign_route(s->l, n)) {
		read_foreign_ends(s, r, n);
		return r;
	}
	if (complain_text(s, n))
		return r;
	spec_read_object(s, o, r, n);
	if (node_kind(n) == NODE_MAP && !node_exists(node_get(n, "via")))
		complain_target(s, r, TARGET_NONE, node_place(n));
	return r;
}

static struct route *
read_route_member(struct spec *s, struct node n)
{
	struct route *r = model_new_route(s->m, node_place(n));

	if (complain_reversed(s, r, n))
		return r;
	read_destination(s, r, node_key_place(n), node_key(n));
	if (node_kind(n) == NODE_MAP && node_exists(node_get(n, "via"))) {
		struct finding *f;

		read_complain_type(s->l, n, "a target");
		f = s->l->findings.v[s->l->findings.n - 1];
		finding_help(&s->l->findings, f, "who has more to say writes "
		    "\"routes\" as a list: [{ \"to\": \"%s\", \"via\": … }]",
		    r->written);
		r->target_kind = TARGET_UNKNOWN;
		r->target.is = read_malformed(n);
		return r;
	}
	read_target(s, r, n);
	/* A member that is no route: its key may mean anything. */
	if (r->destination == DESTINATION_PREFIX_LIST &&
	    r->target.is.why == read_malformed_reason) {
		r->destination = DESTINATION_UNKNOWN;
		r->cidr.is = read_malformed(n);
	}
	return r;
}

/* One that stands for any number of routes that cannot be told. */
static struct route *
unknown_route(struct spec *s, struct value why)
{
	struct route *r = model_new_route(s->m, why.at);

	r->destination = DESTINATION_UNKNOWN;
	r->cidr.is = why;
	r->target_kind = TARGET_UNKNOWN;
	r->target.is = why;
	return r;
}

void
spec_read_routes(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	bool is_map = node_kind(n) == NODE_MAP;
	const char *why;
	struct route *r;

	if (is_map && s->l->unread == NULL && spec_foreign_only_route(s->l, n)) {
		r = unknown_route(s, read_malformed(n));
		spec_push(s, base, row->at, &r, sizeof r);
		return;
	}
	if (is_map ? read_unknown(s->l, n, &why) : read_unless(s->l, n,
	    NODE_LIST, routes_expected, &why)) {
		r = unknown_route(s, value_unknown(node_place(n), why));
		spec_push(s, base, row->at, &r, sizeof r);
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		if (spec_is_comment(c))
			continue;
		if (is_map)
			r = read_route_member(s, c);
		else if (read_unknown(s->l, c, &why))
			r = unknown_route(s, value_unknown(node_place(c),
			    why));
		else
			r = read_route_object(s, row->object, c);
		spec_push(s, base, row->at, &r, sizeof r);
	}
}

/* ------------------------------------------- routes of transit gateways */

static void
read_transit_destination(struct spec *s, struct transit_route *r,
    struct place at, const char *text)
{
	if (read_looks_like_address(text))
		r->cidr = read_cidr_text(s->l, at, text, 0);
	else
		r->list = read_ref_text(s->l, at, text);
}

void
spec_read_transit_route_to(struct spec *s, const struct spec_key *row,
    void *base, struct node n)
{
	struct transit_route *r = base;
	const char *why, *text;

	(void)row;
	if (read_unknown(s->l, n, &why)) {
		r->cidr.is = value_unknown(node_place(n), why);
		return;
	}
	text = spec_read_string(s, n, "a CIDR or a prefix list");
	if (text != NULL)
		read_transit_destination(s, r, node_place(n), text);
	else
		r->cidr.is = read_malformed(n);
}

void
spec_read_transit_route_via(struct spec *s, const struct spec_key *row,
    void *base, struct node n)
{
	struct transit_route *r = base;

	(void)row;
	r->blackhole = node_text_is(n, "blackhole");
	if (!r->blackhole)
		r->target = read_ref(s->l, n);
}

static struct transit_route *
new_transit_route(struct spec *s, struct transit_table *table, struct node n)
{
	struct transit_route *r = arena_alloc(s->m->a, sizeof *r);

	r->at = node_place(n);
	vec_push(s->m->a, &table->routes, r);
	return r;
}

/* A route, or one of which neither end is known. */
static void
read_transit_item(struct spec *s, const struct spec_key *row,
    struct transit_table *table, struct node n)
{
	struct transit_route *r = new_transit_route(s, table, n);
	const char *why;

	if (read_unknown(s->l, n, &why))
		r->cidr.is = r->target.is = value_unknown(r->at, why);
	else
		spec_read_object(s, row->object, r, n);
}

static void
read_transit_member(struct spec *s, const struct spec_key *row,
    struct transit_table *table, struct node n)
{
	struct transit_route *r = new_transit_route(s, table, n);

	read_transit_destination(s, r, node_key_place(n), node_key(n));
	spec_read_transit_route_via(s, row, r, n);
}

void
spec_read_transit_routes(struct spec *s, const struct spec_key *row,
    void *base, struct node n)
{
	struct transit_table *table = base;
	bool is_map = node_kind(n) == NODE_MAP;
	const char *why;

	if (is_map ? read_unknown(s->l, n, &why) : read_unless(s->l, n,
	    NODE_LIST, routes_expected, &why)) {
		table->routes_known = false;
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		if (spec_is_comment(c))
			continue;
		if (is_map)
			read_transit_member(s, row, table, c);
		else
			read_transit_item(s, row, table, c);
	}
}

void
spec_read_misplaced_route(struct spec *s, const struct spec_key *row,
    void *base, struct node member)
{
	struct route *r;

	if (row->form == FORM_TRANSIT_ROUTES) {
		read_transit_member(s, row, base, member);
		return;
	}
	r = read_route_member(s, member);
	spec_push(s, base, row->at, &r, sizeof r);
}
