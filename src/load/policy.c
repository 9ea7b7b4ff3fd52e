/* SPDX-License-Identifier: MIT */
#include "load/read.h"

#include "base/str.h"
#include "base/vec.h"

#include <string.h>

/*
 * Policies of endpoints.  They say what the service behind one does for whom,
 * and stop no packet: who is refused has been connected.  So answers stand,
 * and it is said once that they speak of packets alone; but of the policy that
 * AWS gives whoever states none, which refuses nothing.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/
 * vpc-endpoints-access.html
 */

enum { DEPTH_MAX = 8, LENGTH_MAX = 400 };	/* AWS's own has 130 */

/* As JSON without any blank. */
static void
write_compact(struct arena *a, struct str *out, struct node n, unsigned depth)
{
	bool is_map = node_kind(n) == NODE_MAP;
	const char *text;

	if (node_kind(n) == NODE_STRING) {
		text = node_text(a, n);
		str_addf(out, "\"%s\"", text != NULL ? text : "?");
		return;
	}
	if (node_kind(n) != NODE_LIST && !is_map) {
		str_add_char(out, '?');
		return;
	}
	str_add_char(out, is_map ? '{' : '[');
	for (struct node c = node_first(n); node_exists(c) &&
	    depth < DEPTH_MAX && out->n < LENGTH_MAX; c = node_next(c)) {
		if (is_map)
			str_addf(out, "\"%s\":", node_key(c));
		write_compact(a, out, c, depth + 1);
		if (node_exists(node_next(c)))
			str_add_char(out, ',');
	}
	str_add_char(out, is_map ? '}' : ']');
}

static const char *
compact(struct arena *a, struct node policy)
{
	struct str out = str_new(a);
	const char *text;

	if (node_kind(policy) != NODE_STRING) {
		write_compact(a, &out, policy, 0);
		return str_text(&out);
	}
	text = node_text(a, policy);
	for (; text != NULL && *text != '\0'; text++)
		if (strchr(" \t\r\n", *text) == NULL)
			str_add_char(&out, *text);
	return str_text(&out);
}

static bool
says(const char *policy, const char *member, const char *a, const char *b)
{
	const char *at = strstr(policy, member);

	return at != NULL && strstr(at + 1, member) == NULL &&
	    (str_starts_with(at + strlen(member), a) ||
	    str_starts_with(at + strlen(member), b));
}

/* One statement, by which everybody may do everything. */
static bool
is_open(struct arena *a, struct node policy)
{
	const char *text = compact(a, policy);

	return strlen(text) < LENGTH_MAX && strstr(text, "\"Not") == NULL &&
	    strstr(text, "\"Condition\"") == NULL &&
	    says(text, "\"Effect\":", "\"Allow\"", "\"Allow\"") &&
	    says(text, "\"Action\":", "\"*\"", "[\"*\"]") &&
	    says(text, "\"Resource\":", "\"*\"", "[\"*\"]") &&
	    says(text, "\"Principal\":", "\"*\"", "{\"AWS\":\"*\"}");
}

void
read_policy(struct model *m, const char *type, struct place at,
    struct node policy)
{
	static const char what[] = "what policies of endpoints refuse is not "
	    "judged: answers speak of packets alone";
	struct unread one = { .type = type, .n = 1, .at = at,
		.unsettled = what };

	if (is_open(m->a, policy))
		return;
	for (size_t i = 0; i < m->unread.n; i++)
		if (m->unread.v[i].unsettled == what &&
		    str_equal(m->unread.v[i].type, type)) {
			m->unread.v[i].n++;
			return;
		}
	vec_push(m->a, &m->unread, one);
}
