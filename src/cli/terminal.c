/* SPDX-License-Identifier: MIT */
#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
	WIDTH_MIN = 40,
	WIDTH_MAX = 400,
	WIDTH_OF_TERMINAL_MAX = 140,
	WIDTH_DEFAULT = 100
};

static bool
is_set(const char *variable)
{
	return variable != NULL && *variable != '\0';
}

static bool
is_forced(const char *variable)
{
	return is_set(variable) && !str_equal(variable, "0");
}

static bool
decide_colour(const struct terminal *t)
{
	if (str_equal(t->color, "always"))
		return true;
	if (str_equal(t->color, "never"))
		return false;
	if (is_set(t->no_color))
		return false;
	if (is_forced(t->clicolor_force) || is_forced(t->force_color))
		return true;
	return t->is_terminal && !str_equal(t->term, "dumb");
}

/* Whether the locale's name says UTF-8, in any of its spellings. */
static bool
says_utf8(const char *locale)
{
	static const char *const spellings[] = {
		"UTF-8", "utf-8", "UTF8", "utf8"
	};

	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		if (strstr(locale, spellings[i]) != NULL)
			return true;
	return false;
}

static bool
decide_unicode(const struct terminal *t)
{
	const char *locale = is_set(t->lc_all) ? t->lc_all :
	    is_set(t->lc_ctype) ? t->lc_ctype : t->lang;

	if (t->charset != NULL)
		return str_equal(t->charset, "unicode");
	if (!t->is_terminal)
		return true;
	return is_set(locale) && says_utf8(locale) &&
	    !str_equal(t->term, "dumb");
}

/* A number from WIDTH_MIN to WIDTH_MAX, or 0. */
static size_t
parse_width(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9' || n > WIDTH_MAX)
			return 0;
		n = n * 10 + (size_t)(*text - '0');
	}
	return n >= WIDTH_MIN && n <= WIDTH_MAX ? n : 0;
}

static size_t
decide_width(const struct terminal *t)
{
	if (t->width != NULL)
		return parse_width(t->width);
	if (is_set(t->vpcplan_width))
		return parse_width(t->vpcplan_width);
	if (!t->is_terminal || t->columns == 0)
		return WIDTH_DEFAULT;
	if (t->columns < WIDTH_MIN)
		return WIDTH_MIN;
	return t->columns < WIDTH_OF_TERMINAL_MAX ? t->columns :
	    WIDTH_OF_TERMINAL_MAX;
}

bool
terminal_decide(const struct terminal *t, struct style *out)
{
	size_t width = decide_width(t);

	if (width == 0)
		return false;
	out->colour = decide_colour(t);
	out->unicode = decide_unicode(t);
	out->width = width;
	return true;
}

static struct terminal
look_around(void)
{
	struct terminal t = {
		.is_terminal = isatty(STDOUT_FILENO) == 1,
		.no_color = getenv("NO_COLOR"),
		.clicolor_force = getenv("CLICOLOR_FORCE"),
		.force_color = getenv("FORCE_COLOR"),
		.term = getenv("TERM"),
		.lc_all = getenv("LC_ALL"),
		.lc_ctype = getenv("LC_CTYPE"),
		.lang = getenv("LANG"),
		.vpcplan_width = getenv("VPCPLAN_WIDTH")
	};
	struct winsize size;

	if (t.is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		t.columns = size.ws_col;
	return t;
}

bool
terminal_style(const struct arguments *args, struct style *out)
{
	struct terminal t = look_around();

	t.color = argument(args, "color");
	t.width = argument(args, "width");
	t.charset = argument(args, "charset");
	if (terminal_decide(&t, out))
		return true;
	complain("VPCPLAN_WIDTH is \"%s\", not a number from %d to %d",
	    t.vpcplan_width, WIDTH_MIN, WIDTH_MAX);
	return false;
}

struct style
terminal_style_of_file(const struct arguments *args)
{
	struct terminal t = {
		.color = "never",
		.width = argument(args, "width"),
		.charset = argument(args, "charset")
	};
	struct style style = { .unicode = true, .width = WIDTH_DEFAULT };

	terminal_decide(&t, &style);
	return style;
}

size_t
terminal_width(void)
{
	struct terminal t = look_around();
	size_t width = decide_width(&t);

	return width > 0 ? width : WIDTH_DEFAULT;
}
