/* SPDX-License-Identifier: MIT */

/*
 * Any bytes as a list of terms: what is taken is printed, and read again as
 * the same; what is refused has its fault inside the line; and a line that
 * ends in a newline is read as one that does not.
 */

#include "base/arena.h"
#include "base/fatal.h"
#include "net/list.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_item(const struct list_item *item)
{
	char text[TERM_TEXT_MAX], again[TERM_TEXT_MAX];
	struct term t;

	term_format(item->term, text);
	if (term_parse(text, strlen(text), false, &t) != ADDR_OK)
		BUG("the program does not read what it writes");
	if (strcmp(term_format(t, again), text) != 0 ||
	    !addr_equal(t.range.first, item->term.range.first) ||
	    !addr_equal(t.range.last, item->term.range.last))
		BUG("a term is read as another one than was written");
}

static void
check_fault(const struct list_item *item)
{
	if (item->token < item->start || item->fault < item->token ||
	    item->fault > item->token + item->token_length)
		BUG("a fault that is not in the term");
}

/* Both readings say the same of the last line. */
static void
check_end(struct arena *a, const char *text, size_t size)
{
	char *line = arena_alloc(a, size + 2);
	struct list_reader with, without;
	struct list_item x, y;
	enum list_event event;

	memcpy(line, text, size);
	without = list_read(text, size, false);
	line[size] = '\n';
	with = list_read(line, size + 1, false);
	do {
		event = list_next(&without, &x);
		if (list_next(&with, &y) != event)
			BUG("a newline changes what is read");
		if (event == LIST_ITEM && memcmp(&x.term.range,
		    &y.term.range, sizeof x.term.range) != 0)
			BUG("a newline changes a term");
		if (event == LIST_ITEM && (x.label_length != y.label_length ||
		    x.line != y.line))
			BUG("a newline changes a label");
	} while (event != LIST_END);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	const char *text = arena_strndup(a, (const char *)data, size);

	for (int fix = 0; fix < 2; fix++) {
		struct list_reader r = list_read(text, size, fix);
		struct list_item item;
		enum list_event event;

		while ((event = list_next(&r, &item)) != LIST_END) {
			if (event == LIST_BAD)
				check_fault(&item);
			else
				check_item(&item);
		}
	}
	check_end(a, text, size);
	arena_free(a);
	return 0;
}
