/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Functions that write a value as a text: Fn::Base64, Fn::ToJsonString.
 */

/* RFC 4648, section 4. */
static const char *
base64(struct arena *a, const char *text)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)text;
	struct str s = str_new(a);
	size_t n = strlen(text);

	for (; n > 0; p += 3, n = n > 3 ? n - 3 : 0) {
		uint32_t three = (uint32_t)p[0] << 16 |
		    (n > 1 ? (uint32_t)p[1] << 8 : 0) |
		    (n > 2 ? (uint32_t)p[2] : 0);

		str_add_char(&s, digits[three >> 18]);
		str_add_char(&s, digits[three >> 12 & 63]);
		str_add_char(&s, n > 1 ? digits[three >> 6 & 63] : '=');
		str_add_char(&s, n > 2 ? digits[three & 63] : '=');
	}
	return str_text(&s);
}

struct cfn_value
cfn_base64(struct cfn_template *t, struct node n)
{
	struct cfn_value v = cfn_single(t->x, cfn_eval(t, n));

	if (v.kind == CFN_TEXT)
		return cfn_text(v.at, base64(t->x->a, v.text));
	if (v.kind == CFN_UNKNOWN)
		return v;
	if (v.kind == CFN_RESOURCE)
		return cfn_unknown(v.at, "it holds an id that is known when "
		    "the stack is created");
	return cfn_refuse(t, n, cfn_takes("Base64"));
}

/* ------------------------------------------------------------------ JSON */

struct json {
	struct cfn_template *t;
	struct str out;
	const char *why;		/* it cannot be told, or NULL */
};

static void
put_text(struct json *j, const char *text)
{
	str_add_char(&j->out, '"');
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text < 0x20) {
			str_addf(&j->out, "\\u%04x", (unsigned)*text);
			continue;
		}
		if (*text == '"' || *text == '\\')
			str_add_char(&j->out, '\\');
		str_add_char(&j->out, *text);
	}
	str_add_char(&j->out, '"');
}

static void put_node(struct json *j, struct node n);

static void
put_value(struct json *j, struct cfn_value v)
{
	v = cfn_single(j->t->x, v);
	switch (v.kind) {
	case CFN_TEXT:
		put_text(j, v.text);
		return;
	case CFN_MAP:
		put_node(j, v.node);
		return;
	case CFN_LIST:
		str_add_char(&j->out, '[');
		for (size_t i = 0; i < v.n; i++) {
			if (i > 0)
				str_add_char(&j->out, ',');
			put_value(j, v.v[i]);
		}
		str_add_char(&j->out, ']');
		return;
	default:
		if (j->why == NULL)
			j->why = v.kind == CFN_UNKNOWN ? v.text :
			    "it holds an id that is known when the stack is "
			    "created";
	}
}

/* A list, or a map that is no function. */
static void
put_members(struct json *j, struct node n, bool map)
{
	bool first = true;

	str_add_char(&j->out, map ? '{' : '[');
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		if (!first)
			str_add_char(&j->out, ',');
		first = false;
		if (map) {
			put_text(j, node_key(c));
			str_add_char(&j->out, ':');
		}
		put_node(j, c);
	}
	str_add_char(&j->out, map ? '}' : ']');
}

static void
put_node(struct json *j, struct node n)
{
	struct node argument;

	switch (node_kind(n)) {
	case NODE_LIST:
		put_members(j, n, false);
		return;
	case NODE_MAP:
		if (cfn_function(n, &argument) != NULL)
			put_value(j, cfn_eval(j->t, n));
		else
			put_members(j, n, true);
		return;
	case NODE_NUMBER:
	case NODE_BOOL:
		str_add(&j->out, node_excerpt(j->t->x->a, n));
		return;
	default:
		put_value(j, cfn_eval(j->t, n));
	}
}

struct cfn_value
cfn_to_json(struct cfn_template *t, struct node n)
{
	struct json j = { t, str_new(t->x->a), NULL };

	if (node_kind(n) != NODE_MAP && node_kind(n) != NODE_LIST)
		return cfn_refuse(t, n, cfn_takes("ToJsonString"));
	put_node(&j, n);
	return j.why != NULL ? cfn_unknown(node_place(n), j.why) :
	    cfn_text(node_place(n), str_text(&j.out));
}
