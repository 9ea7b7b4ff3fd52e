/* SPDX-License-Identifier: MIT */
#include "draw/glyph.h"

#include "base/utf8.h"
#include "text/sanitise.h"
#include "text/width.h"

#include <string.h>

enum { ARM_UP = 1, ARM_DOWN = 2, ARM_LEFT = 4, ARM_RIGHT = 8, ARMS = 16 };

/*
 * By style of the vertical and of the horizontal stroke, then by the arms
 * that are there: up 1, down 2, left 4, right 8.
 */
static const char *const light_light[ARMS] = {
	" ", "│", "│", "│", "─", "┘", "┐", "┤",
	"─", "└", "┌", "├", "─", "┴", "┬", "┼"
};
static const char *const light_double[ARMS] = {
	" ", "│", "│", "│", "═", "╛", "╕", "╡",
	"═", "╘", "╒", "╞", "═", "╧", "╤", "╪"
};
static const char *const double_light[ARMS] = {
	" ", "║", "║", "║", "─", "╜", "╖", "╢",
	"─", "╙", "╓", "╟", "─", "╨", "╥", "╫"
};
static const char *const double_double[ARMS] = {
	" ", "║", "║", "║", "═", "╝", "╗", "╣",
	"═", "╚", "╔", "╠", "═", "╩", "╦", "╬"
};

const char *
glyph_joint(struct joint j)
{
	unsigned arms = (j.up ? ARM_UP : 0u) | (j.down ? ARM_DOWN : 0u) |
	    (j.left ? ARM_LEFT : 0u) | (j.right ? ARM_RIGHT : 0u);
	bool upright = j.up == LINE_DOUBLE || j.down == LINE_DOUBLE;
	bool level = j.left == LINE_DOUBLE || j.right == LINE_DOUBLE;

	if (upright)
		return level ? double_double[arms] : double_light[arms];
	return level ? light_double[arms] : light_light[arms];
}

static struct joint
joint_of(unsigned arms, enum line upright, enum line level)
{
	uint8_t v = (uint8_t)upright, h = (uint8_t)level;
	struct joint j = { 0 };

	if (arms & ARM_UP)
		j.up = v;
	if (arms & ARM_DOWN)
		j.down = v;
	if (arms & ARM_LEFT)
		j.left = h;
	if (arms & ARM_RIGHT)
		j.right = h;
	return j;
}

bool
glyph_is_line(uint32_t point, struct joint *out)
{
	static const char *const *const tables[2][2] = {
		{ light_light, light_double }, { double_light, double_double }
	};
	char bytes[UTF8_POINT_MAX + 1] = "";

	if (point < 0x2500 || point > 0x257f)
		return false;
	bytes[utf8_write(point, bytes)] = '\0';
	for (int i = 0; i < 2; i++)
		for (int k = 0; k < 2; k++)
			for (unsigned arms = ARMS; arms-- > 1;) {
				enum line v = i > 0 ? LINE_DOUBLE : LINE_LIGHT;
				enum line h = k > 0 ? LINE_DOUBLE : LINE_LIGHT;

				if (strcmp(tables[i][k][arms], bytes) != 0)
					continue;
				*out = joint_of(arms, v, h);
				return true;
			}
	return false;
}

/* U+2500 to U+256C; a blank where the repertoire has no glyph. */
static const char box_ascii[] =
    /* 2500 */ "- |         +   "
    /* 2510 */ "+   +   +   +   "
    /* 2520 */ "    +       +   "
    /* 2530 */ "    +       +   "
    /* 2540 */ "                "
    /* 2550 */ "=#+##+##+##+##]#"
    /* 2560 */ "#[##+##+##+##";

uint32_t
glyph_ascii(uint32_t point)
{
	static const struct {
		uint16_t point;
		char image;
	} marks[] = {
		{ 0x00b7, '.' },	/* · */
		{ 0x00d7, 'x' },	/* × */
		{ 0x2026, '~' },	/* … */
		{ 0x2192, '>' },	/* → */
		{ 0x2588, '#' },	/* █ */
		{ 0x2591, '.' },	/* ░ */
		{ 0x25b2, '^' },	/* ▲ */
		{ 0x25ba, '>' },	/* ► */
		{ 0x25bc, 'v' },	/* ▼ */
		{ 0x25c4, '<' }		/* ◄ */
	};

	if (point < 0x80)
		return point;
	if (point >= 0x2500 && point < 0x2500 + sizeof box_ascii - 1 &&
	    box_ascii[point - 0x2500] != ' ')
		return (uint32_t)box_ascii[point - 0x2500];
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (marks[i].point == point)
			return (uint32_t)marks[i].image;
	return point;
}

void
glyph_add(const struct style *s, struct str *out, enum role role,
    const char *text)
{
	struct str image;
	size_t left = strlen(text);

	if (s->unicode) {
		style_add(s, out, role, text);
		return;
	}
	image = str_new(out->a);
	while (left > 0) {
		char bytes[UTF8_POINT_MAX];
		uint32_t point;
		size_t n = utf8_decode(text, left, &point);

		n = n > 0 ? n : 1;
		str_add_bytes(&image, bytes,
		    utf8_write(glyph_ascii(point), bytes));
		text += n;
		left -= n;
	}
	style_add(s, out, role, str_text(&image));
}

static bool
is_blank(uint32_t point)
{
	return point == ' ' || point == 0xa0 || point == 0x1680 ||
	    (point >= 0x2000 && point <= 0x200a) || point == 0x202f ||
	    point == 0x205f || point == 0x3000;
}

const char *
glyph_label(struct arena *a, const char *text)
{
	const char *clean = sanitise_text(a, text);
	size_t left = strlen(clean), blanks = 0;
	struct str out = str_new(a);

	while (left > 0) {
		char bytes[UTF8_POINT_MAX];
		uint32_t point;
		size_t n = utf8_decode(clean, left, &point);

		clean += n;
		left -= n;
		if (is_blank(point)) {
			blanks++;
			continue;
		}
		if (out.n == 0 && point_width(point) == 0)
			continue;	/* a mark with nothing to stand on */
		if (out.n > 0)
			str_add_repeat(&out, ' ', blanks);
		blanks = 0;
		if (point >= 0x2500 && point <= 0x257f)
			point = glyph_ascii(point) < 0x80 ?
			    glyph_ascii(point) : '+';
		str_add_bytes(&out, bytes, utf8_write(point, bytes));
	}
	return sanitise_line(a, str_text(&out));
}
