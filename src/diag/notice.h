/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DIAG_NOTICE_H
#define VPCPLAN_DIAG_NOTICE_H

/*
 * A kind of thing that can be said about an input: one row of the catalogue.
 * Loaders and the linker have rows (model/notices), lint/ has the rest.
 */

enum severity { SEVERITY_OFF, SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

enum notice_class {
	CLASS_REJECT,		/* AWS refuses it */
	CLASS_BROKEN,		/* deploys, does not work */
	CLASS_EXPOSURE,		/* works for people it should not */
	CLASS_FRAGILE,		/* breaks when an AZ is lost, or on growth */
	CLASS_WASTE,		/* costs, does nothing */
	CLASS_POLICY,		/* an opinion */
	CLASS_META		/* about the check itself */
};

struct notice {
	const char *code;	/* "RT006": two letters of the area, a number */
	const char *name;	/* "more-specific-route-steals-traffic" */
	enum severity severity;	/* default; policy may override */
	enum notice_class class;
	const char *title;	/* one line, no full stop */
	const char *aws;	/* what AWS does: one or more sentences */
	const char *why;	/* why it matters: one or more sentences */
	const char *intent;	/* what it does on inputs that declare none */
	const char *bad;	/* smallest bad spec, as lines of JSON */
	const char *good;	/* the same, mended */
	const char *options;	/* what can be set, or NULL */
	const char *reference;	/* title of the AWS page, or RFC */
};

const char *severity_name(enum severity severity);	/* "error" … "off" */
const char *notice_class_name(enum notice_class class);

#endif
