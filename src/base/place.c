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
	POINTS_STEP = 4096,	/* bytes between two entries of file->points */
	LINE_REST_MAX = 4096	/* bytes that place_line() gives behind a place */
};

static bool
starts_point(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

static void
index_lines(struct arena *a, struct file *file)
{
	VEC(uint32_t) starts = { 0 };
	const char *p = file->text, *end = p + file->length;

	vec_push(a, &starts, 0);
	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		p++;
		vec_push(a, &starts, (uint32_t)(p - file->text));
	}
	file->lines = starts.v;
	file->n_lines = starts.n;
}

static void
index_points(struct arena *a, struct file *file)
{
	uint32_t points = 0;

	file->points = arena_array(a, file->length / POINTS_STEP + 1,
	    sizeof *file->points);
	for (size_t i = 0; i < file->length; i++) {
		if (i % POINTS_STEP == 0)
			file->points[i / POINTS_STEP] = points;
		points += starts_point(file->text[i]);
	}
}

/* Code points that start before offset; at most POINTS_STEP bytes are read. */
static uint32_t
points_before(const struct file *file, size_t offset)
{
	size_t i = offset / POINTS_STEP * POINTS_STEP;
	uint32_t points;

	if (i == file->length && i > 0)
		i -= POINTS_STEP;	/* the entry behind the end is not set */
	points = file->points[i / POINTS_STEP];
	for (; i < offset; i++)
		points += starts_point(file->text[i]);
	return points;
}

/* Code points that start from begin to end, which stand in one line. */
static uint32_t
points_between(struct arena *a, struct file *file, size_t begin, size_t end)
{
	uint32_t points = 0;

	if (end - begin > POINTS_STEP) {
		if (file->points == NULL)
			index_points(a, file);
		return points_before(file, end) - points_before(file, begin);
	}
	for (size_t i = begin; i < end; i++)
		points += starts_point(file->text[i]);
	return points;
}

/* The index of the last line that starts at or before offset. */
static size_t
line_of(const struct file *file, size_t offset)
{
	size_t low = 0, high = file->n_lines;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (file->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
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
	size_t offset, line;

	if (at.file == 0)
		return p;
	file = files_get(f, at.file);
	if (file->lines == NULL)
		index_lines(f->a, file);
	offset = clamp(file, at);
	line = line_of(file, offset);
	p.file = file->name;
	p.line = (uint32_t)line + 1;
	p.column = points_between(f->a, file, file->lines[line], offset) + 1;
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
	start = file->lines[line_of(file, clamp(file, at))];
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
