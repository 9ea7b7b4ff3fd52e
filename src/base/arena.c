/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include "base/fatal.h"
#include "base/format.h"
#include "base/pages.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * Blocks double in size up to BLOCK_MAX, so that a small run touches one page
 * or two and a large one makes few calls to malloc.  A piece larger than a
 * quarter of the next block gets a block of its own.  Pieces are zeroed as
 * they are taken, not blocks as they are made: most of a short run's blocks
 * is never touched.  A block of its own comes from calloc(), which knows what
 * the system has just zeroed: room that is never used then takes no memory.
 *
 * An arena lies in its own first block.  A few first blocks are kept for the
 * arenas to come: scratch arenas come and go by the thousand, and the next
 * one then finds memory that the cache still holds.
 */

enum {
	ALIGN = alignof(max_align_t),
	BLOCK_MIN = 4 << 10,
	BLOCK_MAX = 4 << 20,
	SPARE_MAX = 8,
	TEXT_MAX = 256,
	TEXTS = 16 << 10
};

struct block {
	struct block *next;
	size_t size, used;
	alignas(max_align_t) unsigned char bytes[];
};

struct mapped {
	struct mapped *next;
	char *text;
	size_t length;
};

struct arena {
	struct block *blocks;	/* newest first; pieces come from the first */
	struct mapped *mapped;
	size_t next_size;
	unsigned char *last;	/* the piece taken last, or NULL */
	char *texts;		/* room for short texts, which lie byte by */
	size_t text_room;	/* byte: a large input has millions */
};

static struct block *
block_new(size_t size, bool zeroed)
{
	struct block *b;

	if (size > SIZE_MAX - sizeof *b)
		fatal_no_memory();
	b = zeroed ? calloc(1, sizeof *b + size) : malloc(sizeof *b + size);
	if (b == NULL)
		fatal_no_memory();
	b->next = NULL;
	b->size = size;
	b->used = 0;
	return b;
}

static void
unmap_all(const struct arena *a)
{
	for (const struct mapped *m = a->mapped; m != NULL; m = m->next)
		pages_unmap(m->text, m->length);
}

void
arena_walk(const struct arena *a,
    void (*visit)(void *context, const void *bytes, size_t n), void *context)
{
	for (const struct block *b = a->blocks; b != NULL; b = b->next)
		visit(context, b->bytes, b->used);
}

#if defined(VPCPLAN_SANITIZED)

struct arena *
arena_new(void)
{
	struct arena *a = calloc(1, sizeof *a);

	if (a == NULL)
		fatal_no_memory();
	return a;
}

void
arena_free(struct arena *a)
{
	struct block *b, *next;

	if (a == NULL)
		return;
	unmap_all(a);
	for (b = a->blocks; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	free(a);
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct block *b = block_new(size, true);

	b->next = a->blocks;
	b->used = size;
	a->blocks = b;
	return b->bytes;
}

void *
arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size)
{
	void *grown = arena_alloc(a, new_size);

	if (old_size > 0)
		memcpy(grown, old, old_size < new_size ? old_size : new_size);
	return grown;
}

static char *
text_alloc(struct arena *a, size_t size)
{
	return arena_alloc(a, size);
}

#else

static struct {
	struct block *first;
	unsigned n;
} spare;

static size_t
round_up(size_t size)
{
	if (size > SIZE_MAX - ALIGN)
		fatal_no_memory();
	return (size + ALIGN - 1) / ALIGN * ALIGN;
}

static struct block *
block_first(void)
{
	struct block *b = spare.first;

	if (b == NULL)
		return block_new(BLOCK_MIN, false);
	spare.first = b->next;
	spare.n--;
	b->next = NULL;
	return b;
}

struct arena *
arena_new(void)
{
	struct block *b = block_first();
	struct arena *a = (struct arena *)(void *)b->bytes;

	b->used = round_up(sizeof *a);
	*a = (struct arena){ .blocks = b, .next_size = BLOCK_MIN * 2 };
	return a;
}

void
arena_free(struct arena *a)
{
	struct block *b, *next;

	if (a == NULL)
		return;
	unmap_all(a);
	for (b = a->blocks; b != NULL; b = next) {
		next = b->next;
		if (b->size == BLOCK_MIN && spare.n < SPARE_MAX) {
			b->next = spare.first;
			spare.first = b;
			spare.n++;
		} else {
			free(b);
		}
	}
}

/*
 * Most pieces are a few words, which are zeroed sooner than memset() is
 * called.  size is a multiple of ALIGN, and not 0.
 */
static void *
zeroed(unsigned char *piece, size_t size)
{
	if (size > 4 * ALIGN)
		return memset(piece, 0, size);
	memset(piece, 0, ALIGN);
	memset(piece + size - ALIGN, 0, ALIGN);
	if (size > 2 * ALIGN)
		memset(piece + ALIGN, 0, 2 * ALIGN);
	return piece;
}

/* A piece that the newest block has no room for. */
static __attribute__((noinline)) void *
alloc_elsewhere(struct arena *a, size_t need)
{
	struct block *b;

	if (need > a->next_size / 4) {
		/* the half-full block stays in front */
		b = block_new(need, true);
		b->next = a->blocks->next;
		a->blocks->next = b;
		b->used = need;
		a->last = NULL;
		return b->bytes;
	}
	b = block_new(a->next_size, false);
	if (a->next_size == BLOCK_MAX)
		pages_expect(b->bytes, b->size);
	b->next = a->blocks;
	a->blocks = b;
	if (a->next_size < BLOCK_MAX)
		a->next_size *= 2;
	a->last = b->bytes;
	b->used = need;
	return memset(a->last, 0, need);
}

void *
arena_alloc(struct arena *a, size_t size)
{
	size_t need = round_up(size > 0 ? size : 1);
	struct block *b = a->blocks;

	if (b->size - b->used < need)
		return alloc_elsewhere(a, need);
	a->last = b->bytes + b->used;
	b->used += need;
	return zeroed(a->last, need);
}

void *
arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size)
{
	struct block *b = a->blocks;
	void *grown;

	if (old != NULL && old == a->last && new_size >= old_size) {
		size_t at = (size_t)(a->last - b->bytes);
		size_t need = round_up(new_size);

		if (need <= b->size - at) {
			memset(a->last + old_size, 0, need - old_size);
			b->used = at + need;
			return old;
		}
	}
	grown = arena_alloc(a, new_size);
	if (old_size > 0)
		memcpy(grown, old, old_size < new_size ? old_size : new_size);
	return grown;
}

/* Texts that are not short, and those of a small run, are pieces as any. */
static char *
text_alloc(struct arena *a, size_t size)
{
	char *text;

	if (size > TEXT_MAX || a->next_size < BLOCK_MAX)
		return arena_alloc(a, size);
	if (a->text_room < size) {
		a->texts = arena_alloc(a, TEXTS);
		a->text_room = TEXTS;
	}
	text = a->texts;
	a->texts += size;
	a->text_room -= size;
	return text;
}

#endif

const char *
arena_map(struct arena *a, int fd, size_t length)
{
	struct mapped *m;
	char *text = pages_map(fd, length);

	if (text == NULL)
		return NULL;
	m = arena_alloc(a, sizeof *m);
	m->text = text;
	m->length = length;
	m->next = a->mapped;
	a->mapped = m;
	return text;
}

void
arena_pass(const struct arena *a, const char *p, size_t n)
{
	for (const struct mapped *m = a->mapped; m != NULL; m = m->next)
		if (p >= m->text && p + n <= m->text + m->length)
			pages_pass(p, n);
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	/* Of small numbers none needs a division to see that it is small. */
	if ((n > UINT32_MAX || size > UINT32_MAX) && size > 0 &&
	    n > SIZE_MAX / size)
		fatal_no_memory();
	return arena_alloc(a, n * size);
}

char *
arena_strndup(struct arena *a, const char *text, size_t length)
{
	char *copy;

	if (length == SIZE_MAX)
		fatal_no_memory();
	copy = text_alloc(a, length + 1);
	if (length > 0)
		memcpy(copy, text, length);
	return copy;
}

char *
arena_strdup(struct arena *a, const char *text)
{
	return arena_strndup(a, text, strlen(text));
}

char *
arena_vprintf(struct arena *a, const char *format, va_list args)
{
	char small[256];	/* most texts fit, and are formatted once */
	va_list again;
	int length;
	char *text;

	va_copy(again, args);
	length = format_args(small, sizeof small, format, again);
	va_end(again);
	if (length < 0)
		BUG("a format that printf refuses");
	if ((size_t)length < sizeof small)
		return arena_strndup(a, small, (size_t)length);
	text = arena_alloc(a, (size_t)length + 1);
	format_args(text, (size_t)length + 1, format, args);
	return text;
}

char *
arena_printf(struct arena *a, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_vprintf(a, format, args);
	va_end(args);
	return text;
}
