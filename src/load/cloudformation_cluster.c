/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"

/*
 * The security group that EKS makes with a cluster: the interfaces of its
 * control plane carry it beside those that the cluster states, and so do the
 * nodes that EKS makes, unless their launch template names groups.
 * https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html,
 * https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 */

/* How each type of cluster says it: CDK has one of its own. */
static const struct spelling {
	const char *type, *name, *family;
} spellings[] = {
	{ "EKS::Cluster", "Name", "KubernetesNetworkConfig.IpFamily" },
	{ "Custom::AWSCDK-EKS-Cluster", "Config.name",
	  "Config.kubernetesNetworkConfig.ipFamily" }
};

static const struct spelling *
spelling_of(const struct cfn_resource *r)
{
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		if (str_equal(spellings[i].type, r->type))
			return &spellings[i];
	return NULL;
}

/* NULL: CloudFormation makes one up, or it is not known. */
static const char *
name_of(struct cfn *x, struct cfn_resource *r)
{
	return cfn_word(x, cfn_at_path(x, r, spelling_of(r)->name));
}

struct security_group *
cfn_cluster_group(struct cfn *x, struct cfn_resource *r)
{
	const char *name;

	if (spelling_of(r) == NULL || r->thing == NULL)
		return NULL;
	if (r->extra == NULL) {
		name = name_of(x, r);
		r->extra = model_new_cluster_group(x->m,
		    (struct workload *)r->thing, name != NULL ? name :
		    r->name);
	}
	return r->extra;
}

/*
 * Rules that stand apart have been added by now: of one that lets out it is
 * not told whether CloudFormation takes AWS's own away, as it does of a group
 * that it makes itself.
 */
void
cfn_finish_cluster(struct cfn *x, struct cfn_resource *r)
{
	struct security_group *g = cfn_cluster_group(x, r);
	struct text_value family;
	bool added, six;

	if (g == NULL)
		return;
	g->is.vpc = r->thing->vpc;
	family = cfn_text_of(x, cfn_at_path(x, r, spelling_of(r)->family));
	added = g->egress.n > 1;
	six = str_equal(family.v, "ipv6");
	if (!six || value_is_unknown(family.is))
		model_open_cluster_group(x->m, g, IPV4, !added &&
		    !value_is_unknown(family.is));
	else
		model_open_cluster_group(x->m, g, IPV4, false);
	if (six || value_is_unknown(family.is) || (g->is.vpc != NULL &&
	    g->is.vpc->ipv6_cidrs.n > 0))
		model_open_cluster_group(x->m, g, IPV6, six && !added);
}

/* The cluster that a group of nodes joins: by a reference, or by its name if
 * one alone has that; NULL: it is not in the input. */
static struct cfn_resource *
cluster_of(struct cfn *x, struct cfn_value v)
{
	struct cfn_resource *found = cfn_meant(x, v), *r;
	const char *name = cfn_word(x, v);
	bool several = false;

	if (found != NULL || name == NULL)
		return found;
	for (size_t i = 0; i < x->templates.n; i++)
		for (size_t k = 0; k < x->templates.v[i]->list.n; k++) {
			r = x->templates.v[i]->list.v[k];
			if (r->is_out || spelling_of(r) == NULL ||
			    !str_equal(name_of(x, r), name))
				continue;
			several |= found != NULL;
			found = r;
		}
	return several ? NULL : found;
}

static struct ref
group_ref(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_value v = cfn_get(r, "ClusterName");
	struct cfn_resource *cluster = cluster_of(x, v);
	struct security_group *g = cluster == NULL ? NULL :
	    cfn_cluster_group(x, cluster);

	if (g == NULL)
		return (struct ref){ .is = value_unknown(r->at, "the "
		    "security group that EKS makes for the cluster is not in "
		    "the input") };
	return (struct ref){ .is = value_derived(v.at), .to = &g->is,
		.text = thing_label(&g->is), .exists = g->is.exists };
}

/* A launch template of a group of nodes is named by other words than one of
 * instances.  False: there is none. */
static bool
take_template(struct cfn *x, struct workload *w, struct cfn_value spec)
{
	struct cfn_resource *t = cfn_meant(x, cfn_member(&spec, "Id"));

	if (spec.kind == CFN_ABSENT)
		return false;
	if (t == NULL)
		t = cfn_meant(x, cfn_member(&spec, "Name"));
	if (t == NULL)
		t = cfn_meant(x, cfn_member(&spec, "Version"));
	if (t != NULL && str_equal(t->type, "EC2::LaunchTemplate"))
		cfn_take_launch_data(x, w, cfn_get(t, "LaunchTemplateData"));
	else
		cfn_add_ref(x, &w->group_refs, (struct ref){ .is =
		    value_unknown(spec.at, "its launch template is not in the "
		    "input") });
	return true;
}

void
cfn_take_cluster_groups(struct cfn *x, struct workload *w,
    struct cfn_resource *r)
{
	struct security_group *own = cfn_cluster_group(x, r);

	w->groups_stated = true;
	if (own != NULL) {
		cfn_add_ref(x, &w->group_refs, (struct ref){
		    .is = value_derived(r->at), .to = &own->is,
		    .text = thing_label(&own->is) });
		return;
	}
	if (w->kind != WORKLOAD_EKS_NODES) {
		cfn_add_ref(x, &w->group_refs, (struct ref){
		    .is = value_unknown(r->at, "its pods carry the cluster's "
		    "security group, or those that a policy in the cluster "
		    "names") });
		return;
	}
	take_template(x, w, cfn_get(r, "LaunchTemplate"));
	if (w->group_refs.n == 0)
		cfn_add_ref(x, &w->group_refs, group_ref(x, r));
	if (cfn_get(r, "RemoteAccess").kind != CFN_ABSENT)
		cfn_add_ref(x, &w->group_refs, (struct ref){
		    .is = value_unknown(r->at, "the security group that EKS "
		    "makes for its remote access is not in the input") });
}
