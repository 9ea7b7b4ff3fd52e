/* SPDX-License-Identifier: MIT */
#include "reach/end.h"

#include "base/fatal.h"
#include "base/str.h"
#include "model/notation.h"
#include "model/stand_in.h"
#include "text/sanitise.h"

/* Client ports, design: "Settled meanings"; aws-facts: UG "Custom NACLs". */
enum {
	EPHEMERAL_WIDE_FIRST = 1024,
	EPHEMERAL_WIDE_LAST = 65535,
	EPHEMERAL_LINUX_FIRST = 32768,
	EPHEMERAL_LINUX_LAST = 60999
};

const char *
end_address_text(struct arena *a, const struct end *e, enum family family,
    struct addr x)
{
	return stand_in_address_of(a, e->subnet, e->vpc, family, x);
}

static const char *
addresses_text(struct arena *a, const struct end *e)
{
	for (size_t i = 0; i < 2; i++) {
		size_t n;
		struct cidr *v = range_set_to_cidrs(a, e->addresses[i], &n);
		char text[CIDR_TEXT_MAX];

		if (n == 0)
			continue;
		if (stand_in_holds(e->addresses[i].family, v[0].base))
			return end_address_text(a, e, IPV6, v[0].base);
		if (v[0].length == family_bits(e->addresses[i].family))
			addr_format(v[0].base, e->addresses[i].family, text);
		else
			cidr_format(v[0], text);
		return n == 1 ? arena_strdup(a, text) :
		    arena_printf(a, "%s and %zu more", text, n - 1);
	}
	return "no address";
}

static const char *
label_of(const struct thing *t)
{
	return t->label != NULL ? t->label : "?";
}

const char *
end_title(struct arena *a, const struct end *e)
{
	const struct thing *owner;

	switch (e->kind) {
	case END_INTERNET:
		if (range_set_count(e->addresses[0], NULL).lo == 1 ||
		    range_set_count(e->addresses[1], NULL).lo == 1)
			return addresses_text(a, e);
		return "internet";
	case END_NETWORK:
		return sanitise_text(a, label_of(&e->network->is));
	case END_SERVICE:
		return sanitise_text(a, e->service);
	case END_ADDRESSES:
	case END_NOWHERE:
	case END_HOST_SERVICE:
		return addresses_text(a, e);
	case END_INTERFACES:
		break;
	}
	owner = e->workload != NULL ? &e->workload->is :
	    e->endpoint != NULL ? &e->endpoint->is : &e->interface->is;
	if (e->subnet == NULL)
		return sanitise_text(a, label_of(owner));
	return sanitise_text(a, arena_printf(a, "%s in %s", label_of(owner),
	    label_of(&e->subnet->is)));
}

const char *
end_az(const struct end *e)
{
	return e->subnet != NULL ? e->subnet->az_key : NULL;
}

static unsigned
protocol_of(enum listener_protocol p)
{
	return p == LISTENER_UDP ? PROTOCOL_UDP : PROTOCOL_TCP;
}

/* Of those whose ports are known. */
static struct port_set
listener_ports(struct arena *a, const struct workload *w)
{
	struct port_set all = port_set_empty();

	for (size_t i = 0; i < w->listeners.n; i++) {
		const struct listener *l = w->listeners.v[i];
		unsigned port;

		if (!value_is_known(l->port.is))
			continue;
		port = (unsigned)l->port.v;
		all = port_set_union(a, all, port_set_of_ports(a,
		    protocol_of(l->protocol), port, port));
		if (l->protocol == LISTENER_TCP_UDP)
			all = port_set_union(a, all, port_set_of_ports(a,
			    PROTOCOL_UDP, port, port));
	}
	return all;
}

static const char *
listeners_unknown(struct arena *a, const struct workload *w)
{
	if (!w->listeners_known)
		return arena_printf(a, "the listeners of %s are not %s%s",
		    thing_title(a, &w->is), w->listeners.n > 0 ?
		    "all known" : "in the input", w->is.created ? "" :
		    " (aws elbv2 describe-listeners)");
	for (size_t i = 0; i < w->listeners.n; i++)
		if (!value_is_known(w->listeners.v[i]->port.is))
			return arena_printf(a, "the port of a listener of %s "
			    "is not known", thing_title(a, &w->is));
	return NULL;
}

const char *
end_listens_unknown(struct arena *a, const struct end *e)
{
	const struct workload *w = e->kind == END_INTERFACES ? e->workload :
	    NULL;

	if (w == NULL || value_is_known(w->ports.is) ||
	    workload_type(w->kind)->serves_none)
		return NULL;
	if (value_is_unknown(w->ports.is))
		return arena_printf(a, "what ports %s serves is not known",
		    thing_title(a, &w->is));
	if (workload_type(w->kind)->is_load_balancer)
		return listeners_unknown(a, w);
	if (value_is_unknown(w->engine.is))
		return arena_printf(a, "the engine of %s is not known, nor "
		    "its port", thing_title(a, &w->is));
	if (value_is_known(w->engine.is) && workload_has_engine(w->kind) &&
	    engine_ports(w->kind, w->engine.v) == NULL)
		return arena_printf(a, "what port \"%s\" serves, the engine "
		    "of %s, is not known", w->engine.v,
		    thing_title(a, &w->is));
	return NULL;
}

static struct port_set
workload_listens(struct arena *a, const struct workload *w)
{
	const struct workload_type *type = workload_type(w->kind);
	const char *ports = type->ports;
	struct port_set set;

	if (w->ports.is.state == VALUE_KNOWN)
		return w->ports.v;
	if (type->is_load_balancer)
		return listener_ports(a, w);
	if (w->kind == WORKLOAD_LAMBDA)
		return port_set_empty();
	if (value_is_known(w->engine.is) &&
	    engine_ports(w->kind, w->engine.v) != NULL)
		ports = engine_ports(w->kind, w->engine.v);
	if (ports == NULL)
		return port_set_everything();
	if (notation_ports_parse(a, ports, &set, NULL) != NULL)
		BUG("the kind table holds ports that are none");
	return set;
}

/* What somebody of whom it is not known may listen to. */
static struct port_set
may_listen(struct arena *a, const struct workload *w)
{
	if (!workload_type(w->kind)->is_load_balancer ||
	    value_is_unknown(w->ports.is))
		return port_set_everything();
	return port_set_union(a, port_set_of_protocol(a, PROTOCOL_TCP),
	    port_set_of_protocol(a, PROTOCOL_UDP));
}

struct port_set
end_listens(struct arena *a, const struct end *e)
{
	if (e->kind == END_HOST_SERVICE)
		return e->serves;
	if (e->kind != END_INTERFACES)
		return port_set_everything();
	if (end_listens_unknown(a, e) != NULL)
		return may_listen(a, e->workload);
	if (e->workload != NULL)
		return workload_listens(a, e->workload);
	if (e->endpoint != NULL || e->of_endpoint)
		return port_set_of_protocol(a, PROTOCOL_TCP);
	return port_set_everything();
}

struct port_set
end_listens_surely(struct arena *a, const struct end *e)
{
	const struct workload *w = e->workload;

	if (end_listens_unknown(a, e) == NULL)
		return end_listens(a, e);
	return value_is_unknown(w->ports.is) ? port_set_empty() :
	    listener_ports(a, w);
}

struct port_range
end_ephemeral(const struct end *e)
{
	struct port_range wide = { EPHEMERAL_WIDE_FIRST, EPHEMERAL_WIDE_LAST };
	struct port_range linux_kernel = { EPHEMERAL_LINUX_FIRST,
		EPHEMERAL_LINUX_LAST };

	if (e->kind == END_INTERNET || e->kind == END_NETWORK)
		return wide;
	if (e->workload == NULL)
		return linux_kernel;
	if (e->workload->ephemeral.last != 0)
		return e->workload->ephemeral;
	return workload_type(e->workload->kind)->wide_ephemeral ? wide :
	    linux_kernel;
}

const char *
end_ephemeral_unknown(struct arena *a, const struct end *e)
{
	if (e->workload == NULL || e->workload->ephemeral_why == NULL)
		return NULL;
	return arena_printf(a, "from which ports %s opens flows is not known",
	    thing_title(a, &e->workload->is));
}
