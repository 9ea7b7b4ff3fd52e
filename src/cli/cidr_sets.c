/* SPDX-License-Identifier: MIT */
#include "cli/cidr.h"
#include "cli/cidr_output.h"

/* An operand as sets, one a family. */
struct pair {
	struct range_set set[2];
};

typedef struct range_set set_operation(struct arena *a, struct range_set x,
    struct range_set y);

static struct pair
read_operand(struct cidr_input *in, size_t operand)
{
	struct arena *a = in->args->a;
	struct range_bag bag = range_bag_new(a);

	cidr_fill(in, operand, &bag);
	return (struct pair){ { range_bag_union(&bag, IPV4, a),
		range_bag_union(&bag, IPV6, a) } };
}

static struct range_set
exclusive(struct arena *a, struct range_set x, struct range_set y)
{
	return range_set_union(a, range_set_subtract(a, x, y),
	    range_set_subtract(a, y, x));
}

static enum exit_status
print_pair(const struct cidr_input *in, struct pair p)
{
	struct cidr_list list = cidr_list_begin(in->args);

	cidr_list_set(&list, p.set[0]);
	cidr_list_set(&list, p.set[1]);
	cidr_list_end(&list);
	return cidr_status(in, false);
}

/* The operation on the first operand and the second, that and the third … */
static enum exit_status
fold(struct arguments *args, set_operation *operation)
{
	struct cidr_input in = cidr_input_new(args);
	struct pair result = read_operand(&in, 0);

	for (size_t i = 1; i < args->n_operands; i++) {
		struct pair next = read_operand(&in, i);

		for (int f = 0; f < 2; f++)
			result.set[f] = operation(args->a, result.set[f],
			    next.set[f]);
	}
	return print_pair(&in, result);
}

static enum exit_status
run_union(struct arguments *args)
{
	return fold(args, range_set_union);
}

static enum exit_status
run_intersect(struct arguments *args)
{
	return fold(args, range_set_intersect);
}

static enum exit_status
run_subtract(struct arguments *args)
{
	return fold(args, range_set_subtract);
}

static enum exit_status
run_xor(struct arguments *args)
{
	return fold(args, exclusive);
}

/* What the complement is taken in: --in, else the families that occur. */
static struct pair
read_space(struct cidr_input *in, const struct pair *used)
{
	struct arena *a = in->args->a;
	struct pair space = { { range_set_empty(IPV4),
		range_set_empty(IPV6) } };
	size_t n = 0;
	const char *const *parents = argument_list(in->args, "in", &n);
	bool neither = range_set_is_empty(used->set[0]) &&
	    range_set_is_empty(used->set[1]);

	for (size_t i = 0; i < n; i++) {
		struct cidr c;
		int f;

		if (!cidr_read_prefix(in, parents[i], &c))
			continue;
		f = c.family == IPV6;
		space.set[f] = range_set_union(a, space.set[f],
		    range_set_of_cidr(a, c));
	}
	for (int f = 0; f < 2 && n == 0; f++)
		if (neither || !range_set_is_empty(used->set[f]))
			space.set[f] = range_set_everything(
			    used->set[f].family);
	return space;
}

static enum exit_status
run_complement(struct arguments *args)
{
	struct cidr_input in = cidr_input_new(args);
	struct pair used = { { range_set_empty(IPV4),
		range_set_empty(IPV6) } };
	struct pair space;

	for (size_t i = 0; i < args->n_operands; i++) {
		struct pair next = read_operand(&in, i);

		for (int f = 0; f < 2; f++)
			used.set[f] = range_set_union(args->a, used.set[f],
			    next.set[f]);
	}
	space = read_space(&in, &used);
	for (int f = 0; f < 2; f++)
		space.set[f] = range_set_subtract(args->a, space.set[f],
		    used.set[f]);
	return print_pair(&in, space);
}

static const struct option *const shared[] = {
	options_cidr_list, options_cidr_table, NULL
};

const struct command command_cidr_union = {
	.name = "union",
	.operands = "TERM|FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "what is in any of the operands",
	.details = "Each operand is a set of addresses, whether one term or a "
	    "file of many. The result is the fewest prefixes, sorted.",
	.shared = shared,
	.run = run_union
};

const struct command command_cidr_intersect = {
	.name = "intersect",
	.operands = "TERM|FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "what is in all of the operands",
	.details = "Each operand is a set of addresses, whether one term or a "
	    "file of many. The result is the fewest prefixes, sorted.",
	.shared = shared,
	.run = run_intersect
};

const struct command command_cidr_subtract = {
	.name = "subtract",
	.operands = "TERM|FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "what is in the first operand and in no other",
	.details = "Each operand is a set of addresses, whether one term or a "
	    "file of many. The result is the fewest prefixes, sorted.",
	.shared = shared,
	.run = run_subtract
};

const struct command command_cidr_xor = {
	.name = "xor",
	.operands = "TERM|FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "what is in one operand and not in the other",
	.details = "Each operand is a set of addresses, whether one term or a "
	    "file of many. Of more than two it is what is in an odd number of "
	    "them. The result is the fewest prefixes, sorted.",
	.shared = shared,
	.run = run_xor
};

static const struct option complement_options[] = {
	{ .name = "in", .kind = OPTION_LIST, .argument = "PREFIX",
	  .help = "of these, instead of all addresses of the families that "
	      "are given" },
	{ 0 }
};

const struct command command_cidr_complement = {
	.name = "complement",
	.operands = "TERM|FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "what is in none of the operands",
	.details = "The addresses that are left over, as the fewest prefixes, "
	    "sorted: of all the space, or with --in of those prefixes.",
	.options = complement_options,
	.shared = shared,
	.run = run_complement
};
