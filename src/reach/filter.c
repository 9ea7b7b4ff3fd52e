/* SPDX-License-Identifier: MIT */
#include "reach/filter.h"

#include "base/map.h"
#include "base/vec.h"
#include "reach/filter_compile.h"

/* Longer lists of groups than AWS allows are answered, but not kept. */
enum { KEPT_GROUPS_MAX = 32, DIGITS = 6 };

struct compiled_group {
	struct compiled_list *lists[2];		/* by direction; NULL: not yet */
};

struct compiled_acls {
	struct compiled_acl *lists[2];
};

/* The bounds of a union of groups, made one by one as they are asked for. */
struct joined {
	struct service_set sets[2][2];
	bool made[2][2];
};

struct filters {
	struct arena *a;
	struct filter_setting in;
	struct compiled_group *groups;	/* by order of declaration */
	struct compiled_acls *acls;
	size_t n;
	struct compiled_acl *no_acl;
	struct service_set everything[2];
	struct map joined;		/* of several groups */
	struct map references;		/* of pairs of lists of groups */
	struct reads *reads;		/* where to note what is asked; or NULL */
};

struct filters *
filters_new(struct arena *a, const struct model *m, const struct branch *branch)
{
	struct filters *f = arena_alloc(a, sizeof *f);

	f->a = a;
	f->in = (struct filter_setting){ branch, m->has_stand_ins,
		m->amazon_choice };
	f->n = m->next_order;
	f->groups = arena_array(a, f->n, sizeof *f->groups);
	f->acls = arena_array(a, f->n, sizeof *f->acls);
	f->everything[0] = service_set_of(a, port_set_everything(),
	    range_set_everything(IPV4));
	f->everything[1] = service_set_of(a, port_set_everything(),
	    range_set_everything(IPV6));
	f->joined = map_new(a);
	f->references = map_new(a);
	return f;
}

void
filters_tell(struct filters *f, struct reads *reads)
{
	f->reads = reads;
}

void
filters_note_groups(const struct filters *f, struct group_list groups)
{
	for (size_t i = 0; f->reads != NULL && i < groups.n; i++)
		reads_add(f->reads, &groups.v[i]->is);
}

void
filters_note_acl(const struct filters *f, const struct network_acl *acl)
{
	if (f->reads != NULL && acl != NULL)
		reads_add(f->reads, &acl->is);
}

const char *
filter_chosen_text(struct arena *a, const char *what,
    enum direction direction, const struct thing *of, struct cidr c)
{
	char text[CIDR_TEXT_MAX];

	return arena_printf(a, "Amazon chooses the IPv6 block, which may lie in "
	    "%s of an %s %s of %s", cidr_format(c, text),
	    direction_name(direction), what, thing_title(a, of));
}

const struct branch *
filters_branch(const struct filters *f)
{
	return f->in.branch;
}

static const struct compiled_list *
compiled(struct filters *f, const struct security_group *g,
    enum direction direction)
{
	struct compiled_list **list =
	    &f->groups[g->is.order].lists[direction];

	if (*list == NULL) {
		*list = arena_alloc(f->a, sizeof **list);
		filter_compile_group(f->a, &f->in, g, direction, *list);
	}
	return *list;
}

static const struct compiled_acl *
compiled_acl(struct filters *f, const struct network_acl *acl,
    enum direction direction)
{
	struct compiled_acl **list = acl == NULL ? &f->no_acl :
	    &f->acls[acl->is.order].lists[direction];

	if (*list == NULL) {
		*list = arena_alloc(f->a, sizeof **list);
		filter_compile_acl(f->a, &f->in, acl, direction, *list);
	}
	return *list;
}

static size_t
family_index(enum family family)
{
	return family == IPV4 ? 0 : 1;
}

/* ------------------------------------------------------------------ keys */

/* Text that names a question about lists of groups, for the maps. */
struct key {
	char text[(2 * KEPT_GROUPS_MAX) * DIGITS + 4];
	size_t n;
};

static void
key_add(struct key *k, uint32_t number)
{
	for (int i = 0; i < DIGITS; i++) {
		k->text[k->n++] = (char)('0' + (number & 63));
		number >>= 6;
	}
}

static void
key_add_groups(struct key *k, struct group_list groups)
{
	for (size_t i = 0; i < groups.n; i++)
		key_add(k, groups.v[i]->is.order);
	k->text[k->n++] = groups.known ? '.' : '!';
}

/* The slot of a question that is ready to be asked again. */
static void **
slot_of(struct filters *f, struct map *m, struct key *k)
{
	k->text[k->n] = '\0';
	if (map_key(m, k->text) == NULL)
		return map_slot(m, arena_strdup(f->a, k->text));
	return map_slot(m, k->text);
}

/* ---------------------------------------------------------------- groups */

static struct service_set
join(struct filters *f, struct group_list groups, enum direction direction,
    enum family family, enum bound bound)
{
	struct arena *scratch = arena_new();
	struct service_set *v = arena_array(scratch, groups.n, sizeof *v);
	struct service_set all;

	for (size_t i = 0; i < groups.n; i++)
		v[i] = compiled(f, groups.v[i], direction)->
		    addresses.of[family_index(family)][bound];
	all = service_set_union_all(f->a, family, v, groups.n);
	arena_free(scratch);
	return all;
}

struct service_set
filter_groups(struct filters *f, struct group_list groups,
    enum direction direction, enum family family, enum bound bound)
{
	size_t i = family_index(family);
	struct key k = { .n = 0 };
	struct joined **slot;

	filters_note_groups(f, groups);
	if (!groups.known && bound == FILTER_POSSIBLE)
		return f->everything[i];
	if (groups.n == 0)
		return service_set_empty(family);
	if (groups.n == 1)
		return compiled(f, groups.v[0], direction)->
		    addresses.of[i][bound];
	if (groups.n > KEPT_GROUPS_MAX)
		return join(f, groups, direction, family, bound);
	k.text[k.n++] = direction == INGRESS ? 'i' : 'e';
	key_add_groups(&k, groups);
	slot = (struct joined **)slot_of(f, &f->joined, &k);
	if (*slot == NULL)
		*slot = arena_alloc(f->a, sizeof **slot);
	if (!(*slot)->made[i][bound]) {
		(*slot)->sets[i][bound] = join(f, groups, direction, family,
		    bound);
		(*slot)->made[i][bound] = true;
	}
	return (*slot)->sets[i][bound];
}

static struct port_set
referred(struct filters *f, const struct compiled_list *list,
    struct group_list peer, enum bound bound, struct port_set so_far)
{
	if (bound == FILTER_POSSIBLE)
		so_far = port_set_union(f->a, so_far, peer.known ?
		    list->unknown_peers : list->unnamed);
	for (size_t i = 0; bound == FILTER_POSSIBLE && !peer.known &&
	    i < list->n_references; i++)
		so_far = port_set_union(f->a, so_far,
		    *filter_reference_ports(&list->references[i], bound));
	for (size_t i = 0; i < peer.n; i++) {
		const struct filter_reference *r =
		    filter_find_reference(list, peer.v[i]);

		if (r != NULL)
			so_far = port_set_union(f->a, so_far,
			    *filter_reference_ports(r, bound));
	}
	return so_far;
}

static struct port_set
all_referred(struct filters *f, struct group_list groups,
    enum direction direction, struct group_list peer, enum bound bound)
{
	struct port_set ports = port_set_empty();

	for (size_t i = 0; i < groups.n; i++)
		ports = referred(f, compiled(f, groups.v[i], direction), peer,
		    bound, ports);
	return ports;
}

struct port_set
filter_references(struct filters *f, struct group_list groups,
    enum direction direction, struct group_list peer, enum bound bound)
{
	struct key k = { .n = 0 };
	struct port_set **slot;

	filters_note_groups(f, groups);
	if (!groups.known && bound == FILTER_POSSIBLE)
		return port_set_everything();
	if (groups.n > KEPT_GROUPS_MAX || peer.n > KEPT_GROUPS_MAX)
		return all_referred(f, groups, direction, peer, bound);
	k.text[k.n++] = (char)('0' + 2 * (int)direction + (int)bound);
	key_add_groups(&k, groups);
	key_add_groups(&k, peer);
	slot = (struct port_set **)slot_of(f, &f->references, &k);
	if (*slot == NULL) {
		*slot = arena_alloc(f->a, sizeof **slot);
		**slot = all_referred(f, groups, direction, peer, bound);
	}
	return **slot;
}

bool
filter_refers(struct filters *f, struct group_list groups,
    enum direction direction, struct group_list others)
{
	filters_note_groups(f, groups);
	for (size_t i = 0; i < groups.n; i++) {
		const struct compiled_list *list = compiled(f, groups.v[i],
		    direction);

		for (size_t k = 0; list->n_references > 0 && k < others.n; k++)
			if (filter_find_reference(list, others.v[k]) != NULL)
				return true;
	}
	return false;
}

void
filter_each_reference(struct filters *f, struct group_list groups,
    enum direction direction, void (*visit)(void *context,
    const struct security_group *to, const struct port_set *ports),
    void *context)
{
	filters_note_groups(f, groups);
	for (size_t i = 0; i < groups.n; i++) {
		const struct compiled_list *list = compiled(f, groups.v[i],
		    direction);

		for (size_t k = 0; k < list->n_references; k++)
			visit(context, list->references[k].to,
			    &list->references[k].sure);
	}
}

void
filter_mark_referred(struct filters *f, struct group_list groups,
    enum direction direction, unsigned char *marks, unsigned char value)
{
	filters_note_groups(f, groups);
	for (size_t i = 0; i < groups.n; i++) {
		const struct compiled_list *list = compiled(f, groups.v[i],
		    direction);

		for (size_t k = 0; k < list->n_references; k++)
			marks[list->references[k].to->is.order] = value;
	}
}

/* The ports of a rule, if it names the list of a service. */
static struct port_set
of_service(struct filters *f, const struct group_rule *r, const char *service,
    enum bound bound)
{
	enum presence there = branch_presence(f->in.branch,
	    group_rule_exists(r));
	bool sure, known = value_is_known(r->ports->is);

	if (there == ABSENT || !filter_names_service(r, service, &sure))
		return port_set_empty();
	if (bound == FILTER_SURE && (!sure || !known || there != PRESENT))
		return port_set_empty();
	return known ? r->ports->v : port_set_everything();
}

struct port_set
filter_service(struct filters *f, struct group_list groups,
    enum direction direction, const char *service, enum bound bound)
{
	struct port_set ports = port_set_empty();

	filters_note_groups(f, groups);
	if (!groups.known && bound == FILTER_POSSIBLE)
		return port_set_everything();
	for (size_t i = 0; i < groups.n; i++) {
		const struct compiled_list *list = compiled(f, groups.v[i],
		    direction);

		if (!list->known && bound == FILTER_POSSIBLE)
			return port_set_everything();
		for (size_t k = 0; k < list->n_of_lists; k++)
			ports = port_set_union(f->a, ports, of_service(f,
			    list->of_lists[k], service, bound));
	}
	return ports;
}

/* ------------------------------------------------------------------ ACLs */

struct service_set
filter_acl(struct filters *f, const struct network_acl *acl,
    enum direction direction, enum family family, enum bound bound)
{
	filters_note_acl(f, acl);
	return compiled_acl(f, acl, direction)->
	    addresses.of[family_index(family)][bound];
}

const char *
filter_groups_unknown(struct filters *f, struct group_list groups,
    enum direction direction)
{
	filters_note_groups(f, groups);
	for (size_t i = 0; i < groups.n; i++) {
		const char *why = compiled(f, groups.v[i], direction)->why;

		if (why != NULL)
			return why;
	}
	return groups.known ? NULL :
	    "not all of its security groups are known";
}

bool
filter_acl_may_allow(struct filters *f, struct arena *a,
    const struct network_acl *acl, enum direction direction,
    struct port_set ports)
{
	static const enum family families[] = { IPV4, IPV6 };

	for (size_t i = 0; i < 2; i++)
		if (port_set_overlaps(service_set_ports_from_any(a,
		    filter_acl(f, acl, direction, families[i],
		    FILTER_POSSIBLE), range_set_everything(families[i])),
		    ports))
			return true;
	return false;
}

const char *
filter_acl_unknown(struct filters *f, const struct network_acl *acl,
    enum direction direction)
{
	filters_note_acl(f, acl);
	return compiled_acl(f, acl, direction)->why;
}

const char *
filter_groups_condition(struct filters *f, struct group_list groups,
    enum direction direction)
{
	filters_note_groups(f, groups);
	for (size_t i = 0; i < groups.n; i++) {
		const char *text = compiled(f, groups.v[i], direction)->
		    condition;

		if (text != NULL)
			return text;
	}
	return NULL;
}

const char *
filter_acl_condition(struct filters *f, const struct network_acl *acl,
    enum direction direction)
{
	filters_note_acl(f, acl);
	return compiled_acl(f, acl, direction)->condition;
}

void
filters_prepare(struct filters *f, const struct model *m)
{
	for (size_t i = 0; i < m->security_groups.n; i++)
		for (enum direction d = INGRESS; d <= EGRESS; d++)
			(void)compiled(f, m->security_groups.v[i], d);
	for (size_t i = 0; i < m->network_acls.n; i++)
		for (enum direction d = INGRESS; d <= EGRESS; d++)
			(void)compiled_acl(f, m->network_acls.v[i], d);
}
