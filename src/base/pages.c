/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE		/* madvise(), MAP_ANONYMOUS */
#include "base/pages.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { EXIT_INPUT = 2 };

static size_t
page_size(void)
{
	static size_t size;

	if (size == 0)
		size = (size_t)sysconf(_SC_PAGESIZE);
	return size;
}

/* A page that was mapped is behind the file's end by now. */
static void
cut_short(int number)
{
	static const char text[] = "vpcplan: an input was cut short, or "
	    "could not be read, while it was in use\n";

	(void)number;
	(void)!write(STDERR_FILENO, text, sizeof text - 1);
	_exit(EXIT_INPUT);
}

static void
watch(void)
{
	struct sigaction action = { .sa_handler = cut_short };

	sigemptyset(&action.sa_mask);
	(void)sigaction(SIGBUS, &action, NULL);
}

/* A page more than the file has: what is behind its end reads as NUL. */
static size_t
room_of(size_t length)
{
	size_t page = page_size();

	return (length / page + 1) * page;
}

char *
pages_map(int fd, size_t length)
{
	size_t room = room_of(length);
	char *p = mmap(NULL, room, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1,
	    0);

	if (p == MAP_FAILED)
		return NULL;
	if (mmap(p, length, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0) ==
	    MAP_FAILED) {
		munmap(p, room);
		return NULL;
	}
	watch();
	return p;
}

void
pages_unmap(char *mapped, size_t length)
{
	munmap(mapped, room_of(length));
}

/* The whole pages of the n bytes at p; false if there is none. */
static bool
whole_pages(const void *p, size_t n, size_t *skip, size_t *size)
{
	size_t page = page_size();

	*skip = (page - (uintptr_t)p % page) % page;
	if (n < *skip + page)
		return false;
	*size = (n - *skip) / page * page;
	return true;
}

void
pages_pass(const char *p, size_t n)
{
	size_t skip, size;

	/* The cast: advice writes nothing. */
	if (whole_pages(p, n, &skip, &size))
		(void)madvise((void *)(uintptr_t)(p + skip), size,
		    MADV_DONTNEED);
}

void
pages_clear(void *p, size_t n)
{
	unsigned char *bytes = p;
	size_t skip = 0, size = 0;

#ifdef __linux__
	/* Nowhere else is it sure that such pages read as zero. */
	if (!whole_pages(p, n, &skip, &size) ||
	    madvise(bytes + skip, size, MADV_DONTNEED) != 0)
		skip = size = 0;
#endif
	memset(bytes, 0, skip);
	memset(bytes + skip + size, 0, n - skip - size);
}

void
pages_expect(void *p, size_t n)
{
#ifdef MADV_POPULATE_WRITE
	size_t skip, size;

	if (whole_pages(p, n, &skip, &size))
		(void)madvise((unsigned char *)p + skip, size,
		    MADV_POPULATE_WRITE);
#else
	(void)p;
	(void)n;
#endif
}
