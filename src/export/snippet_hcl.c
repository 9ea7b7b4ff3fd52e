/* SPDX-License-Identifier: MIT */
#include "export/snippet_write.h"

#include "model/workload.h"

#include <ctype.h>
#include <string.h>

/*
 * Terraform: a resource of its own for what is added, or a block to put into
 * the resource where that one states its rules, entries or routes itself
 * (the two ways exclude each other).
 */

struct address {
	const char *module;	/* "module.a.module.b", or "" */
	const char *rest;	/* "aws_security_group.db[0]" */
	const char *type;	/* "aws_security_group" */
	const char *name;	/* "db" */
	bool indexed;
};

struct hcl {
	const struct snippet_writing *w;
	struct address of;	/* of the edit that is written */
	bool inside;		/* a block of the resource */
	struct {		/* of the block that is written */
		struct hcl_line {
			const char *key, *value;
		} *v;
		size_t n, cap;
	} lines;
};

/* ------------------------------------------------------------- addresses */

/* The length of a segment of an address: up to a dot outside of brackets. */
static size_t
segment_length(const char *text)
{
	bool quoted = false;
	size_t depth = 0, i;

	for (i = 0; text[i] != '\0'; i++) {
		if (text[i] == '"')
			quoted = !quoted;
		else if (!quoted && text[i] == '[')
			depth++;
		else if (!quoted && text[i] == ']' && depth > 0)
			depth--;
		else if (!quoted && depth == 0 && text[i] == '.')
			break;
	}
	return i;
}

static bool
parse_address(struct arena *a, const char *text, struct address *out)
{
	const char *p = text;
	size_t n;

	while (str_starts_with(p, "module.")) {
		p += strlen("module.");
		n = segment_length(p);
		if (p[n] != '.')
			return false;
		p += n + 1;
	}
	out->module = p == text ? "" : arena_strndup(a, text,
	    (size_t)(p - text) - 1);
	out->rest = p;
	if (str_starts_with(p, "data."))
		p += strlen("data.");
	n = segment_length(p);
	if (p[n] != '.')
		return false;
	out->type = arena_strndup(a, p, n);
	p += n + 1;
	n = strcspn(p, "[");
	out->name = arena_strndup(a, p, n);
	out->indexed = p[n] == '[';
	return n > 0;
}

/* As an expression in the module of the edit; NULL if it has none. */
static const char *
reference(const struct hcl *h, const struct thing *t)
{
	static const struct {
		enum kind kind;
		const char *of_vpc;
	} implicit[] = {
		{ KIND_SECURITY_GROUP, "default_security_group_id" },
		{ KIND_NETWORK_ACL, "default_network_acl_id" },
		{ KIND_ROUTE_TABLE, "main_route_table_id" },
	};
	const struct security_group *g = (const struct security_group *)t;
	const char *attribute = "id";
	struct address at;

	if (t->kind == KIND_SECURITY_GROUP && t->id == NULL &&
	    g->made_with != NULL) {
		attribute = "vpc_config[0].cluster_security_group_id";
		t = &g->made_with->is;
	}

	for (size_t i = 0; t->address == NULL && t->id == NULL &&
	    t->vpc != NULL && i < sizeof implicit / sizeof implicit[0]; i++)
		if (t->kind == implicit[i].kind) {
			attribute = implicit[i].of_vpc;
			t = &t->vpc->is;
		}
	if (t->address != NULL && parse_address(h->w->a, t->address, &at) &&
	    str_equal(at.module, h->of.module))
		return arena_printf(h->w->a, "%s.%s", at.rest, attribute);
	return t->id != NULL && str_equal(attribute, "id") ?
	    arena_printf(h->w->a, "\"%s\"", t->id) : NULL;
}

/* ----------------------------------------------------------- the grammar */

/* "db ingress tcp/5432" -> "db_ingress_tcp_5432" */
static const char *
label(struct arena *a, const char *text)
{
	struct str s = str_new(a);

	for (; *text != '\0'; text++)
		if (isalnum((unsigned char)*text))
			str_add_char(&s, *text);
		else if (s.n > 0 && str_text(&s)[s.n - 1] != '_')
			str_add_char(&s, '_');
	return str_text(&s);
}

static void
line(struct hcl *h, const char *key, const char *value)
{
	vec_push(h->w->a, &h->lines, ((struct hcl_line){ key, value }));
}

static void
line_number(struct hcl *h, const char *key, int64_t n)
{
	line(h, key, arena_printf(h->w->a, "%lld", (long long)n));
}

static void
line_text(struct hcl *h, const char *key, const char *text)
{
	line(h, key, arena_printf(h->w->a, "\"%s\"", text));
}

static void
begin(struct hcl *h, const char *type, const char *block, const char *name)
{
	struct str *out = h->w->out;

	h->lines.n = 0;

	if (out->n > 0)
		str_add_char(out, '\n');
	if (h->of.module[0] != '\0')
		str_addf(out, "# in %s\n", h->of.module);
	if (h->inside) {
		str_addf(out, "# in resource \"%s\" \"%s\"\n%s {\n",
		    h->of.type, h->of.name, block);
	} else {
		str_addf(out, "resource \"%s\" \"%s\" {\n", type,
		    label(h->w->a, name));
	}
}

/* The lines, with their signs in one column as "terraform fmt" has them. */
static void
end(struct hcl *h)
{
	struct str *out = h->w->out;
	size_t width = 0;

	for (size_t i = 0; i < h->lines.n; i++)
		if (strlen(h->lines.v[i].key) > width)
			width = strlen(h->lines.v[i].key);
	for (size_t i = 0; i < h->lines.n; i++) {
		const struct hcl_line *l = &h->lines.v[i];

		str_addf(out, "  %s", l->key);
		str_add_repeat(out, ' ', width - strlen(l->key));
		str_addf(out, " = %s\n", l->value);
	}
	str_add(out, "}\n");
}

/* -------------------------------------------------- how the rest is stated */

/* Whether a place is inside of what the resource states. */
static bool
is_inside_of(const struct hcl *h, const struct thing *t, struct place at)
{
	const struct document *d = h->w->document;
	const char *whole, *part;

	if (at.file != t->at.file || place_compare(at, t->at) == 0)
		return false;
	whole = snippet_pointer(h->w->a, d, t->at);
	part = snippet_pointer(h->w->a, d, at);
	return str_starts_with(part, whole) && part[strlen(whole)] == '/';
}

/* "type" or "address" of the resource that a place is in; or NULL. */
static const char *
text_at(const struct hcl *h, struct place at, const char *key)
{
	const struct document *d = h->w->document;
	const char *pointer = snippet_pointer(h->w->a, d, at);
	const char *found = NULL;
	size_t n = strlen(pointer);

	while (found == NULL && n > 0) {
		struct node resource = snippet_node(d, arena_strndup(h->w->a,
		    pointer, n));
		struct node text = node_get(resource, key);

		if (node_kind(text) == NODE_STRING &&
		    node_exists(node_get(resource, "address")))
			found = node_text(h->w->a, text);
		while (n > 0 && pointer[n - 1] != '/')
			n--;
		n -= n > 0;
	}
	return found;
}

/* ------------------------------------------------------------- the edits */

/* As the other rules of the group are written: in the group, or each as a
 * resource, of the old type or of the new ones. */
static bool
is_of_old_type(struct hcl *h, const struct security_group *g)
{
	bool old = false;

	h->inside = str_starts_with(h->of.type, "aws_default_");
	for (size_t k = 0; k < 2; k++) {
		size_t n = k == 0 ? g->ingress.n : g->egress.n;

		for (size_t i = 0; i < n; i++) {
			const struct group_rule *r = k == 0 ?
			    g->ingress.v[i] : g->egress.v[i];

			if (r->implicit || r->at.file != g->is.at.file)
				continue;
			if (is_inside_of(h, &g->is, r->at))
				h->inside = true;
			else if (str_equal(text_at(h, r->at, "type"),
			    "aws_security_group_rule"))
				old = true;
		}
	}
	return old;
}

/* Whom a rule names: "cidr_ipv4 = …". */
static bool
peer_line(struct hcl *h, const struct group_rule *r, bool lists, bool own)
{
	struct arena *a = h->w->a;
	const char *six, *text;

	if (r->peer_kind == PEER_GROUP) {
		text = reference(h, group_rule_to(r));
		if (text == NULL)
			return false;
		line(h, own ? "referenced_security_group_id" : lists ?
		    "security_groups" : "source_security_group_id",
		    lists ? arena_printf(a, "[%s]", text) : text);
		return true;
	}
	six = r->family == IPV6 ? "ipv6" : NULL;
	text = arena_printf(a, own ? "\"%s\"" : "[\"%s\"]",
	    group_rule_block_text(a, r));
	line(h, own ? (six ? "cidr_ipv6" : "cidr_ipv4") :
	    six ? "ipv6_cidr_blocks" : "cidr_blocks", text);
	return true;
}

static bool
write_rule(struct hcl *h, const struct mending *e, bool old,
    const struct snippet_ports *p)
{
	struct arena *a = h->w->a;
	bool own = !old && !h->inside;
	const char *direction = e->direction == INGRESS ? "ingress" :
	    "egress";
	const char *group = reference(h, e->of);
	bool all = p->protocol == -1 || (p->whole && p->protocol !=
	    PROTOCOL_TCP && p->protocol != PROTOCOL_UDP);

	if (group == NULL)
		return false;
	begin(h, own ? arena_printf(a, "aws_vpc_security_group_%s_rule",
	    direction) : "aws_security_group_rule", direction, arena_printf(a, "%s_%s_%s",
	    h->of.name, direction, e->text));
	if (!own && !h->inside)
		line_text(h, "type", direction);
	if (!h->inside)
		line(h, "security_group_id", group);
	line_text(h, own ? "ip_protocol" : "protocol",
	    snippet_protocol(a, p->protocol));
	if (!all || !own) {
		line_number(h, "from_port", all ? 0 : p->from);
		line_number(h, "to_port", all ? 0 : p->to);
	}
	if (!peer_line(h, e->rule, h->inside, own))
		return false;
	end(h);
	return true;
}

static bool
write_rules(struct hcl *h, const struct mending *e)
{
	bool old = is_of_old_type(h, (const struct security_group *)e->of);
	struct snippet_ports_list ports = { 0 };

	if ((h->inside && h->of.indexed) ||
	    !snippet_ports_of(h->w->a, e->rule->ports->v, &ports))
		return false;
	for (size_t i = 0; i < ports.n; i++)
		if (!write_rule(h, e, old, &ports.v[i]))
			return false;
	return true;
}

static bool
states_entries(const struct hcl *h, const struct network_acl *acl)
{
	if (str_starts_with(h->of.type, "aws_default_"))
		return true;
	for (size_t i = 0; i < acl->ingress.n; i++)
		if (is_inside_of(h, &acl->is, acl->ingress.v[i]->at))
			return true;
	for (size_t i = 0; i < acl->egress.n; i++)
		if (is_inside_of(h, &acl->is, acl->egress.v[i]->at))
			return true;
	return false;
}

static bool
write_entry(struct hcl *h, const struct mending *e)
{
	const struct acl_entry *entry = e->entry;
	struct snippet_ports_list ports = { 0 };
	const char *acl = reference(h, e->of);
	bool six = entry->cidr.v.family == (uint8_t)IPV6, icmp;
	const struct snippet_ports *p;

	h->inside = states_entries(h, (const struct network_acl *)e->of);
	if (acl == NULL || (h->inside && h->of.indexed) ||
	    !snippet_ports_of(h->w->a, entry->ports.v, &ports) ||
	    ports.n != 1)
		return false;
	p = &ports.v[0];
	icmp = !p->whole && (p->protocol == PROTOCOL_ICMP ||
	    p->protocol == PROTOCOL_ICMPV6);
	begin(h, "aws_network_acl_rule", direction_name(e->direction),
	    arena_printf(h->w->a, "%s_%s_%s", h->of.name,
	    direction_name(e->direction), e->text));
	if (!h->inside) {
		line(h, "network_acl_id", acl);
		line(h, "egress", e->direction == EGRESS ? "true" : "false");
	}
	line_number(h, h->inside ? "rule_no" : "rule_number",
	    entry->number.v);
	line_text(h, h->inside ? "action" : "rule_action", "allow");
	line_text(h, "protocol", p->protocol == PROTOCOL_ICMPV6 ? "58" :
	    snippet_protocol(h->w->a, p->protocol));
	line_text(h, six ? "ipv6_cidr_block" : "cidr_block",
	    entry->cidr.written);
	line_number(h, "from_port", icmp || p->protocol == -1 ? 0 : p->from);
	line_number(h, "to_port", icmp || p->protocol == -1 ? 0 : p->to);
	if (icmp) {
		line_number(h, "icmp_type", p->from);
		line_number(h, "icmp_code", p->to);
	}
	end(h);
	return true;
}

static const char *
target_key(enum kind kind)
{
	switch (kind) {
	case KIND_INTERNET_GATEWAY:
	case KIND_VPN_GATEWAY:
		return "gateway_id";
	case KIND_EGRESS_ONLY_GATEWAY:
		return "egress_only_gateway_id";
	case KIND_NAT_GATEWAY:
		return "nat_gateway_id";
	case KIND_TRANSIT_GATEWAY:
		return "transit_gateway_id";
	case KIND_PEERING:
		return "vpc_peering_connection_id";
	case KIND_ENDPOINT:
		return "vpc_endpoint_id";
	default:
		return NULL;
	}
}

static bool
write_route(struct hcl *h, const struct mending *e)
{
	const struct route_table *t = (const struct route_table *)e->of;
	const struct route *r = e->route;
	const char *key = target_key(r->target.to->kind);
	const char *table = reference(h, e->of);
	const char *target = reference(h, r->target.to);
	const char *to = r->cidr.v.family == (uint8_t)IPV6 ? "ipv6" : "";

	h->inside = str_starts_with(h->of.type, "aws_default_");
	for (size_t i = 0; i < t->routes.n; i++)
		h->inside |= is_inside_of(h, &t->is, t->routes.v[i]->at);
	if (key == NULL || table == NULL || target == NULL ||
	    (h->inside && h->of.indexed))
		return false;
	begin(h, "aws_route", "route", arena_printf(h->w->a, "%s_%s",
	    h->of.name, r->written));
	if (!h->inside)
		line(h, "route_table_id", table);
	line_text(h, h->inside ? (*to ? "ipv6_cidr_block" : "cidr_block") :
	    *to ? "destination_ipv6_cidr_block" : "destination_cidr_block",
	    r->written);
	line(h, key, target);
	end(h);
	return true;
}

/* A line for a resource that is there, and where to put it. */
static void
write_in_resource(struct hcl *h, const struct address *of, const char *where,
    const char *key, const char *value)
{
	struct str *out = h->w->out;

	if (out->n > 0)
		str_add_char(out, '\n');
	if (of->module[0] != '\0')
		str_addf(out, "# in %s\n", of->module);
	str_addf(out, "# in resource \"%s\" \"%s\"%s\n%s = %s\n", of->type,
	    of->name, where, key, value);
}

/* Another target for a route: where that stands, as a block of its table or as
 * a resource. */
static bool
write_target(struct hcl *h, const struct thing *table, struct place at,
    const char *to, const char *key, const struct thing *target)
{
	bool inside = is_inside_of(h, table, at);
	const char *text = text_at(h, at, "address");
	const char *value = target != NULL ? reference(h, target) : NULL;
	struct address of;

	if (key == NULL || value == NULL || text == NULL ||
	    !parse_address(h->w->a, text, &of) || of.indexed ||
	    !str_equal(of.module, h->of.module))
		return false;
	write_in_resource(h, &of, inside ? arena_printf(h->w->a,
	    ", in the route to %s, instead of its target", to) :
	    ", instead of its target", key, value);
	return true;
}

static bool
write_endpoint_table(struct hcl *h, const struct mending *e)
{
	const char *endpoint = reference(h, e->of);
	const char *table = reference(h, &e->endpoint_table->is);

	h->inside = false;
	if (endpoint == NULL || table == NULL)
		return false;
	begin(h, "aws_vpc_endpoint_route_table_association", "",
	    arena_printf(h->w->a, "%s_%s", h->of.name, e->text));
	line(h, "vpc_endpoint_id", endpoint);
	line(h, "route_table_id", table);
	end(h);
	return true;
}

static bool
write_transit_route(struct hcl *h, const struct mending *e)
{
	const struct transit_route *r = e->transit_route;
	const char *attachment = reference(h, r->target.to);
	const char *table = reference(h, e->of);

	if (e->kind == MENDING_TRANSIT_TARGET)
		return write_target(h, e->of, r->at, r->cidr.written,
		    "transit_gateway_attachment_id", r->target.to);
	h->inside = false;
	if (attachment == NULL || table == NULL)
		return false;
	begin(h, "aws_ec2_transit_gateway_route", "", arena_printf(h->w->a,
	    "%s_%s", h->of.name, r->cidr.written));
	line_text(h, "destination_cidr_block", r->cidr.written);
	line(h, "transit_gateway_attachment_id", attachment);
	line(h, "transit_gateway_route_table_id", table);
	end(h);
	return true;
}

static bool
write_transit(struct hcl *h, const struct mending *e)
{
	bool propagates = e->kind == MENDING_PROPAGATION;
	const char *attachment = reference(h, e->of);
	const char *table = reference(h, &e->table->is);
	struct address of_table = { .name = e->text };

	h->inside = false;
	if (attachment == NULL || table == NULL)
		return false;
	if (e->table->is.address != NULL)
		(void)parse_address(h->w->a, e->table->is.address, &of_table);
	begin(h, propagates ?
	    "aws_ec2_transit_gateway_route_table_propagation" :
	    "aws_ec2_transit_gateway_route_table_association", "",
	    arena_printf(h->w->a, "%s_%s", h->of.name, of_table.name));
	line(h, "transit_gateway_attachment_id", attachment);
	line(h, "transit_gateway_route_table_id", table);
	end(h);
	return true;
}

static bool
write_source_check(struct hcl *h)
{
	if (h->of.indexed || (!str_equal(h->of.type, "aws_instance") &&
	    !str_equal(h->of.type, "aws_network_interface")))
		return false;
	write_in_resource(h, &h->of, "", "source_dest_check", "false");
	return true;
}

/* Whose address it is: of what is implicit, that of what AWS makes it with. */
static const char *
address_of(const struct mending *e)
{
	const struct interface *i = (const struct interface *)e->of;
	const struct security_group *g = (const struct security_group *)e->of;

	if (e->of->address != NULL)
		return e->of->address;
	if (e->of->kind == KIND_SECURITY_GROUP && g->made_with != NULL)
		return g->made_with->is.address;
	if (e->kind == MENDING_SOURCE_CHECK)
		return i->workload != NULL ? i->workload->is.address : NULL;
	return e->of->vpc != NULL ? e->of->vpc->is.address : NULL;
}

bool
snippet_write_hcl(const struct snippet_writing *w, const struct mend *mend)
{
	struct hcl h = { .w = w };

	for (size_t i = 0; i < mend->edits.n; i++) {
		const struct mending *e = &mend->edits.v[i];
		const char *address = address_of(e);
		bool good = false;

		if (address == NULL || e->of->exists != NULL ||
		    !parse_address(w->a, address, &h.of) ||
		    str_starts_with(h.of.rest, "data."))
			return false;
		switch (e->kind) {
		case MENDING_GROUP_RULE:
			good = write_rules(&h, e);
			break;
		case MENDING_ACL_ENTRY:
			good = write_entry(&h, e);
			break;
		case MENDING_ROUTE:
			good = write_route(&h, e);
			break;
		case MENDING_TARGET:
			good = write_target(&h, e->of, e->route->at,
			    e->route->written, target_key(
			    e->route->target.to->kind), e->route->target.to);
			break;
		case MENDING_ENDPOINT_TABLE:
			good = write_endpoint_table(&h, e);
			break;
		case MENDING_TRANSIT_ROUTE:
		case MENDING_TRANSIT_TARGET:
			good = write_transit_route(&h, e);
			break;
		case MENDING_SOURCE_CHECK:
			good = write_source_check(&h);
			break;
		case MENDING_PROPAGATION:
		case MENDING_ASSOCIATION:
			good = write_transit(&h, e);
			break;
		}
		if (!good)
			return false;
	}
	return true;
}
