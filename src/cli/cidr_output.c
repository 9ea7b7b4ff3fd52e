/* SPDX-License-Identifier: MIT */
#include "cli/cidr_output.h"

#include "cli/output.h"
#include "text/sanitise.h"

#include <string.h>

enum { FLUSH_FROM = 64 << 10 };

const struct option options_cidr_list[] = {
	{ .name = "ranges", .kind = OPTION_FLAG,
	  .help = "print ranges, first-last, instead of prefixes" },
	{ .name = "count", .kind = OPTION_FLAG,
	  .help = "print how many entries and addresses, not which" },
	{ 0 }
};

bool
cidr_wants_json(const struct arguments *args)
{
	return str_equal(argument(args, "format"), "json");
}

bool
cidr_wants_csv(const struct arguments *args)
{
	return str_equal(argument(args, "format"), "csv");
}

bool
cidr_refuse_csv(const struct arguments *args, const char *option)
{
	if (!cidr_wants_csv(args) || !argument_given(args, option))
		return false;
	complain("%s: what --%s prints is no table; --format csv goes without "
	    "it", args->title, option);
	return true;
}

static void
add_field(struct str *out, const char *text)
{
	if (strpbrk(text, ",\"\r\n") == NULL) {
		str_add(out, text);
		return;
	}
	str_add_char(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			str_add_char(out, '"');
		str_add_char(out, *text);
	}
	str_add_char(out, '"');
}

void
cidr_add_csv(struct str *out, const char *const *fields)
{
	for (size_t i = 0; fields[i] != NULL; i++) {
		if (i > 0)
			str_add_char(out, ',');
		add_field(out, fields[i]);
	}
	str_add_char(out, '\n');
}

struct writer
cidr_begin_json(struct arguments *args)
{
	struct writer w = writer_new(args->out);

	writer_begin_map(&w);
	writer_member_text(&w, "schema", "vpcplan.cidr/1");
	writer_member_text(&w, "command", args->command->name);
	return w;
}

void
cidr_end_json(struct writer *w)
{
	writer_end(w);
	writer_finish(w);
}

bool
cidr_flush(struct arguments *args)
{
	struct str *out = args->out;

	if (out->n < FLUSH_FROM)
		return true;
	if (!output_write(out))
		return false;	/* main() meets the same error and tells */
	str_cut(out, 0);
	return true;
}

void
cidr_write_count(struct writer *w, const char *key, struct addr count,
    bool plus_one)
{
	char text[ADDR_DECIMAL_MAX];

	writer_member_text(w, key,
	    addr_format_decimal(count, plus_one, text));
}

static const char *
file_of(const struct cidr_input *in, const struct cidr_item *item)
{
	return item->line > 0 ? in->args->operand[item->source] : NULL;
}

void
cidr_write_item(struct writer *w, const struct cidr_input *in,
    const struct cidr_item *item)
{
	char text[TERM_TEXT_MAX];

	writer_begin_map_inline(w);
	writer_member_text(w, "term", term_format(item->term, text));
	writer_member_text(w, "label", item->label > 0 ?
	    cidr_label(in, item->label) : NULL);
	writer_member_text(w, "file", file_of(in, item));
	writer_key(w, "line");
	if (item->line > 0)
		writer_integer(w, item->line);
	else
		writer_null(w);
	writer_end(w);
}

void
cidr_item_fields(const struct cidr_input *in, const struct cidr_item *item,
    const char *fields[CIDR_ITEM_FIELDS])
{
	struct arena *a = in->args->a;
	const char *file = file_of(in, item);
	char text[TERM_TEXT_MAX];

	fields[0] = arena_strdup(a, term_format(item->term, text));
	fields[1] = cidr_label(in, item->label);
	fields[2] = file != NULL ? sanitise_text(a, file) : "";
	fields[3] = file != NULL ? arena_printf(a, "%u",
	    (unsigned)item->line) : "";
}

void
cidr_add_item(struct str *out, const struct cidr_input *in,
    const struct cidr_item *item)
{
	char text[TERM_TEXT_MAX];
	const char *file = file_of(in, item);

	str_add(out, term_format(item->term, text));
	if (file == NULL && item->label == 0)
		return;
	str_add(out, " (");
	if (file != NULL)
		str_addf(out, "%s:%u", sanitise_text(in->args->a, file),
		    (unsigned)item->line);
	if (item->label > 0)
		str_addf(out, "%s%s", file != NULL ? " " : "",
		    cidr_label(in, item->label));
	str_add_char(out, ')');
}

struct cidr_list
cidr_list_begin(struct arguments *args)
{
	struct cidr_list list = {
		.args = args, .ranges = argument_given(args, "ranges"),
		.count_only = argument_given(args, "count"),
		.json = cidr_wants_json(args),
		.csv = cidr_wants_csv(args)
	};

	if (list.csv)
		str_add(args->out, list.count_only ?
		    "family,entries,addresses\n" : list.ranges ?
		    "first,last\n" : "prefix\n");
	if (list.json) {
		list.w = cidr_begin_json(args);
		if (!list.count_only) {
			writer_key(&list.w,
			    list.ranges ? "ranges" : "prefixes");
			writer_begin_list(&list.w);
			list.open = true;
		}
	}
	return list;
}

/*
 * Where the text of the next entry goes: where it will stand, as a million of
 * them are not copied for nothing, or beside if the writer quotes it.
 */
static char *
entry_room(struct cidr_list *list, char beside[TERM_TEXT_MAX])
{
	return list->json || list->count_only ? beside :
	    str_room(list->args->out, TERM_TEXT_MAX + 1);
}

/* One line, or one value of the JSON list; end is where its text ends. */
static void
add_entry(struct cidr_list *list, enum family family, const char *text,
    char *end)
{
	list->total[family == IPV6].entries++;
	if (list->count_only)
		return;
	if (list->json) {
		*end = '\0';
		writer_text(&list->w, text);
	} else {
		*end++ = '\n';
		str_take(list->args->out, end);
	}
	list->stopped = list->stopped || !cidr_flush(list->args);
}

static void
list_as_range(struct cidr_list *list, enum family family, struct addr first,
    struct addr last)
{
	char beside[TERM_TEXT_MAX], *text = entry_room(list, beside);
	char *end = addr_write(text, first, family);

	*end++ = list->csv ? ',' : '-';
	add_entry(list, family, text, addr_write(end, last, family));
}

void
cidr_list_range(struct cidr_list *list, enum family family,
    struct addr first, struct addr last)
{
	struct addr *addresses = &list->total[family == IPV6].addresses;

	*addresses = addr_next(addr_add(*addresses,
	    addr_subtract(last, first)));
	if (list->ranges) {
		list_as_range(list, family, first, last);
		return;
	}
	for (;;) {
		char beside[TERM_TEXT_MAX], *text = entry_room(list, beside);
		unsigned length = cidr_length_at(first, last, family);
		struct addr end = addr_or(first, addr_shift_right(
		    addr_last(IPV6), 128 - (family_bits(family) - length)));

		add_entry(list, family, text, cidr_write_length(
		    addr_write(text, first, family), length));
		if (addr_equal(end, last) || list->stopped)
			return;
		first = addr_next(end);
	}
}

void
cidr_list_set(struct cidr_list *list, struct range_set x)
{
	for (size_t i = 0; i < x.n && !list->stopped; i++)
		cidr_list_range(list, x.family, x.v[i].first, x.v[i].last);
}

void
cidr_list_close(struct cidr_list *list)
{
	if (list->open)
		writer_end(&list->w);
	list->open = false;
}

/*
 * The addresses of a family.  All of IPv6 wraps to zero: then entries tell
 * that there are some.
 */
static const char *
format_total(const struct cidr_list *list, int family,
    char text[ADDR_DECIMAL_MAX])
{
	struct addr n = list->total[family].addresses;
	bool wrapped = list->total[family].entries > 0 &&
	    addr_equal(n, addr_first(IPV6));

	return addr_format_decimal(wrapped ? addr_last(IPV6) : n, wrapped,
	    text);
}

void
cidr_list_end(struct cidr_list *list)
{
	static const char *const keys[] = { "ipv4", "ipv6" };
	static const enum family families[] = { IPV4, IPV6 };
	char text[ADDR_DECIMAL_MAX];

	cidr_list_close(list);
	for (int i = 0; i < 2; i++) {
		if (list->json) {
			writer_key(&list->w, keys[i]);
			writer_begin_map_inline(&list->w);
			writer_member_integer(&list->w, "entries",
			    (int64_t)list->total[i].entries);
			writer_member_text(&list->w, "addresses",
			    format_total(list, i, text));
			writer_end(&list->w);
		} else if (list->count_only && list->total[i].entries > 0) {
			str_addf(list->args->out, list->csv ?
			    "%s,%llu,%s\n" :
			    "%s  %llu entries  %s addresses\n",
			    family_name(families[i]),
			    (unsigned long long)list->total[i].entries,
			    format_total(list, i, text));
		}
	}
	if (list->json)
		cidr_end_json(&list->w);
}
