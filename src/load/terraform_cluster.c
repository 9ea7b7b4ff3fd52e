/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

/*
 * The security group that EKS makes with a cluster: the interfaces of its
 * control plane carry it beside those that the cluster states, and so do the
 * nodes of a node group, unless their launch template names groups.
 * https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html,
 * https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 */

#define WORKLOAD	KIND_BIT(KIND_WORKLOAD)

static struct terraform_value
own_group(struct terraform_resource *r)
{
	return terraform_member(terraform_first(terraform_get(r,
	    "vpc_config")), "cluster_security_group_id");
}

void
terraform_enter_cluster(struct terraform *x, struct terraform_resource *r)
{
	const char *id = terraform_word(x, own_group(r));
	struct terraform_found *f;

	if (r->is_data || id == NULL)
		return;
	f = arena_alloc(x->a, sizeof *f);
	f->to = r;
	f->attribute = TERRAFORM_CLUSTER_GROUP;
	*map_slot(&x->default_ids, id) = f;
}

void
terraform_read_cluster(struct terraform *x, struct terraform_resource *r)
{
	struct workload *w = (struct workload *)r->thing;
	const char *name = terraform_word(x, terraform_get(r, "name"));
	struct security_group *g = model_new_cluster_group(x->m, w,
	    name != NULL ? name : w->is.address);

	g->is.id = terraform_word(x, own_group(r));
	r->beside = &g->is;
	vec_push(x->a, &x->clusters, r);
	w->groups_stated = true;
	terraform_add_ref(x, &w->group_refs, (struct ref){ .to = &g->is,
	    .is = value_derived(r->at), .text = thing_label(&g->is) });
}

/* IPv4, unless it is written: what a plan does not know is AWS's choice. */
static void
finish(struct terraform *x, struct terraform_resource *r)
{
	struct security_group *g = (struct security_group *)r->beside;
	struct workload *w = (struct workload *)r->thing;
	struct terraform_value v = terraform_member(terraform_first(
	    terraform_get(r, "kubernetes_network_config")), "ip_family");
	bool six = terraform_text_is(v, "ipv6");
	bool sure = terraform_state(v) != VALUE_UNKNOWN ||
	    !terraform_is_written(v);

	for (size_t i = 0; g->is.vpc == NULL && i < w->subnet_refs.n; i++)
		if (w->subnet_refs.v[i].to != NULL)
			g->is.vpc = w->subnet_refs.v[i].to->vpc;
	model_open_cluster_group(x->m, g, IPV4, sure && !six);
	if (six || !sure || (g->is.vpc != NULL &&
	    g->is.vpc->ipv6_cidrs.n > 0))
		model_open_cluster_group(x->m, g, IPV6, six);
}

void
terraform_finish_clusters(struct terraform *x)
{
	for (size_t i = 0; i < x->clusters.n; i++)
		finish(x, x->clusters.v[i]);
}

/* The cluster that nodes join: by a reference, or by its name if one alone
 * has that; NULL: it is not in the input. */
static struct terraform_resource *
cluster_of(struct terraform *x, struct terraform_value v)
{
	struct terraform_resource *found = terraform_find_written(x, v,
	    WORKLOAD);
	const char *name = terraform_word(x, v);
	bool several = false;

	if (found != NULL || name == NULL)
		return found;
	for (size_t i = 0; i < x->clusters.n; i++) {
		struct terraform_resource *r = x->clusters.v[i];

		if (!str_equal(name, terraform_word(x, terraform_get(r,
		    "name"))))
			continue;
		several |= found != NULL;
		found = r;
	}
	return several ? NULL : found;
}

static bool
has_block(struct terraform_value v)
{
	return node_exists(node_first(v.value)) ||
	    (terraform_state(v) == VALUE_UNKNOWN && terraform_is_written(v));
}

static void
add_unknown(struct terraform *x, struct terraform_resource *r,
    struct workload *w, const char *why)
{
	terraform_add_ref(x, &w->group_refs, (struct ref){
	    .is = value_unknown(r->at, why) });
}

void
terraform_read_nodes(struct terraform *x, struct terraform_resource *r)
{
	struct workload *w = (struct workload *)r->thing;
	struct terraform_value launched = terraform_get(r, "launch_template");
	struct terraform_resource *template = terraform_template(x, launched);
	struct terraform_resource *cluster;

	if (template != NULL)
		terraform_take_template(x, w, template);
	w->groups_stated = true;
	cluster = w->group_refs.n > 0 ? NULL : cluster_of(x,
	    terraform_get(r, "cluster_name"));
	if (template == NULL && has_block(launched))
		add_unknown(x, r, w, "its launch template is not in the "
		    "input");
	else if (cluster != NULL && cluster->beside != NULL)
		terraform_add_ref(x, &w->group_refs, (struct ref){
		    .to = cluster->beside, .is = value_derived(r->at),
		    .text = thing_label(cluster->beside) });
	else if (w->group_refs.n == 0)
		add_unknown(x, r, w, "the security group that EKS makes for "
		    "the cluster is not in the input");
	if (has_block(terraform_get(r, "remote_access")))
		add_unknown(x, r, w, "the security group that EKS makes for "
		    "its remote access is not in the input");
}
