/* SPDX-License-Identifier: MIT */

/*
 * Readers of single values: each takes the value in the form that its row
 * names, and puts it where the row says.
 */

#include "load/spec_read.h"

#include "base/str.h"
#include "model/facts.h"
#include "model/notation.h"
#include "model/notices.h"
#include "text/sanitise.h"

#include <stdlib.h>
#include <string.h>

const char *
spec_read_string(struct spec *s, struct node n, const char *expected)
{
	const char *text;

	if (node_kind(n) != NODE_STRING) {
		read_complain_type(s->l, n, expected);
		return NULL;
	}
	text = node_text(s->l->a, n);
	if (text == NULL || *text == '\0')
		return read_name(s->l, n);	/* NULL, with a complaint */
	return read_clean(s->l, text);
}

void
spec_read_version(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const char *wrong, *file;
	int64_t version;

	(void)row;
	(void)base;
	if (node_kind(n) != NODE_NUMBER) {
		read_complain_type(s->l, n, "the version of the format, 1");
		finding_help(&s->l->findings,
		    s->l->findings.v[s->l->findings.n - 1],
		    "write \"vpcplan\": 1");
		return;
	}
	if (node_integer(n, &version) && version == 1)
		return;
	/* What it says may mean something else there: no request is carried
	 * out in full. */
	wrong = arena_printf(s->l->a, "this program reads version 1 of the "
	    "format, not version %s", node_excerpt(s->l->a, n));
	read_complain(s->l, n, wrong);
	file = files_get(&s->l->files, node_place(n).file)->name;
	load_complain_partly(s->l, arena_printf(s->l->a, "%s: %s: it was "
	    "read as version 1", str_equal(file, "-") ? "standard input" :
	    sanitise_text(s->l->a, file), wrong));
}

void
spec_read_name(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const char **to = spec_at(row, base);
	const char *why;

	if (!read_unknown(s->l, n, &why))
		*to = read_name(s->l, n);
}

void
spec_read_reason(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const char **to = spec_at(row, base);
	struct text_value text = read_text(s->l, n);

	if (value_is_known(text.is) && *text.v != '\0')
		*to = text.v;
}

/*
 * A code of AWS's: of the row's words where it has some.  An unknown one must
 * not pass for the default, which is that all is well.
 */
void
spec_read_state(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const char **to = spec_at(row, base);
	const char *why;
	bool unknown;
	int word;

	if (row->words == NULL) {
		*to = read_unknown(s->l, n, &why) ? STATE_UNKNOWN :
		    read_name(s->l, n);
		return;
	}
	word = spec_read_word(s, n, row->words, &unknown);
	if (word >= 0)
		*to = row->words[word];
	else
		*to = STATE_UNKNOWN;
}

void
spec_read_text(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct text_value *to = spec_at(row, base);
	const char *why;
	bool unknown;
	int word;

	if (row->words == NULL || read_unknown(s->l, n, &why)) {
		*to = read_text(s->l, n);
		return;
	}
	word = spec_read_word(s, n, row->words, &unknown);
	to->is = word >= 0 ? value_known(node_place(n)) : read_malformed(n);
	to->v = word >= 0 ? row->words[word] : NULL;
}

void
spec_read_date(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct text_value *to = spec_at(row, base);
	int64_t days;

	*to = read_text(s->l, n);
	if (!value_is_known(to->is) || notation_date_parse(to->v, &days))
		return;
	read_complain_type(s->l, n, "a date such as \"2027-03-31\"");
	to->is = read_malformed(n);
	to->v = NULL;
}

void
spec_read_flag(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct flag_value *to = spec_at(row, base);

	*to = read_flag(s->l, n);
}

/* 256 addresses, where the length of a prefix belongs. */
static void
advise_size(struct spec *s, const struct spec_key *row, struct node n)
{
	struct findings *list = &s->l->findings;
	int64_t wanted;
	int length = 32;

	if (!str_equal(row->key, "size") || !node_integer(n, &wanted) ||
	    wanted <= row->max)
		return;
	while (length > 0 && (INT64_C(1) << (32 - length)) < wanted)
		length--;
	finding_help(list, list->v[list->n - 1], "it is the length of the "
	    "prefix: write \"size\": %d for %lld addresses", length,
	    (long long)wanted);
}

/* "2-6", how many there are and may be. */
static void
advise_range(struct spec *s, const struct spec_key *row, const char *text)
{
	struct findings *list = &s->l->findings;
	size_t first = strspn(text, "0123456789"), gap;

	gap = strspn(text + first, " -.");
	if (str_equal(row->key, "count") && first > 0 && first < 7 &&
	    gap > 0 && text[first + gap] != '\0' &&
	    text[first + gap + strspn(text + first + gap, "0123456789")] ==
	    '\0')
		finding_help(list, list->v[list->n - 1], "write \"count\": "
		    "%.*s, \"max\": %s", (int)first, text,
		    read_clean(s->l, text + first + gap));
}

/* "/22", "22": the number in the text. */
static void
advise_number(struct spec *s, const struct spec_key *row, struct node n)
{
	struct findings *list = &s->l->findings;
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(s->l->a, n) : NULL;
	size_t digits;

	if (text == NULL) {
		advise_size(s, row, n);
		return;
	}
	text += *text == '/';
	digits = strspn(text, "0123456789");
	if (digits > 0 && text[digits] == '\0' && digits < 10)
		finding_help(list, list->v[list->n - 1],
		    "write \"%s\": %s", row->key, text);
	else
		advise_range(s, row, text);
}

void
spec_read_number(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct number_value *to = spec_at(row, base);
	size_t before = s->l->findings.n;

	*to = read_number(s->l, n, row->min, row->max);
	if (s->l->findings.n > before)
		advise_number(s, row, n);
}

/* What stands for the length of a block that is to be chosen. */
static const char *
length_in(struct spec *s, struct node n)
{
	const char *text = node_kind(n) == NODE_NUMBER ?
	    node_excerpt(s->l->a, n) : node_kind(n) == NODE_STRING ?
	    node_text(s->l->a, n) : NULL;

	if (text == NULL || (node_kind(n) == NODE_STRING && *text++ != '/'))
		return NULL;
	return *text != '\0' && strlen(text) < 3 &&
	    text[strspn(text, "0123456789")] == '\0' ? text : NULL;
}

/* Of 24, "/24" and { "address": "10.0.0.0", "mask": "255.255.0.0" }. */
void
spec_advise_block(struct spec *s, size_t before, const struct spec_key *row,
    struct node n)
{
	struct findings *list = &s->l->findings;
	const char *length = length_in(s, n), *block;

	/* "/24": alloc places it. */
	if (length != NULL && row->family == 4 && (s->vpc == NULL ||
	    s->thing->kind == KIND_SUBNET || s->thing->kind == KIND_VPC)) {
		finding_help(list, list->v[before], "write \"size\": %s in its "
		    "place, and vpcplan alloc chooses the block", length);
		return;
	}
	block = spec_block_of_map(s, n);
	if (block == NULL)
		return;
	if (str_equal(node_key(n), row->key))
		finding_help(list, list->v[before], "write \"%s\": \"%s\"",
		    row->key, block);
	else
		finding_help(list, list->v[before], "write \"%s\"", block);
}

void
spec_read_cidr(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct cidr_value *to = spec_at(row, base);
	size_t before = s->l->findings.n;

	*to = read_cidr(s->l, n, row->family);
	if (s->l->findings.n > before)
		spec_advise_block(s, before, row, n);
}

void
spec_read_address(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct address_value *to = spec_at(row, base);

	*to = read_address(s->l, n, row->family);
	if (!value_is_known(to->elastic_ip.is))
		return;
	read_complain_type(s->l, n, "an address such as \"203.0.113.9\"");
	*to = (struct address_value){ .is = read_malformed(n) };
}

void
spec_read_ref(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct ref *to = spec_at(row, base);

	*to = read_ref(s->l, n);
}

/* --------------------------------------------------------------- ports */

/* SG011 for a number out of range, IN003 for a text that is no PORTS. */
static void
complain_ports(struct spec *s, struct place at, const char *text,
    const char *wrong, bool range_fault)
{
	struct ports_meant meant;
	struct finding *f = finding_add(&s->l->findings, range_fault ?
	    &notice_protocol_port_mismatch : &notice_wrong_type, at, "%s",
	    wrong);

	if (!notation_ports_list_meant(s->l->a, text, &meant))
		return;
	if (meant.n == 1)
		finding_help(&s->l->findings, f, "write \"%s\"", meant.v[0]);
	else
		finding_help(&s->l->findings, f, "one protocol belongs here: "
		    "write \"%s\" or \"%s\"%s", meant.v[0], meant.v[1],
		    meant.n > 2 ? " …" : "");
}

struct ports_value
spec_read_ports(struct spec *s, struct place at, const char *text)
{
	struct ports_value ports = { .is = value_known(at) };
	bool range_fault = false;
	const char *wrong = notation_ports_parse(s->l->a, text, &ports.v,
	    &range_fault);

	if (wrong == NULL) {
		ports.written = notation_ports_format(s->l->a, ports.v);
		return ports;
	}
	complain_ports(s, at, text, wrong, range_fault);
	ports.is = value_unknown(at, read_malformed_reason);
	return ports;
}

void
spec_read_ports_value(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct ports_value *to = spec_at(row, base);
	const char *text, *why;

	if (read_unknown(s->l, n, &why)) {
		to->is = value_unknown(node_place(n), why);
		return;
	}
	text = spec_read_string(s, n, SPEC_PORTS_EXAMPLE);
	if (text != NULL)
		*to = spec_read_ports(s, node_place(n), text);
	else
		to->is = read_malformed(n);
}

/* "tcp/8080": one port, its protocol being the listener's. */
void
spec_read_port(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct number_value *to = spec_at(row, base);
	struct ports_value ports;
	const char *text, *why;

	if (read_unknown(s->l, n, &why)) {
		to->is = value_unknown(node_place(n), why);
		return;
	}
	to->is = read_malformed(n);
	text = spec_read_string(s, n, "one port such as \"tcp/8080\"");
	if (text == NULL)
		return;
	ports = spec_read_ports(s, node_place(n), text);
	if (!value_is_known(ports.is))
		return;
	if (ports.v.n != 1 || ports.v.v[0].first != ports.v.v[0].last) {
		read_complain_type(s->l, n, "one port such as \"tcp/8080\"");
		return;
	}
	to->is = value_known(node_place(n));
	to->v = (int64_t)(ports.v.v[0].first & 0xffff);
}

/* "1024-65535": ports, whatever the protocol. */
void
spec_read_ephemeral(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	static const char expected[] = "a range such as \"1024-65535\"";
	struct workload *w = base;
	struct ports_value ports;
	const char *text, *why;

	(void)row;
	/* No client takes a port of those kept for servers. */
	w->ephemeral.first =
	    (uint32_t)fact_value(FACT_EPHEMERAL_WIDE_FIRST);
	w->ephemeral.last = (uint32_t)fact_value(FACT_EPHEMERAL_WIDE_LAST);
	w->ephemeral_why = read_malformed_reason;
	if (read_unless(s->l, n, NODE_STRING, expected, &why)) {
		w->ephemeral_why = why;
		return;
	}
	text = spec_read_string(s, n, expected);
	if (text != NULL && strspn(text, "0123456789-") != strlen(text)) {
		read_complain_type(s->l, n, expected);
		text = NULL;
	}
	if (text != NULL)
		ports = spec_read_ports(s, node_place(n),
		    arena_printf(s->l->a, "tcp/%s", text));
	if (text == NULL || !value_is_known(ports.is) || ports.v.n != 1)
		return;
	w->ephemeral.first = ports.v.v[0].first & 0xffff;
	w->ephemeral.last = ports.v.v[0].last & 0xffff;
	w->ephemeral_why = NULL;
}

/* --------------------------------------------------------------- words */

void
spec_read_exposure(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	static const enum exposure exposures[] = {
		EXPOSURE_PUBLIC, EXPOSURE_PRIVATE, EXPOSURE_ISOLATED
	};
	struct subnet *to = base;
	bool unknown;
	int word = spec_read_word(s, n, row->words, &unknown);

	if (word < 0)
		return;
	to->declared = exposures[word];
	to->declared_at = node_place(n);
}

const char *const *
spec_workload_kinds(struct arena *a)
{
	const char **words = arena_array(a, WORKLOAD_KIND_COUNT + 1,
	    sizeof *words);

	for (int kind = 0; kind < WORKLOAD_KIND_COUNT; kind++)
		words[kind] = workload_type((enum workload_kind)kind)->key;
	return words;
}

/* What it is decides what it serves: a kind cannot be left open. */
void
spec_read_workload_kind(struct spec *s, const struct spec_key *row,
    void *base, struct node n)
{
	enum workload_kind *to = spec_at(row, base);
	const char *text;
	bool unknown;
	int word;

	if (node_kind(n) == NODE_STRING) {
		text = node_text(s->l->a, n);
		if (text != NULL && workload_kind_find(text, to))
			return;
	}
	word = spec_read_word(s, n, spec_workload_kinds(s->l->a), &unknown);
	if (word >= 0) {
		*to = (enum workload_kind)word;
		return;
	}
	if (unknown && s->l->unread == NULL)
		read_complain(s->l, n, "the kind of a workload must be known");
	spec_doubt(s);
}

void
spec_read_endpoint_type(struct spec *s, const struct spec_key *row,
    void *base, struct node n)
{
	static const enum endpoint_type types[] = {
		ENDPOINT_GATEWAY, ENDPOINT_INTERFACE,
		ENDPOINT_GATEWAY_LOAD_BALANCER
	};
	enum endpoint_type *to = spec_at(row, base);
	bool unknown;
	int word = spec_read_word(s, n, row->words, &unknown);

	*to = word >= 0 ? types[word] : ENDPOINT_OTHER;
	if (word < 0)
		spec_doubt(s);
}

void
spec_read_target_type(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	static const enum target_type types[] = {
		TARGET_TYPE_INSTANCE, TARGET_TYPE_IP, TARGET_TYPE_LAMBDA,
		TARGET_TYPE_LOAD_BALANCER
	};
	enum target_type *to = spec_at(row, base);
	bool unknown;
	int word = spec_read_word(s, n, row->words, &unknown);

	*to = word >= 0 ? types[word] : TARGET_TYPE_UNKNOWN;
}

void
spec_read_block_mode(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	static const enum block_mode modes[] = {
		BLOCK_OFF, BLOCK_BIDIRECTIONAL, BLOCK_INGRESS
	};
	enum block_mode *to = spec_at(row, base);
	bool unknown;
	int word = spec_read_word(s, n, row->words, &unknown);

	*to = word >= 0 ? modes[word] : BLOCK_UNKNOWN;
}

void
spec_read_propagated(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	bool *to = spec_at(row, base), unknown;

	*to = spec_read_word(s, n, row->words, &unknown) == 1;
}

void
spec_read_default_acl(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	bool *to = spec_at(row, base);
	struct flag_value flag = read_flag(s->l, n);

	*to = flag_or(flag, false);
	if (value_is_unknown(flag.is))
		model_declare_incomplete(s->m, KIND_NETWORK_ACL, s->island,
		    s->vpc);
}
