/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_SPEC_H
#define VPCPLAN_LOAD_SPEC_H

/*
 * The spec: vpcplan's own JSON.  What an object may say is a table of keys;
 * one reader walks the tables, and the published schema is written from
 * them (export/), so that neither can know a key that the other does not.
 *
 * A row tells in which form its value stands and where in the struct of the
 * model it goes.  Forms are few; what they accept is in spec_form.c.
 */

#include "load/load.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum spec_form {
	/* the row that ends a table */
	FORM_END,

	/* one value; the comment names the type that stands at the offset */
	FORM_VERSION,		/* nothing: 1 */
	FORM_NAME,		/* const char *: not empty */
	FORM_REGION,		/* const char *: a Region's name */
	FORM_REASON,		/* const char *: empty is absent */
	FORM_STATE,		/* const char *: a code of AWS's */
	FORM_TEXT,		/* struct text_value; of words, if the row
				   has some */
	FORM_DATE,		/* struct text_value */
	FORM_FLAG,		/* struct flag_value */
	FORM_NUMBER,		/* struct number_value, min..max */
	FORM_CIDR,		/* struct cidr_value of the row's family */
	FORM_ADDRESS,		/* struct address_value */
	FORM_REF,		/* struct ref */
	FORM_PORTS,		/* struct ports_value */
	FORM_PORT,		/* struct number_value: "tcp/8080" */
	FORM_EPHEMERAL,		/* struct port_range: "1024-65535" */

	/* lists of such; the vector's v stands at the offset */
	FORM_NAMES,		/* const char * */
	FORM_TEXTS,		/* struct text_value */
	FORM_CIDRS,		/* struct cidr_value */
	FORM_CIDR_AS_LIST,	/* one, the list's first */
	FORM_ADDRESSES,		/* struct address_value: of Elastic IPs */
	FORM_PRIVATE_ADDRESSES,	/* struct address_value: no names */
	FORM_INTERFACE_ADDRESSES,	/* the same, of a struct interface */
	FORM_REFS,		/* struct ref: a list */
	FORM_REF_AS_LIST,	/* struct ref: one name */
	FORM_REF_OR_REFS,	/* struct ref: one name, or a list */

	/* one of the words of the row; an enum stands at the offset */
	FORM_EXPOSURE,
	FORM_WORKLOAD_KIND,
	FORM_ENDPOINT_TYPE,
	FORM_TARGET_TYPE,
	FORM_BLOCK_MODE,

	/* objects */
	FORM_THINGS,		/* a map of names; each makes a thing */
	FORM_THING_LIST,	/* a list of nameless things */
	FORM_GATEWAY,		/* a name, true, an object, or a list */
	FORM_DEFAULT_GROUP,	/* a security group */
	FORM_PART,		/* more keys of the same thing */
	FORM_RULES,		/* a list of strings and objects */
	FORM_ENTRIES,
	FORM_ROUTES,		/* a map, or a list of objects */
	FORM_TRANSIT_ROUTES,
	FORM_LISTENERS,
	FORM_FORWARDS,

	/* values of one place each */
	FORM_PEER,		/* of a struct rule_draft */
	FORM_ROUTE_TO,		/* of a struct route */
	FORM_ROUTE_VIA,
	FORM_ROUTE_STATE,
	FORM_ROUTE_ORIGIN,
	FORM_TRANSIT_ROUTE_TO,	/* of a struct transit_route */
	FORM_TRANSIT_ROUTE_VIA,
	FORM_ACTION,		/* of a struct acl_entry */
	FORM_FORWARD_PORTS,	/* of a struct forward */
	FORM_FORWARD_PEER,
	FORM_PUBLIC_IP,		/* of a struct workload */
	FORM_INTERFACE_PUBLIC_IP,
	FORM_TABLE_OR_NULL,	/* of a struct attachment */
	FORM_ATTACHED,
	FORM_BETWEEN,		/* of a struct peering */
	FORM_EXCLUDE,		/* of a struct block_public_access */
	FORM_RESERVED,		/* of a struct subnet */
	FORM_PROPAGATED,	/* bool: "propagated" or "static" */
	FORM_DEFAULT_ACL,	/* bool */
	FORM_OWNER,		/* nothing: of all that follows */
	FORM_TAGS,		/* struct tag: a list */
	FORM_EXISTS,		/* const struct condition * */
	FORM_IGNORE,
	FORM_EXPECT,
	FORM_POOLS,		/* name: a block, or a list of them */
	FORM_QUOTAS,
	FORM_INCOMPLETE,

	/* of a struct expectation */
	FORM_END_OF_FLOW,	/* const char *: FROM or TO */
	FORM_NEVER,
	FORM_ONLY,
	FORM_OVER,
	FORM_VIA,
	FORM_NOT_VIA,
	FORM_SURVIVING,

	FORM_COUNT
};

struct spec_object;

struct spec_key {
	const char *key;
	enum spec_form form;
	const char *about;	/* one clause, for the schema */
	size_t at;		/* offset of the value in its struct */
	size_t stated;		/* offset of a bool that becomes true; or 0 */
	bool required;
	unsigned family;	/* 4, 6, or 0 for either */
	int64_t min, max;
	const char *const *words;	/* NULL ends the list */
	const struct spec_object *object;	/* what it is made of */
};

struct spec;

struct spec_object {
	const char *name;	/* "subnet": its definition in the schema */
	const char *title;	/* "a subnet", for messages */
	const char *about;	/* for the schema */
	enum kind kind;		/* of things */
	const char *default_name;	/* of a gateway that is only true */
	const struct spec_key *keys;
	void *(*make)(struct spec *s, struct place at);	/* NULL: no thing */
	void (*done)(struct spec *s, void *made);	/* or NULL */
	const char *const *needs;	/* one of these must be there; NULL */
	const char *sample;	/* an object that has what it must; with needs */
	const char *const *either;	/* at most one of these; NULL */
};

extern const struct spec_object spec_root;

/* What an --expect file may say. */
extern const struct spec_object spec_expect_root;

/* What stands in lists beside strings; no key of a table leads to them. */
extern const struct spec_object spec_ingress_rule, spec_egress_rule;
extern const struct spec_object spec_transit_default;
extern const struct spec_object spec_ingress_entry, spec_egress_entry;
extern const struct spec_object spec_route, spec_transit_route;
extern const struct spec_object spec_listener, spec_forward;
extern const struct spec_object spec_suppression, spec_expectation;

/* The row of a key, or NULL. */
const struct spec_key *spec_key_find(const struct spec_object *o,
    const char *key);

extern const struct loader loader_spec;

/* Read a document that holds intent alone: load_expect() calls it. */
void spec_load_expect(struct load *l, struct document *d);

#endif
