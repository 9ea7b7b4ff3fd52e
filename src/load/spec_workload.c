/* SPDX-License-Identifier: MIT */

/*
 * Readers of what stands in workloads and attachments alone: listeners,
 * public addresses, what an attachment leads to.
 */

#include "load/spec_read.h"

#include "base/str.h"
#include "load/spec_foreign.h"
#include "model/notation.h"
#include "model/notices.h"
#include "text/sanitise.h"

#include <string.h>

enum { LISTENER_PROTOCOLS = LISTENER_TCP_UDP + 1, PORT_MAX = 65535 };

/* ------------------------------------------------------------ listeners */

static bool
starts_with_but_case(const char *text, const char *prefix)
{
	for (; *prefix != '\0'; prefix++, text++)
		if (*text != *prefix && *text - 'A' + 'a' != *prefix)
			return false;
	return true;
}

/* "tcp/443" for "HTTPS:443", "443"; NULL: what was meant cannot be told. */
static const char *
listener_meant(struct arena *a, const char *key)
{
	static const char *const secure[] = { "https", "http", "tls", NULL };
	const char *meant = notation_ports_meant(a, key), *rest;
	struct port_set ports;

	for (size_t i = 0; secure[i] != NULL && meant == NULL; i++) {
		if (!starts_with_but_case(key, secure[i]))
			continue;
		rest = key + strlen(secure[i]);
		meant = notation_ports_meant(a, arena_printf(a, "tcp%s", rest));
		if (meant != NULL && strchr(meant, '/') != NULL &&
		    str_equal(secure[i], "tls"))
			return arena_printf(a, "tls%s", strchr(meant, '/'));
	}
	if (meant == NULL || str_starts_with(meant, "icmp") ||
	    notation_ports_parse(a, meant, &ports, NULL) != NULL ||
	    ports.n != 1 || ports.v[0].first != ports.v[0].last)
		return NULL;
	return meant;
}

static void
complain_listener_key(struct spec *s, struct node n, const char *wrong)
{
	const char *meant = listener_meant(s->l->a, node_key(n));
	struct finding *f = finding_add(&s->l->findings, &notice_wrong_type,
	    node_key_place(n), "listener \"%s\": %s",
	    sanitise_text(s->l->a, node_key(n)), wrong);

	if (meant != NULL)
		finding_help(&s->l->findings, f, "write \"%s\": …", meant);
	else
		finding_help(&s->l->findings, f, "a listener is a protocol "
		    "and a port: tcp/443, udp/53, tls/443 or tcp_udp/53 (HTTP "
		    "and HTTPS are tcp)");
}

static bool
parse_port(const char *text, int64_t *out)
{
	int64_t n = 0;

	if (*text == '\0' || strlen(text) > 5)
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return false;
		n = n * 10 + (*text - '0');
	}
	*out = n;
	return n >= 1 && n <= PORT_MAX;
}

/* "tcp_udp/53" */
static void
read_listener_key(struct spec *s, struct listener *to, struct node n)
{
	const char *key = node_key(n), *slash = strchr(key, '/');
	size_t length = slash != NULL ? (size_t)(slash - key) : 0;
	int p;

	to->port.is = value_unknown(node_key_place(n),
	    read_malformed_reason);
	for (p = 0; p < LISTENER_PROTOCOLS; p++) {
		const char *name =
		    listener_protocol_name((enum listener_protocol)p);

		if (strlen(name) == length && strncmp(name, key, length) == 0)
			break;
	}
	if (p == LISTENER_PROTOCOLS) {
		complain_listener_key(s, n, "not a protocol and a port");
		return;
	}
	to->protocol = (enum listener_protocol)p;
	if (parse_port(slash + 1, &to->port.v))
		to->port.is = value_known(node_key_place(n));
	else
		complain_listener_key(s, n, "not a port from 1 to 65535");
}

/* "app on tcp/8080" for "app on 8080". */
static void
advise_target(struct spec *s, size_t before, const struct listener_text *parts)
{
	const char *port = notation_ports_meant(s->l->a, parts->port);

	if (port != NULL)
		spec_advise_line(s, before, arena_printf(s->l->a, "%s on %s",
		    parts->target, port));
}

/* A listener that sends nothing on has no targets that could be said. */
static void
complain_answer(struct spec *s, struct node n)
{
	finding_help(&s->l->findings, read_complain(s->l, n, "a listener that "
	    "redirects or answers by itself leads to no target"), "leave it "
	    "out: nothing behind the load balancer is reached through it; the "
	    "balancer accepts nothing at this port then");
}

/* "redirect", "fixed-response". */
static bool
is_word_for_answer(const char *text)
{
	return spec_same_word(text, "redirect") ||
	    spec_same_word(text, "fixed_response") ||
	    spec_same_word(text, "redirect_to_https") ||
	    str_starts_with(text, "redirect ") ||
	    str_starts_with(text, "redirect:");
}

/* Such a text, unless something is called so; complained of. */
static bool
is_answer(struct spec *s, struct node n, const char *text)
{
	if (!is_word_for_answer(text) || node_exists(node_get(node_get(
	    spec_own_vpc(s), "workloads"), text)))
		return false;
	complain_answer(s, n);
	return true;
}

/* { "redirect": … }, { "action": "redirect" } without targets. */
static bool
is_answer_object(struct spec *s, struct listener *to, struct node n)
{
	bool found = false;

	for (struct node c = node_first(n); node_exists(c) &&
	    !node_exists(node_get(n, "to")); c = node_next(c)) {
		const char *text = node_kind(c) == NODE_STRING ?
		    node_text(s->l->a, c) : NULL;

		found |= is_word_for_answer(node_key(c)) || (text != NULL &&
		    (spec_same_word(node_key(c), "action") ||
		    spec_same_word(node_key(c), "type")) &&
		    is_word_for_answer(text));
	}
	if (!found)
		return false;
	complain_answer(s, n);
	vec_push(s->l->a, &to->targets,
	    ((struct ref){ .is = read_malformed(n) }));
	return true;
}

/* "app on tcp/8080" of "app:8080", or what one looks like. */
static const char *
target_help(struct spec *s, const char *text)
{
	const char *colon = strchr(text, ':'), *port;

	port = colon != NULL && colon > text && colon[1] >= '0' &&
	    colon[1] <= '9' ? notation_ports_meant(s->l->a, colon + 1) : NULL;
	if (port == NULL)
		return "write the target and its port like \"app on "
		    "tcp/8080\"";
	return arena_printf(s->l->a, "write \"%s on %s\"", read_clean(s->l,
	    arena_strndup(s->l->a, text, (size_t)(colon - text))), port);
}

/* "app on tcp/8080", or "app": the port is the listener's then. */
static void
read_listener_text(struct spec *s, struct listener *to, struct node n)
{
	const char *text, *wrong;
	struct listener_text parts;
	struct ports_value ports;
	struct ref target;
	size_t before;

	text = spec_read_string(s, n, "a target such as \"app on tcp/8080\", "
	    "or an object");
	if (text == NULL) {
		target = (struct ref){ .is = read_malformed(n) };
		vec_push(s->l->a, &to->targets, target);
		return;
	}
	if (is_answer(s, n, text)) {
		target = (struct ref){ .is = read_malformed(n) };
		vec_push(s->l->a, &to->targets, target);
		return;
	}
	wrong = notation_listener_split(s->l->a, text, &parts);
	if (wrong != NULL) {
		finding_help(&s->l->findings, read_complain(s->l, n, wrong),
		    "%s", target_help(s, text));
		target = (struct ref){ .is = read_malformed(n) };
		vec_push(s->l->a, &to->targets, target);
		return;
	}
	target = read_ref_text(s->l, node_place(n), parts.target);
	vec_push(s->l->a, &to->targets, target);
	if (parts.port == NULL)
		return;
	before = s->l->findings.n;
	ports = spec_read_ports(s, node_place(n), parts.port);
	to->target_port.is = ports.is;
	if (!value_is_known(ports.is)) {
		advise_target(s, before, &parts);
		return;
	}
	if (ports.v.n == 1 && ports.v.v[0].first == ports.v.v[0].last) {
		to->target_port.v = (int64_t)(ports.v.v[0].first & 0xffff);
		return;
	}
	read_complain(s->l, n, "a target has one port, such as tcp/8080");
	to->target_port.is = read_malformed(n);
}

/*
 * {"target": "app", "port": 8080}, where "target" says how targets are
 * registered: complain, with what to write if nothing else is in it.
 */
static bool
is_foreign_listener(struct spec *s, struct listener *to, struct node n,
    const struct spec_object *o)
{
	static const char *const ports[] = { "on", "port", "target_port",
		NULL };
	const struct spec_key *row = spec_key_find(o, "target");
	struct node target = node_get(n, "target"), port = { 0 };
	const char *text = node_text(s->l->a, target), *on = NULL;
	struct finding *f;
	struct foreign_keys left = { 0 };
	bool is_port;

	if (text == NULL || node_exists(node_get(n, "to")))
		return false;
	for (size_t i = 0; row->words[i] != NULL; i++)
		if (str_equal(row->words[i], text))
			return false;
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		is_port = false;
		for (size_t i = 0; ports[i] != NULL; i++)
			is_port |= spec_same_word(ports[i], node_key(c));
		if (is_port && !node_exists(port))
			port = c;
		else if (!node_key_is(c, "target") && !spec_is_comment(c))
			vec_push(s->l->a, &left, node_key(c));
	}
	if (node_exists(port)) {
		on = node_kind(port) == NODE_NUMBER ?
		    node_excerpt(s->l->a, port) : node_text(s->l->a, port);
		on = on != NULL ? notation_ports_meant(s->l->a, on) : NULL;
		if (on == NULL)
			vec_push(s->l->a, &left, node_key(port));
	}
	read_complain_type(s->l, n, "a target such as \"app on "
	    "tcp/8080\", or an object with \"to\"");
	f = s->l->findings.v[s->l->findings.n - 1];
	if (left.n > 0)
		finding_help(&s->l->findings, f, "%s", spec_foreign_left(s->l,
		    &left));
	else
		finding_help(&s->l->findings, f, "write \"%s\": \"%s%s%s\"",
		    sanitise_text(s->l->a, node_key(n)), read_clean(s->l,
		    notation_name_format(s->l->a, text)), on != NULL ?
		    " on " : "", on != NULL ? on : "");
	vec_push(s->l->a, &to->targets,
	    ((struct ref){ .is = read_malformed(n) }));
	return true;
}

void
spec_read_listeners(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct workload *w = base;
	const char *why;

	if (read_unless(s->l, n, NODE_MAP, "an object such as "
	    "{ \"tcp/443\": \"app on tcp/8080\" }", &why)) {
		w->listeners_known = false;
		w->listeners_why = why;
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		struct listener *to;

		if (spec_is_comment(c))
			continue;
		to = arena_alloc(s->m->a, sizeof *to);
		to->at = node_place(c);
		read_listener_key(s, to, c);
		vec_push(s->m->a, &w->listeners, to);
		if (read_unknown(s->l, c, &why))
			spec_read_ref_as_list(s, spec_key_find(row->object,
			    "to"), to, c);
		else if (node_kind(c) != NODE_MAP)
			read_listener_text(s, to, c);
		else if (!is_answer_object(s, to, c) &&
		    !is_foreign_listener(s, to, c, row->object)) {
			spec_read_object(s, row->object, to, c);
			/* Whom it leads to may be what was misspelt. */
			if (!node_exists(node_get(c, "to")))
				vec_push(s->m->a, &to->targets, ((struct ref){
				    .is = read_malformed(c) }));
			else
				continue;
		}
		/* Of what is not known as a whole the ports are not either. */
		if (to->targets.n > 0 &&
		    value_is_unknown(to->targets.v[0].is))
			to->target_port.is = to->health_port.is =
			    to->targets.v[0].is;
	}
}

/* ----------------------------------------------------- public addresses */

/* "yes", unless it is the name of an Elastic IP. */
static bool
complain_flag_word(struct spec *s, struct node n)
{
	static const char *const words[] = { "true", "yes", "on", "auto",
		"elastic", "dynamic", "false", "no", "off", "none", "never",
		"disabled" };
	const char *text = node_text(s->l->a, n);
	size_t i, count = sizeof words / sizeof *words;
	struct findings *list = &s->l->findings;

	for (i = 0; i < count && !str_equal(words[i], text); i++)
		;
	if (i == count ||
	    node_exists(node_get(node_get(s->root, "elastic_ips"), text)))
		return false;
	read_complain_type(s->l, n,
	    "true, false, or an Elastic IP by name or address");
	finding_help(list, list->v[list->n - 1], "write %s",
	    i < count / 2 ? "true" : "false");
	return true;
}

/* true, false, or which Elastic IP: then *which is set as well. */
static struct flag_value
read_public_ip(struct spec *s, struct node n, struct address_value *which)
{
	struct flag_value yes = { .is = value_known(node_place(n)), .v = true };
	const char *why;

	if (node_kind(n) == NODE_BOOL || read_unknown(s->l, n, &why))
		return read_flag(s->l, n);
	if (node_kind(n) != NODE_STRING) {
		read_complain_type(s->l, n,
		    "true, false, or an Elastic IP by name or address");
		yes.is = read_malformed(n);
		return yes;
	}
	if (complain_flag_word(s, n)) {
		yes.is = read_malformed(n);
		return yes;
	}
	*which = read_address(s->l, n, IPV4);
	return yes;
}

void
spec_read_public_ip(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct workload *w = base;

	(void)row;
	w->public_ip = read_public_ip(s, n, &w->public_address);
}

void
spec_read_interface_public_ip(struct spec *s, const struct spec_key *row,
    void *base, struct node n)
{
	struct interface *i = base;
	struct address_value which = { 0 };

	(void)row;
	i->public_ip = read_public_ip(s, n, &which);
	if (which.is.state != VALUE_ABSENT)
		vec_push(s->l->a, &i->public_addresses, which);
}

/* ---------------------------------------------------------- attachments */

/* The key says to what: the row's min is the enum's value. */
void
spec_read_attached(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct attachment *a = base;

	a->to = s->l->unread == NULL ? (enum attachment_to)row->min :
	    ATTACHMENT_OTHER;
	a->target = read_ref(s->l, n);
}

void
spec_read_table_or_null(struct spec *s, const struct spec_key *row,
    void *base, struct node n)
{
	struct attachment *a = base;

	(void)row;
	if (node_kind(n) == NODE_NULL)
		a->no_table = true;
	else
		a->table = read_ref(s->l, n);
}
