/* SPDX-License-Identifier: MIT */
#include "export/snippet_write.h"

#include <string.h>

/* ------------------------------------------------------------- documents */

const char *
snippet_pointer(struct arena *a, const struct document *d, struct place at)
{
	const char *pointer = NULL;

	document_pointers(a, d, &at.offset, 1, &pointer);
	return pointer;
}

/* Whether the segment of a pointer, up to the next slash, is this key. */
static bool
is_segment(const char *segment, size_t n, const char *key)
{
	size_t i = 0;

	for (; i < n && *key != '\0'; i++, key++) {
		char c = segment[i];

		if (c == '~' && i + 1 < n)
			c = segment[++i] == '1' ? '/' : '~';
		if (c != *key)
			return false;
	}
	return i == n && *key == '\0';
}

static struct node
child(struct node parent, const char *segment, size_t n)
{
	size_t number = 0, wanted = 0;
	struct node c;

	for (size_t i = 0; i < n; i++)
		wanted = segment[i] < '0' || segment[i] > '9' ? SIZE_MAX / 2 :
		    wanted * 10 + (size_t)(segment[i] - '0');
	for (c = node_first(parent); node_exists(c); c = node_next(c), number++)
		if (node_kind(parent) == NODE_LIST ? number == wanted :
		    is_segment(segment, n, node_key(c)))
			break;
	return c;
}

struct node
snippet_node(const struct document *d, const char *pointer)
{
	struct node n = node_root(d);

	while (*pointer == '/' && node_exists(n)) {
		size_t length = strcspn(++pointer, "/");

		n = child(n, pointer, length);
		pointer += length;
	}
	return n;
}

/* ----------------------------------------------------------------- ports */

/* Of ICMP: any, all codes of a type, or one code. */
static bool
split_icmp(unsigned first, unsigned last, struct snippet_ports *out)
{
	out->from = (int)(first >> 8);
	out->to = (int)(first & 0xff);
	if (first == last)
		return true;
	out->to = -1;
	return (first & 0xff) == 0 && last == (first | 0xff);
}

bool
snippet_ports_of(struct arena *a, struct port_set ports,
    struct snippet_ports_list *out)
{
	enum { LAST = 0xffff };

	if (port_set_is_everything(ports)) {
		vec_push(a, out, ((struct snippet_ports){ .protocol = -1,
		    .whole = true, .from = -1, .to = -1 }));
		return true;
	}
	for (size_t i = 0; i < ports.n; i++) {
		uint32_t first = ports.v[i].first;

		while (first <= ports.v[i].last) {
			uint32_t end = first | LAST;
			struct snippet_ports p = {
				.protocol = (int)(first >> 16) };

			end = end < ports.v[i].last ? end : ports.v[i].last;
			p.from = (int)(first & LAST);
			p.to = (int)(end & LAST);
			p.whole = p.from == 0 && p.to == LAST;
			if ((p.protocol == PROTOCOL_ICMP ||
			    p.protocol == PROTOCOL_ICMPV6) && !p.whole &&
			    !split_icmp(first & LAST, end & LAST, &p))
				return false;
			vec_push(a, out, p);
			first = end + 1;
		}
	}
	return out->n > 0;
}

const char *
snippet_protocol(struct arena *a, int protocol)
{
	switch (protocol) {
	case PROTOCOL_TCP:
		return "tcp";
	case PROTOCOL_UDP:
		return "udp";
	case PROTOCOL_ICMP:
		return "icmp";
	case PROTOCOL_ICMPV6:
		return "icmpv6";
	default:
		return arena_printf(a, "%d", protocol);
	}
}

/* ------------------------------------------------------------- the whole */

enum language { LANGUAGE_NONE, LANGUAGE_SPEC, LANGUAGE_TERRAFORM,
	LANGUAGE_TEMPLATE };

static enum language
language_of(const struct document *d)
{
	struct node root = node_root(d);

	if (node_exists(node_get(root, "vpcplan")))
		return LANGUAGE_SPEC;
	if (node_exists(node_get(root, "format_version")) ||
	    node_exists(node_get(root, "terraform_version")))
		return LANGUAGE_TERRAFORM;
	return node_kind(node_get(root, "Resources")) == NODE_MAP ?
	    LANGUAGE_TEMPLATE : LANGUAGE_NONE;
}

/* The file that all edits are in; 0: several, or none. */
static uint32_t
file_of(const struct mend *mend)
{
	uint32_t file = 0;

	for (size_t i = 0; i < mend->edits.n; i++) {
		const struct thing *t = mend->edits.v[i].of;
		struct place at = t->at;

		if (at.file == 0 && t->vpc != NULL)
			at = t->vpc->is.at;
		if (at.file == 0 || (i > 0 && at.file != file))
			return 0;
		file = at.file;
	}
	return file;
}

struct snippet
snippet_of(struct arena *a, const struct snippet_input *in,
    const struct mend *mend, struct text_insertions *edits)
{
	uint32_t file = file_of(mend);
	struct str out = str_new(a);
	struct snippet_writing w = { .a = a, .out = &out };
	struct text_insertions all = { 0 };

	if (file == 0 || file > in->n_documents ||
	    in->documents[file - 1] == NULL)
		return (struct snippet){ NULL, NULL };
	w.document = in->documents[file - 1];
	switch (language_of(w.document)) {
	case LANGUAGE_SPEC:
		if (!snippet_write_patch(&w, mend, &all))
			break;
		if (edits != NULL)
			*edits = all;
		return (struct snippet){ "json-patch", str_text(&out) };
	case LANGUAGE_TERRAFORM:
		if (!snippet_write_hcl(&w, mend))
			break;
		return (struct snippet){ "hcl", str_text(&out) };
	case LANGUAGE_TEMPLATE:
		if (!snippet_write_template(&w, mend))
			break;
		return (struct snippet){ strcmp(document_language(w.document),
		    "YAML") == 0 ? "yaml" : "json", str_text(&out) };
	case LANGUAGE_NONE:
		break;
	}
	return (struct snippet){ NULL, NULL };
}
