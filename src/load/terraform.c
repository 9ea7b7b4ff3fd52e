/* SPDX-License-Identifier: MIT */
#include "load/terraform.h"

#include "base/str.h"
#include "load/terraform_read.h"
#include "text/sanitise.h"

#include <string.h>

/*
 * The document: which of the three forms it has, and the rounds of reading.
 */

/* "format_version" and values, or a raw state's "version" and "lineage". */
static bool
recognise(struct node root)
{
	if (node_exists(node_get(root, "planned_values")))
		return true;
	if (node_exists(node_get(root, "format_version")))
		return node_exists(node_get(root, "resource_changes")) ||
		    node_exists(node_get(root, "values")) ||
		    node_exists(node_get(root, "terraform_version"));
	return node_kind(node_get(root, "version")) == NODE_NUMBER &&
	    (node_exists(node_get(root, "terraform_version")) ||
	    node_exists(node_get(root, "lineage")) ||
	    node_exists(node_get(root, "modules")));
}

/* Types that say in one way where they stand. */
static void
enter_placed_types(struct terraform *x)
{
	for (const struct terraform_placed *row = terraform_placed;
	    row->type != NULL; row++) {
		struct terraform_type *t = arena_alloc(x->a, sizeof *t);

		t->name = row->type;
		t->gives = KIND_BIT(KIND_WORKLOAD);
		t->read = terraform_read_placed;
		t->join = str_ends_with(row->type, "_ecs_service") ?
		    terraform_join_service : NULL;
		*map_slot(&x->types, t->name) = t;
	}
}

static struct terraform *
new_reader(struct load *l, struct document *d)
{
	struct terraform *x = arena_alloc(l->a, sizeof *x);

	x->l = l;
	x->m = l->model;
	x->a = l->model->a;
	x->island = model_new_island(l->model);
	x->file = sanitise_text(l->a,
	    files_get(&l->files, document_file(d))->name);
	x->types = map_new(x->a);
	x->resources = map_new(x->a);
	x->ids = map_new(x->a);
	x->default_ids = map_new(x->a);
	x->old_ids = map_new(x->a);
	x->odd_ids = map_new(x->a);
	x->changes = map_new(x->a);
	x->moved = map_new(x->a);
	x->others = map_new(x->a);
	x->providers = map_new(x->a);
	x->vpcs = map_new(x->a);
	x->ports = map_new(x->a);
	x->addresses = map_new(x->a);
	x->mains = map_new(x->a);
	x->entries = map_new(x->a);
	x->vpn_attachments = map_new(x->a);
	x->zones = map_new(x->a);
	x->groups = map_new(x->a);
	x->names = map_new(x->a);
	x->defaults = map_new(x->a);
	x->seen = map_new(x->a);
	x->unread_types = map_new(x->a);
	for (size_t i = 0; terraform_types[i] != NULL; i++)
		for (const struct terraform_type *t = terraform_types[i];
		    t->name != NULL; t++)
			*map_slot(&x->types, t->name) =
			    (void *)(uintptr_t)t;
	enter_placed_types(x);
	return x;
}

/* Major versions that are known: what a later one means nobody knows. */
static bool
is_readable(struct terraform *x, struct node root)
{
	struct node format = node_get(root, "format_version");
	int64_t version;
	const char *text;

	if (node_exists(format)) {
		text = node_text(x->a, format);
		if (text != NULL && (str_starts_with(text, "0.") ||
		    str_starts_with(text, "1.")))
			return true;
		load_complain(x->l, "%s has format_version %s: 0.x and 1.x "
		    "are read", x->file, node_excerpt(x->a, format));
		return false;
	}
	if (node_exists(node_get(root, "planned_values")) ||
	    (node_integer(node_get(root, "version"), &version) &&
	    version == 4))
		return true;
	if (node_exists(node_get(root, "backend"))) {
		load_complain(x->l, "%s says where Terraform keeps the state: "
		    "give the output of terraform show -json, or of terraform "
		    "state pull", x->file);
		return false;
	}
	load_complain(x->l, "%s is a Terraform state of version %s: version 4 "
	    "is read; open it once with Terraform 0.12 or later (terraform "
	    "refresh), or give the output of terraform show -json", x->file,
	    node_excerpt(x->a, node_get(root, "version")));
	return false;
}

static bool
has_values(struct node part)
{
	return node_kind(node_get(part, "root_module")) == NODE_MAP;
}

/* Terraform stopped on an error, or plans for some of the resources alone. */
static void
note_partial(struct terraform *x, struct node root)
{
	bool errored = false, complete = true;
	struct node deferred = node_first(node_get(root, "deferred_changes"));

	if (node_bool(node_get(root, "errored"), &errored) && errored)
		load_complain_partly(x->l, arena_printf(x->a, "%s is of a run "
		    "that an error stopped: what was not planned until then "
		    "is missing", x->file));
	else if (node_bool(node_get(root, "complete"), &complete) &&
	    !complete && !node_exists(deferred))
		load_remark(x->l, "%s plans for a part of the resources alone "
		    "(-target): what is left for another run is missing",
		    x->file);
	x->is_partial = errored;
}

static void
enter_plan(struct terraform *x, struct node root)
{
	struct node changes = node_get(root, "resource_changes");
	struct node prior = node_get(node_get(root, "prior_state"), "values");
	struct node planned = node_get(root, "planned_values");

	terraform_enter_changes(x, changes);
	if (x->is_before) {
		if (has_values(prior))
			terraform_enter_module(x, node_get(prior,
			    "root_module"), x->root, false);
		else
			terraform_enter_before(x, changes);
		return;
	}
	note_partial(x, root);
	terraform_enter_module(x, node_get(planned, "root_module"), x->root,
	    false);
	x->takes_prior = node_exists(changes) || x->list.n == 0;
	if (x->list.n == 0)
		terraform_enter_after(x, changes);
	terraform_enter_forgotten(x, changes);
	terraform_enter_deferred(x, node_get(root, "deferred_changes"));
	terraform_enter_gone(x, changes);
	/* Data sources that were read already stand there, and what no change
	 * is about. */
	terraform_enter_module(x, node_get(prior, "root_module"), x->root,
	    true);
}

static void
enter_document(struct terraform *x, struct node root)
{
	struct node configuration = node_get(root, "configuration");
	struct node module = node_get(configuration, "root_module");

	x->is_plan = node_exists(node_get(root, "planned_values")) ||
	    node_exists(node_get(root, "resource_changes"));
	x->is_before = x->l->options.before && x->is_plan;
	x->l->has_before = x->l->has_before || x->is_plan;
	x->variables = node_get(root, "variables");
	if (node_kind(module) == NODE_MAP && !x->is_before)
		x->config = terraform_config(x, module);
	terraform_enter_providers(x, configuration);
	x->root = terraform_root(x);
	if (x->is_plan)
		enter_plan(x, root);
	else if (node_exists(node_get(root, "format_version")))
		terraform_enter_module(x, node_get(node_get(root, "values"),
		    "root_module"), x->root, false);
	else
		terraform_enter_raw(x, node_get(root, "resources"));
}

/* Findings of reading are about the resource that is being read. */
static void
name_findings(struct terraform *x, const struct terraform_resource *r,
    size_t first)
{
	for (size_t i = first; i < x->l->findings.n; i++)
		if (x->l->findings.v[i]->object == NULL)
			x->l->findings.v[i]->object =
			    read_clean(x->l, r->address);
}

/* Others may name a VPC's main table and default groups, those of clusters,
 * groups of subnets, and endpoints of firewalls: these come first, and before
 * all what is taken over of a VPC, as whoever names that means it. */
enum round { TAKEN_OVER, EARLY, LATE };

static enum round
round_of(const struct terraform_resource *r)
{
	if ((r->type->gives & KIND_BIT(KIND_VPC)) != 0 ||
	    str_starts_with(r->type->name, "aws_default_"))
		return TAKEN_OVER;
	if ((r->type->gives & KIND_BIT(TERRAFORM_SUBNET_GROUP)) != 0 ||
	    str_equal(r->type->name, "aws_eks_cluster") ||
	    str_starts_with(r->type->name, "aws_main_") ||
	    strstr(r->type->name, "_networkfirewall_") != NULL ||
	    str_ends_with(r->type->name, "_accepter"))
		return EARLY;
	return LATE;
}

static void
read_round(struct terraform *x, enum round round)
{
	for (size_t i = 0; i < x->list.n; i++) {
		struct terraform_resource *r = x->list.v[i];
		size_t first = x->l->findings.n;

		if (round_of(r) != round || r->is_part)
			continue;
		if (r->thing != NULL)
			terraform_head(x, r);
		if (r->type->read != NULL)
			r->type->read(x, r);
		name_findings(x, r, first);
	}
}

/* Whether others show it in their own values: rules, routes, entries, and what
 * is associated. */
static bool
is_shown(const struct terraform_resource *r)
{
	static const char *const types[] = { "aws_route",
		"aws_security_group_rule", "aws_network_acl_rule",
		"aws_vpc_security_group_ingress_rule",
		"aws_vpc_security_group_egress_rule", "aws_eip_association",
		"aws_internet_gateway_attachment",
		"aws_network_acl_association",
		"aws_network_interface_sg_attachment",
		"aws_vpc_endpoint_route_table_association",
		"aws_vpc_endpoint_security_group_association",
		"aws_vpc_endpoint_subnet_association",
		"aws_vpn_gateway_attachment",
		"aws_vpn_gateway_route_propagation", NULL };

	for (size_t i = 0; types[i] != NULL; i++)
		if (str_equal(types[i], r->type->name))
			return true;
	return false;
}

static void
read_all(struct terraform *x)
{
	size_t first;

	read_round(x, TAKEN_OVER);
	read_round(x, EARLY);
	terraform_settle_mains(x);
	read_round(x, LATE);
	for (size_t i = 0; i < x->gone.n; i++)
		if (is_shown(x->gone.v[i]))
			x->gone.v[i]->type->join(x, x->gone.v[i]);
	for (size_t i = 0; i < x->list.n; i++) {
		first = x->l->findings.n;
		if (x->list.v[i]->type->join != NULL)
			x->list.v[i]->type->join(x, x->list.v[i]);
		name_findings(x, x->list.v[i], first);
	}
	terraform_finish_balancers(x);
	terraform_finish_clusters(x);
	terraform_finish_addresses(x);
}

/* Whether the input only creates: it sees nothing that was there before. */
static bool
is_whole(const struct terraform *x)
{
	for (size_t i = 0; i < x->m->vpcs.n; i++)
		if (x->m->vpcs.v[i]->is.island == x->island &&
		    !x->m->vpcs.v[i]->is.created)
			return false;
	for (size_t i = 0; i < x->list.n; i++)
		if (x->list.v[i]->is_data && x->list.v[i]->thing != NULL)
			return false;
	return x->lost.n == 0 && x->seen.n == 0 && x->list.n > 0;
}

/* An id that nothing in the input has: there is more of its kind. */
static void
declare_lost(struct terraform *x, const struct terraform_lost *lost)
{
	struct thing *t = lost->of->thing;

	for (enum kind k = 0; k < KIND_COUNT; k++)
		if ((lost->kinds & KIND_BIT(k)) != 0)
			model_declare_incomplete(x->m, k, x->island,
			    t != NULL ? t->vpc : NULL);
}

/* There may be more of everything. */
static void
declare_partial(struct terraform *x)
{
	for (enum kind k = 0; k < KIND_COUNT; k++) {
		model_declare_incomplete(x->m, k, x->island, NULL);
		for (size_t i = 0; i < x->m->vpcs.n; i++)
			if (x->m->vpcs.v[i]->is.island == x->island)
				model_declare_incomplete(x->m, k, x->island,
				    x->m->vpcs.v[i]);
	}
}

/* What is of a VPC that is not known may be of each: none has all.  So may an
 * attachment of a transit gateway that is not known. */
static void
declare_homeless(struct terraform *x)
{
	for (size_t i = 0; i < x->list.n; i++) {
		const struct thing *t = x->list.v[i]->thing;

		if (t == NULL)
			continue;
		if ((t->vpc == NULL && value_is_unknown(t->vpc_ref.is)) ||
		    (t->kind == KIND_ATTACHMENT && value_is_unknown(
		    ((const struct attachment *)t)->gateway_ref.is)))
			model_declare_incomplete(x->m, t->kind, x->island,
			    NULL);
	}
}

/* What an input creates is complete; of what it only sees, nothing is. */
static void
declare(struct terraform *x)
{
	bool whole = is_whole(x);

	for (enum kind k = 0; k < KIND_COUNT; k++) {
		/* Who uses a network may stand in another state. */
		if (x->m->workloads.n == 0 &&
		    (k == KIND_WORKLOAD || k == KIND_INTERFACE))
			continue;
		if (whole)
			model_declare_complete(x->m, k, x->island, NULL);
		for (size_t i = 0; i < x->m->vpcs.n; i++) {
			struct vpc *v = x->m->vpcs.v[i];

			if (v->is.island == x->island && v->is.created)
				model_declare_complete(x->m, k, x->island, v);
		}
	}
	for (size_t i = 0; i < x->lost.n; i++)
		declare_lost(x, &x->lost.v[i]);
	declare_homeless(x);
	if (x->is_number_untold || x->is_partial)
		declare_partial(x);
}

/* People know a resource by its address, before its id. */
static void
label(struct terraform *x)
{
	for (size_t i = 0; i < x->list.n; i++) {
		struct terraform_resource *r = x->list.v[i];
		struct load_address a = { .from = r->at,
			.to = node_end(r->values) };

		a.address = read_clean(x->l, r->address);
		vec_push(x->l->a, &x->l->addresses, a);
		if (r->thing != NULL && r->thing->name == NULL)
			r->thing->label = r->thing->address;
	}
}

/* Objects that were to be destroyed when others took their addresses. */
static void
say_deposed(struct terraform *x, const struct terraform_deposed *d,
    const char *one, const char *many)
{
	if (d->n > 0)
		load_remark(x->l, "%s: %zu deposed object%s %s: %s%s",
		    x->file, d->n, d->n == 1 ? "" : "s", d->n == 1 ? one :
		    many, d->text, d->n > TERRAFORM_DEPOSED_NAMED ? ", ..." : "");
}

static void
say(struct terraform *x)
{
	say_deposed(x, &x->deposed, "is still there, and is read as what it "
	    "is", "are still there, and are read as what they are");
	say_deposed(x, &x->destroyed, "is destroyed with this plan",
	    "are destroyed with this plan");
	if (x->n_deferred > 0)
		load_remark(x->l, "%s: %zu change%s deferred to another run: "
		    "taken as if planned", x->file, x->n_deferred,
		    x->n_deferred == 1 ? " is" : "s are");
	if (x->n_nameless > 0)
		load_remark(x->l, "%s: %zu resource%s without an address or a "
		    "name: left out", x->file, x->n_nameless,
		    x->n_nameless == 1 ? "" : "s");
	if (x->n_prior > 0)
		load_remark(x->l, "%s: %zu resource%s that the plan does not "
		    "speak of %s taken as the state before it has %s", x->file,
		    x->n_prior, x->n_prior == 1 ? "" : "s",
		    x->n_prior == 1 ? "is" : "are", x->n_prior == 1 ? "it" :
		    "them");
	if (x->n_inferred > 0)
		load_remark(x->l, "%s: %zu link%s the configuration does not "
		    "tell %s inferred, such as %s", x->file, x->n_inferred,
		    x->n_inferred == 1 ? " that" : "s that",
		    x->n_inferred == 1 ? "was" : "were", x->inferred);
	if (x->n_unfound > 0)
		load_remark(x->l, "%s: %zu link%s not known, such as %s%s",
		    x->file, x->n_unfound, x->n_unfound == 1 ? " is" :
		    "s are", x->unfound, x->is_plan && x->config == NULL ?
		    "; it has no \"configuration\", which tells the others"
		    : "");
}

static void
load(struct load *l, struct document *d)
{
	struct terraform *x = new_reader(l, d);
	struct node root = node_root(d);

	files_get(&l->files, document_file(d))->is_guarded = true;
	if (!is_readable(x, root))
		return;
	enter_document(x, root);
	read_all(x);
	terraform_settle(x);
	declare(x);
	terraform_use_unread(x);
	label(x);
	say(x);
}

const struct loader loader_terraform = {
	.name = "terraform",
	.summary = "output of terraform show -json, or a state file",
	.sign = "a member \"format_version\", or \"version\" and "
	    "\"lineage\"",
	.recognise = recognise,
	.load = load,
};
