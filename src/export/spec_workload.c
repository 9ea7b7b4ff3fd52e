/* SPDX-License-Identifier: MIT */
#include "export/spec_write.h"

#include "base/str.h"
#include "model/notation.h"

void
put_forwards(struct spec_out *o, const struct forwards *f)
{
	put_flag(o, "nat", &f->nat);
	if (!f->stated)
		return;
	writer_key(&o->w, "forwards");
	writer_begin_list_fit(&o->w);
	for (size_t i = 0; i < f->n; i++) {
		writer_begin_map_fit(&o->w);
		put_name(o, "ports", f->v[i].ports_text);
		put_name(o, "from", f->v[i].from);
		put_name(o, "to", f->v[i].to);
		writer_end(&o->w);
	}
	writer_end(&o->w);
}

/* ------------------------------------------------------------ listeners */

/* Targets are reached over UDP by listeners of UDP alone. */
static const char *
port_text(const struct spec_out *o, const struct listener *l,
    const struct number_value *port)
{
	return arena_printf(o->a, "%s/%lld", l->protocol == LISTENER_UDP ?
	    "udp" : "tcp", (long long)port->v);
}

static void
put_port(struct spec_out *o, const char *key, const struct listener *l,
    const struct number_value *port)
{
	if (port->is.state == VALUE_ABSENT)
		return;
	writer_key(&o->w, key);
	if (value_is_known(port->is))
		writer_text(&o->w, port_text(o, l, port));
	else
		write_unknown(o, port->is.why);
}

/* One target and at most its port: "app on tcp/8080". */
static bool
fits_in_string(const struct spec_out *o, const struct listener *l)
{
	return l->targets.n == 1 && value_is_known(l->targets.v[0].is) &&
	    !value_is_unknown(l->target_port.is) &&
	    l->health_port.is.state == VALUE_ABSENT &&
	    l->target_type == TARGET_TYPE_ABSENT &&
	    l->preserve_client.is.state == VALUE_ABSENT &&
	    !(o->with_ids && l->id != NULL);
}

static void
write_listener(struct spec_out *o, const struct listener *l)
{
	static const char *const types[] = {
		[TARGET_TYPE_INSTANCE] = "instance",
		[TARGET_TYPE_IP] = "ip",
		[TARGET_TYPE_LAMBDA] = "lambda",
		[TARGET_TYPE_LOAD_BALANCER] = "load_balancer",
	};
	uint32_t kinds = BIT(KIND_WORKLOAD) | BIT(KIND_INTERFACE);

	if (fits_in_string(o, l)) {
		const char *target = export_ref_text(o, &l->targets.v[0],
		    kinds, true);

		writer_text(&o->w, value_is_known(l->target_port.is) ?
		    arena_printf(o->a, "%s on %s", target,
		    port_text(o, l, &l->target_port)) : target);
		return;
	}
	writer_begin_map_fit(&o->w);
	put_refs(o, "to", l->targets.v, l->targets.n, kinds);
	put_port(o, "on", l, &l->target_port);
	put_port(o, "health", l, &l->health_port);
	if (l->target_type == TARGET_TYPE_UNKNOWN) {
		writer_key(&o->w, "target");
		write_unknown(o, NULL);
	} else {
		put_name(o, "target", types[l->target_type]);
	}
	put_flag(o, "preserve_client", &l->preserve_client);
	if (o->with_ids)
		put_name(o, "id", l->id);
	writer_end(&o->w);
}

/* A listener is called by its port: of one that is not known, a spec can only
 * say that there are listeners. */
static const struct listener *
nameless(const struct workload *w)
{
	for (size_t i = 0; i < w->listeners.n; i++)
		if (!value_is_known(w->listeners.v[i]->port.is))
			return w->listeners.v[i];
	return NULL;
}

static void
put_listeners(struct spec_out *o, const struct workload *w)
{
	const struct listener *open = nameless(w);

	if (workload_type(w->kind)->is_load_balancer &&
	    (!w->listeners_known || open != NULL)) {
		writer_key(&o->w, "listeners");
		write_unknown(o, open == NULL ? w->listeners_why :
		    open->port.is.why);
		return;
	}
	if (w->listeners.n == 0 || open != NULL)
		return;
	writer_key(&o->w, "listeners");
	writer_begin_map_fit(&o->w);
	for (size_t i = 0; i < w->listeners.n; i++) {
		const struct listener *l = w->listeners.v[i];

		writer_key(&o->w, arena_printf(o->a, "%s/%lld",
		    listener_protocol_name(l->protocol),
		    (long long)l->port.v));
		write_listener(o, l);
	}
	writer_end(&o->w);
}

/* ----------------------------------------------------------- interfaces */

static void
put_interface_addresses(struct spec_out *o, const struct interface *i)
{
	if (i->addresses.n + i->ipv6_addresses.n == 0)
		return;
	writer_key(&o->w, "addresses");
	writer_begin_list_fit(&o->w);
	for (size_t j = 0; j < i->addresses.n; j++)
		write_address(o, &i->addresses.v[j]);
	for (size_t j = 0; j < i->ipv6_addresses.n; j++)
		write_address(o, &i->ipv6_addresses.v[j]);
	writer_end(&o->w);
}

/*
 * Link settles every field of an interface; what it took from the workload
 * or the subnet stands there, and has the place of it.
 */
static void
put_own_flag(struct spec_out *o, const char *key, const struct flag_value *own,
    struct value of_workload, struct value of_subnet)
{
	bool inherited = (of_workload.state != VALUE_ABSENT &&
	    place_compare(own->is.at, of_workload.at) == 0) ||
	    (of_subnet.state != VALUE_ABSENT &&
	    place_compare(own->is.at, of_subnet.at) == 0);

	if (!inherited)
		put_flag(o, key, own);
}

/* An interface's public address by its Elastic IP, or that it has one. */
static void
put_public_ip(struct spec_out *o, const struct interface *i)
{
	const struct workload *w = i->workload;
	struct value none = { 0 };

	if (i->public_addresses.n == 0) {
		put_own_flag(o, "public_ip", &i->public_ip,
		    w != NULL ? w->public_ip.is : none,
		    i->subnet != NULL ? i->subnet->public_ip.is : none);
		return;
	}
	writer_key(&o->w, "public_ip");
	write_address(o, &i->public_addresses.v[0]);
}

static bool
same_forwards(const struct forwards *a, const struct forwards *b)
{
	return a->stated == b->stated && a->v == b->v && a->n == b->n &&
	    a->nat.is.state == b->nat.is.state && a->nat.v == b->nat.v;
}

/* False where "ipv6": false goes without saying. */
static bool
may_have_ipv6(const struct interface *i)
{
	return i->subnet == NULL ||
	    i->subnet->ipv6_cidr.is.state != VALUE_ABSENT;
}

static bool
is_default_source_check(const struct interface *i)
{
	const struct workload *w = i->workload;
	bool otherwise = workload_type(w != NULL ? w->kind :
	    WORKLOAD_INTERFACE)->source_check;

	if (w != NULL && w->source_check.is.state != VALUE_ABSENT)
		return false;
	return value_is_known(i->source_check.is) &&
	    i->source_check.v == otherwise;
}

static void
put_flags(struct spec_out *o, const struct interface *i)
{
	const struct workload *w = i->workload;
	struct value none = { 0 };

	if (flag_or(i->ipv6, true) || may_have_ipv6(i))
		put_own_flag(o, "ipv6", &i->ipv6,
		    w != NULL ? w->ipv6.is : none,
		    i->subnet != NULL ? i->subnet->ipv6.is : none);
	if (!is_default_source_check(i))
		put_own_flag(o, "source_check", &i->source_check,
		    w != NULL ? w->source_check.is : none, none);
	if (w == NULL || !same_forwards(&i->forwards, &w->forwards))
		put_forwards(o, &i->forwards);
}

static void
put_groups(struct spec_out *o, const struct ref *v, size_t n)
{
	put_refs(o, "security_groups", v, n, BIT(KIND_SECURITY_GROUP));
}

static void
put_interfaces(struct spec_out *o, const struct workload *w)
{
	struct order order = export_order(o, w->interfaces.v,
	    w->interfaces.n);

	writer_key(&o->w, "interfaces");
	writer_begin_map_fit(&o->w);
	for (size_t j = 0; j < order.n; j++) {
		const struct interface *i =
		    (const struct interface *)order.v[j];

		writer_key(&o->w, export_name(o, &i->is));
		writer_begin_map_fit(&o->w);
		put_needed_ref(o, "subnet", &i->subnet_ref, BIT(KIND_SUBNET));
		put_interface_addresses(o, i);
		if (i->groups_stated)
			put_groups(o, i->group_refs.v, i->group_refs.n);
		put_public_ip(o, i);
		put_flags(o, i);
		put_thing(o, &i->is);
		writer_end(&o->w);
	}
	writer_end(&o->w);
}

/* A bare interface is a workload of that kind. */
static void
write_bare_interface(struct spec_out *o, const struct interface *i)
{
	writer_begin_map_fit(&o->w);
	writer_member_text(&o->w, "kind",
	    workload_type(WORKLOAD_INTERFACE)->key);
	if (i->subnet_ref.is.state != VALUE_ABSENT) {
		put_refs(o, "subnets", &i->subnet_ref, 1, BIT(KIND_SUBNET));
	} else {
		writer_key(&o->w, "subnets");
		write_unknown(o, NULL);
	}
	if (i->groups_stated)
		put_groups(o, i->group_refs.v, i->group_refs.n);
	put_public_ip(o, i);
	put_interface_addresses(o, i);
	put_flags(o, i);
	put_thing(o, &i->is);
	writer_end(&o->w);
}

/* ------------------------------------------------------------ workloads */

static void
put_place(struct spec_out *o, const struct workload *w)
{
	if (w->interfaces_stated) {
		put_interfaces(o, w);
	} else if (w->subnet_refs.n > 0 || w->subnets_stated) {
		put_refs(o, "subnets", w->subnet_refs.v, w->subnet_refs.n,
		    BIT(KIND_SUBNET));
	} else {
		writer_key(&o->w, "subnets");
		write_unknown(o, NULL);
	}
}

static void
put_workload_public_ip(struct spec_out *o, const struct workload *w)
{
	if (w->public_address.is.state == VALUE_ABSENT) {
		put_flag(o, "public_ip", &w->public_ip);
		return;
	}
	writer_key(&o->w, "public_ip");
	write_address(o, &w->public_address);
}

static void
put_ephemeral(struct spec_out *o, const struct workload *w)
{
	if (w->ephemeral.last == 0)
		return;
	if (w->ephemeral_why != NULL) {
		writer_key(&o->w, "ephemeral");
		write_unknown(o, w->ephemeral_why);
		return;
	}
	put_name(o, "ephemeral", arena_printf(o->a, "%u-%u",
	    (unsigned)w->ephemeral.first, (unsigned)w->ephemeral.last));
}

static void
put_pods(struct spec_out *o, const struct workload *w)
{
	if (!w->has_pods)
		return;
	writer_key(&o->w, "pods");
	writer_begin_map_fit(&o->w);
	put_number(o, "per_node", &w->pods.per_node);
	put_text(o, "mode", &w->pods.mode);
	if (w->pods.subnet_refs.n > 0)
		put_refs(o, "subnets", w->pods.subnet_refs.v,
		    w->pods.subnet_refs.n, BIT(KIND_SUBNET));
	writer_end(&o->w);
}

static void
put_needs(struct spec_out *o, const struct workload *w)
{
	if (w->needs.n == 0)
		return;
	writer_key(&o->w, "needs");
	writer_begin_list_fit(&o->w);
	for (size_t i = 0; i < w->needs.n; i++) {
		if (value_is_known(w->needs.v[i].is))
			writer_text(&o->w, w->needs.v[i].v);
		else
			write_unknown(o, w->needs.v[i].is.why);
	}
	writer_end(&o->w);
}

/* Of one that the program does not know it is not known what it serves. */
static void
put_engine(struct spec_out *o, const struct workload *w)
{
	struct text_value engine = w->engine;

	if (value_is_known(engine.is) && workload_has_engine(w->kind) &&
	    engine_ports(w->kind, engine.v) == NULL)
		engine.is = value_unknown(engine.is.at, arena_printf(o->a,
		    "\"%s\" is no engine that vpcplan knows", engine.v));
	put_text(o, "engine", &engine);
}

static void
write_workload(struct spec_out *o, const struct workload *w)
{
	o->under = w->is.exists;
	writer_begin_map_fit(&o->w);
	writer_member_text(&o->w, "kind", workload_type(w->kind)->key);
	put_engine(o, w);
	put_text(o, "scheme", &w->scheme);
	put_flag(o, "multi_az", &w->multi_az);
	put_text(o, "az", &w->az);
	put_place(o, w);
	if (w->groups_stated)
		put_groups(o, w->group_refs.v, w->group_refs.n);
	put_workload_public_ip(o, w);
	put_flag(o, "publicly_accessible", &w->publicly_accessible);
	if (w->addresses.n > 0)
		put_addresses(o, "addresses", w->addresses.v, w->addresses.n);
	put_flag(o, "ipv6", &w->ipv6);
	put_flag(o, "source_check", &w->source_check);
	put_ports(o, "ports", &w->ports);
	put_ephemeral(o, w);
	put_number(o, "count", &w->count);
	put_number(o, "max", &w->max);
	put_number(o, "surge", &w->surge);
	put_number(o, "connections", &w->connections);
	put_flag(o, "cross_zone", &w->cross_zone);
	put_listeners(o, w);
	put_forwards(o, &w->forwards);
	put_pods(o, w);
	put_needs(o, w);
	put_thing(o, &w->is);
	writer_end(&o->w);
}

/* Nobody's: what endpoints and workloads have is theirs to write. */
static bool
is_bare(const struct interface *i)
{
	return i->workload == NULL && i->endpoint == NULL;
}

void
put_workloads(struct spec_out *o, const struct vpc *v)
{
	VEC(const void *) found = { 0 };
	struct order order;

	for (size_t i = 0; i < v->workloads.n; i++)
		vec_push(o->a, &found, v->workloads.v[i]);
	for (size_t i = 0; i < v->interfaces.n; i++)
		if (is_bare(v->interfaces.v[i]))
			vec_push(o->a, &found, v->interfaces.v[i]);
	order = export_order(o, found.v, found.n);
	if (order.n == 0)
		return;
	writer_key(&o->w, "workloads");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		writer_key(&o->w, export_name(o, order.v[i]));
		if (order.v[i]->kind == KIND_WORKLOAD)
			write_workload(o, (const struct workload *)order.v[i]);
		else
			write_bare_interface(o,
			    (const struct interface *)order.v[i]);
	}
	writer_end(&o->w);
}
