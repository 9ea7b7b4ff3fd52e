/* SPDX-License-Identifier: MIT */
#include "cli/cidr_input.h"

#include "text/sanitise.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 << 10, LINE_MAX_BYTES = 1 << 20, TOKEN_SHOWN = 60 };

struct cidr_input
cidr_input_new(struct arguments *args)
{
	struct cidr_input in = {
		.args = args, .fix = argument_given(args, "fix"),
		.labels = str_new(args->a)
	};

	str_add_char(&in.labels, '\0');	/* label 0: none */
	return in;
}

uint64_t
cidr_number(const struct arguments *args, const char *option,
    uint64_t otherwise)
{
	return argument_number(args, option, otherwise);
}

enum exit_status
cidr_status(const struct cidr_input *in, bool found)
{
	if (in->refused)
		return EXIT_STATUS_REFUSED;
	return found ? EXIT_STATUS_FOUND : EXIT_STATUS_CLEAN;
}

/* Columns count code points: every byte but those that go on with one. */
static size_t
column_of(const struct list_item *item)
{
	size_t column = 1;

	for (const char *p = item->start; p < item->fault; p++)
		column += ((unsigned char)*p & 0xc0) != 0x80;
	return column;
}

/* "file:line:column: ", or nothing for an operand. */
static const char *
place_of(struct cidr_input *in, const char *file, const struct list_item *item)
{
	if (file == NULL)
		return "";
	return arena_printf(in->args->a, "%s:%zu:%zu: ", file, item->line,
	    column_of(item));
}

static int
shown_length(const struct list_item *item)
{
	return item->token_length > TOKEN_SHOWN ? TOKEN_SHOWN :
	    (int)item->token_length;
}

/* What --fix would make of it, as a hint; "" if nothing. */
static const char *
mended_hint(struct cidr_input *in, const struct list_item *item)
{
	struct term t;
	char text[TERM_TEXT_MAX];

	if ((item->error != ADDR_HOST_BITS && item->error != ADDR_WILDCARD) ||
	    term_parse(item->token, item->token_length, true, &t) != ADDR_OK)
		return "";
	return arena_printf(in->args->a,
	    "; with --fix it is taken for %s", term_format(t, text));
}

static void
complain_bad(struct cidr_input *in, const char *file,
    const struct list_item *item)
{
	in->refused = true;
	complain("%s\"%.*s\": %s%s", place_of(in, file, item),
	    shown_length(item), item->token, item->why,
	    mended_hint(in, item));
}

static void
complain_mended(struct cidr_input *in, const char *file,
    const struct list_item *item)
{
	char text[TERM_TEXT_MAX];

	complain("%s\"%.*s\" is taken for %s", place_of(in, file, item),
	    shown_length(item), item->token, term_format(item->term, text));
}

/* What a reading of one operand hands on. */
struct reading_terms {
	struct cidr_input *in;
	const char *file;	/* NULL: the operand itself */
	size_t source;
	cidr_visit *visit;
	void *context;
};

static void
read_items(const struct reading_terms *r, struct list_reader *list)
{
	struct list_item item;
	enum list_event event;

	while ((event = list_next(list, &item)) != LIST_END) {
		if (event == LIST_BAD) {
			complain_bad(r->in, r->file, &item);
			continue;
		}
		if (item.term.mended)
			complain_mended(r->in, r->file, &item);
		r->visit(r->context, &item, r->source);
	}
}

/* A buffer of text: what is read and not yet handed on. */
struct piece {
	struct arena *a;
	char *v;
	size_t n, cap;		/* cap without the NUL */
};

static ssize_t
fill_piece(struct piece *piece, int fd)
{
	ssize_t got;

	if (piece->n == piece->cap) {
		piece->v = arena_grow(piece->a, piece->v, piece->cap + 1,
		    2 * piece->cap + 1);
		piece->cap *= 2;
	}
	do
		got = read(fd, piece->v + piece->n, piece->cap - piece->n);
	while (got < 0 && errno == EINTR);
	if (got > 0)
		piece->n += (size_t)got;
	return got;
}

/* Hand on the whole lines of a piece, or all of it at the end. */
static void
pass_lines(const struct reading_terms *r, struct list_reader *list,
    struct piece *piece, bool at_end)
{
	size_t n = piece->n;
	char behind;

	while (!at_end && n > 0 && piece->v[n - 1] != '\n')
		n--;
	behind = piece->v[n];
	piece->v[n] = '\0';
	if (list->p == NULL)
		*list = list_read(piece->v, n, r->in->fix);
	else
		list_continue(list, piece->v, n);
	read_items(r, list);
	piece->v[n] = behind;
	memmove(piece->v, piece->v + n, piece->n - n);
	piece->n -= n;
}

static void
read_file(const struct reading_terms *r, int fd)
{
	struct piece piece = { .a = arena_new(), .cap = PIECE };
	struct list_reader list = { .p = NULL };
	ssize_t got;

	piece.v = arena_alloc(piece.a, piece.cap + 1);
	while ((got = fill_piece(&piece, fd)) > 0) {
		pass_lines(r, &list, &piece, false);
		if (piece.n > LINE_MAX_BYTES)
			break;
	}
	if (got == 0)
		pass_lines(r, &list, &piece, true);
	else
		r->in->refused = true;
	if (got < 0)
		complain("%s: %s", r->file, strerror(errno));
	else if (got > 0)
		complain("%s:%zu: line longer than a mebibyte; this is no "
		    "list", r->file, list.line + 1);
	arena_free(piece.a);
}

/*
 * An operand that is neither a term nor a file: say the one thing or the
 * other, as its look suggests.
 */
static void
complain_operand(struct cidr_input *in, const char *text,
    const struct list_item *item, int error)
{
	in->refused = true;
	if (error == ENOENT && (item->error != ADDR_NOT_AN_ADDRESS ||
	    (*item->token >= '0' && *item->token <= '9')))
		complain_bad(in, NULL, item);
	else if (error == ENOENT)
		complain("\"%s\" is no address, and there is no such file",
		    text);
	else
		complain("%s: %s", text, strerror(error));
}

void
cidr_read(struct cidr_input *in, size_t operand, cidr_visit *visit,
    void *context)
{
	const char *text = in->args->operand[operand];
	struct reading_terms r = {
		.in = in, .source = operand, .visit = visit,
		.context = context
	};
	struct list_reader list = list_read(text, strlen(text), in->fix);
	struct list_item item = { .line = 0 };
	int fd = STDIN_FILENO;

	if (!str_equal(text, "-")) {
		enum list_event event = list_next(&list, &item);

		if (event == LIST_ITEM) {
			if (item.term.mended)
				complain_mended(in, NULL, &item);
			item.line = 0;
			visit(context, &item, operand);
			return;
		}
		fd = open(text, O_RDONLY | O_CLOEXEC);
		if (fd < 0 && event == LIST_BAD) {
			complain_operand(in, text, &item, errno);
			return;
		}
		if (fd < 0) {
			complain("\"%s\" is no address and no file", text);
			in->refused = true;
			return;
		}
	}
	r.file = fd == STDIN_FILENO ? "-" : text;
	read_file(&r, fd);
	if (fd != STDIN_FILENO)
		(void)close(fd);
}

/*
 * Most labels are plain; sanitising asks more of a text than can be asked of
 * a million of them.
 */
static bool
is_plain(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text[i] < ' ' || text[i] > '~' || text[i] == '#')
			return false;
	return true;
}

size_t
cidr_keep_label(struct cidr_input *in, const struct list_item *item)
{
	size_t at = in->labels.n, n = item->label_length;

	if (n == 0)
		return 0;
	if (item->label_plain || is_plain(item->label, n)) {
		char *end = str_room(&in->labels, n + 1);

		memcpy(end, item->label, n);
		end[n] = '\0';
		str_take(&in->labels, end + n + 1);
	} else {
		struct arena *a = arena_new();

		str_add(&in->labels, sanitise_line(a,
		    sanitise(a, item->label, n)));
		str_add_char(&in->labels, '\0');
		arena_free(a);
	}
	return at;
}

const char *
cidr_label(const struct cidr_input *in, size_t label)
{
	return in->labels.v + label;
}

struct collecting {
	struct cidr_input *in;
	struct cidr_items *items;
};

static void
collect_item(void *context, const struct list_item *item, size_t source)
{
	struct collecting *c = context;
	struct cidr_item kept = {
		.term = item->term, .source = (uint32_t)source,
		.line = (uint32_t)item->line,
		.label = cidr_keep_label(c->in, item)
	};

	vec_push(c->in->args->a, c->items, kept);
}

void
cidr_collect(struct cidr_input *in, size_t operand, struct cidr_items *items)
{
	struct collecting c = { in, items };

	cidr_read(in, operand, collect_item, &c);
}

static void
fill_bag(void *context, const struct list_item *item, size_t source)
{
	(void)source;
	range_bag_add(context, item->term.family, item->term.range.first,
	    item->term.range.last);
}

size_t
cidr_size(const struct cidr_input *in, size_t operand)
{
	struct stat st;

	return stat(in->args->operand[operand], &st) == 0 &&
	    S_ISREG(st.st_mode) && st.st_size > 0 ? (size_t)st.st_size : 0;
}

void
cidr_fill(struct cidr_input *in, size_t operand, struct range_bag *bag)
{
	range_bag_expect(bag, cidr_size(in, operand));
	cidr_read(in, operand, fill_bag, bag);
}

bool
cidr_read_prefix(struct cidr_input *in, const char *text, struct cidr *out)
{
	struct list_item item = {
		.token = text, .fault = text, .token_length = strlen(text)
	};
	struct term t;

	item.error = term_parse(text, item.token_length, in->fix, &t);
	item.why = addr_error_text(item.error);
	if (item.error != ADDR_OK) {
		complain_bad(in, NULL, &item);
		return false;
	}
	if (t.kind == TERM_RANGE) {
		complain("\"%s\": a range, where a prefix is expected", text);
		in->refused = true;
		return false;
	}
	if (t.mended) {
		item.term = t;
		complain_mended(in, NULL, &item);
	}
	*out = term_cidr(t);
	return true;
}
