/* SPDX-License-Identifier: MIT */
#include "load/read.h"

#include "base/names.h"
#include "base/str.h"
#include "load/odd_name.h"
#include "model/notation.h"
#include "model/notices.h"
#include "net/cidr.h"
#include "text/sanitise.h"

#include <string.h>

/* The first byte of U+200C and U+200D, which are clean and may be odd. */
enum { JOINER_BYTE = '\xe2' };

const char read_malformed_reason[] = VALUE_MALFORMED;

/* `"cidr": ` for a member of a map, nothing for an element of a list. */
static const char *
key_prefix(struct load *l, struct node n)
{
	const char *key = node_key(n);

	if (key == NULL)
		return "";
	return arena_printf(l->a, "\"%s\": ", sanitise_text(l->a, key));
}

/* `a number (5)`, `a list`: what was found, with its text where it is short. */
static const char *
found(struct load *l, struct node n)
{
	enum node_kind kind = node_kind(n);

	switch (kind) {
	case NODE_BOOL:
		return node_excerpt(l->a, n);
	case NODE_MAP:
		return "an object";
	case NODE_NUMBER:
	case NODE_STRING:
		return arena_printf(l->a, "%s (%s)", node_kind_name(kind),
		    node_excerpt(l->a, n));
	case NODE_NONE:
	case NODE_NULL:
	case NODE_LIST:
		break;
	}
	return node_kind_name(kind);
}

void
read_complain_type(struct load *l, struct node n, const char *expected)
{
	finding_add(&l->findings, &notice_wrong_type, node_place(n),
	    "%sexpected %s, found %s", key_prefix(l, n), expected,
	    found(l, n));
}

struct finding *
read_complain(struct load *l, struct node n, const char *text)
{
	return finding_add(&l->findings, &notice_wrong_type, node_place(n),
	    "%s%s", key_prefix(l, n), text);
}

struct value
read_malformed(struct node n)
{
	return value_unknown(node_place(n), read_malformed_reason);
}

const char *
read_clean(struct load *l, const char *text)
{
	return sanitise_text(l->a, text);
}

const char *
read_intern(struct load *l, const char *text)
{
	const char *clean = read_clean(l, text);

	if (clean != text || strchr(text, JOINER_BYTE) != NULL)
		odd_name_keep(l, text, clean);
	return names_intern(&l->model->names, clean, strlen(clean));
}

/*
 * The text of a string node as it is; NULL, after a complaint, if it is none
 * or cannot be decoded.
 */
static const char *
raw_text(struct load *l, struct node n, const char *expected)
{
	const char *text;

	if (node_kind(n) != NODE_STRING) {
		read_complain_type(l, n, expected);
		return NULL;
	}
	text = node_text(l->a, n);
	if (text == NULL)
		finding_add(&l->findings, &notice_wrong_type, node_place(n),
		    "%sa text that cannot be decoded: it holds a NUL, half of "
		    "a surrogate pair or bytes that are not UTF-8", key_prefix(l, n));
	return text;
}

const char *
read_name(struct load *l, struct node n)
{
	size_t length;
	const char *text = node_plain(n, &length);

	/* Nearly every name: looked up without a copy. */
	if (text != NULL && length > 0 && is_clean(text, length) &&
	    memchr(text, JOINER_BYTE, length) == NULL)
		return names_intern(&l->model->names, text, length);
	text = raw_text(l, n, "a string");
	if (text == NULL)
		return NULL;
	if (*text == '\0') {
		finding_add(&l->findings, &notice_wrong_type, node_place(n),
		    "%sexpected a name, found an empty string",
		    key_prefix(l, n));
		return NULL;
	}
	return read_intern(l, text);
}

bool
read_unknown(struct load *l, struct node n, const char **why)
{
	struct node reason = { 0 };
	const char *text;

	if (l->unread != NULL) {
		*why = l->unread;
		return true;
	}
	if (node_kind(n) != NODE_MAP)
		return false;
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		const char *key = node_key(c);

		if (str_equal(key, "unknown"))
			reason = c;
		else if (!str_starts_with(key, "//"))
			return false;
	}
	if (!node_exists(reason))
		return false;
	text = read_name(l, reason);
	*why = text != NULL ? text : "no reason is given";
	return true;
}

bool
read_unless(struct load *l, struct node n, enum node_kind kind,
    const char *expected, const char **why)
{
	if (read_unknown(l, n, why))
		return true;
	if (node_kind(n) == kind)
		return false;
	read_complain_type(l, n, expected);
	*why = read_malformed_reason;
	return true;
}

struct text_value
read_text(struct load *l, struct node n)
{
	struct text_value t = { 0 };
	const char *why, *text;

	if (read_unknown(l, n, &why)) {
		t.is = value_unknown(node_place(n), why);
		return t;
	}
	text = raw_text(l, n, "a string");
	if (text == NULL) {
		t.is = read_malformed(n);
		return t;
	}
	t.is = value_known(node_place(n));
	t.v = read_clean(l, text);
	return t;
}

struct flag_value
read_flag(struct load *l, struct node n)
{
	struct flag_value f = { 0 };
	const char *why;

	if (read_unknown(l, n, &why)) {
		f.is = value_unknown(node_place(n), why);
	} else if (node_bool(n, &f.v)) {
		f.is = value_known(node_place(n));
	} else {
		read_complain_type(l, n, "true or false");
		f.is = read_malformed(n);
	}
	return f;
}

static const char *
number_range(struct arena *a, int64_t min, int64_t max)
{
	if (min <= INT32_MIN)
		return "a whole number";
	if (max >= INT32_MAX)
		return arena_printf(a, "a whole number of at least %lld",
		    (long long)min);
	return arena_printf(a, "a whole number from %lld to %lld",
	    (long long)min, (long long)max);
}

struct number_value
read_number(struct load *l, struct node n, int64_t min, int64_t max)
{
	struct number_value value = { 0 };
	const char *why;

	if (read_unknown(l, n, &why)) {
		value.is = value_unknown(node_place(n), why);
		return value;
	}
	if (!node_integer(n, &value.v) || value.v < min || value.v > max) {
		read_complain_type(l, n, number_range(l->a, min, max));
		value.is = read_malformed(n);
		value.v = 0;
		return value;
	}
	value.is = value_known(node_place(n));
	return value;
}

bool
read_looks_like_address(const char *text)
{
	size_t n = strlen(text);

	if (n > 0 && strspn(text, "0123456789./") == n)
		return strchr(text, '.') != NULL;
	return strspn(text, "0123456789abcdefABCDEF.:/") == n &&
	    strchr(text, ':') != NULL;
}

/* What to write for a text that means blocks and is none; NULL: it does not,
 * or it lacks nothing but its length, of which there may be two. */
static const char *
blocks_help(struct load *l, const char *text, enum addr_error error,
    unsigned family)
{
	struct blocks_meant m;
	struct str out = str_new(l->a);

	if (error == ADDR_NO_LENGTH || !notation_blocks_meant(l->a, text, &m) ||
	    (family != 0 && (family == 6) != (m.n > 0 &&
	    strchr(m.v[0], ':') != NULL)))
		return NULL;
	if (m.all == 1)
		return arena_printf(l->a, "write %s%s", strstr(text, "/255.") !=
		    NULL || strstr(text, " 255.") != NULL ? "the prefix "
		    "length for the netmask: " : "", m.v[0]);
	if (m.n < m.all && m.range != NULL)
		return arena_printf(l->a, "it takes %zu blocks, which "
		    "\"vpcplan cidr range %s\" lists; one that holds them "
		    "all is %s", m.all, m.range, m.around);
	for (size_t i = 0; i < m.n; i++)
		str_addf(&out, "%s\"%s\"", i == 0 ? "" : ", ", m.v[i]);
	if (m.around == NULL)
		return arena_printf(l->a, "write each by itself: %s%s",
		    str_text(&out), m.n < m.all ? ", \xe2\x80\xa6" : "");
	return arena_printf(l->a, "it takes %zu blocks, each by itself: %s; "
	    "one that holds them all is %s", m.all, str_text(&out), m.around);
}

/* What to write instead of a text that is no block. */
static const char *
cidr_help(struct load *l, const char *text, enum addr_error error,
    unsigned family)
{
	const char *meant = blocks_help(l, text, error, family);

	if (meant != NULL)
		return meant;
	if (strstr(text, "${") != NULL || str_starts_with(text, "var.") ||
	    str_starts_with(text, "local.") || strstr(text, "{{") != NULL)
		return "nothing is computed here: write the block itself, such "
		    "as 10.0.0.0/16";
	if (str_ends_with(text, "/"))
		text = arena_strndup(l->a, text, strlen(text) - 1);
	if (error == ADDR_NO_LENGTH &&
	    (str_equal(text, "0.0.0.0") || str_equal(text, "::")))
		return arena_printf(l->a, "add the prefix length: every "
		    "address, as of a default route, is %s/0", text);
	if (error == ADDR_NO_LENGTH && strchr(text, ':') != NULL)
		return arena_printf(l->a, "add the prefix length: /64 for a "
		    "subnet; a single address, in a rule, is %s/128", text);
	if (error == ADDR_NO_LENGTH && strchr(text, '.') != NULL)
		return arena_printf(l->a, "add the prefix length: /16 to /28 "
		    "for a VPC or a subnet; a single address, in a rule, is "
		    "%s/32", text);
	if (family == IPV6)
		return "a block is an address and a prefix length, such as "
		    "2001:db8:1a00::/56";
	return "a block is an address and a prefix length, such as "
	    "10.0.0.0/16";
}

static struct cidr_value
complain_cidr(struct load *l, struct place at, const char *text,
    enum addr_error error, unsigned family)
{
	struct cidr_value value = { .is = value_unknown(at,
		read_malformed_reason),
		.written = text };
	struct finding *f = finding_add(&l->findings, &notice_cidr_malformed,
	    at, "\"%s\" is not a CIDR block: %s", text,
	    error != ADDR_LENGTH_RANGE ? addr_error_text(error) :
	    strchr(text, ':') != NULL ? "a prefix length goes from 0 to 128" :
	    "a prefix length goes from 0 to 32");

	f->key = text;
	finding_witness(&l->findings, f, "value", "%s", text);
	finding_help(&l->findings, f, "%s", cidr_help(l, text, error, family));
	return value;
}

static struct cidr_value
complain_family(struct load *l, struct place at, const char *text,
    struct cidr c, unsigned family)
{
	struct cidr_value value = { .is = value_unknown(at,
		read_malformed_reason),
		.written = text };
	struct finding *f = finding_add(&l->findings, &notice_cidr_malformed,
	    at, "\"%s\" is an %s block where AWS takes an %s block", text,
	    family_name((enum family)c.family),
	    family_name((enum family)family));

	f->key = text;
	finding_witness(&l->findings, f, "value", "%s", text);
	return value;
}

/* Name the block that AWS would make of it, and the one behind that. */
static void
complain_host_bits(struct load *l, struct place at, const char *text,
    struct cidr c)
{
	char here[CIDR_TEXT_MAX], next[CIDR_TEXT_MAX];
	struct addr last = cidr_last(c);
	struct finding *f;

	cidr_format(c, here);
	f = finding_add(&l->findings, &notice_cidr_host_bits, at,
	    "%s has host bits set: AWS makes it %s", text, here);
	f->key = text;
	finding_witness(&l->findings, f, "value", "%s", text);
	finding_witness(&l->findings, f, "canonical", "%s", here);
	finding_edit(&l->findings, f, at, text, here);
	if (addr_equal(last, addr_last((enum family)c.family))) {
		finding_help(&l->findings, f, "write %s", here);
		return;
	}
	cidr_format(cidr_around(addr_next(last), (enum family)c.family,
	    c.length), next);
	finding_witness(&l->findings, f, "next", "%s", next);
	finding_help(&l->findings, f,
	    "did you mean %s or, one block further, %s?", here, next);
}

struct cidr_value
read_cidr_text(struct load *l, struct place at, const char *text,
    unsigned family)
{
	const char *clean = read_clean(l, text);
	struct cidr_value value = { .is = value_known(at), .written = clean };
	bool host_bits;
	enum addr_error error;

	error = cidr_parse_masking(text, strlen(text), &value.v, &host_bits);
	if (error != ADDR_OK)
		return complain_cidr(l, at, clean, error, family);
	if (family != 0 && value.v.family != family)
		return complain_family(l, at, clean, value.v, family);
	if (host_bits)
		complain_host_bits(l, at, clean, value.v);
	return value;
}

bool
read_plain_cidr_text(struct place at, const char *text, size_t length,
    unsigned family, struct cidr_value *out)
{
	char canonical[CIDR_TEXT_MAX];
	struct cidr_value value = { .is = value_known(at), .written = NULL };
	bool host_bits;

	if (cidr_parse_masking(text, length, &value.v, &host_bits) !=
	    ADDR_OK || (family != 0 && value.v.family != family))
		return false;
	cidr_format(value.v, canonical);
	if (strlen(canonical) != length ||
	    memcmp(canonical, text, length) != 0)
		return false;
	*out = value;
	return true;
}

bool
read_plain_cidr(struct node n, unsigned family, struct cidr_value *out)
{
	size_t length;
	const char *text = node_plain(n, &length);

	return text != NULL && read_plain_cidr_text(node_place(n), text,
	    length, family, out);
}

struct cidr_value
read_cidr(struct load *l, struct node n, unsigned family)
{
	struct cidr_value value = { 0 };
	const char *why, *text;

	if (read_unknown(l, n, &why)) {
		value.is = value_unknown(node_place(n), why);
		return value;
	}
	text = raw_text(l, n, family == IPV6 ?
	    "an IPv6 block such as \"2001:db8:1a00::/56\"" :
	    "a block such as \"10.0.0.0/16\"");
	if (text == NULL) {
		value.is = read_malformed(n);
		return value;
	}
	return read_cidr_text(l, node_place(n), text, family);
}

struct ref
read_ref_text(struct load *l, struct place at, const char *text)
{
	struct ref r = { .is = value_known(at), .text = read_clean(l, text) };

	return r;
}

struct ref
read_ref(struct load *l, struct node n)
{
	struct ref r = { 0 };
	const char *why;

	if (read_unknown(l, n, &why)) {
		r.is = value_unknown(node_place(n), why);
		return r;
	}
	if (node_kind(n) != NODE_STRING)
		read_complain_type(l, n, "a name");
	else
		r.text = read_name(l, n);
	r.is = r.text != NULL ? value_known(node_place(n)) : read_malformed(n);
	return r;
}

/* An address that should be one and is not: AD001. */
static struct value
complain_address(struct load *l, struct node n, const char *text,
    const char *why)
{
	const char *clean = read_clean(l, text);
	struct finding *f = finding_add(&l->findings, &notice_cidr_malformed,
	    node_place(n), "\"%s\" is not an address: %s", clean, why);

	f->key = clean;
	finding_witness(&l->findings, f, "value", "%s", clean);
	return read_malformed(n);
}

struct address_value
read_address(struct load *l, struct node n, unsigned family)
{
	struct address_value value = { 0 };
	const char *why, *text;
	enum addr_error error;
	size_t length;

	text = node_plain(n, &length);
	if (text != NULL && addr_parse(text, length, &value.family,
	    &value.v) == ADDR_OK && (family == 0 || value.family == family)) {
		value.is = value_known(node_place(n));
		return value;
	}
	value = (struct address_value){ 0 };
	if (read_unknown(l, n, &why)) {
		value.is = value_unknown(node_place(n), why);
		return value;
	}
	text = raw_text(l, n, "an address or the name of an Elastic IP");
	if (text == NULL) {
		value.is = read_malformed(n);
		return value;
	}
	if (!read_looks_like_address(text)) {
		value.elastic_ip = read_ref_text(l, node_place(n), text);
		value.is = value.elastic_ip.is;
		return value;
	}
	error = addr_parse(text, strlen(text), &value.family, &value.v);
	if (error != ADDR_OK) {
		value.is = complain_address(l, n, text,
		    addr_error_text(error));
	} else if (family != 0 && value.family != family) {
		value.is = complain_address(l, n, text, arena_printf(l->a,
		    "an %s address is wanted here",
		    family_name((enum family)family)));
	} else {
		value.is = value_known(node_place(n));
	}
	return value;
}

void
read_arn(struct load *l, struct thing *t, const char *arn)
{
	struct names *names = &l->model->names;
	const char *region = arn, *account;
	size_t length;

	for (int colon = 0; region != NULL && colon < 3; colon++) {
		region = strchr(region, ':');
		region = region != NULL ? region + 1 : NULL;
	}
	account = region != NULL ? strchr(region, ':') : NULL;
	if (account == NULL)
		return;
	if (t->region == NULL && account > region)
		t->region = names_intern(names, region,
		    (size_t)(account - region));
	account++;
	length = strcspn(account, ":");
	if (t->account == NULL && length > 0 && account[length] == ':')
		t->account = names_intern(names, account, length);
}

void
read_place_rest(struct model *m, unsigned island, const char *why)
{
	for (size_t i = 0; i < m->workloads.n; i++) {
		struct workload *w = m->workloads.v[i];
		struct ref nowhere = { .is = value_unknown(w->is.at, why) };

		if (w->is.island == island && !w->subnets_stated &&
		    w->subnet_refs.n == 0 && !w->interfaces_stated &&
		    w->interfaces.n == 0)
			vec_push(m->a, &w->subnet_refs, nowhere);
	}
	/* But what an interface says it is of stands where that does. */
	for (size_t i = 0; i < m->interfaces.n; i++) {
		struct workload *w = m->interfaces.v[i]->workload;

		if (w != NULL && w->is.island == island &&
		    w->subnet_refs.n == 1 && w->subnet_refs.v[0].is.why == why)
			w->subnet_refs.n = 0;
	}
}

void
read_client_vpn(struct model *m, struct workload *w)
{
	struct condition *c = arena_alloc(m->a, sizeof *c);

	c->text = arena_printf(m->a, "authorization by the rules and "
	    "routes of %s", thing_label(&w->is));
	for (size_t i = 0; i < w->group_refs.n; i++)
		if (w->group_refs.v[i].exists == NULL)
			w->group_refs.v[i].exists = c;
	if (w->group_refs.n == 0)
		vec_push(m->a, &w->group_refs, ((struct ref){
		    .is = value_unknown(w->is.at, c->text) }));
	w->subnets_stated = w->groups_stated = true;
}
