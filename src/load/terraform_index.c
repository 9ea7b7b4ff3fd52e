/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

#include <inttypes.h>
#include <string.h>

/*
 * Which resources there are: their addresses, the modules they stand in, and
 * what the configuration and the list of changes have for each.
 */

static struct node *
keep(struct terraform *x, struct node n)
{
	struct node *kept = arena_alloc(x->a, sizeof *kept);

	*kept = n;
	return kept;
}

static void
enter_config_resources(struct terraform *x, struct terraform_config *c)
{
	struct node list = node_get(c->node, "resources");

	for (struct node n = node_first(list); node_exists(n);
	    n = node_next(n)) {
		const char *address = node_text(x->a, node_get(n, "address"));

		if (address != NULL)
			*map_slot(&c->resources, address) = keep(x, n);
	}
}

struct terraform_config *
terraform_config(struct terraform *x, struct node module)
{
	struct terraform_config *c = arena_alloc(x->a, sizeof *c);
	struct node calls = node_get(module, "module_calls");

	c->node = module;
	c->resources = map_new(x->a);
	c->calls = map_new(x->a);
	enter_config_resources(x, c);
	for (struct node n = node_first(calls); node_exists(n);
	    n = node_next(n)) {
		struct terraform_call *call = arena_alloc(x->a, sizeof *call);

		call->node = n;
		call->module = terraform_config(x, node_get(n, "module"));
		*map_slot(&c->calls, node_key(n)) = call;
	}
	return c;
}

static struct terraform_module *
new_module(struct terraform *x, const char *address)
{
	struct terraform_module *m = arena_alloc(x->a, sizeof *m);

	m->address = address;
	m->blocks = map_new(x->a);
	m->children = map_new(x->a);
	return m;
}

struct terraform_module *
terraform_root(struct terraform *x)
{
	struct terraform_module *m = new_module(x, "");

	m->config = x->config;
	return m;
}

/* The instance of a module that is called so in its parent. */
static struct terraform_module *
child(struct terraform *x, struct terraform_module *parent, const char *name,
    const char *key, const char *address)
{
	void **slot = map_slot(&parent->children, name);
	struct terraform_modules *all = *slot;
	struct terraform_module *m;
	struct terraform_call *call;

	if (all == NULL) {
		*slot = all = arena_alloc(x->a, sizeof *all);
		all->by_key = map_new(x->a);
	}
	m = key != NULL ? map_get(&all->by_key, key) : all->alone;
	if (m != NULL)
		return m;
	m = new_module(x, address);
	m->name = name;
	m->key = key;
	m->parent = parent;
	call = parent->config != NULL ?
	    map_get(&parent->config->calls, name) : NULL;
	m->config = call != NULL ? call->module : NULL;
	vec_push(x->a, &all->of, m);
	if (key != NULL)
		*map_slot(&all->by_key, key) = m;
	else
		all->alone = m;
	return m;
}

/* "module.a.module.b[0]": the instance, made where it is not there yet. */
static struct terraform_module *
module_at(struct terraform *x, const char *address)
{
	struct terraform_module *m = x->root;
	struct terraform_path p;
	size_t i = 0;

	if (!terraform_path_parse(x->a, address, &p))
		return m;
	while (i + 1 < p.n && str_equal(p.v[i].text, "module")) {
		const char *name = p.v[i + 1].text, *key = NULL;

		i += 2;
		if (i < p.n && p.v[i].is_index)
			key = p.v[i++].text;
		m = child(x, m, name, key, arena_printf(x->a,
		    key == NULL ? "%s%smodule.%s" : "%s%smodule.%s[\"%s\"]",
		    m->address, *m->address != '\0' ? "." : "", name, key));
	}
	return m;
}

/* The index of a resource in words; NULL if it has none. */
static const char *
key_of(struct terraform *x, struct node index)
{
	int64_t number;

	if (node_kind(index) == NODE_STRING)
		return node_text(x->a, index);
	if (node_integer(index, &number))
		return arena_printf(x->a, "%" PRId64, number);
	return NULL;
}

static struct terraform_block *
block_of(struct terraform *x, struct terraform_module *m, const char *name)
{
	void **slot = map_slot(&m->blocks, name);
	struct terraform_block *b = *slot;

	if (b == NULL) {
		*slot = b = arena_alloc(x->a, sizeof *b);
		b->name = name;
		b->by_key = map_new(x->a);
	}
	return b;
}

static enum change
change_of(struct node actions)
{
	bool creates = false, deletes = false, updates = false;

	for (struct node c = node_first(actions); node_exists(c);
	    c = node_next(c)) {
		creates |= node_text_is(c, "create");
		deletes |= node_text_is(c, "delete");
		updates |= node_text_is(c, "update");
	}
	if (creates && deletes)
		return CHANGE_REPLACE;
	if (creates)
		return CHANGE_CREATE;
	if (deletes)
		return CHANGE_DELETE;
	return updates ? CHANGE_UPDATE : CHANGE_NONE;
}

static void
take_change(struct terraform *x, struct terraform_resource *r)
{
	const struct node *change = map_get(&x->changes, r->address);

	if (change == NULL)
		return;
	r->change = change_of(node_get(*change, "actions"));
	if (x->is_before) {
		/* What is made anew is told of the network after it. */
		if (r->change != CHANGE_DELETE)
			r->change = CHANGE_NONE;
		return;
	}
	r->unknown = node_get(*change, "after_unknown");
	r->has_unknown = node_exists(r->unknown);
	if (!node_exists(r->sensitive))
		r->sensitive = node_get(*change, "after_sensitive");
}

bool
terraform_is_id(const char *text)
{
	enum kind kind;

	return id_shape(text, &kind) || str_starts_with(text, "lt-");
}

static const char *const identities[] = { "id", "arn", "allocation_id",
	"vpc_id", NULL };

static const char *
id_in(struct terraform *x, struct node values, const char *key)
{
	struct node n = node_get(values, key);
	const char *id = node_kind(n) == NODE_STRING ? node_text(x->a, n) :
	    NULL;

	return id != NULL && id[0] != '\0' ? id : NULL;
}

/*
 * An id of another form than AWS's ("rtb-1", of a state that was written by
 * hand or is of an emulator) may be a name, which things of several kinds
 * have: it is known by its kind.  One that two have tells nothing.
 */
static const char *
odd_key(struct arena *a, unsigned kind, const char *id)
{
	return arena_printf(a, "%u %s", kind, id);
}

/* The bits of kinds that are known by such: hosted zones have no others. */
static uint32_t
with_odd_ids(uint32_t kinds)
{
	return kinds & (KIND_BIT(TERRAFORM_ZONE) | (KIND_BIT(KIND_COUNT) - 1));
}

static void
enter_odd_id(struct terraform *x, struct terraform_resource *r,
    const char *id)
{
	for (unsigned k = 0; k <= TERRAFORM_ZONE; k++) {
		struct terraform_resource *had;
		void **slot;

		if ((with_odd_ids(r->type->gives) & KIND_BIT(k)) == 0)
			continue;
		slot = map_slot(&x->odd_ids, odd_key(x->a, k, id));
		had = *slot;
		if (had == NULL || (had->is_data && !r->is_data))
			*slot = r;
		else if (had != r && had->is_data == r->is_data)
			had->has_shared_id = true;
	}
}

static struct terraform_resource *
with_odd_id(const struct terraform *x, const char *id, uint32_t kinds)
{
	struct terraform_resource *r;

	if (x->odd_ids.n == 0 || terraform_is_id(id))
		return NULL;
	for (unsigned k = 0; k <= TERRAFORM_ZONE; k++) {
		if ((with_odd_ids(kinds) & KIND_BIT(k)) == 0)
			continue;
		r = map_get(&x->odd_ids, odd_key(x->a, k, id));
		if (r != NULL && !r->has_shared_id)
			return r;
	}
	return NULL;
}

/* What AWS makes with a VPC is known by attributes of the VPC. */
static void
enter_defaults(struct terraform *x, struct terraform_resource *r)
{
	static const char *const keys[] = { "default_security_group_id",
		"default_network_acl_id", "main_route_table_id", NULL };

	for (size_t i = 0; keys[i] != NULL; i++) {
		const char *id = id_in(x, r->values, keys[i]);
		struct terraform_found *f;

		if (id == NULL)
			continue;
		f = arena_alloc(x->a, sizeof *f);
		f->to = r;
		f->attribute = keys[i];
		*map_slot(&x->default_ids, id) = f;
	}
}

/* The id that it had: what was read before still has that. */
static void
enter_old_ids(struct terraform *x, struct terraform_resource *r)
{
	const struct node *change = map_get(&x->changes, r->address);
	struct node before = change != NULL ? node_get(*change, "before") :
	    (struct node){ 0 };

	for (size_t i = 0; identities[i] != NULL; i++) {
		const char *id = id_in(x, before, identities[i]);

		if (id != NULL && !str_equal(identities[i], "vpc_id") &&
		    (terraform_is_id(id) || i == 0))
			*map_slot(&x->old_ids, id) = r;
	}
}

struct terraform_resource *
terraform_having_id(const struct terraform *x, const char *id, uint32_t kinds)
{
	struct terraform_resource *r = map_get(&x->ids, id);

	return r != NULL ? r : with_odd_id(x, id, kinds);
}

struct terraform_found
terraform_with_id(const struct terraform *x, const char *id, uint32_t kinds)
{
	struct terraform_found f = { terraform_having_id(x, id, kinds),
		NULL };
	const struct terraform_found *made = map_get(&x->default_ids, id);

	if (f.to == NULL && made != NULL)
		f = *made;
	if (f.to == NULL)
		f.to = map_get(&x->old_ids, id);
	return f;
}

/* What it can be known by, if a known value says so. */
static void
enter_ids(struct terraform *x, struct terraform_resource *r)
{
	if (r->change == CHANGE_REPLACE)
		enter_old_ids(x, r);
	if ((r->type->gives & KIND_BIT(KIND_VPC)) != 0)
		enter_defaults(x, r);
	if (str_equal(r->type->name, "aws_eks_cluster"))
		terraform_enter_cluster(x, r);
	for (size_t i = 0; identities[i] != NULL; i++) {
		const char *id = id_in(x, r->values, identities[i]);
		void **slot;

		/* vpc_id is its own id of awscc_ec2_vpc alone. */
		if (id == NULL || (i == 3 &&
		    !str_equal(r->type->name, "awscc_ec2_vpc")))
			continue;
		if (!terraform_is_id(id)) {
			if (i == 0)
				enter_odd_id(x, r, id);
			continue;
		}
		slot = map_slot(&x->ids, id);
		if (*slot == NULL ||
		    (((struct terraform_resource *)*slot)->is_data &&
		    !r->is_data))
			*slot = r;
	}
}

struct thing *
terraform_make(struct terraform *x, struct terraform_resource *r,
    struct thing *t)
{
	r->thing = t;
	t->address = read_clean(x->l, r->address);
	t->created = !r->is_data;
	t->change = r->change;
	return t;
}

static void
make_thing(struct terraform *x, struct terraform_resource *r)
{
	if (r->type->make != NULL)
		terraform_make(x, r, r->type->make(x->m, r->at, x->island));
}

/* A resource whose type has a row; nothing is entered twice. */
static void
enter(struct terraform *x, struct terraform_module *m,
    const struct terraform_type *type, const char *name,
    struct terraform_resource r)
{
	struct terraform_resource *kept;
	const char *block = arena_printf(x->a, r.is_data ? "data.%s.%s" :
	    "%s.%s", type->name, name);
	void **slot = map_slot(&x->resources, r.address);
	const struct node *written;

	if (*slot != NULL)
		return;
	kept = arena_alloc(x->a, sizeof *kept);
	*kept = r;
	*slot = kept;
	kept->type = type;
	kept->module = m;
	kept->block = block_of(x, m, block);
	/* Names of the configuration are not of what is deposed. */
	if (!kept->is_deposed) {
		vec_push(x->a, &kept->block->of, kept);
		if (kept->key != NULL)
			*map_slot(&kept->block->by_key, kept->key) = kept;
		written = m->config != NULL ?
		    map_get(&m->config->resources, block) : NULL;
		if (written != NULL)
			kept->written = *written;
	}
	take_change(x, kept);
	kept->has_values_alone = x->is_plan && !x->is_before &&
	    !kept->is_data && !kept->is_deposed && !kept->has_unknown &&
	    !node_exists(kept->written);
	enter_ids(x, kept);
	make_thing(x, kept);
	vec_push(x->a, &x->list, kept);
	vec_push(x->a, &m->list, kept);
}

/* One of a type that has no row. */
static void
enter_other(struct terraform *x, struct terraform_module *m,
    const char *type, const char *name, struct terraform_resource r)
{
	const struct node *written;

	if (type == NULL || r.is_data)
		return;
	written = m->config != NULL ? map_get(&m->config->resources,
	    arena_printf(x->a, "%s.%s", type, name)) : NULL;
	if (written != NULL)
		r.written = *written;
	r.module = m;
	terraform_enter_unread(x, type, r);
}

static const struct terraform_type *
type_of(struct terraform *x, struct node n)
{
	const char *name = node_text(x->a, node_get(n, "type"));

	return name != NULL ? map_get(&x->types, name) : NULL;
}

/* The key of an object that a resource had before its present one, and that
 * an apply could not destroy yet; or NULL. */
static const char *
deposed_key(struct terraform *x, struct node n)
{
	const char *key = node_text(x->a, node_get(n, "deposed_key"));

	return key != NULL ? key : node_text(x->a, node_get(n, "deposed"));
}

/* Several objects have one address then: the key tells them apart. */
static const char *
with_key(struct terraform *x, const char *address, const char *deposed)
{
	return address == NULL || deposed == NULL ? address :
	    arena_printf(x->a, "%s (deposed %s)", address, deposed);
}

static const char *
address_of(struct terraform *x, struct node n)
{
	return with_key(x, node_text(x->a, node_get(n, "address")),
	    deposed_key(x, n));
}

static void
count_deposed(struct terraform *x, struct terraform_deposed *to,
    const char *address)
{
	if (to->n++ >= TERRAFORM_DEPOSED_NAMED)
		return;
	to->text = to->text == NULL ? address : arena_printf(x->a, "%s, %s",
	    to->text, address);
}

/* What stands in the state alone: no plan is made of it, since it is not among
 * the targets of the run, or only the state is looked at anew. */
static bool
stays(struct terraform *x, struct node n)
{
	const char *address = address_of(x, n);

	return x->takes_prior && address != NULL &&
	    map_get(&x->changes, address) == NULL &&
	    map_get(&x->others, address) == NULL &&
	    map_get(&x->moved, address) == NULL;
}

/* Ephemeral resources are gone when Terraform ends. */
static bool
is_lasting(struct node n)
{
	return !node_text_is(node_get(n, "mode"), "ephemeral");
}

static void
enter_resource(struct terraform *x, struct node n,
    struct terraform_module *m, bool prior, struct node values,
    struct node sensitive)
{
	const struct terraform_type *type = type_of(x, n);
	const char *name = node_text(x->a, node_get(n, "name"));
	struct terraform_resource r = {
		.at = node_place(n), .values = values,
		.sensitive = sensitive,
		.is_data = node_text_is(node_get(n, "mode"), "data"),
	};

	if ((prior && !r.is_data && !stays(x, n)) || !is_lasting(n))
		return;
	r.key = key_of(x, node_get(n, "index"));
	r.address = address_of(x, n);
	r.is_deposed = deposed_key(x, n) != NULL;
	if (name == NULL || r.address == NULL) {
		x->n_nameless++;
		return;
	}
	x->n_prior += prior && !r.is_data;
	if (r.is_deposed)
		count_deposed(x, &x->deposed, r.address);
	/* The two ends of a plan are told apart by address, so what was moved
	 * has its new one before, too. */
	if (x->is_before && map_get(&x->moved, r.address) != NULL)
		r.address = map_get(&x->moved, r.address);
	if (type == NULL)
		enter_other(x, m, node_text(x->a, node_get(n, "type")), name,
		    r);
	else
		enter(x, m, type, name, r);
}

void
terraform_enter_module(struct terraform *x, struct node module,
    struct terraform_module *to, bool prior)
{
	struct node list = node_get(module, "resources");
	struct node children = node_get(module, "child_modules");

	for (struct node n = node_first(list); node_exists(n);
	    n = node_next(n))
		enter_resource(x, n, to, prior, node_get(n, "values"),
		    node_get(n, "sensitive_values"));
	for (struct node n = node_first(children); node_exists(n);
	    n = node_next(n)) {
		const char *address = node_text(x->a,
		    node_get(n, "address"));

		if (address != NULL)
			terraform_enter_module(x, n, module_at(x, address),
			    prior);
	}
}

/* Instances of a resource of a raw state. */
static void
enter_instances(struct terraform *x, struct node n)
{
	const struct terraform_type *type = type_of(x, n);
	const char *name = node_text(x->a, node_get(n, "name"));
	const char *module = node_text(x->a, node_get(n, "module"));
	const char *text = node_text(x->a, node_get(n, "type"));
	bool is_data = node_text_is(node_get(n, "mode"), "data");
	struct node list = node_get(n, "instances");

	if (name == NULL || text == NULL)
		return;
	for (struct node c = node_first(list); node_exists(c);
	    c = node_next(c)) {
		struct node index = node_get(c, "index_key");
		struct terraform_resource r = {
			.at = node_place(c), .is_data = is_data,
			.values = node_get(c, "attributes"),
			.secrets = node_get(c, "sensitive_attributes"),
			.key = key_of(x, index),
		};

		r.is_deposed = deposed_key(x, c) != NULL;
		r.address = arena_printf(x->a,
		    r.key == NULL ? "%s%s%s%s.%s" :
		    node_kind(index) == NODE_STRING ?
		    "%s%s%s%s.%s[\"%s\"]" : "%s%s%s%s.%s[%s]",
		    module != NULL ? module : "", module != NULL ? "." : "",
		    is_data ? "data." : "", text, name, r.key);
		r.address = with_key(x, r.address, deposed_key(x, c));
		if (r.is_deposed)
			count_deposed(x, &x->deposed, r.address);
		if (type == NULL)
			enter_other(x, x->root, text, name, r);
		else
			enter(x, module != NULL ? module_at(x, module) :
			    x->root, type, name, r);
	}
}

void
terraform_enter_raw(struct terraform *x, struct node resources)
{
	for (struct node n = node_first(resources); node_exists(n);
	    n = node_next(n))
		enter_instances(x, n);
}

void
terraform_enter_changes(struct terraform *x, struct node changes)
{
	for (struct node n = node_first(changes); node_exists(n);
	    n = node_next(n)) {
		const char *address, *previous;

		address = address_of(x, n);
		if (address == NULL)
			continue;
		if (!x->is_before && deposed_key(x, n) != NULL &&
		    change_of(node_get(node_get(n, "change"), "actions")) ==
		    CHANGE_DELETE)
			count_deposed(x, &x->destroyed, address);
		if (type_of(x, n) == NULL) {
			*map_slot(&x->others, address) = x;
			continue;
		}
		*map_slot(&x->changes, address) =
		    keep(x, node_get(n, "change"));
		previous = node_text(x->a, node_get(n, "previous_address"));
		if (previous != NULL && deposed_key(x, n) == NULL)
			*map_slot(&x->moved, previous) =
			    (void *)(uintptr_t)address;
	}
}

/* One end of a change. */
static void
enter_end(struct terraform *x, struct node n, const char *end,
    const char *sensitive)
{
	struct node change = node_get(n, "change");
	struct node values = node_get(change, end);
	const char *module = node_text(x->a, node_get(n, "module_address"));

	if (node_kind(values) == NODE_MAP)
		enter_resource(x, n, module != NULL ? module_at(x, module) :
		    x->root, false, values, node_get(change, sensitive));
}

/* What there was before, from the changes: for plans without a state. */
void
terraform_enter_before(struct terraform *x, struct node changes)
{
	for (struct node n = node_first(changes); node_exists(n);
	    n = node_next(n))
		enter_end(x, n, "before", "before_sensitive");
}

/* What Terraform forgets stays as it is, though no value is planned. */
void
terraform_enter_forgotten(struct terraform *x, struct node changes)
{
	for (struct node n = node_first(changes); node_exists(n);
	    n = node_next(n)) {
		struct node first = node_first(node_get(node_get(n, "change"),
		    "actions"));

		if (node_text_is(first, "forget") &&
		    !node_exists(node_next(first)))
			enter_end(x, n, "before", "before_sensitive");
	}
}

/* What is planned, from the changes: of plans without planned values. */
void
terraform_enter_after(struct terraform *x, struct node changes)
{
	for (struct node n = node_first(changes); node_exists(n);
	    n = node_next(n))
		enter_end(x, n, "after", "after_sensitive");
}

/*
 * What is left for another run is planned all the same; where it is not known
 * of how many instances, which those are is not.
 */
void
terraform_enter_deferred(struct terraform *x, struct node list)
{
	for (struct node d = node_first(list); node_exists(d);
	    d = node_next(d)) {
		struct node n = node_get(d, "resource_change");
		const char *address = node_text(x->a, node_get(n, "address"));
		const char *type = node_text(x->a, node_get(n, "type"));

		if (address == NULL || type == NULL ||
		    change_of(node_get(node_get(n, "change"), "actions")) ==
		    CHANGE_DELETE)
			continue;
		if (strstr(address, "[*]") != NULL) {
			if (type_of(x, n) != NULL) {
				terraform_name_unread(x, type, node_place(n));
				x->is_number_untold = true;
			}
			continue;
		}
		x->n_deferred++;
		if (type_of(x, n) != NULL)
			*map_slot(&x->changes, address) = keep(x,
			    node_get(n, "change"));
		enter_end(x, n, "after", "after_sensitive");
	}
}

void
terraform_enter_gone(struct terraform *x, struct node changes)
{
	for (struct node n = node_first(changes); node_exists(n);
	    n = node_next(n)) {
		struct node change = node_get(n, "change");
		struct node before = node_get(change, "before");
		const struct terraform_type *type = type_of(x, n);
		struct terraform_resource *r;

		if (type == NULL || type->join == NULL || type->make != NULL ||
		    type->read != NULL || node_kind(before) != NODE_MAP ||
		    change_of(node_get(change, "actions")) != CHANGE_DELETE)
			continue;
		r = arena_alloc(x->a, sizeof *r);
		r->type = type;
		r->module = x->root;
		r->block = block_of(x, x->root, "");
		r->address = address_of(x, n);
		r->at = node_place(n);
		r->values = before;
		r->sensitive = node_get(change, "before_sensitive");
		r->is_gone = true;
		if (r->address != NULL)
			vec_push(x->a, &x->gone, r);
	}
}
