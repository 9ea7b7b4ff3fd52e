/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_BASE_ARENA_H
#define VPCPLAN_BASE_ARENA_H

/*
 * A linear pool: memory is taken piece by piece and given back all at once.
 * A run has one arena for what lives as long as the run (model, findings,
 * output) and short ones for scratch work.  Nothing taken from an arena is
 * freed alone, so nothing in the model has an owner to think about.
 *
 * Running out of memory ends the program (base/fatal.h); no caller checks.
 * In a sanitizer build every piece is its own malloc, so that an overrun
 * from one piece into the next is seen.
 */

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);

/* Free a and everything taken from it.  NULL is allowed. */
void arena_free(struct arena *a);

/* size bytes, zeroed, aligned for any type; never NULL, even for size 0. */
void *arena_alloc(struct arena *a, size_t size);

/* n items of size bytes, zeroed; a product that overflows is out of memory. */
void *arena_array(struct arena *a, size_t n, size_t size);

/*
 * A copy of the old_size bytes at old, in new_size bytes (the rest zeroed).
 * The old piece stays where it is; growing by doubling wastes at most as
 * much as is used.  The last piece taken grows in place where it can.
 */
void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size);

/*
 * The length bytes (not 0) of the regular file open at fd, with a NUL behind
 * them, which are read as somebody looks at them (base/pages.h); NULL if that
 * cannot be done.  They live as long as a.
 */
const char *arena_map(struct arena *a, int fd, size_t length);

/* The n bytes at p are not looked at for some time: if they are of a file
 * that a maps, they need not stay in memory; else nothing happens. */
void arena_pass(const struct arena *a, const char *p, size_t n);

/* Call visit for all memory that was taken from a, in no order: for tests that
 * look what lies there. */
void arena_walk(const struct arena *a,
    void (*visit)(void *context, const void *bytes, size_t n), void *context);

/* NUL-terminated copies. */
char *arena_strdup(struct arena *a, const char *text);
char *arena_strndup(struct arena *a, const char *text, size_t length);

char *arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

#endif
