/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_BASE_PAGES_H
#define VPCPLAN_BASE_PAGES_H

/*
 * Memory by the page, for base/arena.c: files of hundreds of megabytes that
 * need not be in memory whole, and large tables that are not needed any more.
 */

#include <stdbool.h>
#include <stddef.h>

/*
 * The first length bytes (not 0) of a regular file, and a NUL behind them;
 * NULL if that cannot be had.  Whoever cuts the file short while the program
 * runs ends it, with a message and status 2.
 */
char *pages_map(int fd, size_t length);
void pages_unmap(char *mapped, size_t length);

/* The n bytes at p, of a mapped file, are not needed for now: they are read
 * from the file again when somebody looks. */
void pages_pass(const char *p, size_t n);

/* The n bytes at p will soon be written, all of them: the system gives the
 * pages at once, which is cheaper than one by one. */
void pages_expect(void *p, size_t n);

/* Zero n bytes at p; of whole pages the memory goes back to the system. */
void pages_clear(void *p, size_t n);

#endif
