/* SPDX-License-Identifier: MIT */
#include "export/snippet_write.h"

#include "document/writer.h"
#include "model/workload.h"

#include <ctype.h>
#include <string.h>

/*
 * CloudFormation: resources to be put under "Resources", as YAML or as JSON,
 * whichever the template is.
 */

struct template {
	const struct snippet_writing *w;
	struct writer json;
	bool yaml;
	const char *stack;	/* "Net.", where the template is nested */
};

/* --------------------------------------------------------------- the forms */

static void
begin(struct template *t, const char *name, const char *type,
    const char *after)
{
	if (t->yaml) {
		str_addf(t->w->out, "%s  %s:\n    Type: %s\n",
		    t->w->out->n == 0 ? "Resources:\n" : "", name, type);
		if (after != NULL)
			str_addf(t->w->out, "    DependsOn: %s\n", after);
		str_add(t->w->out, "    Properties:\n");
		return;
	}
	writer_key(&t->json, name);
	writer_begin_map(&t->json);
	writer_member_text(&t->json, "Type", type);
	if (after != NULL)
		writer_member_text(&t->json, "DependsOn", after);
	writer_key(&t->json, "Properties");
	writer_begin_map(&t->json);
}

/* A resource that stands there already: what changes in it. */
static void
begin_there(struct template *t, const char *name, const char *without)
{
	if (t->yaml) {
		str_addf(t->w->out, "%s  %s:\n", t->w->out->n == 0 ?
		    "Resources:\n" : "", name);
		if (without != NULL)
			str_addf(t->w->out, "    # instead of %s\n", without);
		str_add(t->w->out, "    Properties:\n");
		return;
	}
	writer_key(&t->json, name);
	writer_begin_map(&t->json);
	writer_key(&t->json, "Properties");
	writer_begin_map(&t->json);
	if (without != NULL) {
		/* as in a JSON Merge Patch, RFC 7396 */
		writer_key(&t->json, without);
		writer_null(&t->json);
	}
}

static void
end(struct template *t)
{
	if (t->yaml)
		return;
	writer_end(&t->json);
	writer_end(&t->json);
}

/* A text that YAML could take for something else stands in quotes. */
static void
member(struct template *t, const char *key, const char *text, bool quotes)
{
	if (t->yaml)
		str_addf(t->w->out, quotes ? "      %s: \"%s\"\n" :
		    "      %s: %s\n", key, text);
	else
		writer_member_text(&t->json, key, text);
}

static void
member_number(struct template *t, const char *key, int64_t n)
{
	if (t->yaml)
		str_addf(t->w->out, "      %s: %lld\n", key, (long long)n);
	else
		writer_member_integer(&t->json, key, n);
}

static void
member_range(struct template *t, const char *key, const char *first,
    int64_t from, const char *second, int64_t to)
{
	if (t->yaml) {
		str_addf(t->w->out, "      %s:\n        %s: %lld\n"
		    "        %s: %lld\n", key, first, (long long)from, second,
		    (long long)to);
		return;
	}
	writer_key(&t->json, key);
	writer_begin_map(&t->json);
	writer_member_integer(&t->json, first, from);
	writer_member_integer(&t->json, second, to);
	writer_end(&t->json);
}

/* ------------------------------------------------------------- references */

struct reference {
	const char *name, *attribute;	/* attribute NULL: Ref */
	const char *id;			/* instead: literally */
};

/* What the template calls a thing: not what another template does. */
static bool
refer(const struct template *t, const struct thing *to, struct reference *out)
{
	const struct security_group *g = (const struct security_group *)to;

	*out = (struct reference){ NULL, NULL, NULL };
	if (to->kind == KIND_SECURITY_GROUP)
		out->attribute = "GroupId";
	if (to->kind == KIND_SECURITY_GROUP && g->made_with != NULL) {
		out->attribute = "ClusterSecurityGroupId";
		to = &g->made_with->is;
	}
	if (to->address == NULL && to->id != NULL) {
		out->id = to->id;
		return true;
	}
	if (to->address == NULL && to->vpc != NULL &&
	    to->kind != KIND_ROUTE_TABLE) {
		out->attribute = to->kind == KIND_SECURITY_GROUP ?
		    "DefaultSecurityGroup" : "DefaultNetworkAcl";
		to = &to->vpc->is;
	}
	if (to->address == NULL || to->exists != NULL ||
	    !str_starts_with(to->address, t->stack))
		return false;
	out->name = to->address + strlen(t->stack);
	return strchr(out->name, '.') == NULL;
}

/* Behind a key, or in a list. */
static void
write_reference(struct template *t, const struct reference *r)
{
	struct writer *w = &t->json;

	if (t->yaml && r->id != NULL) {
		str_addf(t->w->out, "%s\n", r->id);
	} else if (t->yaml) {
		str_addf(t->w->out, r->attribute == NULL ? "!Ref %s\n" :
		    "!GetAtt %s.%s\n", r->name, r->attribute);
	} else if (r->id != NULL) {
		writer_text(w, r->id);
	} else {
		writer_begin_map_inline(w);
		if (r->attribute == NULL) {
			writer_member_text(w, "Ref", r->name);
		} else {
			writer_key(w, "Fn::GetAtt");
			writer_begin_list(w);
			writer_text(w, r->name);
			writer_text(w, r->attribute);
			writer_end(w);
		}
		writer_end(w);
	}
}

static void
member_reference(struct template *t, const char *key,
    const struct reference *r)
{
	if (t->yaml)
		str_addf(t->w->out, "      %s: ", key);
	else
		writer_key(&t->json, key);
	write_reference(t, r);
}

static void
member_references(struct template *t, const char *key,
    const struct reference *v, size_t n)
{
	if (t->yaml) {
		str_addf(t->w->out, "      %s:\n", key);
	} else {
		writer_key(&t->json, key);
		writer_begin_list(&t->json);
	}
	for (size_t i = 0; i < n; i++) {
		if (t->yaml)
			str_add(t->w->out, "        - ");
		write_reference(t, &v[i]);
	}
	if (!t->yaml)
		writer_end(&t->json);
}

/* "Db ingress tcp/5432 from App" -> "DbIngressTcp5432FromApp" */
static const char *
logical_id(struct arena *a, const char *text)
{
	struct str s = str_new(a);
	bool upper = true;

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (isalnum(c))
			str_add_char(&s, (char)(upper ? toupper(c) : c));
		upper = !isalnum(c);
	}
	return str_text(&s);
}

/* ------------------------------------------------------------- the edits */

static bool
write_rule(struct template *t, const struct mending *e,
    const struct snippet_ports *p)
{
	struct arena *a = t->w->a;
	bool in = e->direction == INGRESS;
	const struct group_rule *r = e->rule;
	struct reference group, peer;

	if (!refer(t, e->of, &group) || (r->peer_kind == PEER_GROUP &&
	    !refer(t, group_rule_to(r), &peer)))
		return false;
	begin(t, logical_id(a, arena_printf(a, "%s %s %s",
	    group.name != NULL ? group.name : "Group",
	    direction_name(e->direction), e->text)), in ?
	    "AWS::EC2::SecurityGroupIngress" :
	    "AWS::EC2::SecurityGroupEgress", NULL);
	member_reference(t, "GroupId", &group);
	member(t, "IpProtocol", snippet_protocol(a, p->protocol),
	    p->protocol == -1 || !isalpha((unsigned char)*snippet_protocol(a,
	    p->protocol)));
	if (p->protocol == PROTOCOL_TCP || p->protocol == PROTOCOL_UDP ||
	    p->protocol == PROTOCOL_ICMP ||
	    p->protocol == PROTOCOL_ICMPV6) {
		bool any = p->whole && p->protocol != PROTOCOL_TCP &&
		    p->protocol != PROTOCOL_UDP;

		member_number(t, "FromPort", any ? -1 : p->from);
		member_number(t, "ToPort", any ? -1 : p->to);
	}
	if (r->peer_kind == PEER_GROUP)
		member_reference(t, in ? "SourceSecurityGroupId" :
		    "DestinationSecurityGroupId", &peer);
	else
		member(t, r->family == IPV6 ? "CidrIpv6" : "CidrIp",
		    group_rule_block_text(a, r), true);
	end(t);
	return true;
}

static bool
write_rules(struct template *t, const struct mending *e)
{
	struct snippet_ports_list ports = { 0 };

	if (!snippet_ports_of(t->w->a, e->rule->ports->v, &ports) ||
	    ports.n != 1)
		return false;
	return write_rule(t, e, &ports.v[0]);
}

static bool
write_entry(struct template *t, const struct mending *e)
{
	const struct acl_entry *entry = e->entry;
	struct snippet_ports_list ports = { 0 };
	struct arena *a = t->w->a;
	struct reference acl;
	const struct snippet_ports *p;

	if (!refer(t, e->of, &acl) ||
	    !snippet_ports_of(a, entry->ports.v, &ports) || ports.n != 1)
		return false;
	p = &ports.v[0];
	begin(t, logical_id(a, arena_printf(a, "%s %s %s",
	    acl.name != NULL ? acl.name : "Acl",
	    direction_name(e->direction), e->text)),
	    "AWS::EC2::NetworkAclEntry", NULL);
	member_reference(t, "NetworkAclId", &acl);
	member(t, "Egress", e->direction == EGRESS ? "true" : "false", false);
	member_number(t, "RuleNumber", entry->number.v);
	member(t, "RuleAction", "allow", false);
	member_number(t, "Protocol", p->protocol);
	member(t, entry->cidr.v.family == (uint8_t)IPV6 ? "Ipv6CidrBlock" :
	    "CidrBlock", entry->cidr.written, true);
	if (p->protocol == PROTOCOL_TCP || p->protocol == PROTOCOL_UDP)
		member_range(t, "PortRange", "From", p->from, "To", p->to);
	else if (p->protocol == PROTOCOL_ICMP ||
	    p->protocol == PROTOCOL_ICMPV6)
		member_range(t, "Icmp", "Type", p->whole ? -1 : p->from,
		    "Code", p->whole ? -1 : p->to);
	end(t);
	return true;
}

/* Whether a value is, or has in it, {"Ref": name}. */
static bool
refers_to(struct node n, const char *name)
{
	return node_text_is(node_get(n, "Ref"), name);
}

/* A route to a gateway has to wait for what attaches that to the VPC. */
static const char *
attachment_of(const struct template *t, const char *gateway)
{
	struct node resources = node_get(node_root(t->w->document),
	    "Resources");

	for (struct node r = node_first(resources); node_exists(r);
	    r = node_next(r)) {
		struct node p = node_get(r, "Properties");

		if (node_text_is(node_get(r, "Type"),
		    "AWS::EC2::VPCGatewayAttachment") &&
		    (refers_to(node_get(p, "InternetGatewayId"), gateway) ||
		    refers_to(node_get(p, "VpnGatewayId"), gateway)))
			return node_key(r);
	}
	return NULL;
}

static const char *
target_key(enum kind kind)
{
	switch (kind) {
	case KIND_INTERNET_GATEWAY:
	case KIND_VPN_GATEWAY:
		return "GatewayId";
	case KIND_EGRESS_ONLY_GATEWAY:
		return "EgressOnlyInternetGatewayId";
	case KIND_NAT_GATEWAY:
		return "NatGatewayId";
	case KIND_TRANSIT_GATEWAY:
		return "TransitGatewayId";
	case KIND_PEERING:
		return "VpcPeeringConnectionId";
	case KIND_ENDPOINT:
		return "VpcEndpointId";
	default:
		return NULL;
	}
}

static bool
write_route(struct template *t, const struct mending *e)
{
	const struct route *r = e->route;
	const char *key = target_key(r->target.to->kind);
	struct arena *a = t->w->a;
	struct reference table, target;

	if (key == NULL || !refer(t, e->of, &table) ||
	    !refer(t, r->target.to, &target))
		return false;
	begin(t, logical_id(a, arena_printf(a, "%s route %s",
	    table.name != NULL ? table.name : "Main", r->written)),
	    "AWS::EC2::Route", target.name != NULL ?
	    attachment_of(t, target.name) : NULL);
	member_reference(t, "RouteTableId", &table);
	member(t, r->cidr.v.family == (uint8_t)IPV6 ?
	    "DestinationIpv6CidrBlock" : "DestinationCidrBlock", r->written,
	    true);
	member_reference(t, key, &target);
	end(t);
	return true;
}

/* The resource of the template that a place is in; or NULL. */
static const char *
resource_at(const struct template *t, struct place at, struct node *out)
{
	struct node resources = node_get(node_root(t->w->document),
	    "Resources");

	for (struct node r = node_first(resources); node_exists(r);
	    r = node_next(r))
		if (node_place(r).file == at.file &&
		    node_place(r).offset <= at.offset &&
		    at.offset < node_end(r)) {
			*out = r;
			return node_key(r);
		}
	return NULL;
}

static bool
write_target(struct template *t, struct place at, const char *key,
    const struct thing *target)
{
	static const char *const keys[] = { "GatewayId", "NatGatewayId",
		"EgressOnlyInternetGatewayId", "TransitGatewayId",
		"VpcPeeringConnectionId", "InstanceId", "NetworkInterfaceId",
		"VpcEndpointId", "Blackhole", "TransitGatewayAttachmentId" };
	const char *name, *without = NULL;
	struct reference to;
	struct node r = { 0 };

	name = resource_at(t, at, &r);
	if (name == NULL || key == NULL || target == NULL ||
	    !refer(t, target, &to))
		return false;
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (node_exists(node_get(node_get(r, "Properties"),
		    keys[i])) && !str_equal(keys[i], key))
			without = keys[i];
	begin_there(t, name, without);
	member_reference(t, key, &to);
	end(t);
	return true;
}

static bool
write_transit_route(struct template *t, const struct mending *e)
{
	const struct transit_route *r = e->transit_route;
	struct reference table, attachment;

	if (e->kind == MENDING_TRANSIT_TARGET)
		return write_target(t, r->at, "TransitGatewayAttachmentId",
		    r->target.to);
	if (!refer(t, e->of, &table) || !refer(t, r->target.to, &attachment))
		return false;
	begin(t, logical_id(t->w->a, arena_printf(t->w->a, "%s route %s",
	    table.name != NULL ? table.name : "Transit", r->cidr.written)),
	    "AWS::EC2::TransitGatewayRoute", NULL);
	member(t, "DestinationCidrBlock", r->cidr.written, true);
	member_reference(t, "TransitGatewayAttachmentId", &attachment);
	member_reference(t, "TransitGatewayRouteTableId", &table);
	end(t);
	return true;
}

static bool
write_source_check(struct template *t, const struct mending *e)
{
	const struct interface *i = (const struct interface *)e->of;
	struct node r = { 0 };
	const char *name = resource_at(t, mending_is_of_workload(i) ?
	    i->workload->is.at : i->is.at, &r);
	struct node type = node_get(r, "Type");

	if (name == NULL || (!node_text_is(type, "AWS::EC2::Instance") &&
	    !node_text_is(type, "AWS::EC2::NetworkInterface")))
		return false;
	begin_there(t, name, NULL);
	if (t->yaml) {
		member(t, "SourceDestCheck", "false", false);
	} else {
		writer_member_bool(&t->json, "SourceDestCheck", false);
	}
	end(t);
	return true;
}

/* How many names and ids a list has; false where it is more than those. */
static bool
count_plain(struct node list, size_t *count)
{
	*count = 0;
	if (node_kind(list) != NODE_LIST)
		return !node_exists(list);
	for (struct node n = node_first(list); node_exists(n);
	    n = node_next(n)) {
		if (node_kind(n) != NODE_STRING &&
		    !node_exists(node_get(n, "Ref")))
			return false;
		++*count;
	}
	return true;
}

/* The list of tables as it is to be: those that are in it, and one more. */
static bool
write_endpoint_table(struct template *t, const struct mending *e)
{
	const struct endpoint *of = (const struct endpoint *)e->of;
	struct reference *v = arena_array(t->w->a, of->table_refs.n + 1,
	    sizeof *v);
	struct node r = { 0 };
	const char *name = resource_at(t, e->of->at, &r);
	size_t n = 0, there;

	if (name == NULL || !count_plain(node_get(node_get(r, "Properties"),
	    "RouteTableIds"), &there))
		return false;
	for (size_t i = 0; i < of->table_refs.n; i++) {
		const struct thing *to = of->table_refs.v[i].to;

		if (to == &e->endpoint_table->is)
			continue;	/* as the mend made it */
		if (to == NULL || !refer(t, to, &v[n++]))
			return false;
	}
	if (n != there || !refer(t, &e->endpoint_table->is, &v[n++]))
		return false;
	begin_there(t, name, NULL);
	member_references(t, "RouteTableIds", v, n);
	end(t);
	return true;
}

static bool
write_transit(struct template *t, const struct mending *e)
{
	bool propagates = e->kind == MENDING_PROPAGATION;
	struct reference attachment, table;

	if (!refer(t, e->of, &attachment) || !refer(t, &e->table->is, &table))
		return false;
	begin(t, logical_id(t->w->a, arena_printf(t->w->a, "%s %s %s",
	    attachment.name != NULL ? attachment.name : "Attachment",
	    propagates ? "propagates to" : "in", e->text)), propagates ?
	    "AWS::EC2::TransitGatewayRouteTablePropagation" :
	    "AWS::EC2::TransitGatewayRouteTableAssociation", NULL);
	member_reference(t, "TransitGatewayAttachmentId", &attachment);
	member_reference(t, "TransitGatewayRouteTableId", &table);
	end(t);
	return true;
}

static bool
write_edit(struct template *t, const struct mending *e)
{
	switch (e->kind) {
	case MENDING_GROUP_RULE:
		return write_rules(t, e);
	case MENDING_ACL_ENTRY:
		return write_entry(t, e);
	case MENDING_ROUTE:
		return write_route(t, e);
	case MENDING_PROPAGATION:
	case MENDING_ASSOCIATION:
		return write_transit(t, e);
	case MENDING_TARGET:
		return write_target(t, e->route->at,
		    target_key(e->route->target.to->kind),
		    e->route->target.to);
	case MENDING_TRANSIT_ROUTE:
	case MENDING_TRANSIT_TARGET:
		return write_transit_route(t, e);
	case MENDING_SOURCE_CHECK:
		return write_source_check(t, e);
	case MENDING_ENDPOINT_TABLE:
		return write_endpoint_table(t, e);
	}
	return false;
}

/* The stack that a thing stands in, with the dot behind it. */
static const char *
stack_of(struct arena *a, const struct thing *t)
{
	const struct security_group *g = (const struct security_group *)t;
	const char *dot;

	if (t->kind == KIND_SECURITY_GROUP && g->made_with != NULL)
		t = &g->made_with->is;
	dot = t->address == NULL ? NULL : strrchr(t->address, '.');

	return dot == NULL ? "" : arena_strndup(a, t->address,
	    (size_t)(dot - t->address) + 1);
}

bool
snippet_write_template(const struct snippet_writing *w,
    const struct mend *mend)
{
	struct template t = { .w = w, .json = writer_new(w->out),
		.yaml = str_equal(document_language(w->document), "YAML"),
		.stack = stack_of(w->a, mend->edits.v[0].of) };

	if (!t.yaml) {
		writer_begin_map(&t.json);
		writer_key(&t.json, "Resources");
		writer_begin_map(&t.json);
	}
	for (size_t i = 0; i < mend->edits.n; i++)
		if (!write_edit(&t, &mend->edits.v[i]))
			return false;
	if (!t.yaml) {
		writer_end(&t.json);
		writer_end(&t.json);
		writer_finish(&t.json);
	}
	return true;
}
