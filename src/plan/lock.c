/* SPDX-License-Identifier: MIT */
#include "plan/lock.h"

#include "document/document.h"
#include "document/node.h"
#include "document/writer.h"
#include "text/sanitise.h"

#include <stdlib.h>
#include <string.h>

static const char *const section_keys[LOCK_KINDS] = {
	[LOCK_VPC] = "vpcs",
	[LOCK_SUBNET] = "subnets",
	[LOCK_ROOM] = "rooms",
	[LOCK_TOMBSTONE] = "tombstones"
};

static const char mend_by_hand[] = "take the last good one from version "
    "control (git checkout HEAD -- vpcplan.lock.json), then run "
    "\"vpcplan alloc\" again";

struct lock *
lock_new(struct arena *a)
{
	struct lock *l = arena_alloc(a, sizeof *l);

	l->a = a;
	for (int i = 0; i < LOCK_KINDS; i++)
		l->of[i] = map_new(a);
	return l;
}

struct lock_entry *
lock_find(const struct lock *l, enum lock_kind kind, const char *name)
{
	return map_get(&l->of[kind], name);
}

struct lock_entry *
lock_add(struct lock *l, struct lock_entry entry)
{
	struct lock_entry *e = arena_alloc(l->a, sizeof *e);

	*e = entry;
	e->name = arena_strdup(l->a, entry.name);
	vec_push(l->a, &l->v, e);
	*map_slot(&l->of[e->kind], e->name) = e;
	return e;
}

/* -------------------------------------------------------------- reading */

struct reading {
	struct arena *a;
	struct lock *l;
	struct lock_problems *problems;
};

static struct lock_problem *
add_problem(struct reading *r, struct place at, const char *text,
    const char *mend)
{
	vec_push(r->a, r->problems, ((struct lock_problem){ .at = at,
	    .text = text, .mend = mend }));
	return &r->problems->v[r->problems->n - 1];
}

/*
 * git leaves both sides in the file, between lines that begin with seven of
 * these.
 */
static const char *
find_marker(const char *bytes, size_t length, char c)
{
	for (size_t i = 0; i + 7 < length; i++) {
		size_t k = 0;

		if (i > 0 && bytes[i - 1] != '\n')
			continue;
		while (k < 7 && bytes[i + k] == c)
			k++;
		if (k == 7 && (bytes[i + 7] == ' ' || bytes[i + 7] == '\n'))
			return bytes + i;
	}
	return NULL;
}

static bool
has_conflict(struct reading *r, struct files *files, const char *name,
    const char *bytes, size_t length)
{
	const char *ours = find_marker(bytes, length, '<');
	const char *theirs = find_marker(bytes, length, '>');
	uint32_t file;
	struct lock_problem *p;

	if (ours == NULL || theirs == NULL)
		return false;
	file = files_add(files, name, bytes, length);
	p = add_problem(r, (struct place){ file, (uint32_t)(ours - bytes) },
	    "git's conflict markers: both sides of a merge have placed "
	    "blocks", "keep one side (git checkout --theirs "
	    "vpcplan.lock.json, which is what others have), then run "
	    "\"vpcplan alloc\" again: names of the other side get a new "
	    "place");
	p->also = (struct place){ file, (uint32_t)(theirs - bytes) };
	p->also_text = "the other side ends";
	return true;
}

/* A prefix of a family; false, with a problem, if it is none. */
static bool
read_cidr(struct reading *r, struct node n, enum family family,
    struct cidr *out)
{
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(r->a, n) : NULL;
	enum addr_error error = cidr_parse(text != NULL ? text : "",
	    text != NULL ? strlen(text) : 0, out);

	if (text != NULL && error == ADDR_OK && out->family == family)
		return true;
	if (text == NULL)
		error = ADDR_OK;
	add_problem(r, node_place(n), arena_printf(r->a,
	    "%s is no %s prefix%s%s", node_excerpt(r->a, n),
	    family_name(family), error != ADDR_OK ? ": " : "",
	    error != ADDR_OK ? addr_error_text(error) : ""), mend_by_hand);
	*out = (struct cidr){ .family = 0 };
	return false;
}

static void
read_why(struct reading *r, struct node n, struct lock_entry *e)
{
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(r->a, n) : NULL;

	if (text != NULL)
		e->why = text;
	else
		add_problem(r, node_place(n), arena_printf(r->a,
		    "%s is no text that says why", node_excerpt(r->a, n)),
		    mend_by_hand);
}

static void
read_member(struct reading *r, struct node n, struct lock_entry *e)
{
	if (node_key_is(n, "cidr"))
		read_cidr(r, n, IPV4, &e->cidr);
	else if (node_key_is(n, "ipv6_cidr"))
		read_cidr(r, n, IPV6, &e->ipv6);
	else if (node_key_is(n, "keeps"))
		read_cidr(r, n, IPV4, &e->keeps);
	else if (node_key_is(n, "why"))
		read_why(r, n, e);
	else
		add_problem(r, node_key_place(n), arena_printf(r->a,
		    "\"%s\" is not known in an entry of the lock",
		    sanitise_text(r->a, node_key(n))), mend_by_hand);
}

static void
read_entry(struct reading *r, enum lock_kind kind, struct node n)
{
	struct lock_entry e = { .kind = kind, .at = node_key_place(n),
		.name = sanitise_text(r->a, node_key(n)), .why = "" };
	size_t wrong = r->problems->n;
	struct lock_entry *other = lock_find(r->l, kind, e.name);

	for (struct node m = node_first(n); node_exists(m);
	    m = node_next(m))
		read_member(r, m, &e);
	if (r->problems->n > wrong)
		return;
	if (other != NULL) {
		struct lock_problem *p = add_problem(r, e.at,
		    arena_printf(r->a, "\"%s\" stands twice in the lock",
		    e.name), mend_by_hand);

		p->also = other->at;
		p->also_text = "the first one";
		return;
	}
	if (e.cidr.family == 0 && e.ipv6.family == 0)
		add_problem(r, e.at, arena_printf(r->a,
		    "\"%s\" has no block", e.name), mend_by_hand);
	else if (e.keeps.family != 0 && (e.cidr.family == 0 ||
	    !cidr_contains(e.keeps, e.cidr)))
		add_problem(r, e.at, arena_printf(r->a, "what \"%s\" keeps "
		    "for its growth does not contain it", e.name),
		    mend_by_hand);
	else
		lock_add(r->l, e);
}

static void
read_root(struct reading *r, struct node root)
{
	for (struct node n = node_first(root); node_exists(n);
	    n = node_next(n)) {
		int kind = 0;

		if (node_key_is(n, "vpcplan_lock"))
			continue;
		while (kind < LOCK_KINDS &&
		    !node_key_is(n, section_keys[kind]))
			kind++;
		if (kind == LOCK_KINDS || node_kind(n) != NODE_MAP) {
			add_problem(r, node_key_place(n), arena_printf(r->a,
			    "\"%s\" is not known in a lock",
			    sanitise_text(r->a, node_key(n))), mend_by_hand);
			continue;
		}
		for (struct node m = node_first(n); node_exists(m);
		    m = node_next(m))
			read_entry(r, (enum lock_kind)kind, m);
	}
}

static bool
is_version_known(struct reading *r, struct node root)
{
	struct node n = node_get(root, "vpcplan_lock");
	int64_t version = 0;

	if (!node_exists(n)) {
		add_problem(r, node_place(root), "no lock of vpcplan: it has "
		    "no member \"vpcplan_lock\"", mend_by_hand);
		return false;
	}
	if (node_integer(n, &version) && version == LOCK_VERSION)
		return true;
	add_problem(r, node_place(n), arena_printf(r->a, "version %s of the "
	    "lock is not known; this program reads version %d",
	    node_excerpt(r->a, n), LOCK_VERSION),
	    "use the vpcplan that wrote it, or a newer one");
	return false;
}

/* ------------------------------------------------------------- overlaps */

/* A block of an entry, and the VPC in whose addresses it lies. */
struct claim {
	const char *vpc;	/* "shop" of "shop/app-a"; "" for a VPC */
	struct cidr block;
	const struct lock_entry *of;
};

static int
compare_claims(const void *x, const void *y)
{
	const struct claim *a = x, *b = y;
	int order = strcmp(a->vpc, b->vpc);

	return order != 0 ? order : cidr_compare(a->block, b->block);
}

static const char *
vpc_of_entry(struct arena *a, const struct lock_entry *e)
{
	const char *slash = strrchr(e->name, '/');

	/* The name of a VPC may have slashes of its own: CDK gives it some. */
	return slash == NULL || e->kind == LOCK_VPC ? "" : arena_strndup(a, e->name,
	    (size_t)(slash - e->name));
}

static void
add_overlap(struct reading *r, const struct claim *x, const struct claim *y)
{
	char first[CIDR_TEXT_MAX], second[CIDR_TEXT_MAX];
	struct lock_problem *p;

	/* The later line is the one that was added to the other. */
	if (x->of->at.offset > y->of->at.offset) {
		const struct claim *swap = x;

		x = y;
		y = swap;
	}
	p = add_problem(r, y->of->at, arena_printf(r->a, "\"%s\" (%s) "
	    "overlaps \"%s\" (%s)", y->of->name, cidr_format(y->block,
	    second), x->of->name, cidr_format(x->block, first)),
	    arena_printf(r->a, "edited by hand, or both sides of a merge "
	    "placed something: vpcplan alloc --release '%s' PLAN gives the "
	    "one a new place", y->of->name));
	p->also = x->of->at;
	p->also_text = arena_printf(r->a, "\"%s\" is here", x->of->name);
}

void
lock_overlaps(const struct lock *l, struct lock_problems *problems)
{
	struct reading all = { .a = l->a, .problems = problems };
	struct reading *r = &all;
	VEC(struct claim) v = { 0 };
	size_t outer = 0;

	for (size_t i = 0; i < l->v.n; i++) {
		const struct lock_entry *e = l->v.v[i];
		struct claim c = { vpc_of_entry(r->a, e), e->cidr, e };

		/* VPCs that do not meet may have the same addresses. */
		if (*c.vpc == '\0' && str_equal(e->why, LOCK_WHY_STATED))
			continue;
		if (e->keeps.family != 0)
			c.block = e->keeps;
		if (c.block.family != 0)
			vec_push(r->a, &v, c);
		c.block = e->ipv6;
		if (c.block.family != 0)
			vec_push(r->a, &v, c);
	}
	vec_sort(&v, compare_claims);
	for (size_t i = 1; i < v.n; i++) {
		if (str_equal(v.v[outer].vpc, v.v[i].vpc) &&
		    cidr_overlaps(v.v[outer].block, v.v[i].block))
			add_overlap(r, &v.v[outer], &v.v[i]);
		else
			outer = i;
	}
}

struct lock *
lock_read(struct arena *a, struct files *files, const char *name,
    const char *bytes, size_t length, struct lock_problems *problems)
{
	struct reading r = { a, lock_new(a), problems };
	struct document_problems wrong = { 0 };
	struct document *d;

	if (has_conflict(&r, files, name, bytes, length))
		return NULL;
	d = document_read(a, files, name, bytes, length, &wrong);
	for (size_t i = 0; i < wrong.n; i++) {
		struct lock_problem *p = add_problem(&r, wrong.v[i].at,
		    wrong.v[i].text, mend_by_hand);

		p->also = wrong.v[i].also;
		p->also_text = wrong.v[i].also_text;
	}
	if (d == NULL || !is_version_known(&r, node_root(d)))
		return NULL;
	read_root(&r, node_root(d));
	return r.l;
}

/* -------------------------------------------------------------- writing */

static int
compare_entries(const void *x, const void *y)
{
	const struct lock_entry *a = *(struct lock_entry *const *)x;
	const struct lock_entry *b = *(struct lock_entry *const *)y;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return str_natural_compare(a->name, b->name);
}

static void
write_cidr(struct writer *w, const char *key, struct cidr c)
{
	char text[CIDR_TEXT_MAX];

	if (c.family != 0)
		writer_member_text(w, key, cidr_format(c, text));
}

void
lock_write(struct str *out, const struct lock *l)
{
	struct writer w = writer_new(out);
	struct lock_entry **v = arena_array(l->a, l->v.n, sizeof *v);
	int open = LOCK_KINDS;

	for (size_t i = 0; i < l->v.n; i++)
		v[i] = l->v.v[i];
	if (l->v.n > 1)
		qsort(v, l->v.n, sizeof *v, compare_entries);
	writer_begin_map(&w);
	writer_member_integer(&w, "vpcplan_lock", LOCK_VERSION);
	for (size_t i = 0; i < l->v.n; i++) {
		if (open != (int)v[i]->kind) {
			if (open != LOCK_KINDS)
				writer_end(&w);
			open = (int)v[i]->kind;
			writer_key(&w, section_keys[open]);
			writer_begin_map(&w);
		}
		writer_key(&w, v[i]->name);
		writer_begin_map_inline(&w);
		write_cidr(&w, "cidr", v[i]->cidr);
		write_cidr(&w, "ipv6_cidr", v[i]->ipv6);
		write_cidr(&w, "keeps", v[i]->keeps);
		writer_member_text(&w, "why", v[i]->why);
		writer_end(&w);
	}
	if (open != LOCK_KINDS)
		writer_end(&w);
	writer_end(&w);
	writer_finish(&w);
}
