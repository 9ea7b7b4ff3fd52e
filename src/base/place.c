/* SPDX-License-Identifier: MIT */
#include "base/place.h"

#include "base/fatal.h"
#include "base/vec.h"

#include <string.h>

struct files
files_new(struct arena *a)
{
	struct files f = { .a = a };

	return f;
}

uint32_t
files_add(struct files *f, const char *name, const char *text, size_t length)
{
	struct file *file = arena_alloc(f->a, sizeof *file);

	file->name = name;
	file->text = text;
	file->length = length;
	vec_push(f->a, f, file);
	return (uint32_t)f->n;
}

struct file *
files_get(const struct files *f, uint32_t number)
{
	if (number == 0 || number > f->n)
		BUG("no file has this number");
	return f->v[number - 1];
}

enum {
	STEP = 4096,		/* bytes between two entries of file->lines,
				   file->points */
	LINE_REST_MAX = 4096	/* bytes that place_line() gives behind a place */
};

static bool
starts_point(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

/* The memory of a large file's text, once it has been gone through, is given
 * back this many bytes at a time. */
enum { PASS_STEP = 1 << 22 };

static void
pass_text(const struct arena *a, const struct file *file, size_t at)
{
	if (at % PASS_STEP == 0 && at > 0)
		arena_pass(a, file->text + at - PASS_STEP, PASS_STEP);
}

/* Line ends from begin to end. */
static uint32_t
line_ends(const struct file *file, size_t begin, size_t end)
{
	const char *p = file->text + begin, *stop = file->text + end;
	uint32_t n = 0;

	while (p < stop && (p = memchr(p, '\n', (size_t)(stop - p))) != NULL) {
		p++;
		n++;
	}
	return n;
}

static void
index_lines(struct arena *a, struct file *file)
{
	uint32_t lines = 0;

	file->lines = arena_array(a, file->length / STEP + 1,
	    sizeof *file->lines);
	for (size_t at = 0; at < file->length; at += STEP) {
		size_t end = file->length - at < STEP ? file->length :
		    at + STEP;

		pass_text(a, file, at);
		file->lines[at / STEP] = lines;
		lines += line_ends(file, at, end);
	}
	if (file->length % STEP == 0)
		file->lines[file->length / STEP] = lines;
	file->n_lines = lines + 1;
}

static void
index_points(struct arena *a, struct file *file)
{
	uint32_t points = 0;

	file->points = arena_array(a, file->length / STEP + 1,
	    sizeof *file->points);
	for (size_t i = 0; i < file->length; i++) {
		if (i % STEP == 0) {
			pass_text(a, file, i);
			file->points[i / STEP] = points;
		}
		points += starts_point(file->text[i]);
	}
}

/* Code points that start before offset; at most STEP bytes are read. */
static uint32_t
points_before(const struct file *file, size_t offset)
{
	size_t i = offset / STEP * STEP;
	uint32_t points;

	if (i == file->length && i > 0)
		i -= STEP;	/* the entry behind the end is not set */
	points = file->points[i / STEP];
	for (; i < offset; i++)
		points += starts_point(file->text[i]);
	return points;
}

/* Code points that start from begin to end, which stand in one line. */
static uint32_t
points_between(struct arena *a, struct file *file, size_t begin, size_t end)
{
	uint32_t points = 0;

	if (end - begin > STEP) {
		if (file->points == NULL)
			index_points(a, file);
		return points_before(file, end) - points_before(file, begin);
	}
	for (size_t i = begin; i < end; i++)
		points += starts_point(file->text[i]);
	return points;
}

/* Line ends before offset. */
static uint32_t
line_of(const struct file *file, size_t offset)
{
	size_t step = offset / STEP;

	return file->lines[step] + line_ends(file, step * STEP, offset);
}

/* Where the line begins that so many line ends stand before. */
static size_t
start_of(const struct file *file, uint32_t line)
{
	size_t low = 0, high = file->length / STEP + 1;
	const char *p;

	if (line == 0)
		return 0;
	/* The last step with fewer line ends before it has the last of them. */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (file->lines[middle] < line)
			low = middle;
		else
			high = middle;
	}
	p = file->text + low * STEP;
	for (uint32_t n = file->lines[low]; n < line; n++)
		p = (const char *)memchr(p, '\n', (size_t)(file->text +
		    file->length - p)) + 1;
	return (size_t)(p - file->text);
}

static size_t
clamp(const struct file *file, struct place at)
{
	return at.offset < file->length ? at.offset : file->length;
}

struct position
place_position(const struct files *f, struct place at)
{
	struct position p = { 0 };
	struct file *file;
	size_t offset;
	uint32_t line;

	if (at.file == 0)
		return p;
	file = files_get(f, at.file);
	if (file->lines == NULL)
		index_lines(f->a, file);
	offset = clamp(file, at);
	line = line_of(file, offset);
	p.file = file->name;
	p.line = line + 1;
	p.column = points_between(f->a, file, start_of(file, line), offset) +
	    1;
	return p;
}

bool
place_line(const struct files *f, struct place at, const char **line,
    size_t *length)
{
	struct file *file;
	size_t start, end, most;

	if (at.file == 0)
		return false;
	file = files_get(f, at.file);
	if (file->lines == NULL)
		index_lines(f->a, file);
	start = start_of(file, line_of(file, clamp(file, at)));
	most = clamp(file, at) + LINE_REST_MAX;
	if (most > file->length)
		most = file->length;
	for (end = clamp(file, at); end < most && file->text[end] != '\n'; end++)
		;
	if (end > start && file->text[end - 1] == '\r')
		end--;
	*line = file->text + start;
	*length = end - start;
	return true;
}

int
place_compare(struct place a, struct place b)
{
	if (a.file != b.file)
		return a.file < b.file ? -1 : 1;
	if (a.offset != b.offset)
		return a.offset < b.offset ? -1 : 1;
	return 0;
}
