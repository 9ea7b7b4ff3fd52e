/* SPDX-License-Identifier: MIT */

/* Listeners of a load balancer as a list, as others write them. */

#include "load/spec_foreign.h"

#include "load/spec_read.h"

#include "base/str.h"
#include "model/notation.h"

#include <string.h>

enum { ITEMS_SHOWN = 6 };

/* "tls" of "TLS", and "tcp" of "HTTPS"; NULL: none that is known. */
static const char *
listener_protocol_of(const char *text)
{
	static const char *const words[] = { "tcp", "udp", "tls", "tcp_udp" };

	if (str_equal_but_case(text, "http") ||
	    str_equal_but_case(text, "https"))
		return "tcp";
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_equal_but_case(words[i], text))
			return words[i];
	return NULL;
}

/* `"app"`; `"app on tcp/8080"` of "app:8080". */
static const char *
target_of(struct load *l, struct node n)
{
	const char *text = node_text(l->a, n);
	const char *colon = text != NULL ? strchr(text, ':') : NULL;
	const char *ports;

	if (colon == NULL || colon == text || colon[1] < '0' || colon[1] > '9')
		return node_excerpt(l->a, n);
	ports = notation_ports_meant(l->a, colon + 1);
	return ports == NULL ? node_excerpt(l->a, n) : arena_printf(l->a,
	    "\"%s on %s\"", read_clean(l, arena_strndup(l->a, text,
	    (size_t)(colon - text))), ports);
}

/* `"app"`, `["app", "web"]`; NULL: something else is there. */
static const char *
targets_of(struct load *l, struct node n)
{
	struct str out = str_new(l->a);

	if (node_kind(n) == NODE_STRING)
		return target_of(l, n);
	if (node_kind(n) != NODE_LIST)
		return NULL;
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		if (node_kind(c) != NODE_STRING)
			return NULL;
		str_addf(&out, "%s%s", out.n > 0 ? ", " : "",
		    node_excerpt(l->a, c));
	}
	return arena_printf(l->a, "[%s]", str_text(&out));
}

/* `"tcp/443": "app"`; what cannot be said so is left. */
static const char *
listener_of(struct load *l, struct node n, struct foreign_keys *left)
{
	static const char *const targets[] = { "target", "to", "targets",
		"target_group" };
	const char *protocol = "tcp", *port = NULL, *to = NULL;

	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		const char *text = spec_foreign_text(l, c), **at = NULL;

		for (size_t i = 0; i < 4; i++)
			if (spec_same_word(targets[i], node_key(c)))
				at = &to;
		if (spec_foreign_says_nothing(c))
			continue;
		if (at != NULL)
			text = targets_of(l, c);
		else if (spec_same_word(node_key(c), "port"))
			at = &port;
		else if (spec_same_word(node_key(c), "protocol") &&
		    text != NULL)
			text = *(at = &protocol) != NULL ?
			    listener_protocol_of(text) : NULL;
		if (at == NULL || text == NULL || (at != &protocol &&
		    *at != NULL))
			vec_push(l->a, left, node_key(c));
		else
			*at = text;
	}
	return arena_printf(l->a, "\"%s/%s\": %s", protocol, port != NULL ?
	    read_clean(l, port) : "…", to != NULL ? to : "\"…\"");
}

/* [{"port": 443, "protocol": "HTTPS", "target": "app"}] */
const char *
spec_foreign_listeners(struct load *l, const char *key, struct node n)
{
	struct foreign_keys left = { 0 };
	struct str out = str_new(l->a);
	size_t count = 0;

	for (struct node c = node_first(n); node_exists(c); c = node_next(c)) {
		const char *line = node_kind(c) == NODE_MAP && count <
		    ITEMS_SHOWN ? listener_of(l, c, &left) : NULL;

		if (node_kind(c) != NODE_MAP)
			return NULL;
		if (count++ < ITEMS_SHOWN)
			str_addf(&out, "%s%s", count > 1 ? ", " : "", line);
	}
	if (left.n > 0)
		return spec_foreign_left(l, &left);
	return count == 0 ? NULL : arena_printf(l->a, "write \"%s\": { "
	    "%s%s }", key, str_text(&out), count > ITEMS_SHOWN ? ", …" :
	    "");
}
