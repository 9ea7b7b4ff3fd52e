/* SPDX-License-Identifier: MIT */
#include "cli/options.h"

#include "net/addr.h"

#include "base/fatal.h"
#include "base/names.h"

#include <stdint.h>
#include <string.h>

static const char *const color_words[] = { "auto", "always", "never", NULL };
static const char *const charset_words[] = { "unicode", "ascii", NULL };

const struct option options_terminal[] = {
	{ .name = "color", .kind = OPTION_WORD, .argument = "WHEN",
	  .words = color_words,
	  .help = "colour the output (auto: on a terminal)" },
	{ .name = "width", .kind = OPTION_NUMBER, .argument = "CELLS",
	  .min = 40, .max = 400,
	  .help = "the width of the output, instead of the terminal's" },
	{ .name = "charset", .kind = OPTION_WORD, .argument = "SET",
	  .words = charset_words,
	  .help = "draw lines and arrows with these characters" },
	{ 0 }
};

static const struct option option_help = {
	.letter = 'h', .name = "help", .kind = OPTION_FLAG,
	.help = "show this help"
};

const struct option *
command_option(const struct command *c, size_t n)
{
	const struct option *o;

	for (o = c->options; o != NULL && o->name != NULL; o++)
		if (n-- == 0)
			return o;
	for (size_t i = 0; c->shared != NULL && c->shared[i] != NULL; i++)
		for (o = c->shared[i]; o->name != NULL; o++)
			if (n-- == 0)
				return o;
	return n == 0 ? &option_help : NULL;
}

size_t
command_count_options(const struct command *c)
{
	size_t n = 0;

	while (command_option(c, n) != NULL)
		n++;
	return n;
}

static bool
is_called(const struct option *o, const char *name, size_t length)
{
	return strncmp(o->name, name, length) == 0 && o->name[length] == '\0';
}

/* The number of the option of that name, or the number of options. */
static size_t
find_name(const struct command *c, const char *name, size_t length)
{
	size_t i = 0;

	for (const struct option *o = c->options; o != NULL && o->name != NULL;
	    o++, i++)
		if (is_called(o, name, length))
			return i;
	for (size_t k = 0; c->shared != NULL && c->shared[k] != NULL; k++)
		for (const struct option *o = c->shared[k]; o->name != NULL;
		    o++, i++)
			if (is_called(o, name, length))
				return i;
	return is_called(&option_help, name, length) ? i : i + 1;
}

static size_t
find_letter(const struct command *c, char letter)
{
	size_t i = 0;

	for (const struct option *o; (o = command_option(c, i)) != NULL; i++)
		if (o->letter == letter)
			break;
	return i;
}

/* What was meant: the only option that begins so, else the nearest one. */
static const char *
nearest_option(struct arena *a, const struct command *c, const char *name)
{
	size_t n = command_count_options(c), begin_so = 0;
	const char **names = arena_array(a, n, sizeof *names);
	const char *found = NULL;

	for (size_t i = 0; i < n; i++) {
		names[i] = command_option(c, i)->name;
		if (str_starts_with(names[i], name)) {
			begin_so++;
			found = names[i];
		}
	}
	return begin_so == 1 ? found : names_nearest(name, names, n);
}

static const char *
unknown_option(struct arena *a, const struct command *c, const char *name)
{
	const char *near = nearest_option(a, c, name);

	if (near == NULL)
		return arena_printf(a, "unknown option \"--%s\"", name);
	return arena_printf(a,
	    "unknown option \"--%s\"; did you mean \"--%s\"?", name, near);
}

/* NULL if value is one of words; else which it could be. */
static const char *
check_word(struct arena *a, const char *const *words, const char *value)
{
	struct str s = str_new(a);
	const char *near;
	size_t n;

	for (n = 0; words[n] != NULL; n++)
		if (str_equal(words[n], value))
			return NULL;
	near = names_nearest(value, words, n);
	if (near != NULL)
		return arena_printf(a, "did you mean \"%s\"?", near);
	str_add(&s, "it takes ");
	for (size_t i = 0; i < n; i++)
		str_addf(&s, "%s%s", i == 0 ? "" : i + 1 < n ? ", " : " or ",
		    words[i]);
	return str_text(&s);
}

/* Digits only, so that no sign, blank or hexadecimal slips through. */
static bool
parse_number(const char *text, long max, long *out)
{
	long n = 0;

	if (*text == '\0')
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9' || n > max)
			return false;
		n = n * 10 + (*text - '0');
	}
	*out = n;
	return true;
}

static const char *
check_number(struct arena *a, const struct option *o, const char *value)
{
	long n;

	if (parse_number(value, o->max, &n) && n >= o->min && n <= o->max)
		return NULL;
	return arena_printf(a,
	    "option \"--%s\" takes a number from %ld to %ld, not \"%s\"",
	    o->name, o->min, o->max, value);
}

static const char *
add_list(struct arguments *args, size_t i, const char *value)
{
	const char *name = command_option(args->command, i)->name;
	const char *end;

	for (;; value = end + 1) {
		end = value + strcspn(value, ",");
		if (end == value)
			return arena_printf(args->a,
			    "option \"--%s\" has an empty item in its list",
			    name);
		vec_push(args->a, &args->list[i], arena_strndup(args->a,
		    value, (size_t)(end - value)));
		if (*end == '\0')
			return NULL;
	}
}

/* FORMAT=FILE: the format is known, and there is a file. */
static const char *
add_report(struct arguments *args, size_t i, const char *value)
{
	const struct option *o = command_option(args->command, i);
	size_t length = strcspn(value, "=");
	const char *format = arena_strndup(args->a, value, length);
	const char *wrong;

	if (length == 0 || value[length] == '\0' || value[length + 1] == '\0')
		return arena_printf(args->a, "option \"--%s\" takes %s, not "
		    "\"%s\"", o->name, o->argument, value);
	wrong = check_word(args->a, o->words, format);
	if (wrong != NULL)
		return arena_printf(args->a, "option \"--%s\" does not know "
		    "\"%s\"; %s", o->name, format, wrong);
	vec_push(args->a, &args->list[i], value);
	return NULL;
}

/* NAME=VALUE; a value may be empty. */
static const char *
add_pair(struct arguments *args, size_t i, const char *value)
{
	const struct option *o = command_option(args->command, i);

	if (strcspn(value, "=") == 0 || strchr(value, '=') == NULL)
		return arena_printf(args->a, "option \"--%s\" takes %s, not "
		    "\"%s\"", o->name, o->argument, value);
	vec_push(args->a, &args->list[i], value);
	return NULL;
}

static const char *
set_option(struct arguments *args, size_t i, const char *value)
{
	const struct option *o = command_option(args->command, i);
	const char *wrong = NULL;

	switch (o->kind) {
	case OPTION_FLAG:
		break;
	case OPTION_TEXT:
	case OPTION_FILE:
		if (*value == '\0')
			wrong = arena_printf(args->a,
			    "option \"--%s\" is given an empty text", o->name);
		break;
	case OPTION_WORD:
		wrong = check_word(args->a, o->words, value);
		if (wrong != NULL)
			wrong = arena_printf(args->a,
			    "option \"--%s\" does not know \"%s\"; %s",
			    o->name, value, wrong);
		break;
	case OPTION_PAIR:
		wrong = add_pair(args, i, value);
		break;
	case OPTION_LIST:
	case OPTION_RULES:
		wrong = add_list(args, i, value);
		break;
	case OPTION_NUMBER:
		wrong = check_number(args->a, o, value);
		break;
	case OPTION_REPORTS:
		wrong = add_report(args, i, value);
		break;
	}
	args->value[i] = value;
	return wrong;
}

static const char *
lacks_argument(struct arguments *args, const struct option *o)
{
	return arena_printf(args->a, "option \"--%s\" needs its %s", o->name,
	    o->argument);
}

/* What stands behind "--"; *next is the word behind it, or NULL. */
static const char *
parse_long(struct arguments *args, const char *text, const char *next,
    bool *next_used)
{
	size_t length = strcspn(text, "=");
	size_t i = find_name(args->command, text, length);
	const struct option *o = command_option(args->command, i);

	if (o == NULL)
		return unknown_option(args->a, args->command,
		    arena_strndup(args->a, text, length));
	if (o->kind == OPTION_FLAG)
		return text[length] == '\0' ? set_option(args, i, "yes") :
		    arena_printf(args->a,
		    "option \"--%s\" takes no argument", o->name);
	if (text[length] == '=')
		return set_option(args, i, text + length + 1);
	if (next == NULL)
		return lacks_argument(args, o);
	*next_used = true;
	return set_option(args, i, next);
}

/* What stands behind "-": flags, perhaps one option with an argument last. */
static const char *
parse_short(struct arguments *args, const char *text, const char *next,
    bool *next_used)
{
	for (; *text != '\0'; text++) {
		size_t i = find_letter(args->command, *text);
		const struct option *o = command_option(args->command, i);
		const char *wrong = NULL;

		if (o == NULL)
			return arena_printf(args->a,
			    "unknown option \"-%.*s\"",
			    (int)strcspn(text, "="), text);
		if (o->kind == OPTION_FLAG)
			wrong = set_option(args, i, "yes");
		else if (text[1] != '\0')
			return set_option(args, i, text + 1);
		else if (next == NULL)
			return lacks_argument(args, o);
		else {
			*next_used = true;
			return set_option(args, i, next);
		}
		if (wrong != NULL)
			return wrong;
	}
	return NULL;
}

static const char *
check_operands(struct arguments *args)
{
	const struct command *c = args->command;

	if (argument_given(args, "help"))
		return NULL;
	if (c->operands == NULL && args->n_operands > 0)
		return arena_printf(args->a, "takes no operand, got \"%s\"",
		    args->operand[0]);
	if (args->n_operands < c->operands_min)
		return arena_printf(args->a, "needs %s", c->operands);
	if (c->operands_max > 0 && args->n_operands > c->operands_max)
		return arena_printf(args->a, "one operand too many: \"%s\"",
		    args->operand[c->operands_max]);
	for (size_t i = 0; c->operand_kind == OPERAND_WORD &&
	    i < args->n_operands; i++) {
		const char *wrong = check_word(args->a, c->operand_words,
		    args->operand[i]);

		if (wrong != NULL)
			return arena_printf(args->a, "does not know \"%s\"; "
			    "%s", args->operand[i], wrong);
	}
	return NULL;
}

/*
 * "-1" is an operand where no option is called by a digit, as none is; who
 * counts hosts from the end should not have to write "--" first.
 */
static bool
is_negative_number(const char *word)
{
	return word[0] == '-' && word[1] != '\0' &&
	    word[1 + strspn(word + 1, "0123456789")] == '\0';
}

const char *
options_parse(struct arguments *args, const char *const *words, size_t n)
{
	size_t options = command_count_options(args->command);
	bool only_operands = false;

	args->value = arena_array(args->a, options, sizeof *args->value);
	args->list = arena_array(args->a, options, sizeof *args->list);
	args->operand = arena_array(args->a, n, sizeof *args->operand);
	for (size_t i = 0; i < n; i++) {
		const char *word = words[i], *wrong = NULL;
		const char *next = i + 1 < n ? words[i + 1] : NULL;
		bool next_used = false;

		if (only_operands || word[0] != '-' || word[1] == '\0' ||
		    is_negative_number(word))
			args->operand[args->n_operands++] = word;
		else if (str_equal(word, "--"))
			only_operands = true;
		else if (word[1] == '-')
			wrong = parse_long(args, word + 2, next, &next_used);
		else
			wrong = parse_short(args, word + 1, next, &next_used);
		if (wrong != NULL)
			return wrong;
		i += next_used;
	}
	return check_operands(args);
}

/* The number of an option that the command's table must have. */
static size_t
must_find(const struct arguments *args, const char *option)
{
	size_t i = find_name(args->command, option, strlen(option));

	if (command_option(args->command, i) == NULL)
		BUG("a command asks for an option that it does not have");
	return i;
}

const char *
argument(const struct arguments *args, const char *option)
{
	return args->value[must_find(args, option)];
}

uint64_t
argument_number(const struct arguments *args, const char *option,
    uint64_t otherwise)
{
	const char *text = argument(args, option);
	struct addr n = { 0, otherwise };

	/* The parser of options has seen to it that it is a number. */
	if (text != NULL)
		(void)addr_parse_decimal(text, strlen(text), &n);
	return n.lo;
}

bool
argument_given(const struct arguments *args, const char *option)
{
	return argument(args, option) != NULL;
}

const char *const *
argument_list(const struct arguments *args, const char *option, size_t *n)
{
	const struct argument_values *list =
	    &args->list[must_find(args, option)];

	*n = list->n;
	return list->v;
}
