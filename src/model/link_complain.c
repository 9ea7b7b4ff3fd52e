/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "model/link.h"
#include "model/notation.h"
#include "model/notices.h"

#include <string.h>

/* A list of at most so many candidates is shown when none is near. */
enum { CANDIDATES_SHOWN = 5 };

struct candidates {
	VEC(const char *) names;
};

/* `subnet "app-a"`, `route table "app": route 0.0.0.0/0`. */
static const char *
subject(struct linker *l, const struct use *u)
{
	const char *title = thing_title(l->m->a, u->owner);

	if (u->within == NULL)
		return title;
	if (u->written == NULL)
		return arena_printf(l->m->a, "%s: %s", title, u->within);
	return arena_printf(l->m->a, "%s: %s %s", title, u->within,
	    u->written);
}

/* What the reference may mean, in words. */
static const char *
wanted(const struct use *u)
{
	if (u->what != NULL)
		return u->what;
	for (enum kind kind = 0; kind < KIND_COUNT; kind++)
		if ((u->kinds & KIND_BIT(kind)) != 0)
			return kind_name(kind);
	return "thing";
}

static struct place
place_of(const struct ref *r, const struct use *u)
{
	return r->is.at.file != 0 ? r->is.at : u->at;
}

static struct finding *
complain(struct linker *l, const struct notice *notice, const struct ref *r,
    const struct use *u, const char *rest)
{
	struct finding *f = finding_add(l->findings, notice, place_of(r, u),
	    "%s names %s \"%s\"%s", subject(l, u), wanted(u), r->text, rest);

	f->about = u->about != NULL ? u->about : u->owner;
	f->key = r->text;
	finding_passes(l->findings, f, f->about);
	finding_witness(l->findings, f, "reference", "%s", r->text);
	return f;
}

bool
use_absence_is_sure(const struct linker *l, const struct ref *r,
    const struct use *u)
{
	enum kind of_id = KIND_COUNT;
	bool is_id = id_shape(r->text, &of_id);
	const struct vpc *v = u->scope != NULL && u->scope->kind == KIND_VPC ?
	    (const struct vpc *)u->scope : NULL;

	if (is_id && (u->foreign || of_id == KIND_COUNT))
		return false;
	for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
		bool of_vpc = (KINDS_OF_VPC & KIND_BIT(kind)) != 0;

		if ((u->kinds & KIND_BIT(kind)) == 0 ||
		    (is_id && kind != of_id))
			continue;
		if (is_id && !of_vpc)
			return false;
		if (of_vpc && v != NULL ?
		    !model_is_complete(l->m, kind, v) :
		    !model_island_is_complete(l->m, kind, u->owner->island))
			return false;
	}
	return true;
}

static bool
could_be_named(const struct thing *t, const struct use *u)
{
	if (t->island != u->owner->island || *t->label == '\0' ||
	    (t->implicit && t->name == NULL))
		return false;
	return t->vpc == NULL || u->scope == NULL || &t->vpc->is == u->scope;
}

/* The names that the reference could have had, as far as there is budget. */
static struct candidates
candidates(struct linker *l, const struct use *u, uint32_t kinds)
{
	struct candidates c = { 0 };

	for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
		if ((kinds & KIND_BIT(kind)) == 0)
			continue;
		for (size_t i = 0; i < l->m->things[kind].n; i++) {
			const struct thing *t = l->m->things[kind].v[i];

			if (l->suggestions == 0)
				return c;
			l->suggestions--;
			if (could_be_named(t, u))
				vec_push(l->m->a, &c.names, t->label);
		}
	}
	return c;
}

/* What is declared already, beside how to declare what is not. */
static void
list_declared(struct linker *l, struct finding *f, const struct candidates *c,
    const char *how)
{
	struct str list = str_new(l->m->a);

	for (size_t i = 0; i < c->names.n; i++)
		str_addf(&list, "%s\"%s\"", i > 0 ? ", " : "",
		    c->names.v[i]);
	finding_witness(l->findings, f, "declared", "%s", str_text(&list));
	finding_help(l->findings, f, "%s name one that is declared: %s", how,
	    str_text(&list));
}

/* That nobody names what was probably meant follows from the misspelling. */
static void
pass_meant(struct linker *l, struct finding *f, const char *name,
    const struct use *u, uint32_t kinds)
{
	struct text_range range = index_text(l, name);

	for (size_t i = 0; i < range.n; i++)
		if (range.v[i].kind != KIND_MEMBER && range.v[i].to != NULL &&
		    (kinds & KIND_BIT(range.v[i].to->kind)) != 0 &&
		    could_be_named(range.v[i].to, u))
			finding_passes(l->findings, f, range.v[i].to);
}

/* The thing that the use may mean of that name, in the VPC if it is given. */
static const struct thing *
named_in(struct linker *l, const struct use *u, const char *vpc,
    const char *name)
{
	struct text_range range = index_text(l, name);

	for (size_t i = 0; i < range.n; i++) {
		const struct thing *t = range.v[i].to;

		if (range.v[i].kind == KIND_MEMBER || t == NULL ||
		    t->island != u->owner->island ||
		    (u->kinds & KIND_BIT(t->kind)) == 0)
			continue;
		if (vpc == NULL || (t->vpc != NULL &&
		    str_equal(thing_label(&t->vpc->is), vpc)))
			return t;
	}
	return NULL;
}

/* "app" of Terraform's "aws_security_group.app.id", with or without "${}". */
static const char *
terraform_name(struct linker *l, const char *text)
{
	const char *p = strstr(text, "aws_"), *dot;
	size_t n;

	dot = p != NULL ? strchr(p, '.') : NULL;
	if (dot == NULL)
		return NULL;
	n = strcspn(dot + 1, ".[}");
	return n > 0 ? arena_strndup(l->m->a, dot + 1, n) : NULL;
}

/*
 * "web" of "sg-web", "sg/web" and "web-sg": what the kind is of that is looked
 * for, people say in the name.
 */
static const char *
without_kind(struct linker *l, const char *text, const struct use *u)
{
	static const char *const kinds[] = { "sg", "pl", "subnet", "vpc",
		"net", "rt", "rtb", "acl", "nacl", "nat", "tgw" };
	size_t n = strlen(text);

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t length = strlen(kinds[i]);
		const char *plain = NULL;

		if (n < length + 2)
			continue;
		if (str_starts_with(text, kinds[i]) &&
		    strchr("-_/.", text[length]) != NULL)
			plain = text + length + 1;
		else if (str_ends_with(text, kinds[i]) &&
		    strchr("-_", text[n - length - 1]) != NULL)
			plain = arena_strndup(l->m->a, text, n - length - 1);
		if (plain != NULL && named_in(l, u, NULL, plain) != NULL)
			return plain;
	}
	return NULL;
}

/*
 * `did you mean "shop/app"?` of "shop.app" and "shop:app", where VPC "shop" has
 * an "app"; or NULL.  What is of another VPC where AWS takes none gets no
 * such answer, which would be refused next.
 */
static const char *
other_form(struct linker *l, const char *text, const struct use *u)
{
	const struct thing *own = use_vpc(u), *t;
	const char *plain = terraform_name(l, text);
	size_t n = strcspn(text, ".:");
	const char *vpc = arena_strndup(l->m->a, text, n);
	struct name_text name = { .vpc = vpc };

	if (plain == NULL)
		plain = without_kind(l, text, u);
	if (plain != NULL && named_in(l, u, NULL, plain) != NULL)
		return arena_printf(l->m->a, "did you mean \"%s\"?", plain);
	name.name = text + n + strspn(text + n, ".:");
	t = text[n] != '\0' ? named_in(l, u, vpc, name.name) : NULL;
	if (t == NULL)
		return NULL;
	if (own == &t->vpc->is)
		return arena_printf(l->m->a, "did you mean \"%s\"?",
		    notation_name_format(l->m->a, name.name));
	if (u->abroad || own == NULL)
		return arena_printf(l->m->a, "did you mean \"%s\"?",
		    notation_name_print(l->m->a, &name));
	return arena_printf(l->m->a, "\"%s\" is of VPC \"%s\": AWS takes only "
	    "those of its own VPC, \"%s\"", name.name, vpc,
	    thing_label(own));
}

/* Whether t has that block, among others or alone. */
static bool
has_block(const struct thing *t, struct cidr block)
{
	const struct cidr_value *v = NULL, *six = NULL;
	size_t n = 0, n_six = 0;

	if (t->kind == KIND_SUBNET) {
		v = &((const struct subnet *)t)->cidr;
		six = &((const struct subnet *)t)->ipv6_cidr;
		n = n_six = 1;
	} else if (t->kind == KIND_VPC) {
		v = ((const struct vpc *)t)->cidrs.v;
		n = ((const struct vpc *)t)->cidrs.n;
		six = ((const struct vpc *)t)->ipv6_cidrs.v;
		n_six = ((const struct vpc *)t)->ipv6_cidrs.n;
	} else if (t->kind == KIND_NETWORK) {
		v = ((const struct network *)t)->cidrs.v;
		n = ((const struct network *)t)->cidrs.n;
	}
	for (size_t i = 0; i < n + n_six; i++) {
		const struct cidr_value *c = i < n ? &v[i] : &six[i - n];

		if (value_is_known(c->is) && cidr_compare(c->v, block) == 0)
			return true;
	}
	return false;
}

/* What could be named and has the block, as far as there is budget. */
static const struct thing *
thing_of_block(struct linker *l, const struct use *u, struct cidr block)
{
	for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
		if ((u->kinds & KIND_BIT(kind)) == 0)
			continue;
		for (size_t i = 0; i < l->m->things[kind].n; i++) {
			const struct thing *t = l->m->things[kind].v[i];

			if (l->suggestions == 0)
				return NULL;
			l->suggestions--;
			if (could_be_named(t, u) && has_block(t, block))
				return t;
		}
	}
	return NULL;
}

/*
 * Addresses in the place of a name are no name, and their slash parts no VPC
 * from one.  False: it is none, or not of a spec.
 */
static bool
suggest_for_block(struct linker *l, struct finding *f, const char *text,
    const struct use *u)
{
	bool has_length = strchr(text, '/') != NULL;
	struct cidr block;
	const struct thing *t;
	struct candidates c;
	bool is_whole = notation_address_parse(l->m->a, text, &block) == NULL;

	if (!u->owner->created || u->owner->address != NULL ||
	    (!is_whole && !(has_length && notation_is_address(text))))
		return false;
	t = is_whole && has_length ? thing_of_block(l, u, block) : NULL;
	if (t != NULL) {
		finding_witness(l->findings, f, "nearest", "%s", t->label);
		finding_help(l->findings, f, "a name stands here: write \"%s\", "
		    "the %s that has the block %s", t->label,
		    kind_name(t->kind), text);
		return true;
	}
	if (u->owner->kind == KIND_VPN &&
	    (u->kinds & KIND_BIT(KIND_NETWORK)) != 0) {
		finding_help(l->findings, f, "blocks stand under another key: "
		    "write \"cidrs\": [\"%s%s\"]", text, has_length ? "" : "/…");
		return true;
	}
	c = candidates(l, u, u->kinds);
	if (c.names.n > 0 && c.names.n <= CANDIDATES_SHOWN)
		list_declared(l, f, &c, "no addresses can stand here:");
	else
		finding_help(l->findings, f, "no addresses can stand here: name "
		    "%s that is declared", u->what != NULL ? "something" :
		    arena_printf(l->m->a, "one %s", wanted(u)));
	return true;
}

/*
 * The word in the name tells the kind that was meant: of another kind only
 * what is spelt nearly so is offered.  A workload that could be a target is
 * no way for who looks for a gateway.
 */
static void
suggest(struct linker *l, struct finding *f, const struct ref *r,
    const struct use *u)
{
	uint32_t machines = KIND_BIT(KIND_WORKLOAD) | KIND_BIT(KIND_INTERFACE);
	uint32_t meant = declare_kinds_meant(l->m->a, r->text, u);
	struct candidates c = candidates(l, u, meant);
	const char *nearest = names_nearest(r->text, c.names.v, c.names.n);
	const char *how = other_form(l, r->text, u);

	if (suggest_for_block(l, f, r->text, u))
		return;
	if (declare_is_nowhere(l->m->a, r->text, u)) {
		finding_help(l->findings, f, "write \"blackhole\": what goes "
		    "there is dropped");
		return;
	}
	/* "internet gateway", and there is one. */
	if (how == NULL && c.names.n == 1 &&
	    declare_is_kind_word(l->m->a, r->text))
		how = arena_printf(l->m->a, "did you mean \"%s\"?",
		    c.names.v[0]);
	if (how != NULL) {
		finding_help(l->findings, f, "%s", how);
		return;
	}
	if (nearest != NULL) {
		pass_meant(l, f, nearest, u, meant);
		finding_witness(l->findings, f, "nearest", "%s", nearest);
		finding_help(l->findings, f, "did you mean \"%s\"?", nearest);
		finding_edit(l->findings, f, f->at, r->text, nearest);
		return;
	}
	if ((meant & ~machines) != 0 && (meant & machines) != 0) {
		meant &= ~machines;
		c = candidates(l, u, meant);
	}
	how = declare_how(l->m->a, r->text, meant, u);
	if (c.names.n > CANDIDATES_SHOWN)
		finding_help(l->findings, f, "%s, or name one that is "
		    "declared", how != NULL ? how : "declare it");
	else if (c.names.n > 0)
		list_declared(l, f, &c, arena_printf(l->m->a, "%s, or",
		    how != NULL ? how : "declare it"));
	else if (how != NULL)
		finding_help(l->findings, f, "%s", how);
	else if (l->suggestions > 0)
		finding_help(l->findings, f, "declare it: nothing that could "
		    "be named here is declared");
}

/* A thing that has the name and is no answer; or NULL. */
static const struct thing *
other_thing(struct linker *l, const char *text, const struct use *u)
{
	struct text_range range = index_text(l, text);

	for (size_t i = 0; i < range.n; i++)
		if (range.v[i].kind != KIND_MEMBER &&
		    range.v[i].island == u->owner->island)
			return range.v[i].to;
	return NULL;
}

const struct thing *
use_vpc(const struct use *u)
{
	if (u->owner->vpc != NULL)
		return &u->owner->vpc->is;
	return u->scope != NULL && u->scope->kind == KIND_VPC ? u->scope :
	    NULL;
}

void
complain_dangling(struct linker *l, const struct ref *r, const struct use *u)
{
	const struct thing *other;
	const char *instead;
	struct finding *f;

	if (!use_absence_is_sure(l, r, u))
		return;
	other = other_thing(l, r->text, u);
	f = complain(l, &notice_dangling_reference, r, u, other == NULL ?
	    ", which is not declared" : arena_printf(l->m->a,
	    ", which is not declared; \"%s\" is %s", r->text,
	    kind_with_article(other->kind)));
	instead = other == NULL ? NULL : declare_instead(l->m->a, other, u);
	if (instead != NULL)
		finding_help(l->findings, f, "%s", instead);
	else
		suggest(l, f, r, u);
}

void
complain_cross_vpc(struct linker *l, const struct ref *r,
    const struct use *u, const struct thing *found)
{
	const char *theirs = thing_label(&found->vpc->is);
	const char *own = thing_label(use_vpc(u));
	struct finding *f = complain(l, &notice_cross_vpc_reference, r, u,
	    arena_printf(l->m->a, " of VPC \"%s\": AWS takes only those of "
	    "its own VPC, \"%s\"", theirs, own));

	finding_passes(l->findings, f, found);
	finding_witness(l->findings, f, "vpc", "%s", own);
	finding_witness(l->findings, f, "other_vpc", "%s", theirs);
	finding_related(l->findings, f, found->at, "%s",
	    thing_title(l->m->a, found));
	finding_help(l->findings, f, "declare %s in VPC \"%s\" and name "
	    "that", kind_with_article(found->kind), own);
}

void
complain_cross_gateway(struct linker *l, const struct ref *r,
    const struct use *u, const struct thing *found)
{
	const char *theirs = thing_label(thing_around(found));
	const char *own = thing_label(u->scope);
	struct finding *f = complain(l, &notice_cross_vpc_reference, r, u,
	    arena_printf(l->m->a, " of transit gateway \"%s\": AWS takes only "
	    "those of its own transit gateway, \"%s\"", theirs, own));

	finding_passes(l->findings, f, found);
	finding_witness(l->findings, f, "transit_gateway", "%s", own);
	finding_witness(l->findings, f, "other_transit_gateway", "%s",
	    theirs);
	finding_related(l->findings, f, found->at, "%s",
	    thing_title(l->m->a, found));
	finding_help(l->findings, f, "declare %s in transit gateway \"%s\" "
	    "and name that", kind_with_article(found->kind), own);
}

/* How to write that t is meant, among others of that name. */
static const char *
unambiguous(struct linker *l, const struct thing *t)
{
	struct name_text name = { .name = thing_label(t) };

	name.prefix = kind_prefix(t->kind);
	if (t->vpc != NULL && t->among_vpcs)
		name.vpc = thing_label(&t->vpc->is);
	return notation_name_print(l->m->a, &name);
}

void
complain_ambiguous(struct linker *l, const struct ref *r,
    const struct use *u, const struct matches *found)
{
	size_t n = found->n;
	size_t shown = n < MATCHES_SHOWN ? n : MATCHES_SHOWN;
	struct thing *const *v = found->v;
	struct str titles = str_new(l->m->a), ways = str_new(l->m->a);
	struct finding *f;

	for (size_t i = 0; i < shown; i++) {
		const char *between = i == 0 ? "" :
		    i + 1 == n ? " or " : ", ";

		str_addf(&titles, "%s%s", between,
		    thing_title(l->m->a, v[i]));
		str_addf(&ways, "%s%s", between, unambiguous(l, v[i]));
	}
	if (n > shown)
		str_addf(&titles, " and %zu more", n - shown);
	f = complain(l, &notice_ambiguous_name, r, u, arena_printf(l->m->a,
	    ", which could be %s", str_text(&titles)));
	finding_witness(l->findings, f, "candidates", "%s",
	    str_text(&titles));
	for (size_t i = 0; i < shown; i++)
		finding_related(l->findings, f, v[i]->at, "%s",
		    thing_title(l->m->a, v[i]));
	finding_help(l->findings, f, "write %s", str_text(&ways));
}
