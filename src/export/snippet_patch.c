/* SPDX-License-Identifier: MIT */
#include "export/snippet_write.h"

#include "document/writer.h"
#include "model/notation.h"
#include "model/workload.h"

#include <string.h>

/*
 * A spec: a JSON Patch (RFC 6902), an operation a line, and the same as
 * insertions into the text where that is JSON.
 */

struct patching {
	const struct snippet_writing *w;
	struct writer json;
	VEC(const char *) made;		/* lists that an operation has made */
	struct text_insertions *edits;
	bool exact;			/* each could be put into the text */
};

/* A member's key as a segment of a pointer. */
static const char *
segment(struct arena *a, const char *key)
{
	struct str s = str_new(a);

	for (; *key != '\0'; key++)
		if (*key == '~' || *key == '/')
			str_add(&s, *key == '~' ? "~0" : "~1");
		else
			str_add_char(&s, *key);
	return str_text(&s);
}

/* ------------------------------------------------------ into the text */

static struct node
last_of(struct node parent)
{
	struct node last = { 0 };

	for (struct node c = node_first(parent); node_exists(c);
	    c = node_next(c))
		last = c;
	return last;
}

/* Behind the last of what a list or map holds, or behind its bracket. */
static void
insert(struct patching *p, struct node parent, const char *text)
{
	struct arena *a = p->w->a;
	struct node last = last_of(parent);
	bool first = !node_exists(last);
	struct edit e = { .at = node_place(first ? parent : last),
		.from = "" };

	if (strcmp(document_language(p->w->document), "JSON") != 0) {
		p->exact = false;
		return;
	}
	e.at.offset = first ? e.at.offset + 1 : node_end(last);
	for (size_t i = 0; i < p->edits->n; i++) {
		struct edit *before = &p->edits->v[i];

		if (place_compare(before->at, e.at) != 0)
			continue;
		before->to = arena_printf(a, "%s, %s", before->to, text);
		return;
	}
	e.to = first ? text : arena_printf(a, ", %s", text);
	vec_push(a, p->edits, e);
}

static const char *
quoted(struct arena *a, const char *text)
{
	struct str s = str_new(a);
	struct writer w = writer_new(&s);

	writer_text(&w, text);
	return str_text(&s);
}

/* One text that stands there for another: where it can be written as it is. */
static void
replace(struct patching *p, struct node n, const char *to)
{
	struct arena *a = p->w->a;
	const char *from = node_text(a, n), *q = quoted(a, to);
	const char *was = quoted(a, from);

	if (strcmp(document_language(p->w->document), "JSON") != 0 ||
	    strlen(q) != strlen(to) + 2 || strlen(was) != strlen(from) + 2) {
		p->exact = false;
		return;
	}
	vec_push(a, p->edits, ((struct edit){ .at = node_place(n),
		.from = from, .to = to }));
}

/* ------------------------------------------------------------ operations */

static void
begin_operation(struct patching *p, const char *op, const char *path)
{
	writer_begin_map_inline(&p->json);
	writer_member_text(&p->json, "op", op);
	writer_member_text(&p->json, "path", path);
	writer_key(&p->json, "value");
}

static bool
is_made(const struct patching *p, const char *path)
{
	for (size_t i = 0; i < p->made.n; i++)
		if (str_equal(p->made.v[i], path))
			return true;
	return false;
}

/* A text behind the others of a list, which is made if it is not there. */
static bool
add_to_list(struct patching *p, const char *base, const char *key,
    const char *text)
{
	struct arena *a = p->w->a;
	struct node of = snippet_node(p->w->document, base);
	struct node list = node_get(of, key);
	const char *path = arena_printf(a, "%s/%s", base, key);

	if (node_exists(list) ? node_kind(list) != NODE_LIST :
	    node_kind(of) != NODE_MAP)
		return false;
	if (node_exists(list) || is_made(p, path)) {
		begin_operation(p, "add", arena_printf(a, "%s/-", path));
		writer_text(&p->json, text);
	} else {
		begin_operation(p, "add", path);
		writer_begin_list(&p->json);
		writer_text(&p->json, text);
		writer_end(&p->json);
	}
	writer_end(&p->json);
	if (node_exists(list))
		insert(p, list, quoted(a, text));
	else if (is_made(p, path))
		p->exact = false;
	else
		insert(p, of, arena_printf(a, "%s: [%s]", quoted(a, key),
		    quoted(a, text)));
	if (!node_exists(list))
		vec_push(a, &p->made, path);
	return true;
}

static void
write_route(struct writer *w, const char *to, const char *via)
{
	writer_begin_map_inline(w);
	writer_member_text(w, "to", to);
	writer_member_text(w, "via", via);
	writer_end(w);
}

struct routing {		/* a route of either kind of table */
	const char *to, *via;
};

static bool
add_route(struct patching *p, const char *base, struct routing r)
{
	struct arena *a = p->w->a;
	struct node of = snippet_node(p->w->document, base);
	struct node routes = node_get(of, "routes");
	const char *path = arena_printf(a, "%s/routes", base);
	const char *pair = arena_printf(a, "%s: %s", quoted(a, r.to),
	    quoted(a, r.via));

	if (node_kind(of) != NODE_MAP)
		return false;
	switch (node_kind(routes)) {
	case NODE_LIST:
		begin_operation(p, "add", arena_printf(a, "%s/-", path));
		write_route(&p->json, r.to, r.via);
		writer_end(&p->json);
		insert(p, routes, arena_printf(a, "{ \"to\": %s, \"via\": %s }",
		    quoted(a, r.to), quoted(a, r.via)));
		return true;
	case NODE_NONE:
		if (is_made(p, path))
			break;
		begin_operation(p, "add", path);
		writer_begin_map_inline(&p->json);
		writer_member_text(&p->json, r.to, r.via);
		writer_end(&p->json);
		writer_end(&p->json);
		insert(p, of, arena_printf(a, "\"routes\": { %s }", pair));
		vec_push(a, &p->made, path);
		return true;
	case NODE_MAP:
		break;
	default:
		return false;
	}
	begin_operation(p, "add", arena_printf(a, "%s/%s", path,
	    segment(a, r.to)));
	writer_text(&p->json, r.via);
	writer_end(&p->json);
	if (node_exists(routes))
		insert(p, routes, pair);
	else
		p->exact = false;
	return true;
}

/*
 * A route of the table that a gateway without a word about tables has: once it
 * is stated, that it serves all who name none must be stated as well.
 */
static bool
add_default_table(struct patching *p, const struct transit_table *t,
    struct routing r)
{
	static const char name[] = "default";
	static const char *const of[] = { "association", "propagation" };
	struct arena *a = p->w->a;
	const char *base;
	struct node gateway;

	if (t->gateway == NULL || t->gateway->is.at.file == 0)
		return false;
	base = snippet_pointer(a, p->w->document, t->gateway->is.at);
	gateway = snippet_node(p->w->document, base);
	if (node_kind(gateway) != NODE_MAP)
		return false;
	if (is_made(p, base)) {		/* by a route before this one */
		begin_operation(p, "add", arena_printf(a,
		    "%s/tables/%s/routes/%s", base, name, segment(a, r.to)));
		writer_text(&p->json, r.via);
		writer_end(&p->json);
		p->exact = false;
		return true;
	}
	begin_operation(p, "add", arena_printf(a, "%s/default", base));
	writer_begin_map_inline(&p->json);
	for (size_t i = 0; i < 2; i++)
		writer_member_text(&p->json, of[i], name);
	writer_end(&p->json);
	writer_end(&p->json);
	begin_operation(p, "add", arena_printf(a, "%s/tables", base));
	writer_begin_map_inline(&p->json);
	writer_key(&p->json, name);
	writer_begin_map_inline(&p->json);
	writer_key(&p->json, "routes");
	writer_begin_map_inline(&p->json);
	writer_member_text(&p->json, r.to, r.via);
	for (size_t i = 0; i < 4; i++)
		writer_end(&p->json);
	insert(p, gateway, arena_printf(a, "\"default\": { \"%s\": \"%s\", "
	    "\"%s\": \"%s\" }, \"tables\": { \"%s\": { \"routes\": "
	    "{ %s: %s } } }", of[0], name, of[1], name, name,
	    quoted(a, r.to), quoted(a, r.via)));
	vec_push(a, &p->made, base);
	return true;
}

static void
replace_text(struct patching *p, const char *path, struct node n,
    const char *to)
{
	begin_operation(p, "replace", path);
	writer_text(&p->json, to);
	writer_end(&p->json);
	replace(p, n, to);
}

/* An item {"to", "via", "state"} of a list of routes. */
static bool
lead_item(struct patching *p, const char *path, struct node item,
    const char *via)
{
	struct node n = node_get(item, "via");

	if (node_kind(n) != NODE_STRING)
		return false;
	replace_text(p, arena_printf(p->w->a, "%s/via", path), n, via);
	if (!node_exists(node_get(item, "state")))
		return true;
	writer_begin_map_inline(&p->json);
	writer_member_text(&p->json, "op", "remove");
	writer_member_text(&p->json, "path", arena_printf(p->w->a, "%s/state",
	    path));
	writer_end(&p->json);
	p->exact = false;
	return true;
}

/* Another target for a route that stands there. */
static bool
lead_route(struct patching *p, const char *base, struct routing r)
{
	struct arena *a = p->w->a;
	struct node of = snippet_node(p->w->document, base);
	struct node routes = node_get(of, "routes"), n;
	const char *path = arena_printf(a, "%s/routes", base);
	size_t number = 0;

	if (node_kind(routes) == NODE_MAP) {
		n = node_get(routes, r.to);
		path = arena_printf(a, "%s/%s", path, segment(a, r.to));
		if (node_kind(n) != NODE_STRING)
			return node_kind(n) == NODE_MAP &&
			    lead_item(p, path, n, r.via);
		replace_text(p, path, n, r.via);
		return true;
	}
	for (n = node_first(routes); node_exists(n); n = node_next(n), number++)
		if (node_text_is(node_get(n, "to"), r.to))
			return lead_item(p, arena_printf(a, "%s/%zu", path,
			    number), n, r.via);
	return false;
}

/* It stands on the interface, or on the workload whose it is. */
static bool
turn_off_source_check(struct patching *p, const struct interface *i)
{
	struct arena *a = p->w->a;
	struct place at = mending_is_of_workload(i) ? i->workload->is.at :
	    i->is.at;
	const char *base = snippet_pointer(a, p->w->document, at);
	struct node of = snippet_node(p->w->document, base);
	struct node check = node_get(of, "source_check");

	if (node_kind(of) != NODE_MAP)
		return false;
	begin_operation(p, node_exists(check) ? "replace" : "add",
	    arena_printf(a, "%s/source_check", base));
	writer_bool(&p->json, false);
	writer_end(&p->json);
	if (node_exists(check))
		p->exact = false;
	else
		insert(p, of, "\"source_check\": false");
	return true;
}

/* Nothing stated is what the gateway has for all; then it would be less. */
static bool
add_table(struct patching *p, const struct mending *e)
{
	const struct attachment *at = (const struct attachment *)e->of;
	const char *base = snippet_pointer(p->w->a, p->w->document,
	    e->of->at);
	struct node of = snippet_node(p->w->document, base);

	if (node_kind(of) != NODE_MAP)
		return false;
	if (e->kind == MENDING_PROPAGATION)
		return (at->propagates_stated || at->propagations.n == 0) &&
		    add_to_list(p, base, e->list, e->text);
	if (node_exists(node_get(of, e->list)))
		return false;
	begin_operation(p, "add", arena_printf(p->w->a, "%s/%s", base,
	    e->list));
	writer_text(&p->json, e->text);
	writer_end(&p->json);
	insert(p, of, arena_printf(p->w->a, "%s: %s", quoted(p->w->a, e->list),
	    quoted(p->w->a, e->text)));
	return true;
}

static struct routing
routing_of(const struct patching *p, const struct mending *e)
{
	bool transit = e->transit_route != NULL;
	const struct thing *to = transit ? e->transit_route->target.to :
	    e->route->target.to;

	return (struct routing){ transit ? e->transit_route->cidr.written :
		e->route->written, notation_name_format(p->w->a,
		thing_label(to)) };
}

static bool
write_operation(struct patching *p, const struct mending *e)
{
	const char *base;

	if (e->kind == MENDING_SOURCE_CHECK)
		return turn_off_source_check(p,
		    (const struct interface *)e->of);
	if (e->kind == MENDING_TRANSIT_ROUTE && e->of->implicit)
		return add_default_table(p, (const struct transit_table *)
		    e->of, routing_of(p, e));
	if (e->of->implicit || e->of->at.file == 0)
		return false;
	if (e->kind == MENDING_PROPAGATION || e->kind == MENDING_ASSOCIATION)
		return add_table(p, e);
	base = snippet_pointer(p->w->a, p->w->document, e->of->at);
	switch (e->kind) {
	case MENDING_ROUTE:
	case MENDING_TRANSIT_ROUTE:
		return add_route(p, base, routing_of(p, e));
	case MENDING_TARGET:
	case MENDING_TRANSIT_TARGET:
		return lead_route(p, base, routing_of(p, e));
	default:
		return add_to_list(p, base, e->list, e->text);
	}
}

bool
snippet_write_patch(const struct snippet_writing *w, const struct mend *mend,
    struct text_insertions *edits)
{
	struct patching p = { .w = w, .json = writer_new(w->out),
		.edits = edits, .exact = true };

	writer_begin_list(&p.json);
	for (size_t i = 0; i < mend->edits.n; i++)
		if (!write_operation(&p, &mend->edits.v[i]))
			return false;
	writer_end(&p.json);
	writer_finish(&p.json);
	if (!p.exact)
		edits->n = 0;
	return true;
}
