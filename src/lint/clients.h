/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_CLIENTS_H
#define VPCPLAN_LINT_CLIENTS_H

/*
 * Who is to use which AWS service, as expectations and needs say, and which
 * endpoints there are for it.  Made once, when a rule first asks.
 */

#include "lint/rule.h"

/* The endpoints of all VPCs by what they serve: "ecr" is served by those of
 * ecr.api and ecr.dkr, too. */
struct directory {
	struct arena *a;
	struct map endpoints;
};

/* One workload in one subnet that is to use an AWS service. */
struct client {
	const struct directory *endpoints;
	const struct workload *w;
	const struct subnet *s;
	const char *service;
	const struct expectation *need;	/* that says so */
	bool *flagged;			/* by order of the thing; the visitor's */
	struct map *said;		/* of the visitor, too */
};

struct clients {
	struct directory endpoints;
	struct client *v;		/* each once, however many say so */
	size_t n, cap;
};

typedef void client_visitor(struct lint *l, const struct client *c);

/* An endpoint for the service in that VPC (NULL: none there), or NULL. */
const struct endpoint *directory_find(const struct directory *d,
    const struct vpc *v, const char *service, enum endpoint_type type);

/* Whether that VPC has one of any type, or one of which it is not known what
 * it is for. */
bool directory_may_serve(const struct directory *d, const struct vpc *v,
    const char *service);

/* Whether one may serve all subnets of that VPC.  A gateway endpoint serves
 * those whose tables it enters: of these the routes tell. */
bool directory_may_serve_all(const struct directory *d, const struct vpc *v,
    const char *service);

/* Whether some of the tables that a gateway endpoint enters are not known. */
bool endpoint_has_open_table(const struct endpoint *e);

const struct clients *lint_clients(struct lint *l);

/* An endpoint of the client's own VPC for what it uses, or NULL. */
const struct endpoint *client_endpoint(const struct client *c,
    enum endpoint_type type);

/*
 * Of several clients the first is named: whether one was, for that thing and
 * what is said of it.  From then on one was.
 */
bool client_said_before(struct lint *l, const struct client *c,
    const struct thing *t, const char *what);

/* Returns which things the visitor has flagged. */
const bool *each_client(struct lint *l, const struct model *m,
    client_visitor *visit);

#endif
