/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"

#include <string.h>

/*
 * The targets of target groups stand in what describe-target-health prints,
 * and nowhere else; but that does not say of which group it is.  Collectors
 * put the group's ARN beside it, or its name into the name of the file.
 */

struct describe_health {
	struct place at;
	const char *group;		/* ARN, or NULL: by the file */
	const char *file;
	const char *target;		/* an instance, an address, an ARN */
	struct number_value port;	/* it is registered with */
	const char *state;		/* "unhealthy"; or NULL */
};

static void
read_target(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "Id", describe_name,
		  offsetof(struct describe_health, target), false },
		{ "Port", describe_number,
		  offsetof(struct describe_health, port), false },
		{ 0 }
	};

	describe_members(x, members, to, n);
}

static void
read_health(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "State", describe_name,
		  offsetof(struct describe_health, state), false },
		{ 0 }
	};

	describe_members(x, members, to, n);
}

void
describe_read_health(struct describe *x, struct node n)
{
	static const struct describe_member members[] = {
		{ "Target", read_target, 0, false },
		{ "TargetHealth", read_health, 0, false },
		{ 0 }
	};
	struct describe_health *h = arena_alloc(x->a, sizeof *h);

	h->at = node_place(n);
	h->group = x->targets_of;
	h->file = x->file;
	describe_members(x, members, h, n);
	if (h->target != NULL)
		vec_push(x->a, &x->health, h);
}

/* --------------------------------------------------------- of which group */

struct looking {
	const char *file;	/* its last part, without the ending */
	size_t length;
	const char *found;	/* ARN */
	size_t longest;
};

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9');
}

/* Whether the text has the word, cut off on both sides. */
static bool
has_word(const char *text, size_t n, const char *word, size_t length)
{
	for (size_t i = 0; i + length <= n; i++)
		if (strncmp(text + i, word, length) == 0 &&
		    (i == 0 || !is_word(text[i - 1])) &&
		    (i + length == n || !is_word(text[i + length])))
			return true;
	return false;
}

/* arn:…:targetgroup/NAME/ID: the longest name that the file's has. */
static bool
look(void *context, const char *arn, void *value)
{
	struct looking *l = context;
	const char *name = strchr(arn, '/');
	const char *end = name != NULL ? strchr(name + 1, '/') : NULL;
	size_t length;

	(void)value;
	if (end == NULL)
		return true;
	length = (size_t)(end - name) - 1;
	if (length > l->longest &&
	    has_word(l->file, l->length, name + 1, length)) {
		l->found = arn;
		l->longest = length;
	}
	return true;
}

static const char *
group_by_file(struct describe *x, const char *file)
{
	const char *slash = strrchr(file, '/'), *dot;
	struct looking l = { .file = slash != NULL ? slash + 1 : file };

	dot = strrchr(l.file, '.');
	l.length = dot != NULL ? (size_t)(dot - l.file) : strlen(l.file);
	map_walk(&x->targets, look, &l);
	return l.found;
}

/* -------------------------------------------------------------- the target */

/* Interfaces by their private addresses. */
static struct map
by_address(struct describe *x)
{
	struct map all = map_new(x->a);
	char text[ADDR_TEXT_MAX];

	for (size_t i = 0; i < x->m->interfaces.n; i++) {
		struct interface *e = x->m->interfaces.v[i];

		for (size_t k = 0; k < e->addresses.n; k++) {
			if (!value_is_known(e->addresses.v[k].is) ||
			    e->addresses.v[k].family != IPV4)
				continue;
			addr_format(e->addresses.v[k].v, IPV4, text);
			*map_slot(&all, arena_strdup(x->a, text)) = e;
		}
	}
	return all;
}

static struct ref
target_of(struct describe *x, const struct describe_health *h,
    const struct map *addresses)
{
	struct interface *e = map_get(addresses, h->target);
	struct ref r = { .is = value_known(h->at), .text = h->target,
		.to = describe_find(x, KIND_WORKLOAD, h->target) };

	if (r.to == NULL && e != NULL)
		r.to = &e->is;
	return r;
}

/*
 * Health comes and goes, and is no part of what a network lets through: a
 * balancer sends to all of its targets where none is healthy ("fail open":
 * Elastic Load Balancing guides, Target group health).  What is told of flows
 * does not ask for it, and says so.
 */
static void
remark_health(struct describe *x)
{
	size_t ill = 0;
	const struct describe_health *first = NULL;

	for (size_t i = 0; i < x->health.n; i++) {
		const struct describe_health *h = x->health.v[i];

		if (h->state == NULL || str_equal(h->state, "healthy"))
			continue;
		if (ill++ == 0)
			first = h;
	}
	if (first != NULL)
		load_remark(x->l, "%zu of %zu targets of load balancers are "
		    "not healthy, %s (%s) the first: what is told of flows does "
		    "not ask for health", ill, x->health.n,
		    read_clean(x->l, first->target),
		    read_clean(x->l, first->state));
}

void
describe_finish_health(struct describe *x)
{
	struct map addresses = map_new(x->a);
	const char *said = NULL;

	if (x->health.n > 0)
		addresses = by_address(x);
	for (size_t i = 0; i < x->health.n; i++) {
		const struct describe_health *h = x->health.v[i];
		const char *group = h->group != NULL ? h->group :
		    group_by_file(x, h->file);

		if (group != NULL)
			describe_add_target(x, group, target_of(x, h,
			    &addresses), h->port);
		else if (!str_equal(said, h->file))
			load_remark(x->l, "%s: whose targets these are is not "
			    "said; put the target group's name into the name "
			    "of the file, such as target-health-NAME.json",
			    said = h->file);
	}
	remark_health(x);
}
