/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/*
 * Blocks, as the configuration has them and as the values do.
 *
 * The configuration has them as they are written.  Of a set the values come in
 * an order of their own, so which block an element is, is told by what the
 * block says as constants.  Blocks that are made by "dynamic" are not in the
 * configuration; where it is not known over what that goes, providers that
 * show blocks as attributes have one element of which nothing is known, the
 * others a list that is unknown as a whole.
 */

static bool
same_text(struct node text, struct node number)
{
	char digits[24];
	int64_t n;
	size_t length;
	const char *plain = node_plain(text, &length);

	if (plain == NULL || !node_integer(number, &n))
		return true;
	snprintf(digits, sizeof digits, "%" PRId64, n);
	return length == strlen(digits) && memcmp(plain, digits, length) == 0;
}

/* Whether a constant may be that value: what cannot be compared may. */
static bool
may_equal(struct node constant, struct node value)
{
	int64_t m, n;
	bool a, b;
	size_t length, other;
	const char *text = node_plain(constant, &length);
	const char *plain = node_plain(value, &other);

	if (node_kind(constant) == NODE_STRING &&
	    node_kind(value) == NODE_STRING)
		return text == NULL || plain == NULL || (length == other &&
		    memcmp(text, plain, length) == 0);
	if (node_integer(constant, &m) && node_integer(value, &n))
		return m == n;
	if (node_bool(constant, &a) && node_bool(value, &b))
		return a == b;
	if (node_kind(constant) == NODE_STRING &&
	    node_kind(value) == NODE_NUMBER)
		return same_text(constant, value);
	if (node_kind(value) == NODE_STRING &&
	    node_kind(constant) == NODE_NUMBER)
		return same_text(value, constant);
	return true;
}

/* Whether the element may be the block: a constant is never unknown. */
static bool
fits(struct node block, const struct terraform_value *element)
{
	bool hidden;

	for (struct node n = node_first(block); node_exists(n);
	    n = node_next(n)) {
		struct node constant = node_get(n, "constant_value");
		const char *key = node_key(n);

		if (key == NULL || node_kind(constant) <= NODE_NULL)
			continue;
		if (node_bool(node_get(element->unknown, key), &hidden) &&
		    hidden)
			return false;
		if (!may_equal(constant, node_get(element->value, key)))
			return false;
	}
	return true;
}

/* Sets whose elements belong together with what they name. */
static bool
is_set(const struct terraform_value *list)
{
	return str_equal(list->key, "load_balancer") ||
	    str_equal(list->key, "network_interface");
}

enum { MANY = 64 };	/* blocks of one list: of more, nothing is told */

/* How many elements a list has, as far as one looks. */
static size_t
count(struct node list)
{
	size_t n = 0;

	for (struct node c = node_first(list); node_exists(c) && n <= MANY;
	    c = node_next(c))
		n++;
	return n;
}

struct node
terraform_written_block(const struct terraform_value *list,
    const struct terraform_value *element, size_t position)
{
	struct node nothing = { 0 }, only = nothing, here = nothing;
	size_t n = 0, fitting = 0;
	bool here_fits = false;

	if (count(list->written) > MANY || count(list->value) > MANY)
		return nothing;

	for (struct node b = node_first(list->written); node_exists(b);
	    b = node_next(b), n++) {
		bool yes = fits(b, element);

		if (n == position) {
			here = b;
			here_fits = yes;
		}
		fitting += yes;
		if (yes)
			only = b;
	}
	if (n == 1 && count(list->value) == 1)
		return here;
	if (fitting == 1)
		return only;
	/* In order, unless a set, or a dynamic block, puts them in another. */
	if (is_set(list) || count(list->value) != n)
		return nothing;
	return fitting == 0 || here_fits ? here : nothing;
}

bool
terraform_is_never_computed(const struct terraform_resource *r,
    const char *key)
{
	static const struct {
		const char *key, *type;		/* NULL: of any */
	} blocks[] = {
		{ "action", "aws_lb_listener_rule" },
		{ "action", "aws_alb_listener_rule" },
		{ "default_action", NULL },
		{ "egress", "aws_default_network_acl" },
		{ "ingress", "aws_default_network_acl" },
		{ "ip_address", "aws_route53_resolver_endpoint" },
		{ "listener", "aws_elb" },
		{ "load_balancer", "aws_ecs_service" },
		{ "network_interfaces", "aws_launch_template" },
		{ "subnet_mapping", "aws_networkfirewall_firewall" },
		{ "vpc", "aws_route53_zone" },
		/* Where services that have interfaces say in which subnets. */
		{ "application_configuration", NULL },
		{ "broker_node_group_info", NULL },
		{ "compute_config", NULL },
		{ "compute_resources", NULL },
		{ "ec2_attributes", NULL },
		{ "endpoint_details", NULL },
		{ "kafka_cluster", NULL },
		{ "network_configuration", NULL },
		{ "opensearch_configuration", NULL },
		{ "physical_connection_requirements", NULL },
		{ "vpc_config", NULL },
		{ "vpc_configuration", NULL },
		{ "vpc_options", NULL },
		{ "vpc_settings", NULL },
		{ NULL, NULL }
	};

	for (size_t i = 0; blocks[i].key != NULL; i++)
		if (str_equal(blocks[i].key, key) && (blocks[i].type == NULL ||
		    str_equal(blocks[i].type, r->type->name)))
			return str_starts_with(r->type->name, "aws_");
	return false;
}
