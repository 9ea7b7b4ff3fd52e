/* SPDX-License-Identifier: MIT */
#include "cli/cidr.h"
#include "cli/cidr_output.h"
#include "cli/cidr_wishes.h"
#include "net/carve.h"

#include <string.h>

/* More blocks than this are only listed when --limit says how many. */
enum { LIST_MAX = 1 << 24 };

static bool
refuse(struct cidr_input *in)
{
	in->refused = true;
	return false;
}

/* How a prefix is cut: the first n of 2^new_bits blocks. */
struct cut {
	struct cidr parent;
	unsigned new_bits;
	struct addr last;	/* the number of the last block to list */
	bool rest;		/* the others are listed as free */
};

/* --length: all blocks, or the first ones. */
static bool
cut_to_length(struct cidr_input *in, struct cut *cut)
{
	const char *limit = argument(in->args, "limit");
	unsigned bits = family_bits(cut->parent.family);
	unsigned length = (unsigned)cidr_number(in->args, "length", 0);
	char shown[CIDR_TEXT_MAX], count[ADDR_DECIMAL_MAX];
	struct addr most;

	if (length < cut->parent.length || length > bits) {
		complain("%s: %s is cut to lengths from %u to %u, not %u",
		    in->args->title, cidr_format(cut->parent, shown),
		    (unsigned)cut->parent.length, bits, length);
		return refuse(in);
	}
	cut->new_bits = length - cut->parent.length;
	cut->last = carve_last_number(cut->new_bits);
	most = addr_from_u64(cidr_number(in->args, "limit", LIST_MAX));
	if (addr_compare(cut->last, most) < 0)
		return true;
	if (limit == NULL) {
		complain("%s: %s blocks are many to list; --limit N lists the "
		    "first N", in->args->title,
		    addr_format_decimal(cut->last, true, count));
		return refuse(in);
	}
	cut->last = addr_previous(most);
	return true;
}

/* N: so many blocks, as large as may be; what is left over is free. */
static bool
cut_into(struct cidr_input *in, struct cut *cut)
{
	const char *text = in->args->operand[1];
	unsigned bits = family_bits(cut->parent.family);
	char shown[CIDR_TEXT_MAX];
	struct addr n = { 0, 0 };

	if (!addr_parse_decimal(text, strlen(text), &n) ||
	    addr_equal(n, addr_first(IPV6)) ||
	    addr_compare(n, addr_from_u64(LIST_MAX)) > 0) {
		complain("%s: a prefix is split into 1 to %d blocks, not "
		    "\"%s\"", in->args->title, (int)LIST_MAX, text);
		return refuse(in);
	}
	cut->last = addr_previous(n);
	while (addr_compare(carve_last_number(cut->new_bits), cut->last) < 0)
		cut->new_bits++;
	if (cut->parent.length + cut->new_bits > bits) {
		complain("%s has not %s addresses",
		    cidr_format(cut->parent, shown), text);
		return refuse(in);
	}
	cut->rest = true;
	return true;
}

/* What lies behind the blocks of a cut, as prefixes. */
static struct cidr *
rest_of(struct arena *a, const struct cut *cut, size_t *n)
{
	struct cidr last;
	struct range_set rest = range_set_empty(cut->parent.family);
	struct addr end = cidr_last(cut->parent);

	(void)carve_subnet(cut->parent, cut->new_bits, cut->last, &last);
	if (cut->rest && !addr_equal(cidr_last(last), end))
		rest = range_set_of_range(a, cut->parent.family,
		    (struct range){ addr_next(cidr_last(last)), end });
	return range_set_to_cidrs(a, rest, n);
}

static void
print_cut(struct cidr_input *in, const struct cut *cut)
{
	struct arguments *args = in->args;
	bool json = cidr_wants_json(args);
	struct writer w = { .out = args->out };
	char text[CIDR_TEXT_MAX];
	size_t n_rest = 0;
	struct cidr *rest = rest_of(args->a, cut, &n_rest), c;

	if (json) {
		w = cidr_begin_json(args);
		writer_key(&w, "prefixes");
		writer_begin_list(&w);
	}
	for (struct addr i = { 0, 0 };; i = addr_next(i)) {
		(void)carve_subnet(cut->parent, cut->new_bits, i, &c);
		cidr_format(c, text);
		if (json)
			writer_text(&w, text);
		else
			str_addf(args->out, "%s\n", text);
		if (!cidr_flush(args) || addr_equal(i, cut->last))
			break;
	}
	if (json) {
		writer_end(&w);
		writer_key(&w, "free");
		writer_begin_list_inline(&w);
	}
	for (size_t i = 0; i < n_rest; i++) {
		cidr_format(rest[i], text);
		if (json)
			writer_text(&w, text);
		else
			str_addf(args->out, "%s free\n", text);
	}
	if (json) {
		writer_end(&w);
		cidr_end_json(&w);
	}
}

static enum exit_status
run_split(struct arguments *args)
{
	struct cidr_input in = cidr_input_new(args);
	struct cut cut = { .new_bits = 0 };
	bool by_length = argument_given(args, "length");

	if (!cidr_read_prefix(&in, args->operand[0], &cut.parent))
		return cidr_status(&in, false);
	if (argument_given(args, "hosts") && !by_length)
		return cidr_split_by_hosts(&in, cut.parent);
	if (argument_given(args, "hosts") || args->n_operands !=
	    (by_length ? 1U : 2U)) {
		complain("%s: says one of N, --length and --hosts",
		    args->title);
		in.refused = true;
	} else if (by_length ? cut_to_length(&in, &cut) :
	    cut_into(&in, &cut)) {
		print_cut(&in, &cut);
	}
	return cidr_status(&in, false);
}

static const char *const usable_words[] = {
	"aws", "azure", "gcp", "oci", "ip", NULL
};

static const struct option options[] = {
	{ .name = "length", .kind = OPTION_NUMBER, .argument = "LENGTH",
	  .min = 0, .max = 128, .help = "cut it to prefixes of that length" },
	{ .name = "hosts", .kind = OPTION_LIST, .argument = "[NAME=]COUNT",
	  .help = "cut it to blocks that hold so many hosts" },
	{ .name = "order", .kind = OPTION_WORD, .argument = "ORDER",
	  .words = cidr_order_words,
	  .help = "place them as given, the largest first, or around what "
	      "the operands state" },
	{ .name = "usable", .kind = OPTION_WORD, .argument = "WHERE",
	  .words = usable_words,
	  .help = "count hosts as in a subnet of AWS (as it is without this), "
	      "Azure, Google Cloud or Oracle Cloud, or as in plain IP" },
	{ .name = "limit", .kind = OPTION_NUMBER, .argument = "N", .min = 1,
	  .max = 1000000000, .help = "list only the first N blocks" },
	{ 0 }
};

static const struct option *const shared[] = { options_cidr, NULL };

const struct command command_cidr_split = {
	.name = "split",
	.operands = "PREFIX [N | KEPT...]",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "cut a prefix into N blocks, to a length, or by hosts",
	.details = "N blocks are of one size, as large as may be; what is left "
	    "over is marked \"free\". With --hosts, the default order is that "
	    "of Terraform's cidrsubnets(): each block is the next one behind "
	    "the last. --order size leaves no gaps but moves blocks when sizes "
	    "change; --order stable keeps the blocks that KEPT (files or "
	    "terms with labels) states for these names and puts new ones where "
	    "they fit best. The exit status is 1 if something has no room.",
	.options = options,
	.shared = shared,
	.run = run_split
};
