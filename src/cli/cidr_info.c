/* SPDX-License-Identifier: MIT */
#include "cli/cidr.h"
#include "cli/cidr_output.h"
#include "cli/terminal.h"
#include "model/clouds.h"
#include "model/facts.h"
#include "net/special.h"
#include "text/table.h"

/*
 * Everything that is said of a term is made once, as rows of a key, a title
 * and a text, and printed as a table or as JSON members.
 */

struct row {
	const char *key;	/* of the JSON member; NULL: only text has it */
	const char *title;	/* of the line; NULL: only JSON has it */
	const char *text;	/* NULL: does not apply; JSON has null */
};

struct about {
	struct arena *a;
	struct term term;
	enum family family;
	struct cidr c;		/* of a range: all zero */
	VEC(struct row) rows;
};

static void
add_row(struct about *x, const char *key, const char *title, const char *text)
{
	vec_push(x->a, &x->rows, ((struct row){ key, title, text }));
}

static const char *
address_text(const struct about *x, struct addr at)
{
	return addr_text(x->a, at, x->family);
}

static const char *
decimal_text(const struct about *x, struct addr n, bool plus_one)
{
	char text[ADDR_DECIMAL_MAX];

	return arena_strdup(x->a, addr_format_decimal(n, plus_one, text));
}

/* A span: one line "first to last: n", or three members; or nothing. */
static void
add_span(struct about *x, const char *key, const char *title,
    const struct range *r)
{
	const char *first = r == NULL ? NULL : address_text(x, r->first);
	const char *last = r == NULL ? NULL : address_text(x, r->last);
	const char *count = r == NULL ? NULL : decimal_text(x,
	    addr_subtract(r->last, r->first), true);

	add_row(x, arena_printf(x->a, "%s_first", key), NULL, first);
	add_row(x, arena_printf(x->a, "%s_last", key), NULL, last);
	add_row(x, arena_printf(x->a, "%s_count", key), NULL, count);
	if (r != NULL && title != NULL)
		add_row(x, NULL, title, arena_printf(x->a, "%s to %s: %s",
		    first, last, count));
}

static void
add_extent(struct about *x)
{
	static const char *const kinds[] = {
		[TERM_PREFIX] = "prefix",
		[TERM_ADDRESS] = "address",
		[TERM_RANGE] = "range"
	};
	struct range r = x->term.range;

	add_row(x, "kind", NULL, kinds[x->term.kind]);
	add_row(x, "family", NULL, family_name(x->family));
	add_row(x, "first", "first", address_text(x, r.first));
	add_row(x, "last", "last", address_text(x, r.last));
	add_row(x, "addresses", "addresses",
	    decimal_text(x, addr_subtract(r.last, r.first), true));
}

static void
add_masks(struct about *x)
{
	bool applies = x->family == IPV4 && x->term.kind != TERM_RANGE;
	struct addr mask = cidr_mask(IPV4, applies ? x->c.length : 0);

	add_row(x, "mask", "mask",
	    applies ? address_text(x, mask) : NULL);
	add_row(x, "wildcard", "wildcard", applies ? address_text(x,
	    addr_and(addr_not(mask), addr_last(IPV4))) : NULL);
}

/*
 * Hosts of a plain IP network.  IPv4: all but the network's own address and
 * the broadcast address, which a /31 (RFC 3021) and a /32 do not have.  IPv6:
 * all but the routers' anycast address (RFC 4291, 2.6.1), which a /127 (RFC
 * 6164) and a /128 do not have.
 */
static void
add_plain_usable(struct about *x)
{
	struct range r = x->term.range;
	unsigned host_bits = family_bits(x->family) - x->c.length;
	bool whole = host_bits < 2;

	if (x->term.kind == TERM_RANGE) {
		add_row(x, "broadcast", NULL, NULL);
		add_span(x, "usable", NULL, NULL);
		return;
	}
	add_row(x, "broadcast", "broadcast", x->family == IPV4 && !whole ?
	    address_text(x, r.last) : NULL);
	if (!whole) {
		r.first = addr_next(r.first);
		if (x->family == IPV4)
			r.last = addr_previous(r.last);
	}
	add_span(x, "usable", "usable, plain IP", &r);
}

/* Whether AWS takes a block of that length, by two facts. */
static bool
is_length(const struct about *x, enum fact least, enum fact most)
{
	int64_t length = x->c.length;

	return length >= fact_value(least) && length <= fact_value(most) &&
	    (x->family == IPV4 ||
	    length % fact_value(FACT_IPV6_LENGTH_STEP) == 0);
}

static const char *
size_text(const struct about *x, enum fact least, enum fact most)
{
	if (is_length(x, least, most))
		return "yes";
	return arena_printf(x->a, "no, takes /%d to /%d%s",
	    (int)fact_value(least), (int)fact_value(most),
	    x->family == IPV6 ? " in steps of 4" : "");
}

/* The first four addresses and the last, with what each is for. */
static const char *
reserved_text(const struct about *x)
{
	static const char *const uses[] = {
		"network", "router", "DNS", "reserved"
	};
	struct str s = str_new(x->a);
	struct addr at = x->c.base;

	for (int64_t i = 0; i < fact_value(FACT_SUBNET_RESERVED_FIRST);
	    i++, at = addr_next(at))
		str_addf(&s, "%s %s, ", address_text(x, at),
		    x->family == IPV4 ? uses[i] : i == 1 ? "router" :
		    "reserved");
	str_addf(&s, "%s %s", address_text(x, cidr_last(x->c)),
	    x->family == IPV4 ? "broadcast" : "reserved");
	return str_text(&s);
}

static const char *
vpc_text(const struct about *x)
{
	size_t n = 0;
	const struct fact_range *forbidden = fact_vpc_forbidden(x->family,
	    &n);
	bool ipv4 = x->family == IPV4;
	const char *text = size_text(x, ipv4 ? FACT_VPC_LENGTH_MIN :
	    FACT_VPC_IPV6_LENGTH_MIN, ipv4 ? FACT_VPC_LENGTH_MAX :
	    FACT_VPC_IPV6_LENGTH_MAX);

	for (size_t i = 0; str_equal(text, "yes") && i < n; i++)
		if (cidr_overlaps(forbidden[i].block, x->c))
			return arena_printf(x->a, "no, meets %s (%s)",
			    forbidden[i].text, forbidden[i].what);
	return text;
}

static void
add_aws(struct about *x)
{
	bool ipv4 = x->family == IPV4, applies = x->term.kind == TERM_PREFIX;
	enum fact least = ipv4 ? FACT_SUBNET_LENGTH_MIN :
	    FACT_SUBNET_IPV6_LENGTH_MIN;
	enum fact most = ipv4 ? FACT_SUBNET_LENGTH_MAX :
	    FACT_SUBNET_IPV6_LENGTH_MAX;
	bool subnet = applies && is_length(x, least, most);
	struct range usable = { x->c.base, cidr_last(x->c) };

	if (subnet) {
		usable.first = addr_add(usable.first, addr_from_u64(
		    (uint64_t)fact_value(FACT_SUBNET_RESERVED_FIRST)));
		usable.last = addr_previous(usable.last);
	}
	add_span(x, "aws_usable", "usable, AWS", subnet ? &usable : NULL);
	add_row(x, "aws_reserved", "reserved, AWS",
	    subnet ? reserved_text(x) : NULL);
	add_row(x, "aws_subnet", "AWS subnet",
	    applies ? size_text(x, least, most) : NULL);
	add_row(x, "aws_vpc", "AWS VPC", applies ? vpc_text(x) : NULL);
}

/* Other clouds, in one line: who plans for several compares the numbers. */
static void
add_clouds(struct about *x)
{
	struct str line = str_new(x->a);

	for (const struct cloud *c = clouds; c->word != NULL; c++) {
		struct range r;
		bool some = x->family == IPV4 &&
		    x->term.kind == TERM_PREFIX &&
		    x->c.length <= c->longest && cloud_usable(c, x->c, &r);

		add_span(x, arena_printf(x->a, "%s_usable", c->word), NULL,
		    some ? &r : NULL);
		if (some)
			str_addf(&line, "%s%s %s", line.n > 0 ? ", " : "",
			    c->name, decimal_text(x,
			    addr_subtract(r.last, r.first), true));
	}
	if (line.n > 0)
		add_row(x, NULL, "usable, others", str_text(&line));
}

/* The reverse zone that holds the first n octets, or nibbles, of at. */
static const char *
zone_text(const struct about *x, struct addr at, unsigned n)
{
	struct str s = str_new(x->a);
	bool ipv4 = x->family == IPV4;
	unsigned bits = ipv4 ? 8 : 4;

	for (unsigned i = n; i > 0; i--) {
		unsigned shift = family_bits(x->family) - bits * i;
		uint64_t digit = addr_shift_right(at, shift).lo &
		    (ipv4 ? 0xff : 0xf);

		str_addf(&s, ipv4 ? "%u." : "%x.", (unsigned)digit);
	}
	str_add(&s, ipv4 ? "in-addr.arpa" : "ip6.arpa");
	return str_text(&s);
}

/*
 * Zones are cut at octets or nibbles: a prefix between two cuts is a number
 * of zones, and behind the last octet but one it is a part of one (RFC 2317).
 */
static void
add_reverse_zone(struct about *x)
{
	unsigned bits = x->family == IPV4 ? 8 : 4;
	unsigned n = (x->c.length + bits - 1) / bits;
	const char *first, *text;

	if (x->term.kind == TERM_RANGE) {
		add_row(x, "reverse_zone", NULL, NULL);
		return;
	}
	if (x->family == IPV4 && x->c.length > 24 && x->c.length < 32) {
		text = arena_printf(x->a, "part of %s (RFC 2317)",
		    zone_text(x, x->c.base, 3));
	} else {
		first = zone_text(x, x->c.base, n);
		text = x->c.length % bits == 0 ? first : arena_printf(x->a,
		    "%s to %s: %u zones", first, zone_text(x, cidr_last(x->c),
		    n), 1U << (n * bits - x->c.length));
	}
	add_row(x, "reverse_zone",
	    x->c.length == family_bits(x->family) ? "reverse name" :
	    "reverse zone", text);
}

static const char *
reachable_text(enum reachable global)
{
	switch (global) {
	case REACHABLE_YES:
		return "globally reachable";
	case REACHABLE_NO:
		return "not globally reachable";
	case REACHABLE_NOT_STATED:
		break;
	}
	return "reachability not stated";
}

static const char *
special_text(const struct about *x, const struct special *s)
{
	char block[CIDR_TEXT_MAX];

	return arena_printf(x->a, "%s (%s), %s, %s", s->name, s->rfc,
	    cidr_format(s->block, block), reachable_text(s->global));
}

/* The most specific special block around the term, or those inside it. */
static void
add_special(struct about *x)
{
	struct range r = x->term.range;
	size_t n = 0, inside = 0;
	const struct special *table = special_table(x->family, &n);
	const struct special *around = NULL, *within = NULL;
	struct cidr delegated = { { (uint64_t)1 << 61, 0 }, IPV6, 3 };
	const char *ordinary = "ordinary unicast, globally reachable";

	for (size_t i = 0; i < n; i++) {
		struct range block = cidr_range(table[i].block);

		if (addr_compare(block.first, r.first) <= 0 &&
		    addr_compare(block.last, r.last) >= 0) {
			around = &table[i];
		} else if (addr_compare(block.first, r.last) <= 0 &&
		    addr_compare(block.last, r.first) >= 0) {
			within = &table[i];
			inside++;
		}
	}
	if (x->family == IPV6 &&
	    !cidr_contains_addr(delegated, IPV6, r.first))
		ordinary = "not delegated for use (outside 2000::/3)";
	add_row(x, "special", "special purpose",
	    around != NULL ? special_text(x, around) : inside == 0 ?
	    ordinary : NULL);
	add_row(x, "special_inside", "holds", inside == 0 ? NULL :
	    inside == 1 ? special_text(x, within) : arena_printf(x->a,
	    "%zu special-purpose blocks", inside));
}

static void
add_mapped(struct about *x)
{
	struct cidr mapped = { { 0, 0xffff00000000 }, IPV6, 96 };
	struct range r = x->term.range;
	const char *text = NULL;

	if (x->family == IPV6 &&
	    cidr_contains_addr(mapped, IPV6, r.first) &&
	    cidr_contains_addr(mapped, IPV6, r.last)) {
		char ipv4[ADDR_TEXT_MAX];

		addr_format(addr_from_u64(r.first.lo & UINT32_MAX), IPV4,
		    ipv4);
		text = x->term.kind == TERM_PREFIX ? arena_printf(x->a,
		    "%s/%u is the IPv4 prefix inside it; never equal to it",
		    ipv4, x->c.length - 96U) : arena_printf(x->a,
		    "%s is the IPv4 address inside it; never equal to it",
		    ipv4);
	}
	add_row(x, "ipv4_mapped", "IPv4-mapped", text);
}

static struct about
tell_about(struct arena *a, const struct term *term)
{
	struct about x = { .a = a, .term = *term, .family = term->family };

	if (term->kind != TERM_RANGE)
		x.c = term_cidr(*term);
	add_extent(&x);
	add_masks(&x);
	add_plain_usable(&x);
	add_aws(&x);
	add_clouds(&x);
	add_reverse_zone(&x);
	add_special(&x);
	add_mapped(&x);
	return x;
}

static void
print_about(const struct about *x, struct cidr_input *in,
    const struct cidr_item *item)
{
	struct str *out = in->args->out;
	struct table *t = table_new(x->a, "ll");

	cidr_add_item(out, in, item);
	str_add_char(out, '\n');
	for (size_t i = 0; i < x->rows.n; i++)
		if (x->rows.v[i].title != NULL && x->rows.v[i].text != NULL)
			table_row(t, (const char *[]){ x->rows.v[i].title,
			    x->rows.v[i].text });
	table_print(t, out, 2, terminal_width());
}

static void
write_about(const struct about *x, struct cidr_input *in, struct writer *w,
    const struct cidr_item *item)
{
	writer_begin_map(w);
	writer_key(w, "item");
	cidr_write_item(w, in, item);
	for (size_t i = 0; i < x->rows.n; i++)
		if (x->rows.v[i].key != NULL)
			writer_member_text(w, x->rows.v[i].key,
			    x->rows.v[i].text);
	writer_end(w);
}

static enum exit_status
run_info(struct arguments *args)
{
	struct cidr_input in = cidr_input_new(args);
	struct cidr_items items = { .n = 0 };
	bool json = cidr_wants_json(args);
	struct writer w = { .out = args->out };

	for (size_t i = 0; i < args->n_operands; i++)
		cidr_collect(&in, i, &items);
	if (json) {
		w = cidr_begin_json(args);
		writer_key(&w, "items");
		writer_begin_list(&w);
	}
	for (size_t i = 0; i < items.n && cidr_flush(args); i++) {
		struct arena *a = arena_new();
		struct about x = tell_about(a, &items.v[i].term);

		if (json)
			write_about(&x, &in, &w, &items.v[i]);
		else
			print_about(&x, &in, &items.v[i]);
		arena_free(a);
	}
	if (json) {
		writer_end(&w);
		cidr_end_json(&w);
	}
	return cidr_status(&in, false);
}

static const struct option *const shared[] = { options_cidr, NULL };

const struct command command_cidr_info = {
	.name = "info",
	.operands = "TERM|FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "all about a prefix, an address or a range",
	.details = "First and last address, how many, mask, wildcard, what is "
	    "usable in plain IP and in an AWS subnet and what AWS keeps for "
	    "itself there, whether AWS takes it for a subnet or a VPC, the "
	    "reverse zone, and the special purpose with its RFC.",
	.shared = shared,
	.run = run_info
};
