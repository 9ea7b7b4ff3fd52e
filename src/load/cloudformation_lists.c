/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "model/facts.h"
#include "net/carve.h"

#include <string.h>

/*
 * Functions that make lists: Fn::GetAZs, Fn::Cidr.
 */

static struct cfn_value
list_of(struct cfn *x, struct place at, size_t n)
{
	return (struct cfn_value){ .kind = CFN_LIST, .at = at, .n = n,
		.v = arena_array(x->a, n + 1, sizeof(struct cfn_value)) };
}

struct cfn_value
cfn_zones(struct cfn_template *t, struct node n)
{
	enum { ZONES = 6 };
	struct cfn_value region = cfn_single(t->x, cfn_eval(t, n));
	struct cfn_value out = list_of(t->x, node_place(n), ZONES);
	const char *name = region.kind == CFN_TEXT ? region.text : "";

	if (*name == '\0' && t->x->l->options.region != NULL)
		name = t->x->l->options.region;
	/* Which letters an account has is not told; that they differ is. */
	for (size_t i = 0; i < ZONES; i++)
		out.v[i] = cfn_text(out.at, arena_printf(t->x->a, "%s%c",
		    name, (char)('a' + i)));
	return out;
}

/* Blocks of 2^bits addresses, one behind the other. */
struct cfn_value
cfn_blocks(struct cfn_template *t, struct node n)
{
	struct node block_node = node_first(n);
	struct node count_node = node_next(block_node);
	struct node bits_node = node_next(count_node);
	struct cfn_value v = cfn_single(t->x, cfn_eval(t, block_node)), out;
	struct number_value count = cfn_number(t->x, cfn_eval(t, count_node));
	struct number_value bits = { .is = value_implicit(), .v = 8 };
	struct cidr block;
	unsigned length;
	char text[CIDR_TEXT_MAX];

	if (node_kind(n) != NODE_LIST || !node_exists(count_node))
		return cfn_refuse(t, n, cfn_takes("Cidr"));
	if (node_exists(bits_node))
		bits = cfn_number(t->x, cfn_eval(t, bits_node));
	if (v.kind == CFN_RESOURCE)
		v = cfn_unknown(v.at, "AWS chooses the block when the stack is "
		    "created");
	if (v.kind != CFN_TEXT || !value_is_known(count.is) ||
	    !value_is_known(bits.is))
		return cfn_unknown(node_place(n), v.kind == CFN_UNKNOWN ?
		    v.text : "its arguments are not known");
	if (cidr_parse(v.text, strlen(v.text), &block) != ADDR_OK ||
	    bits.v < 1 || bits.v > (block.family == IPV4 ? 32 : 128) -
	    block.length || count.v < 1 ||
	    count.v > fact_value(FACT_FN_CIDR_BLOCKS))
		return cfn_refuse(t, n, cfn_takes("Cidr"));
	length = (block.family == IPV4 ? 32 : 128) - (unsigned)bits.v;
	out = list_of(t->x, node_place(n), (size_t)count.v);
	for (size_t i = 0; i < out.n; i++) {
		struct cidr c;

		if (!carve_subnet(block, length - block.length, addr_from_u64(i),
		    &c))
			return cfn_refuse(t, n, arena_printf(t->x->a, "%s has "
			    "no %lld blocks of /%u", cidr_format(block, text),
			    (long long)count.v, length));
		out.v[i] = cfn_text(out.at, arena_strdup(t->x->a,
		    cidr_format(c, text)));
	}
	return out;
}
