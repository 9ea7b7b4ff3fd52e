/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Resources of types that are not read.  Those that may carry traffic are
 * named, each type once; and what they or the outputs of the template refer
 * to is in use, though by whom cannot be told.
 */

/* Known, and with nothing that a network shows. */
static bool
is_plain(const char *type)
{
	static const char *const plain[] = {
		"RDS::DBSubnetGroup", "ElastiCache::SubnetGroup",
		"Redshift::ClusterSubnetGroup", "DocDB::DBSubnetGroup",
		"Neptune::DBSubnetGroup", "EC2::FlowLog",
		"EC2::VPCDHCPOptionsAssociation", "CloudFormation::Stack",
		"Serverless::Application", "Route53::HostedZone",
		"EC2::VPCEndpointConnectionNotification",
		"EC2::VPCEndpointServicePermissions", NULL
	};

	for (size_t i = 0; plain[i] != NULL; i++)
		if (str_equal(plain[i], type))
			return true;
	return str_starts_with(type, "IAM::");
}

static bool
may_matter(const struct cfn_resource *r)
{
	static const char *const keys[] = { "VpcId", "SubnetId", "SubnetIds",
		"Subnets", "VpcConfig", "SecurityGroupIds", "SecurityGroups",
		"VpcSecurityGroupIds", "SubnetMappings", NULL };

	for (size_t i = 0; keys[i] != NULL; i++)
		if (node_exists(node_get(r->properties, keys[i])))
			return true;
	return false;
}

void
cfn_note_unread(struct cfn *x, struct cfn_resource *r)
{
	void **slot;

	if (r->is != NULL || is_plain(r->type) || !may_matter(r))
		return;
	slot = map_slot(&x->unread, r->type);
	*slot = (void *)((uintptr_t)*slot + 1);
}

/* ----------------------------------------------------------- what is used */

/* Who refers to it is not read, or does so in a script. */
static void
use(struct cfn_template *t, const char *name, bool is_read)
{
	struct cfn_resource *r = cfn_resource(t, name);
	struct elastic_ip *e;

	if (r == NULL || r->thing == NULL)
		return;
	e = (struct elastic_ip *)r->thing;
	if (r->thing->kind == KIND_SECURITY_GROUP && !is_read)
		((struct security_group *)r->thing)->has_members_unseen =
		    true;
	if (r->thing->kind == KIND_ELASTIC_IP &&
	    e->attached_to.is.state == VALUE_ABSENT)
		e->attached_to.is = value_unknown(r->at,
		    "something that is not looked into refers to it");
}

/* "${name}" and "${name.attribute}" in a text. */
static void
use_text(struct cfn_template *t, const char *text, bool is_read)
{
	while (text != NULL && (text = strstr(text, "${")) != NULL) {
		text += 2;
		use(t, arena_strndup(t->x->a, text, strcspn(text, ".}")),
		    is_read);
	}
}

static void
use_all(struct cfn_template *t, struct node n, bool is_read)
{
	struct node argument;
	const char *name = cfn_function(n, &argument);
	const char *text;

	if (str_equal(name, "Ref") || str_equal(name, "GetAtt")) {
		if (node_kind(argument) == NODE_LIST)
			argument = node_first(argument);
		text = node_text(t->x->a, argument);
		if (text != NULL)
			use(t, arena_strndup(t->x->a, text,
			    strcspn(text, ".")), is_read);
		return;
	}
	if (str_equal(name, "Sub"))
		use_text(t, node_text(t->x->a, node_kind(argument) ==
		    NODE_LIST ? node_first(argument) : argument), is_read);
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		use_all(t, c, is_read);
}

static bool
say(void *context, const char *type, void *count)
{
	struct cfn *x = context;
	uintptr_t n = (uintptr_t)count;

	load_remark(x->l, "%zu %s of type AWS::%s %s not looked into: no "
	    "answer speaks of %s", (size_t)n, n == 1 ? "resource" :
	    "resources", type, n == 1 ? "is" : "are", n == 1 ? "it" : "them");
	return true;
}

void
cfn_say_unread(struct cfn *x)
{
	for (size_t i = 0; i < x->templates.n; i++) {
		struct cfn_template *t = x->templates.v[i];

		use_all(t, node_get(t->root, "Outputs"), false);
		for (size_t k = 0; k < t->list.n; k++)
			use_all(t, t->list.v[k]->properties,
			    t->list.v[k]->is != NULL);
	}
	if (x->unread.n > 0) {
		model_declare_incomplete(x->m, KIND_WORKLOAD, x->island,
		    NULL);
		model_declare_incomplete(x->m, KIND_INTERFACE, x->island,
		    NULL);
	}
	map_walk(&x->unread, say, x);
	if (x->loops == 0 && x->nulls == 0)
		return;
	for (int kind = 0; kind < KIND_COUNT; kind++)
		model_declare_incomplete(x->m, (enum kind)kind, x->island,
		    NULL);
	if (x->loops == 0)
		return;
	load_remark(x->l, "%zu %s not expanded: what %s would add is not in "
	    "any answer", x->loops, x->loops == 1 ? "Fn::ForEach is" :
	    "Fn::ForEach are", x->loops == 1 ? "it" : "they");
}
