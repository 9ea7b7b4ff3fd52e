/* SPDX-License-Identifier: MIT */
#include "cli/cidr.h"
#include "cli/cidr_output.h"
#include "model/clouds.h"
#include "net/carve.h"

#include <string.h>

/* More items than this are only listed when --limit says how many. */
enum { LIST_MAX = 1 << 24 };

/*
 * Terraform clears host bits without a word; CloudFormation's documents do
 * not say what it does with them.
 */
static const char *const compat_words[] = {
	"terraform", "cloudformation", NULL
};
static const char *const compat_terraform_words[] = { "terraform", NULL };

static bool
is_compatible(const struct arguments *args, const char *with)
{
	return str_equal(argument(args, "compat"), with);
}

static struct cidr_input
input_for(struct arguments *args)
{
	struct cidr_input in = cidr_input_new(args);

	in.fix = in.fix || is_compatible(args, "terraform");
	return in;
}

/*
 * The prefix that a command cuts.  Where Terraform's answers are wanted its
 * silence about host bits is wanted as well.
 */
static bool
read_parent(struct cidr_input *in, struct cidr *out)
{
	const char *text = in->args->operand[0];
	struct term t;

	if (is_compatible(in->args, "terraform") && term_parse(text,
	    strlen(text), true, &t) == ADDR_OK && t.kind == TERM_PREFIX) {
		*out = term_cidr(t);
		return true;
	}
	return cidr_read_prefix(in, text, out);
}

/* False after a complaint. */
static bool
read_number(struct cidr_input *in, const char *what, const char *text,
    struct addr most, struct addr *out)
{
	struct addr n = { 0, 0 };
	char limit[ADDR_DECIMAL_MAX];

	if (addr_parse_decimal(text, strlen(text), &n) &&
	    addr_compare(n, most) <= 0) {
		*out = n;
		return true;
	}
	complain("%s: %s is a whole number from 0 to %s, not \"%s\"",
	    in->args->title, what, addr_format_decimal(most, false, limit),
	    text);
	in->refused = true;
	return false;
}

/* ---------------------------------------------------------------- lists */

/* Lines of text, or a JSON list, handed on as they grow. */
struct lines {
	struct arguments *args;
	struct writer w;
	bool json;
};

static struct lines
lines_begin(struct arguments *args, const char *key)
{
	struct lines l = { .args = args, .json = cidr_wants_json(args) };

	if (l.json) {
		l.w = cidr_begin_json(args);
		writer_key(&l.w, key);
		writer_begin_list(&l.w);
	}
	return l;
}

static bool
lines_add(struct lines *l, const char *text)
{
	if (l->json) {
		writer_text(&l->w, text);
	} else {
		str_add(l->args->out, text);
		str_add_char(l->args->out, '\n');
	}
	return cidr_flush(l->args);
}

static void
lines_end(struct lines *l)
{
	if (!l->json)
		return;
	writer_end(&l->w);
	cidr_end_json(&l->w);
}

/* ---------------------------------------------------------------- range */

static void
print_range(struct lines *l, const struct cidr_item *item)
{
	char text[TERM_TEXT_MAX];
	struct term t = item->term;
	struct cidr c;

	if (t.kind != TERM_RANGE) {
		t.kind = TERM_RANGE;
		(void)lines_add(l, term_format(t, text));
		return;
	}
	c = cidr_largest_at(t.range.first, t.range.last, t.family);
	(void)lines_add(l, cidr_format(c, text));
	while (!addr_equal(cidr_last(c), t.range.last)) {
		c = cidr_largest_at(addr_next(cidr_last(c)), t.range.last,
		    t.family);
		(void)lines_add(l, cidr_format(c, text));
	}
}

static enum exit_status
run_range(struct arguments *args)
{
	struct cidr_input in = cidr_input_new(args);
	struct cidr_items items = { .n = 0 };
	struct lines l;

	for (size_t i = 0; i < args->n_operands; i++)
		cidr_collect(&in, i, &items);
	l = lines_begin(args, "terms");
	for (size_t i = 0; i < items.n; i++)
		print_range(&l, &items.v[i]);
	lines_end(&l);
	return cidr_status(&in, false);
}

static const struct option *const plain_shared[] = { options_cidr, NULL };

const struct command command_cidr_range = {
	.name = "range",
	.operands = "TERM|FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "prefixes as ranges, ranges as prefixes",
	.details = "Each term by itself and in its order: of a prefix its "
	    "first and last address, of a range the fewest prefixes.",
	.shared = plain_shared,
	.run = run_range
};

/* ---------------------------------------------------------------- hosts */

/* "5" from the start, "-1" the last; false after a complaint. */
static bool
print_host(struct cidr_input *in, struct lines *l, struct cidr c,
    const char *text)
{
	bool from_end = text[0] == '-';
	const char *digits = from_end ? text + 1 : text;
	struct addr n = { 0, 0 }, a = { 0, 0 };
	char shown[ADDR_TEXT_MAX], prefix[CIDR_TEXT_MAX];
	char count[ADDR_DECIMAL_MAX];

	if (!read_number(in, "the number of a host", digits, addr_last(IPV6),
	    &n))
		return false;
	if (from_end && addr_equal(n, addr_first(IPV6)))
		from_end = false;
	if (carve_host(c, n, from_end, &a))
		return lines_add(l, addr_format(a, c.family, shown));
	complain("%s has %s addresses and no number %s",
	    cidr_format(c, prefix), addr_format_decimal(addr_subtract(
	    cidr_last(c), c.base), true, count), text);
	in->refused = true;
	return false;
}

/* What --usable leaves of a prefix; false if nothing is left. */
static bool
usable_range(const struct arguments *args, struct cidr c, struct range *r)
{
	const char *usable = argument(args, "usable");
	unsigned host_bits = family_bits(c.family) - c.length;
	struct cloud cloud;

	if (cloud_find(usable, &cloud))
		return cloud_usable(&cloud, c, r);
	*r = cidr_range(c);
	if (str_equal(usable, "ip") && host_bits >= 2) {
		r->first = addr_next(r->first);
		if (c.family == IPV4)
			r->last = addr_previous(r->last);
	}
	return true;
}

/* Cut the range to --limit; false, after a complaint, if it is too long. */
static bool
limit_range(struct cidr_input *in, struct range *r)
{
	const char *limit = argument(in->args, "limit");
	struct addr beyond = addr_subtract(r->last, r->first);
	struct addr most = addr_from_u64(cidr_number(in->args, "limit",
	    LIST_MAX));
	char text[ADDR_DECIMAL_MAX];

	if (addr_compare(beyond, most) < 0)
		return true;
	if (limit == NULL) {
		complain("%s: %s addresses are many to list; --limit N lists "
		    "the first N", in->args->title,
		    addr_format_decimal(beyond, true, text));
		in->refused = true;
		return false;
	}
	r->last = addr_previous(addr_add(r->first, most));
	return true;
}

static void
list_hosts(struct cidr_input *in, struct cidr c)
{
	struct lines l;
	struct range r;
	bool some = usable_range(in->args, c, &r);

	if (some && !limit_range(in, &r))
		return;
	l = lines_begin(in->args, "addresses");
	for (struct addr a = r.first; some; a = addr_next(a)) {
		char text[ADDR_TEXT_MAX];

		if (!lines_add(&l, addr_format(a, c.family, text)) ||
		    addr_equal(a, r.last))
			break;
	}
	lines_end(&l);
}

static enum exit_status
run_hosts(struct arguments *args)
{
	struct cidr_input in = input_for(args);
	struct cidr c;
	struct lines l;

	if (!read_parent(&in, &c))
		return cidr_status(&in, false);
	if (args->n_operands == 1) {
		list_hosts(&in, c);
		return cidr_status(&in, false);
	}
	l = lines_begin(args, "addresses");
	for (size_t i = 1; i < args->n_operands; i++)
		(void)print_host(&in, &l, c, args->operand[i]);
	lines_end(&l);
	return cidr_status(&in, false);
}

static const char *const usable_words[] = {
	"all", "ip", "aws", "azure", "gcp", "oci", NULL
};

static const struct option hosts_options[] = {
	{ .name = "usable", .kind = OPTION_WORD, .argument = "WHERE",
	  .words = usable_words,
	  .help = "list all addresses, those of hosts in plain IP, or those "
	      "of a subnet in AWS, Azure, Google Cloud or Oracle Cloud" },
	{ .name = "limit", .kind = OPTION_NUMBER, .argument = "N", .min = 1,
	  .max = 1000000000, .help = "list only the first N" },
	{ .name = "compat", .kind = OPTION_WORD, .argument = "TOOL",
	  .words = compat_terraform_words,
	  .help = "clear host bits, as Terraform's cidrhost() does" },
	{ 0 }
};

const struct command command_cidr_hosts = {
	.name = "hosts",
	.operands = "PREFIX [N...]",
	.operands_min = 1,
	.summary = "addresses of a prefix by number, or all of them",
	.details = "N counts from the start, from 0; a negative N from the "
	    "end, where -1 is the last address. This is what Terraform's "
	    "cidrhost() is for. Without N all addresses are listed.",
	.options = hosts_options,
	.shared = plain_shared,
	.run = run_hosts
};

/* --------------------------------------------------------------- subnet */

/* False after a complaint. */
static bool
check_new_bits(struct cidr_input *in, struct cidr parent, struct addr n)
{
	unsigned left = family_bits(parent.family) - parent.length;
	char text[CIDR_TEXT_MAX], bits[ADDR_DECIMAL_MAX];

	if (addr_compare(n, addr_from_u64(left)) <= 0)
		return true;
	complain("%s cannot be made %s bits longer: it has %u left",
	    cidr_format(parent, text), addr_format_decimal(n, false, bits),
	    left);
	in->refused = true;
	return false;
}

static enum exit_status
run_subnet(struct arguments *args)
{
	struct cidr_input in = input_for(args);
	struct cidr parent, c;
	struct addr new_bits, n;
	struct lines l;
	char text[CIDR_TEXT_MAX];

	if (!read_parent(&in, &parent) || !read_number(&in,
	    "the number of new bits", args->operand[1],
	    addr_from_u64(family_bits(parent.family)), &new_bits) ||
	    !check_new_bits(&in, parent, new_bits) ||
	    !read_number(&in, "the number of the subnet", args->operand[2],
	    carve_last_number((unsigned)new_bits.lo), &n))
		return cidr_status(&in, false);
	(void)carve_subnet(parent, (unsigned)new_bits.lo, n, &c);
	l = lines_begin(args, "prefixes");
	(void)lines_add(&l, cidr_format(c, text));
	lines_end(&l);
	return cidr_status(&in, false);
}

static const struct option subnet_options[] = {
	{ .name = "compat", .kind = OPTION_WORD, .argument = "TOOL",
	  .words = compat_terraform_words,
	  .help = "clear host bits, as Terraform's cidrsubnet() does" },
	{ 0 }
};

const struct command command_cidr_subnet = {
	.name = "subnet",
	.operands = "PREFIX NEWBITS NUMBER",
	.operands_min = 3,
	.operands_max = 3,
	.summary = "one subnet of a prefix by its number",
	.details = "Of the subnets that are NEWBITS longer than PREFIX, the one "
	    "with that NUMBER, from 0: what Terraform's cidrsubnet() is for. "
	    "The result is never outside the prefix.",
	.options = subnet_options,
	.shared = plain_shared,
	.run = run_subnet
};

/* -------------------------------------------------------------- subnets */

/* Terraform: each takes 1 to 32 new bits, one behind the other. */
static void
print_row(struct cidr_input *in, struct cidr parent)
{
	struct arguments *args = in->args;
	struct carve_row row = carve_row_start(parent);
	struct lines l = lines_begin(args, "prefixes");
	bool terraform = is_compatible(args, "terraform");

	for (size_t i = 1; i < args->n_operands; i++) {
		struct addr n = { 0, 0 };
		struct cidr c;
		char text[CIDR_TEXT_MAX];

		if (!read_number(in, "the number of new bits",
		    args->operand[i], addr_from_u64(terraform ? 32 : 128),
		    &n) || !check_new_bits(in, parent, n))
			break;
		if (terraform && n.lo == 0) {
			complain("%s: Terraform takes 1 to 32 new bits, not "
			    "0", args->title);
			in->refused = true;
			break;
		}
		if (!carve_row_next(&row, parent.length + (unsigned)n.lo,
		    &c)) {
			complain("no room in %s for number %zu, a /%u",
			    cidr_format(parent, text), i,
			    parent.length + (unsigned)n.lo);
			in->refused = true;
			break;
		}
		(void)lines_add(&l, cidr_format(c, text));
	}
	lines_end(&l);
}

/*
 * CloudFormation's Fn::Cidr: count blocks of 2^cidrBits addresses.  Taking
 * cidrBits for new bits, as others have done, gives other sizes.
 */
static void
print_fn_cidr(struct cidr_input *in, struct cidr parent)
{
	struct arguments *args = in->args;
	unsigned bits = family_bits(parent.family), length, new_bits;
	struct addr count = { 0, 0 }, host_bits = { 0, 0 };
	struct lines l;
	char text[CIDR_TEXT_MAX];

	if (args->n_operands != 3) {
		complain("%s: Fn::Cidr takes PREFIX COUNT CIDRBITS",
		    args->title);
		in->refused = true;
		return;
	}
	if (!read_number(in, "the count", args->operand[1],
	    addr_from_u64(256), &count) || !read_number(in, "cidrBits",
	    args->operand[2], addr_from_u64(bits - parent.length),
	    &host_bits))
		return;
	length = bits - (unsigned)host_bits.lo;
	new_bits = length - parent.length;
	if (count.lo == 0 || addr_compare(addr_previous(count),
	    carve_last_number(new_bits)) > 0) {
		complain("%llu blocks of /%u do not fit into %s: CloudFormation "
		    "takes 1 to 256, cidrBits being host bits",
		    (unsigned long long)count.lo, length,
		    cidr_format(parent, text));
		in->refused = true;
		return;
	}
	l = lines_begin(args, "prefixes");
	if (!l.json)
		str_addf(args->out, "# cidrBits %u are host bits: a /%u each; "
		    "as new bits they would make a /%u\n",
		    (unsigned)host_bits.lo, length,
		    parent.length + (unsigned)host_bits.lo);
	for (uint64_t i = 0; i < count.lo; i++) {
		struct cidr c;

		(void)carve_subnet(parent, new_bits, addr_from_u64(i), &c);
		(void)lines_add(&l, cidr_format(c, text));
	}
	lines_end(&l);
}

static enum exit_status
run_subnets(struct arguments *args)
{
	struct cidr_input in = input_for(args);
	struct cidr parent;

	if (!read_parent(&in, &parent))
		return cidr_status(&in, false);
	if (is_compatible(args, "cloudformation"))
		print_fn_cidr(&in, parent);
	else
		print_row(&in, parent);
	return cidr_status(&in, false);
}

static const struct option subnets_options[] = {
	{ .name = "compat", .kind = OPTION_WORD, .argument = "TOOL",
	  .words = compat_words,
	  .help = "take operands and limits of Terraform's cidrsubnets(), or "
	      "PREFIX COUNT CIDRBITS as CloudFormation's Fn::Cidr does" },
	{ 0 }
};

const struct command command_cidr_subnets = {
	.name = "subnets",
	.operands = "PREFIX NEWBITS...",
	.operands_min = 1,
	.summary = "consecutive subnets of given sizes",
	.details = "Each subnet is NEWBITS longer than PREFIX and is the next "
	    "aligned one behind the last; what alignment leaves free is not "
	    "gone back to. This is what Terraform's cidrsubnets() is for.",
	.options = subnets_options,
	.shared = plain_shared,
	.run = run_subnets
};
