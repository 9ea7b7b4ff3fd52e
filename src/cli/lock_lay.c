/* SPDX-License-Identifier: MIT */
#include "cli/lock_lay.h"

#include "cli/lock_file.h"
#include "plan/settle.h"

struct laying {
	struct load *l;
	struct map locks;	/* by path: struct lock_file */
	bool good;
	size_t missing;		/* names that the lock does not have */
	size_t stale;		/* names whose size has changed since */
	const char *path;	/* of the last lock that was there */
};

/* The lock beside the file in which something stands, or NULL. */
static const struct lock *
lock_of(struct laying *y, struct place at)
{
	struct arena *a = y->l->a;
	const char *name, *path;
	void **slot;

	if (at.file == 0)
		return NULL;
	name = files_get(&y->l->files, at.file)->name;
	if (str_equal(name, "-"))
		return NULL;
	path = lock_file_beside(a, name);
	slot = map_slot(&y->locks, path);
	if (*slot == NULL) {
		struct lock_file *file = arena_alloc(a, sizeof *file);
		struct lock_problems problems = { 0 };

		*file = lock_file_read(a, &y->l->files, path);
		if (file->lock != NULL && !file->broken)
			lock_overlaps(file->lock, &problems);
		lock_file_complain(&y->l->files, &problems);
		if (file->broken || problems.n > 0) {
			y->good = false;
			file->lock = NULL;
		}
		*slot = file;
	}
	if (((struct lock_file *)*slot)->lock != NULL)
		y->path = path;
	return ((struct lock_file *)*slot)->lock;
}

static struct cidr_value
value_of(struct arena *a, struct cidr c, struct place at)
{
	char text[CIDR_TEXT_MAX];

	return (struct cidr_value){ .is = value_derived(at), .v = c,
		.written = arena_strdup(a, cidr_format(c, text)) };
}

static bool
is_open(const struct subnet *s)
{
	return s->cidr.is.state == VALUE_ABSENT &&
	    (value_is_known(s->size.is) || value_is_known(s->hosts.is));
}

static void
lay_subnet(struct laying *y, struct subnet *s)
{
	bool wants_ipv6 = s->ipv6_cidr.is.state == VALUE_ABSENT &&
	    (flag_or(s->ipv6, false) || flag_or(s->ipv6_only, false));
	const struct lock *lock;
	const struct lock_entry *e;

	if (!is_open(s) && !wants_ipv6)
		return;
	lock = lock_of(y, s->is.at);
	if (lock == NULL)
		return;
	e = lock_find(lock, LOCK_SUBNET, settle_name(y->l->a, &s->is));
	if (e == NULL) {
		y->missing += is_open(s);
		return;
	}
	if (is_open(s) && e->cidr.family != 0) {
		if (value_is_known(s->size.is) &&
		    s->size.v != (int64_t)e->cidr.length) {
			y->stale++;
			return;
		}
		s->cidr = value_of(y->l->a, e->cidr, value_is_known(
		    s->size.is) ? s->size.is.at : s->hosts.is.at);
	}
	if (wants_ipv6 && e->ipv6.family != 0)
		s->ipv6_cidr = value_of(y->l->a, e->ipv6, s->is.at);
}

/* Of the VPC that waits for a block the only one is unknown. */
static void
lay_vpc(struct laying *y, struct vpc *v)
{
	const struct lock *lock;
	const struct lock_entry *e;

	if (!value_is_known(v->size.is) || v->cidrs.n != 1 ||
	    value_is_known(v->cidrs.v[0].is))
		return;
	lock = lock_of(y, v->is.at);
	e = lock == NULL ? NULL : lock_find(lock, LOCK_VPC,
	    settle_name(y->l->a, &v->is));
	if (e != NULL && e->cidr.family == IPV4 &&
	    v->size.v == (int64_t)e->cidr.length)
		v->cidrs.v[0] = value_of(y->l->a, e->cidr, v->size.is.at);
}

bool
lock_lay(struct load *l)
{
	struct laying y = { .l = l, .locks = map_new(l->a), .good = true };

	for (size_t i = 0; i < l->model->vpcs.n; i++)
		lay_vpc(&y, l->model->vpcs.v[i]);
	for (size_t i = 0; i < l->model->subnets.n; i++)
		lay_subnet(&y, l->model->subnets.v[i]);
	if (y.missing > 0)
		load_remark(l, "%s has no block for %zu subnet%s; run "
		    "\"vpcplan alloc\"", y.path, y.missing,
		    y.missing == 1 ? "" : "s");
	if (y.stale > 0)
		load_remark(l, "%s has another size for %zu subnet%s; run "
		    "\"vpcplan alloc\"", y.path, y.stale,
		    y.stale == 1 ? "" : "s");
	return y.good;
}
