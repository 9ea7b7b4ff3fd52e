/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/exposed.h"
#include "lint/space.h"
#include "lint/words.h"
#include "lint/world.h"
#include "model/notation.h"

/*
 * What security groups admit from the internet.  An open rule is an error
 * where a packet really gets through it, and a warning where nothing leads to
 * what carries the group: then it waits for a route or an address.
 */
#define GROUPS "Amazon VPC User Guide, Control traffic to your resources using " \
	"security groups"
#define EXPOSURE_INTENT "The same.  An error where the internet gets through, a " \
	"warning where no path leads there.  Silent for listeners of load balancers " \
	"that face the internet, and for what an expectation wants."

/* Services that nobody offers to the world on purpose. */
struct service_name {
	unsigned protocol, first, last;
	const char *name;
};

static const struct service_name admin_services[] = {
	{ PROTOCOL_TCP, 22, 22, "SSH" },
	{ PROTOCOL_TCP, 23, 23, "Telnet" },
	{ PROTOCOL_TCP, 135, 135, "RPC" },
	{ PROTOCOL_TCP, 139, 139, "NetBIOS" },
	{ PROTOCOL_TCP, 445, 445, "SMB" },
	{ PROTOCOL_TCP, 2375, 2376, "Docker" },
	{ PROTOCOL_TCP, 2379, 2380, "etcd" },
	{ PROTOCOL_TCP, 3389, 3389, "RDP" },
	{ PROTOCOL_TCP, 5900, 5901, "VNC" },
	{ PROTOCOL_TCP, 5985, 5986, "WinRM" },
	{ PROTOCOL_TCP, 10250, 10250, "kubelet" },
	{ 0 }
};

static const struct service_name data_services[] = {
	{ PROTOCOL_TCP, 1433, 1433, "SQL Server" },
	{ PROTOCOL_TCP, 1521, 1521, "Oracle" },
	{ PROTOCOL_TCP, 2049, 2049, "NFS" },
	{ PROTOCOL_TCP, 3306, 3306, "MySQL" },
	{ PROTOCOL_TCP, 5432, 5432, "PostgreSQL" },
	{ PROTOCOL_TCP, 5439, 5439, "Redshift" },
	{ PROTOCOL_TCP, 6379, 6379, "Redis" },
	{ PROTOCOL_TCP, 7000, 7001, "Cassandra" },
	{ PROTOCOL_TCP, 8182, 8182, "Neptune" },
	{ PROTOCOL_TCP, 9042, 9042, "Cassandra" },
	{ PROTOCOL_TCP, 9092, 9092, "Kafka" },
	{ PROTOCOL_TCP, 9200, 9200, "Elasticsearch" },
	{ PROTOCOL_TCP, 9300, 9300, "Elasticsearch" },
	{ PROTOCOL_TCP, 11211, 11211, "memcached" },
	{ PROTOCOL_UDP, 11211, 11211, "memcached" },
	{ PROTOCOL_TCP, 27017, 27017, "MongoDB" },
	{ 0 }
};

/* -------------------------------------------------- what is open at all */

/* What one group admits from the world, in either family. */
struct opening {
	struct service_set admitted[2];
	struct port_set world;
};

static struct opening
opening_of(struct arena *a, const struct world *w,
    const struct security_group *g)
{
	struct opening o;

	o.admitted[0] = world_admitted(a, g, INGRESS, IPV4);
	o.admitted[1] = world_admitted(a, g, INGRESS, IPV6);
	o.world = port_set_union(a,
	    world_ports(a, w, o.admitted[0], EXTENT_WORLD),
	    world_ports(a, w, o.admitted[1], EXTENT_WORLD));
	return o;
}

/* All ports of TCP or of UDP but for port 0, which nothing listens on. */
static bool
opens_all(struct arena *a, struct port_set world)
{
	return port_set_contains(world, port_set_of_ports(a, PROTOCOL_TCP, 1,
	    65535)) || port_set_contains(world, port_set_of_ports(a,
	    PROTOCOL_UDP, 1, 65535));
}

/* The first rule that has part in opening those ports wide, for the place. */
static const struct group_rule *
opening_rule(const struct security_group *g, struct port_set ports)
{
	const struct group_rule *best = NULL;

	for (size_t i = 0; i < g->ingress.n; i++) {
		const struct group_rule *r = g->ingress.v[i];

		if (!value_is_known(r->ports->is) ||
		    !port_set_overlaps(r->ports->v, ports))
			continue;
		if (r->peer_kind == PEER_ANYWHERE)
			return r;
		if (group_rule_has_block(r) && (best == NULL ||
		    group_rule_block(best).length > r->length))
			best = r;
		else if (r->peer_kind == PEER_PREFIX_LIST && best == NULL)
			best = r;
	}
	return best;
}

/* From where the ports are admitted: the blocks, both families. */
static const char *
sources(struct lint *l, const struct opening *o, uint32_t point)
{
	struct words_list list = { .a = l->a };

	for (size_t i = 0; i < 2; i++)
		words_add_blocks(&list, service_set_peers(o->admitted[i],
		    point));
	return words_join(&list);
}

/* --------------------------------------------- ports from the internet */

static void
flag_open(struct lint *l, const struct security_group *g,
    struct port_set ports, const char *what, const char *from)
{
	struct exposure_found found = exposed_through(l, g, ports);
	const struct group_rule *r = opening_rule(g, ports);
	bool is_bare = g->members.n == 0 && !g->has_members_unseen;
	struct finding *f;

	if (found.is == EXPOSED_DECLARED)
		return;
	f = flag(l, &g->is, r != NULL ? r->at : g->is.at, "%s opens %s to %s"
	    "%s%s", thing_title(l->a, &g->is), what, from,
	    is_bare ? "; nothing carries it" :
	    found.is == EXPOSED_YES ? ", and the internet gets through to " :
	    found.is == EXPOSED_MAYBE ? ", and the internet may get through to "
	    : found.is == EXPOSED_ONE_WAY ? ", and what the internet sends "
	    "arrives, though no answer gets back, at " :
	    "; no path from the internet leads to ",
	    is_bare ? "" :
	    found.is != EXPOSED_NO ? thing_title(l->a, found.who) :
	    g->has_members_unseen ? "anything that is known to carry it" :
	    "what carries it yet");
	if (found.is != EXPOSED_YES)
		f->severity = SEVERITY_WARNING;
	f->key = what;
	f->between.to = &g->is;
	finding_witness(l->findings, f, "ports", "%s",
	    notation_ports_format(l->a, ports));
	finding_witness(l->findings, f, "from", "%s", from);
	if (found.witness != NULL)
		finding_witness(l->findings, f, "packet", "%s",
		    found.witness);
	if (found.who != NULL) {
		finding_passes(l->findings, f, found.who);
		finding_related(l->findings, f, found.who->at, "%s",
		    thing_title(l->a, found.who));
	}
	finding_help(l->findings, f, "admit the addresses that need it, or use "
	    "Session Manager or a VPN; if it is meant, expect it: \"internet "
	    "reaches … on …\"");
}

/* What of the sources of a rule is not known; NULL if all is. */
static const char *
unknown_source(struct lint *l, const struct group_rule *r)
{
	const struct prefix_list *p =
	    (const struct prefix_list *)group_rule_to(r);

	if ((r->peer_kind == PEER_UNKNOWN &&
	    value_is_unknown(group_rule_peer(r).is)) ||
	    (r->peer_kind == PEER_CIDR &&
	    value_is_unknown(group_rule_cidr(r).is)))
		return "who a rule admits is not known";
	if (r->peer_kind != PEER_PREFIX_LIST)
		return NULL;
	if (p == NULL || p->is.kind != KIND_PREFIX_LIST)
		return "a prefix list is not in the input";
	return p->entries_known && !value_is_known(p->managed.is) ? NULL :
	    arena_printf(l->a, "what %s holds is not known",
	    thing_title(l->a, &p->is));
}

/* Those who may come to a service (of the table; NULL: to any) and whom nobody
 * knows may be many. */
static void
weaken_by_sources(struct lint *l, const struct security_group *g,
    const struct service_name *table)
{
	for (size_t i = 0; i < g->ingress.n; i++) {
		const struct group_rule *r = g->ingress.v[i];
		const char *why = unknown_source(l, r);
		struct arena *a;
		bool meets = table == NULL;

		if (why == NULL || !value_is_known(r->ports->is))
			continue;
		a = arena_new();
		for (const struct service_name *s = table; !meets && s->name;
		    s++)
			meets = port_set_overlaps(r->ports->v,
			    port_set_of_ports(a, s->protocol, s->first,
			    s->last));
		arena_free(a);
		if (meets)
			lint_weakened(l, why);
	}
}

/* The services of a table that the world gets at. */
static void
check_services(struct lint *l, const struct model *m,
    const struct service_name *table)
{
	struct world *w = world_new(l->a);

	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];
		struct arena *a;
		struct opening o;
		struct words_list names = { .a = l->a };
		struct port_set open = port_set_empty();

		weaken_by_sources(l, g, table);
		if (!world_may_be_wide(g, INGRESS))
			continue;
		a = arena_new();
		o = opening_of(a, w, g);
		for (const struct service_name *s = table; s->name; s++) {
			struct port_set ports = port_set_intersect(a, o.world,
			    port_set_of_ports(a, s->protocol, s->first,
			    s->last));

			if (port_set_is_empty(ports))
				continue;
			words_add(&names, arena_printf(l->a, "%s (%s)",
			    notation_ports_format(l->a, ports), s->name));
			open = port_set_union(a, open, ports);
		}
		if (!port_set_is_empty(open))
			flag_open(l, g, open, words_join(&names),
			    sources(l, &o, open.v[0].first));
		arena_free(a);
	}
}

static void
check_admin(struct lint *l, const struct model *m)
{
	check_services(l, m, admin_services);
}

static void
check_data(struct lint *l, const struct model *m)
{
	check_services(l, m, data_services);
}

static void
check_all_ports(struct lint *l, const struct model *m)
{
	struct world *w = world_new(l->a);

	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];
		struct arena *a;
		struct opening o;

		if (!world_may_be_wide(g, INGRESS))
			continue;
		a = arena_new();
		o = opening_of(a, w, g);
		if (opens_all(a, o.world))
			flag_open(l, g, o.world,
			    port_set_is_everything(o.world) ? "everything" :
			    arena_printf(l->a, "all ports (%s)",
			    notation_ports_format(l->a, o.world)),
			    sources(l, &o, o.world.v[0].last));
		arena_free(a);
	}
}

/* ----------------------------------------------------- wide-public-source */

/* The stretch of ports that is admitted from most public addresses, wide but
 * not the world. */
static void
check_wide_of(struct lint *l, struct arena *a, const struct world *w,
    const struct security_group *g, struct service_set admitted)
{
	const struct service *widest = NULL;
	struct addr most = { 0 };
	struct words_list list = { .a = l->a }, together = { .a = l->a };
	char count[ADDR_DECIMAL_MAX];
	const struct group_rule *r = NULL;
	struct port_set ports;
	struct port_range one;
	struct finding *f;

	for (size_t i = 0; i < admitted.n; i++) {
		struct addr size;

		if (world_extent(w, admitted.v[i].peers) != EXTENT_WIDE)
			continue;
		size = range_set_count(world_public(a, w,
		    admitted.v[i].peers), NULL);
		if (widest == NULL || addr_compare(size, most) > 0) {
			widest = &admitted.v[i];
			most = size;
		}
	}
	if (widest == NULL)
		return;
	one = widest->ports;
	ports = port_set_of_ranges(a, &one, 1);
	for (size_t i = 0; i < g->ingress.n; i++)
		if (world_takes_part(a, w, g->ingress.v[i], admitted.family,
		    ports)) {
			words_add(&list, words_peer(l->a, g->ingress.v[i]));
			r = r != NULL ? r : g->ingress.v[i];
		}
	f = flag(l, &g->is, r != NULL ? r->at : g->is.at, "%s opens %s to %s: "
	    "%s public addresses", thing_title(l->a, &g->is),
	    notation_ports_format(l->a, ports), words_join(&list),
	    addr_format_decimal(most, false, count));
	f->key = family_name(admitted.family);
	f->between.to = &g->is;
	finding_witness(l->findings, f, "from", "%s", words_join(&list));
	words_add_blocks(&together, world_public(a, w, widest->peers));
	if (list.n > 1)
		finding_witness(l->findings, f, "together", "%s",
		    words_join(&together));
	finding_witness(l->findings, f, "addresses", "%s", count);
	finding_help(l->findings, f, "name the addresses that are meant, if "
	    "they are fewer");
}

/* The addresses of the VPC itself are not the internet's, whoever else has
 * them: AD007 speaks of that. */
static struct service_set
from_outside(struct lint *l, struct arena *a, const struct security_group *g,
    enum family family)
{
	struct service_set admitted = world_admitted(a, g, INGRESS, family);

	if (g->is.vpc == NULL)
		return admitted;
	return service_set_subtract(a, admitted, service_set_of(a,
	    port_set_everything(), spaces_of_vpc(lint_spaces(l), g->is.vpc,
	    family).set));
}

static void
check_wide(struct lint *l, const struct model *m)
{
	struct world *w = world_new(l->a);

	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];
		struct arena *a;

		weaken_by_sources(l, g, NULL);
		if (!world_may_be_wide(g, INGRESS))
			continue;
		a = arena_new();
		check_wide_of(l, a, w, g, from_outside(l, a, g, IPV4));
		check_wide_of(l, a, w, g, from_outside(l, a, g, IPV6));
		arena_free(a);
	}
}

/* ----------------------------------------------- default-sg-used-or-open */

static const struct group_rule *
rule_for_others(const struct security_group *g)
{
	for (size_t i = 0; i < g->ingress.n; i++) {
		const struct group_rule *r = g->ingress.v[i];
		bool self = r->peer_kind == PEER_SELF ||
		    (r->peer_kind == PEER_GROUP && group_rule_to(r) == &g->is);

		if (!self && r->peer_kind != PEER_UNKNOWN)
			return r;
	}
	return NULL;
}

/* Whether its members may talk to one another, as AWS makes it. */
static bool
admits_itself(const struct security_group *g)
{
	for (size_t i = 0; i < g->ingress.n; i++)
		if (g->ingress.v[i]->peer_kind == PEER_SELF ||
		    group_rule_to(g->ingress.v[i]) == &g->is)
			return true;
	return false;
}

/*
 * Who carries it because he names no other; NULL: nobody.  Nodes that EKS
 * makes carry the cluster's group, which stands in no plan.
 */
static const struct interface *
carrier_of(const struct security_group *g)
{
	for (size_t i = 0; i < g->members.n; i++) {
		const struct workload *w = g->members.v[i]->workload;
		const struct endpoint *e = g->members.v[i]->endpoint;

		/* Of that type, some have groups and others none. */
		if (e != NULL && e->type == ENDPOINT_OTHER)
			continue;
		if (w == NULL || w->kind != WORKLOAD_EKS_NODES ||
		    w->groups_stated || !w->is.created)
			return g->members.v[i];
	}
	return NULL;
}

static void
check_default_group(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];
		const struct group_rule *r = rule_for_others(g);
		const struct interface *by = carrier_of(g);
		struct finding *f;

		if (!g->is_default || (r == NULL && (by == NULL ||
		    (g->ingress_known && !admits_itself(g)))))
			continue;
		if (r != NULL)
			f = flag(l, &g->is, r->at, "%s, which is there for "
			    "whoever names no group, admits \"%s\"",
			    thing_title(l->a, &g->is),
			    words_group_rule(l->a, r));
		else
			f = flag(l, &g->is, by->is.at, "%s "
			    "carries %s, as does everything that names no "
			    "group: all of it may talk to all of it",
			    thing_title(l->a,
			    exposed_owner(by)),
			    thing_title(l->a, &g->is));
		finding_witness(l->findings, f, "members", "%zu",
		    g->members.n);
		finding_help(l->findings, f, "give every workload a group of "
		    "its own, and the default group no rules");
	}
}

/* --------------------------------------------------------- egress-to-world */

static void
check_egress(struct lint *l, const struct model *m)
{
	struct world *w = world_new(l->a);

	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];
		struct arena *a;
		struct finding *f;

		/* A default group that nobody wrote is SG014's. */
		if (g->is.implicit || !world_may_be_wide(g, EGRESS))
			continue;
		a = arena_new();
		if (opens_all(a, world_ports(a, w, world_admitted(a, g, EGRESS,
		    IPV4), EXTENT_WORLD))) {
			f = flag(l, &g->is, g->is.at, "%s lets everything out "
			    "to the internet", thing_title(l->a, &g->is));
			finding_help(l->findings, f, "name what the workload "
			    "needs: \"tcp/443 to 0.0.0.0/0\", a group, a "
			    "prefix list");
		}
		arena_free(a);
	}
}

/* ---------------------------------------------------------------- table */

#define OPEN_TO(rule)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)	\
	JSON("internet_gateway": "igw", "subnets": {"web-a": {"az": "a",) \
	JSON("cidr": "10.0.0.0/24", "route_table": "web"}},)		\
	JSON("route_tables": {"web": {"routes": {"0.0.0.0/0": "igw"}}},) \
	JSON("workloads": {"web": {"kind": "instance", "subnets": ["web-a"],) \
	JSON("security_groups": ["web"], "public_ip": true}},)		\
	JSON("security_groups": {"web": {"ingress": [rule]}}}}})

const struct rule rules_exposure[] = {
	{ .check = check_admin, .is = {
		.code = "SG001",
		.name = "admin-port-from-internet",
		.severity = SEVERITY_ERROR,
		.class = CLASS_EXPOSURE,
		.title = "a port that administers machines, open to the internet",
		.aws = "A group admits the union of its rules: two halves of the internet "
		    "are the internet.",
		.why = "SSH, RDP, Docker and the like are tried within minutes by whoever "
		    "scans the internet.",
		.intent = EXPOSURE_INTENT,
		.bad = OPEN_TO("tcp/22 from 0.0.0.0/0"),
		.good = OPEN_TO("tcp/22 from 203.0.113.0/28"),
		.reference = GROUPS,
	} },
	{ .check = check_data, .is = {
		.code = "SG002",
		.name = "data-port-from-internet",
		.severity = SEVERITY_ERROR,
		.class = CLASS_EXPOSURE,
		.title = "a port of a database or cache, open to the internet",
		.aws = "A group admits the union of its rules: two halves of the internet "
		    "are the internet.",
		.why = "Databases and caches are not made to be talked to by strangers; "
		    "many have no password at all.",
		.intent = EXPOSURE_INTENT,
		.bad = OPEN_TO("tcp/6379 from 0.0.0.0/0"),
		.good = OPEN_TO("tcp/6379 from 10.0.0.0/16"),
		.reference = GROUPS,
	} },
	{ .check = check_all_ports, .is = {
		.code = "SG003",
		.name = "all-ports-from-internet",
		.severity = SEVERITY_ERROR,
		.class = CLASS_EXPOSURE,
		.title = "everything open to the internet",
		.aws = "A group admits the union of its rules, and no group denies.",
		.why = "Whatever starts to listen on the machine, now or later, is on the "
		    "internet.",
		.intent = EXPOSURE_INTENT,
		.bad = OPEN_TO("all from 0.0.0.0/0"),
		.good = OPEN_TO("tcp/443 from 0.0.0.0/0"),
		.reference = GROUPS,
	} },
	{ .check = check_wide, .is = {
		.code = "SG004",
		.name = "wide-public-source",
		.severity = SEVERITY_NOTE,
		.class = CLASS_EXPOSURE,
		.title = "ports open to a large part of the internet",
		.aws = "A source is any block; AWS does not ask who is in it.",
		.why = "A /16 of public space is 65,536 addresses, mostly of strangers: a "
		    "provider's whole range, or a typing error in the length.",
		.intent = "The same.  The world itself is not meant here: SG001 to SG003 "
		    "look at the ports.",
		.bad = OPEN_TO("tcp/443 from 8.0.0.0/7"),
		.good = OPEN_TO("tcp/443 from 8.8.8.0/24"),
		.reference = GROUPS,
	} },
	{ .check = check_default_group, .is = {
		.code = "SG014",
		.name = "default-sg-used-or-open",
		.severity = SEVERITY_WARNING,
		.class = CLASS_EXPOSURE,
		.title = "a default security group that is carried, or admits others",
		.aws = "Every VPC has a default group, which whatever names no group "
		    "carries; it admits everything from itself and lets everything out.",
		.why = "What was started without a thought may talk to everything else that "
		    "was, and a rule added for one is there for all.",
		.intent = "The same.  Silent for AWS's own rules in it while nothing "
		    "carries it.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("security_groups": {"app": {}}, "workloads": {"app":)
		JSON({"kind": "instance", "subnets": ["app-a"], "security_groups": ["app"]}}}}}),
		.reference = "Amazon VPC User Guide, Default security groups for your VPCs",
	} },
	{ .check = check_egress, .is = {
		.code = "SG017",
		.name = "egress-to-world",
		.severity = SEVERITY_OFF,
		.class = CLASS_POLICY,
		.title = "a group that lets everything out",
		.aws = "A new group lets everything out, until its egress rules are changed.",
		.why = "Whoever gets into the machine gets data out of it.  Most networks "
		    "leave it so on purpose: an opinion, and off.",
		.intent = "The same, AWS's default egress included.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("security_groups": {"app": {"ingress": []}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("security_groups": {"app": {"egress": ["tcp/443 to 0.0.0.0/0"]}}}}}),
		.reference = "Amazon VPC User Guide, Security group rules",
	} },
	{ .check = NULL }
};
