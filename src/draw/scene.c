/* SPDX-License-Identifier: MIT */
#include "draw/scene_build.h"

#include "base/str.h"
#include "draw/glyph.h"
#include "text/sanitise.h"

#include <stdarg.h>
#include <stdlib.h>

void
scene_bind(struct builder *b, const struct thing *t, struct scene_node *node)
{
	struct binding one = { t, node };

	if (node->thing == NULL)
		node->thing = t;
	vec_push(b->a, &b->bindings, one);
}

void
scene_remark(struct builder *b, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vec_push(b->a, &b->scene->remarks,
	    arena_vprintf(b->a, format, args));
	va_end(args);
}

/* --------------------------------------------------------------- joints */

static int
compare_joints(const void *x, const void *y)
{
	const struct vpc_joint *a = x, *b = y;

	if (a->vpc != b->vpc)
		return a->vpc < b->vpc ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

static void
find_joints(struct builder *b)
{
	const struct model *m = b->m;
	uint32_t order = 0;

	for (size_t i = 0; i < m->attachments.n; i++) {
		const struct attachment *t = m->attachments.v[i];

		if (t->vpc != NULL) {
			struct vpc_joint one = { t->vpc->is.order, order++, t,
			    NULL };

			vec_push(b->a, &b->joints, one);
		}
	}
	for (size_t i = 0; i < m->peerings.n; i++) {
		const struct peering *p = m->peerings.v[i];

		for (int end = 0; end < 2; end++) {
			struct vpc_joint one = { 0, order++, NULL, p };

			if (p->vpcs[end] == NULL ||
			    (end == 1 && p->vpcs[0] == p->vpcs[1]))
				continue;
			one.vpc = p->vpcs[end]->is.order;
			vec_push(b->a, &b->joints, one);
		}
	}
	vec_sort(&b->joints, compare_joints);
}

const struct vpc_joint *
scene_joints(const struct builder *b, const struct vpc *v, size_t *n)
{
	size_t low = 0, high = b->joints.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (b->joints.v[middle].vpc < v->is.order)
			low = middle + 1;
		else
			high = middle;
	}
	*n = 0;
	while (low + *n < b->joints.n &&
	    b->joints.v[low + *n].vpc == v->is.order)
		++*n;
	return *n > 0 ? &b->joints.v[low] : NULL;
}

/* ----------------------------------------------------------------- VPCs */

const char *
scene_cidr(struct builder *b, const struct cidr_value *c)
{
	return value_is_known(c->is) ?
	    cidr_text(b->a, c->v) : "?";
}

static void
add_cidr(struct builder *b, struct scene_vpc *v, const struct cidr_value *c)
{
	vec_push(b->a, &v->cidrs, scene_cidr(b, c));
	if (value_is_known(c->is))
		vec_push(b->a, &v->blocks, c->v);
}

static int
compare_kept(const void *x, const void *y)
{
	const struct scene_kept *a = x, *b = y;
	int order = cidr_compare(a->block, b->block);

	return order != 0 ? order : str_natural_compare(a->label, b->label);
}

/* What the lock keeps, and what subnets reserve. */
static void
add_kept(struct builder *b, struct scene_vpc *to, const struct vpc *v)
{
	static const char *const words[] = {
		[KEPT_FOR_ZONE] = "another AZ",
		[KEPT_FOR_GROWTH] = "its growth",
		[KEPT_FOR_ITSELF] = "by the lock",
		[KEPT_FOR_GONE] = "tombstone"
	};

	for (size_t i = 0; i < v->kept.n; i++) {
		const struct kept_block *k = &v->kept.v[i];

		vec_push(b->a, &to->kept, ((struct scene_kept){ k->block,
		    sanitise_text(b->a, k->name), words[k->what],
		    k->what == KEPT_FOR_GONE ? '%' : ':' }));
	}
	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct subnet *s = v->subnets.v[i];

		for (size_t k = 0; k < s->reservations.n; k++)
			if (value_is_known(s->reservations.v[k].cidr.is))
				vec_push(b->a, &to->kept, ((struct scene_kept){
				    s->reservations.v[k].cidr.v,
				    scene_label(b, &s->is), arena_printf(b->a,
				    "reserved, %s", s->reservations.v[k].type),
				    0 }));
	}
	vec_sort(&to->kept, compare_kept);
}

/* What stands for the block of a subnet, also where it is not known. */
static const char *
block_text(struct builder *b, const struct subnet *s)
{
	if (value_is_known(s->cidr.is))
		return cidr_text(b->a, s->cidr.v);
	if (number_or(s->size, 0) > 0)
		return arena_printf(b->a, "? /%d", (int)number_or(s->size, 0));
	if (number_or(s->hosts, 0) > 0)
		return arena_printf(b->a, "? %lld hosts",
		    (long long)number_or(s->hosts, 0));
	if (value_is_unknown(s->cidr.is))
		return "?";
	return s->ipv6_cidr.is.state != VALUE_ABSENT ? "IPv6 only" : "?";
}

static bool
is_focused(const struct builder *b, const struct subnet *s)
{
	const char *name = b->wishes->focus;

	return name != NULL && (scene_is_named(&s->is, name) ||
	    scene_tier_is_named(b->a, s, name) ||
	    (s->is.vpc != NULL && scene_is_named(&s->is.vpc->is, name)));
}

static struct scene_subnet *
make_box(struct builder *b, const struct subnet *s)
{
	struct scene_subnet *box = arena_alloc(b->a, sizeof *box);
	const char *unknown = NULL;
	char text[CIDR_TEXT_MAX];

	box->is.type = "";
	box->is.label = scene_label(b, &s->is);
	box->exposure = routes_exposure_any(b->routes, s, &unknown);
	box->exposure_unknown = unknown != NULL;
	if (value_is_known(s->cidr.is))
		box->block = s->cidr.v;
	if (value_is_known(s->ipv6_cidr.is))
		box->ipv6_block = s->ipv6_cidr.v;
	box->cidr = block_text(b, s);
	box->acl = s->acl != NULL ? s->acl->is.order + 1 : 0;
	if (value_is_known(s->ipv6_cidr.is))
		box->ipv6_cidr = arena_strdup(b->a,
		    cidr_format(s->ipv6_cidr.v, text));
	else if (value_is_unknown(s->ipv6_cidr.is))
		box->ipv6_cidr = "IPv6 ?";
	box->members = 1;
	box->focused = is_focused(b, s);
	scene_bind(b, &s->is, &box->is);
	return box;
}

static void
add_vpc(struct builder *b, struct scene_account *account, const struct vpc *v)
{
	struct draft_vpc *d = arena_alloc(b->a, sizeof *d);

	d->vpc = v;
	d->scene = arena_alloc(b->a, sizeof *d->scene);
	d->scene->is.type = "VPC";
	d->scene->is.label = scene_extra_label(b, &v->is, "VPC");
	d->scene->columns = 1;
	scene_bind(b, &v->is, &d->scene->is);
	for (size_t i = 0; i < v->cidrs.n; i++)
		add_cidr(b, d->scene, &v->cidrs.v[i]);
	for (size_t i = 0; i < v->ipv6_cidrs.n; i++)
		add_cidr(b, d->scene, &v->ipv6_cidrs.v[i]);
	add_kept(b, d->scene, v);
	for (size_t i = 0; i < v->subnets.n; i++) {
		vec_push(b->a, &d->subnets, v->subnets.v[i]);
		vec_push(b->a, &d->boxes, make_box(b, v->subnets.v[i]));
	}
	scene_place(b, d);
	scene_fill(b, d);
	scene_add_tables(b, d);
	scene_add_internet_side(b, d);
	scene_add_private_side(b, d);
	vec_push(b->a, &account->vpcs, d->scene);
	vec_push(b->a, &b->vpcs, d);
}

/* -------------------------------------------------------------- account */

/* A VPC, and the place of its account in the picture. */
struct owned {
	const struct vpc *vpc;
	struct scene_account *account;
	size_t place;
};

static struct scene_account *
find_account(struct builder *b, struct map *accounts, const struct vpc *v,
    size_t *place)
{
	const char *id = v->is.account != NULL ? v->is.account : "";
	const char *region = v->is.region != NULL ? v->is.region : "";
	void **slot = map_slot(accounts, arena_printf(b->a, "%s\n%s", id,
	    region));
	struct owned *known = *slot;
	struct scene_account *account;

	if (known != NULL) {
		*place = known->place;
		return known->account;
	}
	*slot = known = arena_alloc(b->a, sizeof *known);
	known->account = account = arena_alloc(b->a, sizeof *account);
	known->place = *place = b->scene->accounts.n;
	account->title = *id != '\0' ? arena_printf(b->a, "AWS account %s",
	    glyph_label(b->a, id)) : "AWS account";
	if (*region != '\0')
		account->region = glyph_label(b->a, region);
	vec_push(b->a, &b->scene->accounts, account);
	return account;
}

static int
compare_vpcs(const void *x, const void *y)
{
	const struct vpc *a = *(struct vpc *const *)x;
	const struct vpc *b = *(struct vpc *const *)y;

	return (a->is.order > b->is.order) - (a->is.order < b->is.order);
}

static int
compare_owned(const void *x, const void *y)
{
	const struct owned *a = x, *b = y;

	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	return compare_vpcs(&a->vpc, &b->vpc);
}

/* ------------------------------------------------- what has no place */

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* Things of the whole model that no VPC of the picture can show. */
static void
remark_on_homeless(struct builder *b)
{
	const struct model *m = b->m;
	size_t subnets = 0, interfaces = 0, workloads = 0;

	for (size_t i = 0; i < m->subnets.n; i++)
		subnets += m->subnets.v[i]->is.vpc == NULL;
	for (size_t i = 0; i < m->interfaces.n; i++)
		interfaces += m->interfaces.v[i]->subnet == NULL;
	for (size_t i = 0; i < m->workloads.n; i++)
		workloads += m->workloads.v[i]->interfaces.n == 0;
	if (subnets > 0)
		scene_remark(b, "%zu subnet%s not drawn: of no VPC in the "
		    "input", subnets, plural(subnets));
	if (interfaces > 0)
		scene_remark(b, "%zu interface%s not drawn: in no subnet of "
		    "the input", interfaces, plural(interfaces));
	if (workloads > 0)
		scene_remark(b, "%zu workload%s not drawn: the input names no "
		    "subnet for %s", workloads, plural(workloads),
		    workloads == 1 ? "it" : "them");
}

/* In the order of the input, those of one account together. */
static void
add_vpcs(struct builder *b)
{
	struct map accounts = map_new(b->a);
	VEC(struct vpc *) vpcs = { 0 };
	VEC(struct owned) owned = { 0 };

	for (size_t i = 0; i < b->m->vpcs.n; i++)
		if (b->wishes->vpc == NULL ||
		    b->wishes->vpc == b->m->vpcs.v[i])
			vec_push(b->a, &vpcs, b->m->vpcs.v[i]);
	vec_sort(&vpcs, compare_vpcs);
	b->several = vpcs.n > 1;
	for (size_t i = 0; i < vpcs.n; i++) {
		struct owned one = { .vpc = vpcs.v[i] };

		one.account = find_account(b, &accounts, one.vpc,
		    &one.place);
		vec_push(b->a, &owned, one);
	}
	vec_sort(&owned, compare_owned);
	for (size_t i = 0; i < owned.n; i++)
		add_vpc(b, owned.v[i].account, owned.v[i].vpc);
}

struct scene *
scene_new(struct arena *a, const struct model *m, const struct routes *routes,
    const struct scene_wishes *wishes)
{
	struct builder b = { .a = a, .m = m, .routes = routes,
		.wishes = wishes, .aliases = map_new(a),
		.alias_counts = map_new(a), .short_names = map_new(a) };

	b.scene = arena_alloc(a, sizeof *b.scene);
	find_joints(&b);
	add_vpcs(&b);
	scene_find_shared(&b);
	scene_add_badges(&b);
	scene_add_hubs(&b);
	if (wishes->vpc == NULL)
		remark_on_homeless(&b);
	if (wishes->flows)
		scene_add_flows(&b);
	if (wishes->matrix != NULL)
		scene_add_matrix(&b);
	if (wishes->findings != NULL)
		scene_add_notes(&b, wishes->findings, wishes->vpc == NULL);
	scene_sort_names(&b);
	return b.scene;
}
