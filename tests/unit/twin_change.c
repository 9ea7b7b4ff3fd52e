/* SPDX-License-Identifier: MIT */
#include "twin_change.h"
#include "twin_network.h"

#include "base/str.h"
#include "load/load.h"

#include <string.h>

enum { CHANGES_MAX = 2, TRIES = 8 };

struct piece {
	const char *at;
	size_t length;
};

/* A text or a member that can be taken out: rules, entries, routes, what a
 * thing says of itself. */
static bool
is_removable(const char *text, size_t n)
{
	static const char *const signs[] = { " from ", " to ", "/0\": \"",
		"/1\": \"", "/8\": \"", "/16\": \"", "/24\": \"", "/56\": \"",
		"/64\": \"", "/96\": \"", "\"partners\": \"", "\"inner\": \"",
		"\"route_table\": ", "\"network_acl\": ", "\"public_ip\": ",
		"\"state\": ", "\"target\": ", "\"preserve_client\": ",
		"\"sg_references\": ", "\"appliance_mode\": ",
		"\"hostnames\": ", "\"private_dns\": ", "\"ipv6\": ",
		"\"nat\": ", "\"source_check\": ", "\"ephemeral\": ",
		"\"ports\": \"tcp/", "\"static\": ", "\"private\": true",
		"\"table\": ", "\"az_id\": ",
		"\"on\": \"tcp/8080\"", NULL };

	for (size_t i = 0; signs[i] != NULL; i++)
		for (size_t k = 0; k + strlen(signs[i]) <= n; k++)
			if (memcmp(text + k, signs[i], strlen(signs[i])) == 0)
				return true;
	return false;
}

/* The items between brackets and commas that are nothing but texts. */
static size_t
pieces_of(struct arena *a, const char *text, struct piece **out)
{
	VEC(struct piece) all = { 0 };
	const char *start = text;
	bool quoted = false;

	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '"')
			quoted = !quoted;
		if (quoted || strchr("{}[],", *p) == NULL)
			continue;
		if (is_removable(start, (size_t)(p - start)) &&
		    memchr(start, '"', (size_t)(p - start)) != NULL) {
			struct piece piece = { start, (size_t)(p - start) };

			vec_push(a, &all, piece);
		}
		start = p + 1;
	}
	*out = all.v;
	return all.n;
}

static const char *
without(struct arena *a, const char *text, struct piece p)
{
	struct str out = str_new(a);
	const char *before = p.at - 1, *after = p.at + p.length;

	if (*after == ',')
		after++;
	else if (*before == ',')
		before--;
	str_add_bytes(&out, text, (size_t)(before - text) + 1);
	str_add(&out, after);
	return str_text(&out);
}

/* What is said in another word then. */
static const char *const words[][2] = {
	{ "\"internal\"", "\"internet-facing\"" },
	{ "\"internet-facing\"", "\"internal\"" },
	{ "\"cross_zone\": true", "\"cross_zone\": false" },
	{ "\"cross_zone\": false", "\"cross_zone\": true" },
	{ "\"preserve_client\": true", "\"preserve_client\": false" },
	{ "\"preserve_client\": false", "\"preserve_client\": true" },
	{ "\"target\": \"ip\"", "\"target\": \"instance\"" },
	{ "\"on\": \"tcp/8080\"", "\"on\": \"tcp/22\"" },
	{ "tcp_udp/53", "udp/53" },
	{ "\"block-ingress\"", "\"block-bidirectional\"" },
	{ "\"block-ingress\"", "\"off\"" },
	{ "\"block-bidirectional\"", "\"block-ingress\"" },
	{ "\"allow-egress\"", "\"allow-bidirectional\"" },
	{ "\"pending-acceptance\"", "\"active\"" },
	{ "\"deleted\"", "\"available\"" },
	{ "\"az\": \"a\"", "\"az\": \"b\"" },
	{ "\"auto_scaling_group\"", "\"fargate_service\"" },
	{ "\"nat_instance\"", "\"appliance\"" },
	{ "\"lambda\"", "\"fargate_service\"" },
	{ "\"postgres\"", "\"mysql\"" },
	{ "\"hub\"", "\"spoke\"" },
	{ "\"spoke\"", "\"hub\"" },
	{ "\"partners\": {\"entries\": [\"203.0.113.0/28\", ",
	    "\"partners\": {\"entries\": [" },
	{ "\"10.0.0.0/16\", \"192.168.0.0/16\", \"10.1", "\"10.1" },
	{ "\"networks\": [\"office\"]", "\"networks\": []" },
	{ "\"networks\": [\"lab\"]", "\"networks\": [\"office\"]" },
	{ "[\"172.20.0.0/17\", ", "[" },
	{ "com.amazonaws.eu-west-1.s3", "com.amazonaws.eu-west-1.dynamodb" },
	{ "\"service\": \"sqs\"", "\"service\": \"sns\"" },
	{ "allow all", "deny all" },
	{ "deny", "allow" },
	{ "\"forwards\": [{\"ports\": \"all\"", "\"forwards\": [{\"ports\": "
	    "\"tcp\"" },
	{ "allow", "deny" },
};

/* One of the places where a word stands, or NULL. */
static const char *
occurrence(const char *text, const char *word, struct unit_random *r)
{
	const char *at = NULL, *p = text;
	uint32_t n = 0;

	while ((p = strstr(p, word)) != NULL) {
		if (unit_random_below(r, ++n) == 0)
			at = p;
		p++;
	}
	return at;
}

static const char *
in_another_word(struct arena *a, const char *text, struct unit_random *r)
{
	uint32_t n = sizeof words / sizeof words[0];
	uint32_t first = unit_random_below(r, n);

	for (uint32_t i = 0; i < n; i++) {
		const char *const *w = words[(first + i) % n];
		const char *at = occurrence(text, w[0], r);

		if (at != NULL)
			return arena_printf(a, "%.*s%s%s", (int)(at - text),
			    text, w[1], at + strlen(w[0]));
	}
	return text;
}

static const char *
without_a_piece(struct arena *a, const char *text, struct unit_random *r)
{
	struct piece *v;
	size_t n = pieces_of(a, text, &v);

	return n == 0 ? text : without(a, text, v[unit_random_below(r,
	    (uint32_t)n)]);
}

static bool
is_read(struct arena *a, const char *text)
{
	struct load_options options = { .format = NULL };
	struct load *l = load_new(a, &options);

	load_bytes(l, "network.json", text, strlen(text), true);
	load_finish(l);
	return l->complaints.n == 0;
}

const char *
twin_change(struct arena *a, const char *text, struct unit_random *r)
{
	size_t n = 1 + unit_random_below(r, CHANGES_MAX);

	for (size_t i = 0; i < n; i++) {
		const char *other = text;

		/* Not each makes sense: an address without its block. */
		for (size_t k = 0; k < TRIES; k++) {
			other = unit_random_below(r, 3) == 0 ?
			    in_another_word(a, text, r) :
			    without_a_piece(a, text, r);
			if (is_read(a, other))
				break;
			other = text;
		}
		text = other;
	}
	return text;
}

struct unit_random
twin_change_make(struct arena *a, unsigned number, const char *text[2])
{
	struct unit_random r = twin_network_seed(700000 + number);
	const char *made = twin_network_make(a, &r);
	const char *other = twin_change(a, made, &r);

	text[0] = number % 2 == 0 ? other : made;
	text[1] = number % 2 == 0 ? made : other;
	return r;
}

struct twin_engine
twin_engine_read(struct arena *a, const char *text)
{
	struct load_options options = { .format = NULL };
	struct load *l = load_new(a, &options);
	struct twin_engine n;

	load_bytes(l, "network.json", text, strlen(text), true);
	n.m = load_finish(l);
	ck_assert_msg(l->complaints.n == 0, "not read: %s", text);
	n.r = reach_new(a, n.m, routes_new(a, n.m));
	return n;
}
