/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_LOAD_H
#define VPCPLAN_LOAD_LOAD_H

/*
 * From bytes to a model: opens files, recognises formats, calls readers.
 *
 * A format is recognised by content.  Everything that is wrong becomes a
 * finding (in the input) or a complaint (the request cannot be carried out:
 * exit status 2); reading goes on with the next thing.
 */

#include "document/document.h"
#include "document/node.h"
#include "model/model.h"

/* A name of the input and what became of it: load/odd_name.h. */
struct odd_name {
	const char *text, *clean;
};

/* Something that keeps the request from being carried out. */
struct complaint {
	const char *text;	/* "cannot read x.json: No such file …" */
	uint32_t file;		/* of a broken text, which has a finding that
				   says the same; else 0 */
};

struct load_parameter {		/* of a template, as given from outside */
	const char *name, *value;
};

struct load_options {
	const char *format;	/* NULL: by content; else "spec", "describe" */
	const char *region, *account;	/* defaults for things without */
	const struct quota *quotas;	/* as configured; the input's own win */
	size_t n_quotas;
	const struct load_parameter *parameters;
	size_t n_parameters;
	bool before;		/* of a plan: the network as it is, not as it
				   will be */
	bool mend;		/* read what is no JSON or YAML as it was
				   meant, to tell what else is wrong in it:
				   nothing more is to rely on it */
	bool may_be_empty;	/* nothing is judged, or it is an end of a
				   change, of which nothing may be there */
};

struct load {
	struct arena *a;
	struct files files;
	VEC(struct document *) documents;	/* by number of file, from 1;
						   NULL: could not be parsed */
	struct findings findings;
	VEC(struct complaint) complaints;
	size_t n_partly;	/* of them, of files that were read all the
				   same */
	struct model *model;
	struct load_options options;
	const char *unread;		/* why all that is read now is unknown;
					   NULL: it is what the input says */
	VEC(const char *) read;		/* names of files that were read */
	size_t not_recognised;		/* files of folders passed over */
	const char *hint;		/* "main.tf: this looks like …": of the
					   first whose form is known; NULL */
	bool has_before;	/* a plan was among them: its network can be had
				   before and after the change */
	bool intent_read;		/* a spec or an expect file was among them */
	VEC(const char *) remarks;	/* one-line things to say on stderr */
	VEC(struct load_address) addresses;	/* of formats that have some */
	VEC(struct odd_name) odd_names;
	struct describe *describe;	/* what describe files gave so far; NULL */
	struct cfn *cloudformation;	/* the same of templates */
};

/* The bytes of an input that an address of its format means. */
struct load_address {
	struct place from;
	uint32_t to;
	const char *address;
};

/* One format. */
struct loader {
	const char *name;	/* "spec" */
	const char *summary;	/* "vpcplan's own JSON" */
	const char *sign;	/* by what it is recognised, for messages:
				   "a member \"vpcplan\"" */
	bool (*recognise)(struct node root);
	void (*load)(struct load *l, struct document *d);
	void (*finish)(struct load *l);	/* when all files are read; or NULL */
};

extern const struct loader *const loaders[];	/* NULL ends the list */

struct load *load_new(struct arena *a, const struct load_options *options);

/*
 * Read one argument: a file, a folder (regular files in it, recursive, no
 * hidden ones, no links followed, in natural order), or "-".
 */
void load_path(struct load *l, const char *path);

/* Read a text that is already in memory, as if it were a file of that name. */
void load_bytes(struct load *l, const char *name, const char *bytes,
    size_t length, bool named);

/* Read an --expect file: a spec's "expect", "ignore" and "networks" alone. */
void load_expect(struct load *l, const char *path);

void load_expect_bytes(struct load *l, const char *name, const char *bytes,
    size_t length);

/* Link what was read.  Call once, last. */
const struct model *load_finish(struct load *l);

/* The document of a file number, or NULL. */
const struct document *load_document(const struct load *l, uint32_t file);

void load_complain(struct load *l, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The same of a file that is read, but is not whole. */
void load_complain_partly(struct load *l, const char *text);
void load_remark(struct load *l, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
