/* SPDX-License-Identifier: MIT */
#include "cli/lock_lay.h"

#include "cli/lock_file.h"
#include "model/notices.h"
#include "plan/settle.h"
#include "plan/space.h"

#include <string.h>

struct laying {
	struct load *l;
	const char *operand;	/* the first one; or NULL */
	struct map locks;	/* by path: struct lock_file */
	VEC(const struct lock *) all;
	const struct lock **of_file;	/* by number of file, once looked for */
	bool *is_looked_for;
	uint32_t n_files;
	struct map subnets;	/* by name in the lock */
	bool good;
};

static struct lock_file *
read_lock(struct laying *y, const char *path)
{
	struct lock_file *file = arena_alloc(y->l->a, sizeof *file);
	struct lock_problems problems = { 0 };

	*file = lock_file_read(y->l->a, &y->l->files, path);
	if (file->lock != NULL && !file->broken)
		lock_overlaps(file->lock, &problems);
	lock_file_complain(&y->l->files, &problems);
	if (file->broken || problems.n > 0) {
		y->good = false;
		file->lock = NULL;
	}
	if (file->lock != NULL)
		vec_push(y->l->a, &y->all, file->lock);
	return file;
}

static const struct lock *
lock_beside(struct laying *y, const char *name)
{
	const char *path = lock_file_beside(y->l->a, name);
	void **slot = map_slot(&y->locks, path);

	if (*slot == NULL)
		*slot = read_lock(y, path);
	return ((struct lock_file *)*slot)->lock;
}

static const struct lock *
find_lock(struct laying *y, uint32_t file)
{
	const char *name = files_get(&y->l->files, file)->name;
	const struct lock *lock;

	if (str_equal(name, "-"))
		return NULL;
	lock = lock_beside(y, name);
	/* alloc of a folder has one lock for all that is in it. */
	if (lock == NULL && y->operand != NULL && !str_equal(y->operand, "-"))
		lock = lock_beside(y, y->operand);
	return lock;
}

/* The lock for what stands somewhere, or NULL. */
static const struct lock *
lock_of(struct laying *y, struct place at)
{
	if (at.file == 0 || at.file >= y->n_files)
		return NULL;
	if (!y->is_looked_for[at.file]) {
		y->is_looked_for[at.file] = true;
		y->of_file[at.file] = find_lock(y, at.file);
	}
	return y->of_file[at.file];
}

static struct cidr_value
value_of(struct arena *a, struct cidr c, struct place at)
{
	return (struct cidr_value){ .is = value_derived(at), .v = c,
		.written = cidr_text(a, c) };
}

/* --------------------------------------------------------- what is stale */

static struct finding *
flag(struct laying *y, const struct thing *t, struct place at,
    const char *what)
{
	struct findings *list = &y->l->findings;
	struct finding *f = finding_add(list, &notice_lock_out_of_date, at,
	    "%s %s", thing_title(y->l->a, t), what);

	f->about = t;
	finding_passes(list, f, t);
	finding_help(list, f, "run \"vpcplan alloc\", and commit the lock "
	    "with the plan");
	return f;
}

/* The lock has another block than the plan: both places. */
static void
flag_other(struct laying *y, const struct thing *t, struct place at,
    const char *plan, const struct lock_entry *e, struct cidr block)
{
	struct arena *a = y->l->a;
	struct findings *list = &y->l->findings;
	struct finding *f = flag(y, t, at, arena_printf(a, "is %s in the plan "
	    "and %s in the lock", plan, cidr_text(a, block)));

	f->key = plan;
	finding_related(list, f, e->at, "the lock has it here");
	finding_witness(list, f, "plan", "%s", plan);
	finding_witness(list, f, "lock", "%s", cidr_text(a, block));
}

static struct place
place_of_size(const struct subnet *s)
{
	return value_is_known(s->size.is) ? s->size.is.at : s->hosts.is.at;
}

/* --------------------------------------------------------------- subnets */

static bool
is_open(const struct subnet *s)
{
	return s->cidr.is.state == VALUE_ABSENT &&
	    (value_is_known(s->size.is) || value_is_known(s->hosts.is));
}

static void
lay_open(struct laying *y, struct subnet *s, const struct lock_entry *e)
{
	struct arena *a = y->l->a;
	unsigned length = 0;

	if (e == NULL || e->cidr.family == 0) {
		flag(y, &s->is, place_of_size(s),
		    "has no block in the lock yet");
		return;
	}
	if (!space_wanted(s, &length))
		return;	/* alloc says why */
	if (length != e->cidr.length)
		flag_other(y, &s->is, place_of_size(s),
		    value_is_known(s->size.is) ?
		    arena_printf(a, "a /%u", length) :
		    arena_printf(a, "a /%u (%lld hosts)", length,
		    (long long)s->hosts.v), e, e->cidr);
	else
		s->cidr = value_of(a, e->cidr, place_of_size(s));
}

static void
lay_subnet(struct laying *y, struct subnet *s)
{
	bool wants_ipv6 = s->ipv6_cidr.is.state == VALUE_ABSENT &&
	    (flag_or(s->ipv6, false) || flag_or(s->ipv6_only, false));
	const char *name = settle_name(y->l->a, &s->is);
	const struct lock *lock = lock_of(y, s->is.at);
	const struct lock_entry *e;

	*map_slot(&y->subnets, name) = s;
	if (lock == NULL)
		return;
	e = lock_find(lock, LOCK_SUBNET, name);
	if (is_open(s))
		lay_open(y, s, e);
	else if (e != NULL && e->cidr.family != 0 &&
	    value_is_known(s->cidr.is) && !cidr_equal(s->cidr.v, e->cidr))
		flag_other(y, &s->is, s->cidr.is.at, cidr_text(y->l->a,
		    s->cidr.v), e, e->cidr);
	if (e != NULL && e->ipv6.family != 0 &&
	    value_is_known(s->ipv6_cidr.is) &&
	    !cidr_equal(s->ipv6_cidr.v, e->ipv6))
		flag_other(y, &s->is, s->ipv6_cidr.is.at, cidr_text(y->l->a,
		    s->ipv6_cidr.v), e, e->ipv6);
	if (flag_or(s->ipv6_only, false) && wants_ipv6 &&
	    (e == NULL || e->ipv6.family == 0))
		flag(y, &s->is, s->ipv6_only.is.at,
		    "has no block in the lock yet");
	if (wants_ipv6 && e != NULL && e->ipv6.family != 0)
		s->ipv6_cidr = value_of(y->l->a, e->ipv6, s->is.at);
}

/* ------------------------------------------------------------------ VPCs */

/* Of the VPC that waits for a block the only one is unknown. */
static void
lay_vpc(struct laying *y, struct vpc *v)
{
	const struct lock *lock = lock_of(y, v->is.at);
	const struct lock_entry *e;

	/* One that cannot be used has been complained of. */
	v->locked = lock != NULL || !y->good;
	if (lock == NULL || v->cidrs.n == 0)
		return;
	e = lock_find(lock, LOCK_VPC, settle_name(y->l->a, &v->is));
	if (value_is_known(v->cidrs.v[0].is)) {
		if (e != NULL && e->cidr.family == IPV4 &&
		    !cidr_equal(e->cidr, v->cidrs.v[0].v))
			flag_other(y, &v->is, v->cidrs.v[0].is.at,
			    cidr_text(y->l->a, v->cidrs.v[0].v), e, e->cidr);
		return;
	}
	if (!value_is_known(v->size.is) || v->cidrs.n != 1)
		return;
	if (e == NULL || e->cidr.family != IPV4)
		flag(y, &v->is, v->size.is.at,
		    "has no block in the lock yet");
	else if (v->size.v != (int64_t)e->cidr.length)
		flag_other(y, &v->is, v->size.is.at, arena_printf(y->l->a,
		    "a /%u", (unsigned)v->size.v), e, e->cidr);
	else
		v->cidrs.v[0] = value_of(y->l->a, e->cidr, v->size.is.at);
}

/* ---------------------------------------------------------- what is kept */

static void
keep(struct laying *y, struct vpc *v, enum kept_for what, struct cidr block,
    const char *name)
{
	if (block.family != 0)
		vec_push(y->l->a, &v->kept, ((struct kept_block){ what, block,
		    name }));
}

/* label: its name without that of the VPC. */
static void
keep_entry(struct laying *y, struct vpc *v, const struct lock_entry *e,
    const char *label)
{
	const char *mark = strrchr(label, '~');
	const struct subnet *s = map_get(&y->subnets, e->name);

	if (e->kind == LOCK_ROOM) {
		keep(y, v, KEPT_FOR_ZONE, e->cidr, mark == NULL ? label :
		    arena_strndup(y->l->a, label, (size_t)(mark - label)));
	} else if (e->kind == LOCK_SUBNET && s != NULL) {
		if (!value_is_known(s->cidr.is))
			keep(y, v, KEPT_FOR_ITSELF, e->cidr, label);
		keep(y, v, KEPT_FOR_GROWTH, e->keeps, label);
	} else if (e->kind == LOCK_TOMBSTONE || e->kind == LOCK_SUBNET) {
		keep(y, v, KEPT_FOR_GONE, e->cidr, label);
		keep(y, v, KEPT_FOR_GONE, e->ipv6, label);
	}
}

/* "shop/app-a" belongs to the VPC "shop", and names may hold slashes. */
static void
keep_all(struct laying *y, const struct map *vpcs, const struct lock *lock)
{
	for (size_t i = 0; i < lock->v.n; i++) {
		const struct lock_entry *e = lock->v.v[i];
		const char *slash = strchr(e->name, '/');

		for (; slash != NULL; slash = strchr(slash + 1, '/')) {
			struct vpc *v = map_get(vpcs, arena_strndup(y->l->a,
			    e->name, (size_t)(slash - e->name)));

			if (v == NULL || lock_of(y, v->is.at) != lock)
				continue;
			keep_entry(y, v, e, slash + 1);
			break;
		}
	}
}

static void
lay_kept(struct laying *y)
{
	const struct model *m = y->l->model;
	struct map vpcs = map_new(y->l->a);

	for (size_t i = 0; i < m->vpcs.n; i++)
		*map_slot(&vpcs, settle_name(y->l->a, &m->vpcs.v[i]->is)) =
		    m->vpcs.v[i];
	for (size_t i = 0; i < y->all.n; i++)
		keep_all(y, &vpcs, y->all.v[i]);
}

bool
lock_lay(struct load *l, const char *operand)
{
	uint32_t n = (uint32_t)l->files.n + 1;
	struct laying y = { .l = l, .operand = operand, .good = true,
		.locks = map_new(l->a), .subnets = map_new(l->a),
		.n_files = n,
		.of_file = arena_array(l->a, n, sizeof *y.of_file),
		.is_looked_for = arena_array(l->a, n,
		    sizeof *y.is_looked_for) };

	for (size_t i = 0; i < l->model->vpcs.n; i++)
		lay_vpc(&y, l->model->vpcs.v[i]);
	for (size_t i = 0; i < l->model->subnets.n; i++)
		lay_subnet(&y, l->model->subnets.v[i]);
	lay_kept(&y);
	return y.good;
}
