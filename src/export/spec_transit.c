/* SPDX-License-Identifier: MIT */
#include "export/spec_write.h"

#include "base/str.h"

void
put_peerings(struct spec_out *o)
{
	struct order order = export_order(o, o->m->peerings.v,
	    o->m->peerings.n);

	if (order.n == 0)
		return;
	writer_key(&o->w, "peerings");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		const struct peering *p =
		    (const struct peering *)order.v[i];

		writer_key(&o->w, export_name(o, &p->is));
		writer_begin_map_fit(&o->w);
		put_refs(o, "between", p->ends, 2, BIT(KIND_VPC));
		put_state(o, p->state);
		put_thing(o, &p->is);
		writer_end(&o->w);
	}
	writer_end(&o->w);
}

/* ---------------------------------------------------- transit gateways */

static void
write_attachment(struct spec_out *o, const struct attachment *a)
{
	static const struct {
		const char *key;
		enum kind kind;
	} ends[] = {
		[ATTACHMENT_VPC] = { "vpc", KIND_VPC },
		[ATTACHMENT_VPN] = { "vpn", KIND_VPN },
		[ATTACHMENT_PEER] = { "peer", KIND_TRANSIT_GATEWAY },
		[ATTACHMENT_OTHER] = { "vpc", KIND_VPC },
	};

	o->under = a->is.exists;
	writer_begin_map_fit(&o->w);
	put_needed_ref(o, ends[a->to].key, &a->target,
	    BIT(ends[a->to].kind));
	o->vpc = a->vpc;		/* whose subnets they are */
	if (a->subnets_stated)
		put_refs(o, "subnets", a->subnet_refs.v, a->subnet_refs.n,
		    BIT(KIND_SUBNET));
	o->vpc = NULL;
	if (a->no_table) {
		writer_key(&o->w, "table");
		writer_null(&o->w);
	} else {
		put_ref(o, "table", &a->table, BIT(KIND_TRANSIT_TABLE));
	}
	if (a->propagates_stated)
		put_refs(o, "propagates_to", a->propagates_to.v,
		    a->propagates_to.n, BIT(KIND_TRANSIT_TABLE));
	put_flag_unless(o, "appliance_mode", &a->appliance_mode, false);
	put_flag(o, "sg_references", &a->sg_references);
	put_state(o, a->state);
	put_thing(o, &a->is);
	writer_end(&o->w);
}

static const char *
transit_destination(const struct spec_out *o, const struct transit_route *r)
{
	if (r->list.is.state != VALUE_ABSENT)
		return export_ref_text(o, &r->list, BIT(KIND_PREFIX_LIST),
		    false);
	if (value_is_known(r->cidr.is))
		return cidr_text(o->a, r->cidr.v);
	return NULL;
}

static void
write_transit_target(struct spec_out *o, const struct transit_route *r)
{
	if (r->blackhole)
		writer_text(&o->w, "blackhole");
	else
		write_ref(o, &r->target, BIT(KIND_ATTACHMENT));
}

static bool
fit_in_map(const struct spec_out *o, const struct transit_table *t)
{
	struct map seen = map_new(o->a);

	for (size_t i = 0; i < t->routes.n; i++) {
		const char *to = transit_destination(o, t->routes.v[i]);
		void **slot;

		if (to == NULL || t->routes.v[i]->propagated)
			return false;
		slot = map_slot(&seen, to);
		if (*slot != NULL)
			return false;
		*slot = t->routes.v[i];
	}
	return true;
}

static void
write_transit_route(struct spec_out *o, const struct transit_route *r)
{
	const char *to = transit_destination(o, r);

	writer_begin_map_fit(&o->w);
	writer_key(&o->w, "to");
	if (to != NULL)
		writer_text(&o->w, to);
	else
		write_unknown(o, r->cidr.is.why);
	writer_key(&o->w, "via");
	write_transit_target(o, r);
	if (r->propagated)
		put_name(o, "origin", "propagated");
	writer_end(&o->w);
}

static void
put_transit_routes(struct spec_out *o, const struct transit_table *t)
{
	bool in_map = fit_in_map(o, t);

	if (!t->routes_known) {
		writer_key(&o->w, "routes");
		write_unknown(o, NULL);
		return;
	}
	if (t->routes.n == 0)
		return;
	writer_key(&o->w, "routes");
	if (in_map)
		writer_begin_map_fit(&o->w);
	else
		writer_begin_list_fit(&o->w);
	for (size_t i = 0; i < t->routes.n; i++) {
		const struct transit_route *r = t->routes.v[i];

		if (in_map) {
			writer_key(&o->w, transit_destination(o, r));
			write_transit_target(o, r);
		} else {
			write_transit_route(o, r);
		}
	}
	writer_end(&o->w);
}

static void
put_tables(struct spec_out *o, const struct transit_gateway *g)
{
	struct order order = export_order(o, g->tables.v, g->tables.n);

	if (order.n == 0 && !g->tables_stated)
		return;
	writer_key(&o->w, "tables");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		const struct transit_table *t =
		    (const struct transit_table *)order.v[i];

		writer_key(&o->w, export_name(o, &t->is));
		writer_begin_map_fit(&o->w);
		put_transit_routes(o, t);
		put_thing(o, &t->is);
		writer_end(&o->w);
	}
	writer_end(&o->w);
}

static void
put_attachments(struct spec_out *o, const struct transit_gateway *g)
{
	struct order order = export_order(o, g->attachments.v,
	    g->attachments.n);

	if (order.n == 0)
		return;
	writer_key(&o->w, "attachments");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		writer_key(&o->w, export_name(o, order.v[i]));
		write_attachment(o, (const struct attachment *)order.v[i]);
	}
	writer_end(&o->w);
}

static void
put_default(struct spec_out *o, const struct transit_gateway *g)
{
	if (!g->default_stated)
		return;
	writer_key(&o->w, "default");
	writer_begin_map_fit(&o->w);
	put_ref(o, "association", &g->default_association,
	    BIT(KIND_TRANSIT_TABLE));
	put_ref(o, "propagation", &g->default_propagation,
	    BIT(KIND_TRANSIT_TABLE));
	writer_end(&o->w);
}

void
put_transit_gateways(struct spec_out *o)
{
	struct order order = export_order(o, o->m->transit_gateways.v,
	    o->m->transit_gateways.n);

	if (order.n == 0)
		return;
	writer_key(&o->w, "transit_gateways");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		const struct transit_gateway *g =
		    (const struct transit_gateway *)order.v[i];

		writer_key(&o->w, export_name(o, &g->is));
		writer_begin_map(&o->w);
		put_owner(o, &g->is);
		put_flag(o, "sg_references", &g->sg_references);
		put_default(o, g);
		put_attachments(o, g);
		put_tables(o, g);
		put_thing(o, &g->is);
		writer_end(&o->w);
	}
	writer_end(&o->w);
}

/* ------------------------------------------------------ what is outside */

static void
put_vpns(struct spec_out *o)
{
	struct order order = export_order(o, o->m->vpns.v,
	    o->m->vpns.n);

	if (order.n == 0)
		return;
	writer_key(&o->w, "vpns");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		const struct vpn *v =
		    (const struct vpn *)order.v[i];

		writer_key(&o->w, export_name(o, &v->is));
		writer_begin_map_fit(&o->w);
		put_needed_ref(o, "on", &v->on, BIT(KIND_VPN_GATEWAY) |
		    BIT(KIND_TRANSIT_GATEWAY));
		if (v->networks.n > 0)
			put_refs(o, "networks", v->networks.v, v->networks.n,
			    BIT(KIND_NETWORK));
		if (v->cidrs.n > 0)
			put_cidrs(o, "cidrs", v->cidrs.v, v->cidrs.n);
		put_flag(o, "static", &v->is_static);
		put_state(o, v->state);
		put_owner(o, &v->is);
		put_thing(o, &v->is);
		writer_end(&o->w);
	}
	writer_end(&o->w);
}

static void
put_networks(struct spec_out *o)
{
	struct order order = export_order(o, o->m->networks.v,
	    o->m->networks.n);

	if (order.n == 0)
		return;
	writer_key(&o->w, "networks");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		const struct network *n =
		    (const struct network *)order.v[i];

		writer_key(&o->w, export_name(o, &n->is));
		writer_begin_map_fit(&o->w);
		put_cidrs(o, "cidrs", n->cidrs.v, n->cidrs.n);
		put_thing(o, &n->is);
		writer_end(&o->w);
	}
	writer_end(&o->w);
}

static void
put_elastic_ips(struct spec_out *o)
{
	struct order order = export_order(o, o->m->elastic_ips.v,
	    o->m->elastic_ips.n);

	if (order.n == 0)
		return;
	writer_key(&o->w, "elastic_ips");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		const struct elastic_ip *e =
		    (const struct elastic_ip *)order.v[i];

		writer_key(&o->w, export_name(o, &e->is));
		writer_begin_map_fit(&o->w);
		if (e->address.is.state != VALUE_ABSENT) {
			writer_key(&o->w, "address");
			write_address(o, &e->address);
		}
		put_ref(o, "attached_to", &e->attached_to,
		    BIT(KIND_INTERFACE) | BIT(KIND_WORKLOAD) |
		    BIT(KIND_NAT_GATEWAY));
		put_owner(o, &e->is);
		put_thing(o, &e->is);
		writer_end(&o->w);
	}
	writer_end(&o->w);
}

/*
 * A map has no room for an exclusion of an unknown thing: all of it is not
 * known then.  One that names nothing keeps its text.
 */
static void
put_exclusions(struct spec_out *o, const struct block_public_access *b)
{
	if (b->exclusions.n == 0)
		return;
	writer_key(&o->w, "exclude");
	for (size_t i = 0; i < b->exclusions.n; i++)
		if (!value_is_known(b->exclusions.v[i].of.is)) {
			write_unknown(o, b->exclusions.v[i].of.is.why);
			return;
		}
	writer_begin_map_fit(&o->w);
	for (size_t i = 0; i < b->exclusions.n; i++) {
		const struct exclusion *e = &b->exclusions.v[i];

		writer_key(&o->w, export_ref_text(o, &e->of,
		    BIT(KIND_VPC) | BIT(KIND_SUBNET), false));
		if (e->mode == EXCLUSION_UNKNOWN)
			write_unknown(o, NULL);
		else
			writer_text(&o->w, e->mode == EXCLUSION_EGRESS ?
			    "allow-egress" : "allow-bidirectional");
	}
	writer_end(&o->w);
}

static void
put_blocks(struct spec_out *o)
{
	static const char *const modes[] = {
		[BLOCK_OFF] = "off",
		[BLOCK_BIDIRECTIONAL] = "block-bidirectional",
		[BLOCK_INGRESS] = "block-ingress",
	};
	const struct model *m = o->m;

	if (m->blocks.n == 0)
		return;
	writer_key(&o->w, "block_public_access");
	writer_begin_list(&o->w);
	for (size_t i = 0; i < m->blocks.n; i++) {
		const struct block_public_access *b = m->blocks.v[i];

		writer_begin_map_fit(&o->w);
		put_owner(o, &b->is);
		writer_key(&o->w, "mode");
		if (b->mode == BLOCK_UNKNOWN)
			write_unknown(o, NULL);
		else
			writer_text(&o->w, modes[b->mode]);
		put_exclusions(o, b);
		put_thing(o, &b->is);
		writer_end(&o->w);
	}
	writer_end(&o->w);
}

void
put_outside(struct spec_out *o)
{
	put_vpns(o);
	put_networks(o);
	put_prefix_lists(o);
	put_elastic_ips(o);
	put_blocks(o);
}
