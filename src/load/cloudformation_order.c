/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"
#include "model/notices.h"

/*
 * In which order CloudFormation creates resources, where AWS cares.
 */

enum { STEPS_MAX = 1000 };

/*
 * Whether r waits for what: it refers to it or names it in DependsOn, or does
 * so with what waits for it.  Where too many wait for too many, it is taken
 * to: circles end there, too.
 */
static bool
waits_for(const struct cfn_resource *r, const struct cfn_resource *what,
    unsigned *steps)
{
	for (const struct cfn_need *n = r->needs; n != NULL; n = n->next)
		if (++*steps > STEPS_MAX || n->to == what || (n->to != r &&
		    waits_for(n->to, what, steps)))
			return true;
	return false;
}

void
cfn_check_order(struct cfn *x, struct cfn_resource *route)
{
	struct cfn_value v = cfn_get(route, "GatewayId");
	struct cfn_resource *gateway = cfn_meant(x, v), *attachment;
	struct finding *f;
	unsigned steps = 0;

	if (gateway == NULL || v.text != NULL || (!str_equal(gateway->type,
	    "EC2::InternetGateway") && !str_equal(gateway->type,
	    "EC2::VPNGateway")))
		return;
	attachment = gateway->extra;
	if (attachment == NULL ||
	    cfn_whole(attachment->in) != cfn_whole(route->in) ||
	    waits_for(route, attachment, &steps))
		return;
	f = finding_add(&x->l->findings, &notice_route_before_attachment,
	    route->at, "route \"%s\" does not wait for \"%s\", which attaches "
	    "gateway \"%s\": CloudFormation may create it first, and AWS "
	    "refuses it then", route->name, attachment->name, gateway->name);
	finding_related(&x->l->findings, f, attachment->at,
	    "the attachment");
	finding_witness(&x->l->findings, f, "attachment", "%s",
	    attachment->name);
	finding_help(&x->l->findings, f, "add \"DependsOn\": \"%s\" to it",
	    attachment->name);
}
