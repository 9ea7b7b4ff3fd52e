/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"
#include "model/notation.h"

#include <string.h>

/*
 * Instances, auto scaling, and the services that AWS runs inside a VPC.  All
 * are read last, when it is known which VPC a subnet is in.
 */

static void *
make_workload(struct model *m, struct place at, unsigned island)
{
	return model_new_workload(m, at, island, NULL);
}

/* The VPC of the first subnet, or else of the first group, that has one. */
static struct vpc *
vpc_of(const struct ref *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].to != NULL && v[i].to->vpc != NULL)
			return v[i].to->vpc;
	return NULL;
}

static void
place_workload(struct workload *w)
{
	if (w->is.vpc == NULL)
		w->is.vpc = vpc_of(w->subnet_refs.v, w->subnet_refs.n);
	if (w->is.vpc == NULL)
		w->is.vpc = vpc_of(w->group_refs.v, w->group_refs.n);
}

/* ------------------------------------------------------- launch templates */

void
cfn_take_launch_data(struct cfn *x, struct workload *w, struct cfn_value data)
{
	struct cfn_value groups = cfn_member(&data, "SecurityGroupIds");

	if (groups.kind == CFN_ABSENT)
		groups = cfn_member(&data, "SecurityGroups");
	w->groups_stated |= cfn_group_refs(x, &w->group_refs, groups);
	cfn_take_network_interfaces(x, w, cfn_member(&data,
	    "NetworkInterfaces"));
}

static void
take_template(struct cfn *x, struct workload *w, struct cfn_value spec)
{
	struct cfn_resource *t = cfn_meant(x, cfn_member(&spec,
	    "LaunchTemplateId"));
	struct cfn_value nested;

	if (t == NULL)
		t = cfn_meant(x, cfn_member(&spec, "LaunchTemplateName"));
	if (t == NULL) {
		nested = cfn_member(&spec, "LaunchTemplateSpecification");
		t = cfn_meant(x, cfn_member(&nested, "LaunchTemplateId"));
	}
	/* "Version" may say which one a name that is made up means. */
	if (t == NULL)
		t = cfn_meant(x, cfn_member(&spec, "Version"));
	if (t != NULL && str_equal(t->type, "EC2::LaunchTemplate"))
		cfn_take_launch_data(x, w, cfn_get(t, "LaunchTemplateData"));
	else if (spec.kind != CFN_ABSENT && w->group_refs.n == 0)
		cfn_add_ref(x, &w->group_refs, (struct ref){ .is =
		    value_unknown(spec.at, "its launch template is not in the "
		    "input") });
}

/* An instance goes before its launch template in all that both state. */
static void
take_template_below(struct cfn *x, struct workload *w,
    struct cfn_value spec)
{
	size_t subnets = w->subnet_refs.n;
	struct flag_value public = w->public_ip;

	if (spec.kind == CFN_ABSENT || w->groups_stated ||
	    w->interfaces_stated)
		return;
	take_template(x, w, spec);
	w->groups_stated |= w->group_refs.n > 0;
	if (subnets > 0)
		w->subnet_refs.n = subnets;
	if (public.is.state != VALUE_ABSENT)
		w->public_ip = public;
}

static void
join_instance(struct cfn *x, struct cfn_resource *r)
{
	struct workload *w = (struct workload *)r->thing;
	struct cfn_value subnet = cfn_get(r, "SubnetId");

	w->kind = WORKLOAD_INSTANCE;
	w->subnets_stated = cfn_refs(x, &w->subnet_refs, subnet,
	    KIND_BIT(KIND_SUBNET));
	w->groups_stated = cfn_group_refs(x, &w->group_refs, cfn_get(r,
	    "SecurityGroupIds"));
	/* By name, in the default VPC. */
	w->groups_stated |= cfn_group_refs(x, &w->group_refs, cfn_get(r,
	    "SecurityGroups"));
	w->source_check = cfn_flag(x, cfn_get(r, "SourceDestCheck"));
	w->az = cfn_text_of(x, cfn_get_anywhere(r, "AvailabilityZone", ""));
	cfn_take_network_interfaces(x, w, cfn_get(r, "NetworkInterfaces"));
	cfn_take_addresses(x, w, r);
	take_template_below(x, w, cfn_get(r, "LaunchTemplate"));
	if (flag_or(w->source_check, true) == false)
		w->kind = WORKLOAD_APPLIANCE;
	place_workload(w);
}

/* ----------------------------------------------------------- auto scaling */

static void
join_scaling(struct cfn *x, struct cfn_resource *r)
{
	struct workload *w = (struct workload *)r->thing;
	struct cfn_resource *launch = cfn_meant(x, cfn_get(r,
	    "LaunchConfigurationName"));
	struct cfn_value mixed = cfn_get(r, "MixedInstancesPolicy");
	struct cfn_value spec = cfn_get(r, "LaunchTemplate");
	struct number_value desired = cfn_number(x, cfn_get(r,
	    "DesiredCapacity"));

	w->kind = WORKLOAD_AUTO_SCALING_GROUP;
	w->subnets_stated = cfn_refs(x, &w->subnet_refs, cfn_get(r,
	    "VPCZoneIdentifier"), KIND_BIT(KIND_SUBNET));
	w->max = cfn_number(x, cfn_get(r, "MaxSize"));
	w->count = desired.is.state != VALUE_ABSENT ? desired :
	    cfn_number(x, cfn_get(r, "MinSize"));
	if (mixed.kind != CFN_ABSENT)
		spec = cfn_member(&mixed, "LaunchTemplate");
	if (launch != NULL) {
		w->groups_stated = cfn_group_refs(x, &w->group_refs,
		    cfn_get(launch, "SecurityGroups"));
		w->public_ip = cfn_flag(x, cfn_get(launch,
		    "AssociatePublicIpAddress"));
	} else {
		take_template(x, w, spec);
	}
	w->groups_stated |= w->group_refs.n > 0;
	place_workload(w);
}

/* ------------------------------------------- services that AWS runs inside */

/* What a path leads to, in every item of the lists on the way. */
static struct cfn_items
at_path(struct cfn *x, struct cfn_resource *r, const char *path)
{
	struct cfn_value whole = { .kind = CFN_MAP, .in = r->in,
		.node = r->properties, .at = r->at };
	struct cfn_items now = cfn_items(x, whole);

	while (path != NULL && *path != '\0') {
		size_t n = strcspn(path, ".");
		const char *key = arena_strndup(x->a, path, n);
		struct cfn_items next = { 0 };

		for (size_t i = 0; i < now.n; i++) {
			struct cfn_items some = cfn_items(x, cfn_member(
			    &now.v[i].value, key));

			for (size_t k = 0; k < some.n; k++) {
				some.v[k].exists = cfn_both(x,
				    now.v[i].exists, some.v[k].exists);
				vec_push(x->a, &next, some.v[k]);
			}
		}
		now = next;
		path += n + (path[n] == '.');
	}
	return now;
}

struct cfn_value
cfn_at_path(struct cfn *x, struct cfn_resource *r, const char *path)
{
	struct cfn_items all = at_path(x, r, path);
	struct cfn_value v = { .kind = CFN_ABSENT, .at = r->at };

	if (all.n > 0)
		v = all.v[0].value;
	if (all.n > 1 || (all.n == 1 && all.v[0].exists != NULL))
		v = cfn_unknown(v.at, "it depends on a condition");
	return v;
}

/* VEC(struct ref) at to; false if nothing is there. */
static bool
take_path(struct cfn *x, void *to, struct cfn_resource *r,
    const char *inside, const char *path, enum kind kind)
{
	struct cfn_items all = at_path(x, r, inside == NULL ? path :
	    arena_printf(x->a, "%s.%s", inside, path));

	for (size_t i = 0; i < all.n; i++) {
		struct ref ref = cfn_ref(x, all.v[i].value, KIND_BIT(kind));

		ref.exists = cfn_both(x, ref.exists, all.v[i].exists);
		cfn_add_ref(x, to, ref);
	}
	return all.n > 0;
}

/* A subnet group's subnets, whatever its type calls them. */
static bool
take_subnet_group(struct cfn *x, struct workload *w, struct cfn_resource *r,
    const char *path)
{
	struct cfn_value v = cfn_at_path(x, r, path), subnets;
	struct cfn_resource *g = cfn_meant(x, v);

	if (v.kind == CFN_ABSENT)
		return false;
	/* Also one that another stack, or a resource of one's own, names. */
	if (g == NULL || (v.kind == CFN_RESOURCE && v.text != NULL &&
	    !node_exists(node_get(g->properties, "SubnetIds")))) {
		cfn_add_ref(x, &w->subnet_refs, (struct ref){ .is =
		    value_unknown(v.at, "its subnet group is not in the "
		    "input") });
		return true;
	}
	subnets = cfn_get(g, "SubnetIds");
	return cfn_refs(x, &w->subnet_refs, subnets, KIND_BIT(KIND_SUBNET));
}

/* A proxy speaks what stands behind it. */
static struct text_value
engine_of_family(struct cfn *x, struct cfn_resource *r)
{
	static const char *const families[][2] = { { "MYSQL", "mysql" },
		{ "POSTGRESQL", "postgres" }, { "SQLSERVER", "sqlserver-se" } };
	struct text_value engine = cfn_text_of(x, cfn_get(r, "EngineFamily"));

	if (!value_is_known(engine.is))
		return engine;
	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		if (str_equal(engine.v, families[i][0])) {
			engine.is = value_derived(engine.is.at);
			engine.v = families[i][1];
			return engine;
		}
	return (struct text_value){ .is = value_unknown(engine.is.at,
	    "a family of engines that is not known") };
}

static void
take_engine(struct cfn *x, struct workload *w, struct cfn_resource *r)
{
	w->engine = cfn_text_of(x, cfn_get(r, "Engine"));
	if (w->engine.is.state == VALUE_ABSENT)
		w->engine = engine_of_family(x, r);
	if (!value_is_known(w->engine.is))
		return;
	if (str_starts_with(w->engine.v, "aurora"))
		w->kind = WORKLOAD_AURORA;
	else if (w->kind == WORKLOAD_AURORA)
		w->kind = WORKLOAD_RDS;	/* a cluster of plain instances */
}

static void
take_ports(struct cfn *x, struct workload *w, struct cfn_value v)
{
	struct number_value port = cfn_number(x, v);

	if (port.is.state == VALUE_ABSENT)
		return;
	w->ports.is = port.is;
	if (value_is_known(port.is) && port.v > 0 && port.v <= 65535) {
		w->ports.v = port_set_of_ports(x->a, PROTOCOL_TCP,
		    (unsigned)port.v, (unsigned)port.v);
		w->ports.written = arena_printf(x->a, "tcp/%u",
		    (unsigned)port.v);
	}
}

/* What SAM's Globals say of all functions; no value where they do not. */
static struct node
sam_globals(const struct cfn_resource *r, const char *property)
{
	if (!str_equal(r->type, "Serverless::Function"))
		return node_get(r->properties, "");
	return node_get(node_get(node_get(cfn_whole(r->in)->root, "Globals"),
	    "Function"), property);
}

/* Lists of Globals are put in front of a function's own. */
static void
take_globals(struct cfn *x, struct workload *w, struct cfn_resource *r,
    const struct cfn_placed *p)
{
	struct node n = p->inside == NULL ? (struct node){ 0 } :
	    sam_globals(r, p->inside);
	struct cfn_value v;

	if (!node_exists(n))
		return;
	v = cfn_eval(cfn_whole(r->in), n);
	w->subnets_stated = cfn_refs(x, &w->subnet_refs, cfn_member(&v,
	    p->subnets), KIND_BIT(KIND_SUBNET));
	w->groups_stated = cfn_refs(x, &w->group_refs, cfn_member(&v,
	    p->groups), KIND_BIT(KIND_SECURITY_GROUP));
}

/* Public addresses: as a flag says, by Elastic IPs, or as its kind has it. */
static void
take_public(struct cfn *x, struct workload *w, struct cfn_resource *r,
    const struct cfn_placed *p)
{
	bool said;

	if (p->public != NULL && w->publicly_accessible.is.state ==
	    VALUE_ABSENT)
		w->publicly_accessible = cfn_flag(x, cfn_get(r, p->public));
	said = w->publicly_accessible.is.state != VALUE_ABSENT;
	if (flag_or(w->publicly_accessible, false) ||
	    (said && !workload_type(p->kind)->is_data_store))
		w->public_ip = w->publicly_accessible;
	else if (!said && (p->is_public || p->is_private))
		w->public_ip = (struct flag_value){ .is = value_derived(
		    r->at), .v = p->is_public || at_path(x, r,
		    p->addresses == NULL ? "AddressAllocationIds" :
		    p->addresses).n > 0 };
	if (p->is_private)
		w->ipv6.is = value_derived(r->at);
}

/* Whether it has IPv6 addresses: by a flag of its VPC's properties, or by a
 * word of its own. */
static void
take_ipv6(struct cfn *x, struct workload *w, struct cfn_resource *r,
    const struct cfn_placed *p)
{
	struct text_value family = cfn_text_of(x, cfn_get(r, "NetworkType"));
	struct cfn_items flags = { 0 };

	if (p->ipv6 != NULL)
		flags = at_path(x, r, p->ipv6);
	/* Where its VPC is there under a condition, so is it itself. */
	if (flags.n == 1)
		w->ipv6 = cfn_flag(x, flags.v[0].value);
	else if (flags.n > 1)
		w->ipv6.is = value_unknown(flags.v[0].value.at,
		    "it depends on a condition");
	if (family.is.state == VALUE_ABSENT)
		return;
	w->ipv6.is = family.is;
	if (value_is_known(family.is) && !workload_network_type(family.v,
	    &w->ipv6.v))
		w->ipv6.is = value_unknown(family.is.at, "its network type "
		    "is not known here");
}

static void
take_groups(struct cfn *x, struct workload *w, struct cfn_resource *r,
    const struct cfn_placed *p)
{
	const char *why = p->own_group;

	if (p->groups != NULL)
		w->groups_stated |= take_path(x, &w->group_refs, r,
		    p->inside, p->groups, KIND_SECURITY_GROUP);
	/* A member of a cluster that is not here: that says its groups. */
	if (str_equal(r->type, "RDS::DBInstance") && !w->groups_stated &&
	    node_exists(node_get(r->properties, "DBClusterIdentifier")))
		why = "its cluster is not in the input";
	if (p->of_cluster)
		cfn_take_cluster_groups(x, w, r);
	if (why == NULL)
		return;
	w->groups_stated = true;
	cfn_add_ref(x, &w->group_refs, (struct ref){ .is =
	    value_unknown(r->at, why) });
}

/* Brokers that have public addresses, or IPv6 ones, say so in words. */
static void
take_brokers(struct cfn *x, struct workload *w, struct cfn_resource *r)
{
	struct text_value family = cfn_text_of(x, cfn_at_path(x, r,
	    "BrokerNodeGroupInfo.ConnectivityInfo.NetworkType"));
	struct text_value public = cfn_text_of(x, cfn_at_path(x, r,
	    "BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type"));

	if (family.is.state != VALUE_ABSENT)
		w->ipv6 = (struct flag_value){ .is = family.is,
			.v = str_equal(family.v, "DUAL") };
	if (public.is.state == VALUE_ABSENT)
		return;
	w->publicly_accessible = (struct flag_value){ .is = public.is,
		.v = !str_equal(public.v, "DISABLED") };
	if (w->publicly_accessible.v && value_is_known(public.is))
		w->public_ip = w->publicly_accessible;
}

static void
take_scaling(struct cfn *x, struct workload *w, struct cfn_resource *r)
{
	w->count = cfn_number(x, cfn_at_path(x, r, "ScalingConfig.DesiredSize"));
	if (w->count.is.state == VALUE_ABSENT)
		w->count = cfn_number(x, cfn_at_path(x, r,
		    "ScalingConfig.MinSize"));
	w->max = cfn_number(x, cfn_at_path(x, r, "ScalingConfig.MaxSize"));
}

static void
join_placed(struct cfn *x, struct cfn_resource *r)
{
	const struct cfn_placed *p = r->placed;
	struct workload *w = (struct workload *)r->thing;

	w->kind = p->kind;
	take_globals(x, w, r, p);
	if (p->subnets != NULL)
		w->subnets_stated |= take_path(x, &w->subnet_refs, r,
		    p->inside, p->subnets, KIND_SUBNET);
	if (p->by_group != NULL)
		w->subnets_stated = take_subnet_group(x, w, r, p->by_group);
	take_groups(x, w, r, p);
	take_public(x, w, r, p);
	take_ipv6(x, w, r, p);
	if (p->port != NULL)
		take_ports(x, w, cfn_get(r, p->port));
	if (p->serves != NULL && w->ports.is.state == VALUE_ABSENT &&
	    notation_ports_parse(x->a, p->serves, &w->ports.v, NULL) ==
	    NULL) {
		w->ports.is = value_derived(r->at);
		w->ports.written = p->serves;
	}
	w->multi_az = cfn_flag(x, cfn_get(r, "MultiAZ"));
	if (p->kind == WORKLOAD_MSK)
		take_brokers(x, w, r);
	if (p->kind == WORKLOAD_EKS_NODES)
		take_scaling(x, w, r);
	if (str_equal(p->type, "EC2::ClientVpnEndpoint"))
		read_client_vpn(x->m, w);
	if (p->kind == WORKLOAD_RDS || p->kind == WORKLOAD_AURORA ||
	    p->kind == WORKLOAD_ELASTICACHE)
		take_engine(x, w, r);
	place_workload(w);
}

const struct cfn_type cfn_type_placed = { "", make_workload, NULL,
	join_placed, false };

/* A Client VPN has an interface in each subnet that is associated with it. */
static void
join_client_network(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_owners of = cfn_owners(x, r, cfn_get(r,
	    "ClientVpnEndpointId"), KIND_WORKLOAD);

	for (size_t i = 0; i < of.n; i++) {
		struct workload *w = (struct workload *)of.v[i].thing;
		struct ref subnet = cfn_ref(x, cfn_get(r, "SubnetId"),
		    KIND_BIT(KIND_SUBNET));

		subnet.exists = cfn_both(x, subnet.exists, of.v[i].when);
		w->subnets_stated = true;
		cfn_add_ref(x, &w->subnet_refs, subnet);
		place_workload(w);
	}
}

/* The cluster that it is a member of, if that is in the input. */
static struct cfn_resource *
cluster_of(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_resource *c;

	if (!str_equal(r->type, "RDS::DBInstance"))
		return NULL;
	c = cfn_meant(x, cfn_get(r, "DBClusterIdentifier"));
	return c != NULL && str_equal(c->type, "RDS::DBCluster") ? c : NULL;
}

/*
 * Whether a public address is given is said member by member; the cluster has
 * one if any of them has.
 */
void
cfn_join_member(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_resource *of = cluster_of(x, r);
	struct workload *cluster = of == NULL ? NULL :
	    (struct workload *)of->thing;
	struct flag_value public;

	if (cluster == NULL || flag_or(cluster->publicly_accessible, false))
		return;
	public = cfn_flag(x, cfn_get(r, "PubliclyAccessible"));
	if (r->exists != NULL && !condition_same(r->exists, of->exists) &&
	    flag_or(public, false))
		public.is = cfn_depends(x, r->at, r->exists);
	if (flag_or(public, false) || value_is_unknown(public.is))
		cluster->publicly_accessible = public;
}

/*
 * Without a VPC's properties it runs in AWS's own.  Where it has them under a
 * condition alone, it is in the network so long as that holds.
 */
static bool
has_network(struct cfn *x, struct cfn_resource *r, const char *path)
{
	struct cfn_items all = at_path(x, r, path);

	if (all.n == 1)
		r->exists = cfn_both(x, r->exists, all.v[0].exists);
	return all.n > 0;
}

/* A member of a cluster stands where the cluster does: one is enough. */
static bool
is_outside(struct cfn *x, struct cfn_resource *r)
{
	const struct cfn_placed *p = r->placed;

	if (p == NULL)
		return false;
	if (cluster_of(x, r) != NULL)
		return true;
	return p->inside != NULL && !node_exists(sam_globals(r, p->inside)) &&
	    !has_network(x, r, p->inside);
}

/* So many tasks more, rounded down, as a deployment may start before it stops
 * any; where it does not say how many, AWS's default is not read into it. */
static struct number_value
surge_of(struct cfn *x, struct cfn_resource *r, struct number_value count)
{
	struct cfn_value deployment = cfn_get(r, "DeploymentConfiguration");
	struct number_value most = cfn_number(x, cfn_member(&deployment,
	    "MaximumPercent"));

	if (!value_is_known(most.is))
		return most;
	if (!value_is_known(count.is)) {
		most.is = value_unknown(most.is.at, "how many tasks there are "
		    "is not known");
		return most;
	}
	most.is.origin = ORIGIN_DERIVED;
	most.v = most.v <= 100 || count.v <= 0 ? 0 :
	    count.v * (most.v - 100) / 100;
	return most;
}

static void
join_service(struct cfn *x, struct cfn_resource *r)
{
	struct workload *w = (struct workload *)r->thing;
	struct cfn_value network = cfn_get(r, "NetworkConfiguration");
	struct cfn_value vpc = cfn_member(&network, "AwsvpcConfiguration");
	const char *launch = cfn_word(x, cfn_get(r, "LaunchType"));

	w->kind = launch == NULL || str_equal(launch, "FARGATE") ?
	    WORKLOAD_FARGATE_SERVICE : WORKLOAD_ECS_SERVICE;
	w->subnets_stated = cfn_refs(x, &w->subnet_refs,
	    cfn_member(&vpc, "Subnets"), KIND_BIT(KIND_SUBNET));
	w->groups_stated = cfn_refs(x, &w->group_refs,
	    cfn_member(&vpc, "SecurityGroups"), KIND_BIT(KIND_SECURITY_GROUP));
	w->count = cfn_number(x, cfn_get(r, "DesiredCount"));
	w->surge = surge_of(x, r, w->count);
	w->public_ip = cfn_flag(x, cfn_member(&vpc, "AssignPublicIp"));
	place_workload(w);
}

/* "tcp/5432" of the table of kinds: its number; NULL: several, or none. */
static const char *
only_port(struct arena *a, const char *ports)
{
	static const char tcp[] = "tcp/";
	const char *number;

	if (ports == NULL || !str_starts_with(ports, tcp))
		return NULL;
	number = ports + strlen(tcp);
	return number[strspn(number, "0123456789")] != '\0' ? NULL :
	    arena_strdup(a, number);
}

struct cfn_value
cfn_port_of(struct cfn_resource *r, struct place at)
{
	struct cfn *x = r->in->x;
	const struct cfn_placed *p = r->placed;
	struct cfn_value v = { .kind = CFN_ABSENT };
	const char *engine = cfn_word(x, cfn_get(r, "Engine"));
	enum workload_kind kind;
	const char *port;

	if (p != NULL && p->port != NULL)
		v = cfn_get(r, p->port);
	if (v.kind == CFN_ABSENT && p != NULL) {
		kind = p->kind == WORKLOAD_RDS && engine != NULL &&
		    str_starts_with(engine, "aurora") ? WORKLOAD_AURORA :
		    p->kind;
		port = only_port(x->a, engine != NULL &&
		    engine_ports(kind, engine) != NULL ?
		    engine_ports(kind, engine) : workload_type(kind)->ports);
		if (port != NULL)
			v = cfn_text(at, port);
	}
	v.literal = false;
	return v.kind != CFN_ABSENT ? v : cfn_unknown(at,
	    "known when the stack is created");
}

bool
cfn_is_workload(struct cfn *x, struct cfn_resource *r)
{
	if (str_equal(r->type, "ECS::Service"))
		return has_network(x, r, "NetworkConfiguration");
	return !is_outside(x, r);
}

const struct cfn_type cfn_types_workload[] = {
	{ "EC2::NetworkInterface", cfn_make_interface,
	  NULL, cfn_join_interface, false },
	{ "EC2::Instance", make_workload, NULL, join_instance, false },
	{ "EC2::LaunchTemplate", NULL, NULL, NULL, false },
	{ "AutoScaling::LaunchConfiguration", NULL, NULL, NULL, false },
	{ "AutoScaling::AutoScalingGroup", make_workload, NULL,
	  join_scaling, false },
	{ "ECS::Service", make_workload, NULL, join_service, false },
	{ "EC2::ClientVpnTargetNetworkAssociation", NULL, NULL,
	  join_client_network, false },
	{ .name = NULL }
};
