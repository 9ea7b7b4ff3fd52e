/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_EXPORT_SNIPPET_WRITE_H
#define VPCPLAN_EXPORT_SNIPPET_WRITE_H

/* What the files of snippet share: inside of export/ only. */

#include "base/str.h"
#include "document/node.h"
#include "export/snippet.h"

struct snippet_writing {
	struct arena *a;
	const struct document *document;	/* of the file that changes */
	struct str *out;
};

/* The value that a place stands in, as pointer; and by pointer. */
const char *snippet_pointer(struct arena *a, const struct document *d,
    struct place at);
struct node snippet_node(const struct document *d, const char *pointer);

/* One rule of AWS's: kinds of traffic that one rule can state. */
struct snippet_ports {
	int protocol;		/* -1: all */
	bool whole;		/* all of the protocol */
	int from, to;		/* ports; of ICMP type and code, -1 any */
};

/* The ports as AWS states them; false if they cannot be. */
struct snippet_ports_list {
	struct snippet_ports *v;
	size_t n, cap;
};
bool snippet_ports_of(struct arena *a, struct port_set ports,
    struct snippet_ports_list *out);

/* "tcp", "-1", "50". */
const char *snippet_protocol(struct arena *a, int protocol);

/* Each language: false if an edit cannot be written in it. */
bool snippet_write_patch(const struct snippet_writing *w,
    const struct mend *mend, struct text_insertions *edits);
bool snippet_write_hcl(const struct snippet_writing *w,
    const struct mend *mend);
bool snippet_write_template(const struct snippet_writing *w,
    const struct mend *mend);

#endif
