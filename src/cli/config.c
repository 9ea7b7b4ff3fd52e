/* SPDX-License-Identifier: MIT */
#include "cli/config.h"

#include "base/names.h"
#include "cli/config_find.h"
#include "cli/glob.h"
#include "document/document.h"
#include "document/node.h"
#include "load/input.h"
#include "model/facts.h"
#include "text/sanitise.h"

#include <string.h>

/* A configuration that is being read. */
struct reader {
	struct arena *a;
	struct files files;
	struct config *c;
	size_t wrong;		/* complaints so far */
};

/* ------------------------------------------------------------ complaints */

static void
wrong_at(struct reader *r, struct place at, const char *text)
{
	struct position p = place_position(&r->files, at);

	complain("%s:%u:%u: %s", r->c->path, (unsigned)p.line,
	    (unsigned)p.column, text);
	r->wrong++;
}

static void
wrong_type(struct reader *r, struct node n, const char *expected)
{
	const char *key = node_key(n);

	wrong_at(r, node_place(n), arena_printf(r->a,
	    "%s%s%sexpected %s, found %s", key == NULL ? "" : "\"",
	    key == NULL ? "" : key, key == NULL ? "" : "\": ", expected,
	    node_kind_name(node_kind(n))));
}

/* "unknown key "sverity"; did you mean "severity"?" */
static void
wrong_word(struct reader *r, struct place at, const char *what,
    const char *word, const char *nearest)
{
	wrong_at(r, at, arena_printf(r->a, "unknown %s \"%s\"%s%s%s", what,
	    word, nearest == NULL ? "" : "; did you mean \"",
	    nearest == NULL ? "" : nearest, nearest == NULL ? "" : "\"?"));
}

/* ----------------------------------------------------------------- values */

static const char *
read_text(struct reader *r, struct node n, const char *expected)
{
	const char *text = node_text(r->a, n);

	if (text == NULL || *text == '\0') {
		wrong_type(r, n, expected);
		return NULL;
	}
	return text;
}

static bool
is_comment(struct node member)
{
	const char *key = node_key(member);

	return key != NULL && str_starts_with(key, "//");
}

/* The first member that is no comment, after a complaint about no map. */
static struct node
next_member(struct node n)
{
	while (node_exists(n) && is_comment(n))
		n = node_next(n);
	return n;
}

static struct node
first_member(struct reader *r, struct node map, const char *expected)
{
	if (node_kind(map) != NODE_MAP)
		wrong_type(r, map, expected);
	return next_member(node_first(map));
}

#define EACH_MEMBER(r, c, map, expected)				\
	for (struct node c = first_member(r, map, expected);		\
	    node_exists(c); c = next_member(node_next(c)))

static bool
check_rule(struct reader *r, struct place at, const char *word)
{
	if (registry_matches_any(word))
		return true;
	wrong_word(r, at, "rule", word, registry_nearest(word));
	return false;
}

/* A list of codes, names or beginnings of codes. */
static struct rule_words
read_rules(struct reader *r, struct node list)
{
	VEC(const char *) words = { 0 };

	if (node_kind(list) != NODE_LIST)
		wrong_type(r, list, "a list of rules such as [\"HA002\"]");
	for (struct node c = node_first(list); node_exists(c);
	    c = node_next(c)) {
		const char *word = read_text(r, c, "a rule");

		if (word != NULL && check_rule(r, node_place(c), word))
			vec_push(r->a, &words, word);
	}
	return (struct rule_words){ words.v, words.n };
}

static const char *
read_word(struct reader *r, struct node n, const char *const *words)
{
	const char *text = read_text(r, n, "a word");
	size_t count = 0;

	while (words[count] != NULL)
		count++;
	for (size_t i = 0; text != NULL && i < count; i++)
		if (str_equal(words[i], text))
			return text;
	if (text != NULL)
		wrong_word(r, node_place(n), "value", text,
		    names_nearest(text, words, count));
	return NULL;
}

/* ------------------------------------------------------------------- keys */

static void
read_select(struct reader *r, struct node n)
{
	r->c->select = read_rules(r, n);
}

static void
read_ignore(struct reader *r, struct node n)
{
	r->c->ignore = read_rules(r, n);
}

static void
read_unsuppressible(struct reader *r, struct node n)
{
	r->c->unsuppressible = read_rules(r, n);
}

/* What keeps an answer from looking cleaner than it is stays on. */
static bool
may_be_off(const char *word)
{
	const struct notice *row;

	for (size_t i = 0; (row = registry_row(i)) != NULL; i++)
		if (registry_matches(word, row) &&
		    (row->class == CLASS_META ||
		    str_equal(row->code, "IN001")))
			return false;
	return true;
}

static void
read_severity(struct reader *r, struct node n)
{
	static const char *const words[] = {
		"error", "warning", "note", "off", NULL
	};
	static const enum severity severities[] = {
		SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE, SEVERITY_OFF
	};

	EACH_MEMBER(r, c, n, "an object such as { \"HA002\": \"error\" }") {
		const char *word = read_word(r, c, words);
		struct severity_setting set = { .rule = node_key(c) };

		if (!check_rule(r, node_key_place(c), set.rule) ||
		    word == NULL)
			continue;
		for (size_t i = 0; words[i] != NULL; i++)
			if (str_equal(words[i], word))
				set.severity = severities[i];
		if (set.severity == SEVERITY_OFF && !may_be_off(set.rule))
			wrong_at(r, node_place(c), arena_printf(r->a,
			    "%s cannot be off: it says what was not checked",
			    set.rule));
		vec_push(r->a, &r->c->severities, set);
	}
}

static void
read_fail_on(struct reader *r, struct node n)
{
	r->c->fail_on = read_word(r, n, fail_on_words);
}

static void
read_format(struct reader *r, struct node n)
{
	r->c->format = read_word(r, n, report_format_words);
}

static void
read_baseline(struct reader *r, struct node n)
{
	const char *path = read_text(r, n, "the name of a file");
	const char *slash = strrchr(r->c->path, '/');

	if (path != NULL && *path != '/' && slash != NULL)
		path = arena_printf(r->a, "%.*s%s",
		    (int)(slash - r->c->path + 1), r->c->path, path);
	r->c->baseline = path;
}

static void
read_file_ignore(struct reader *r, struct node entry)
{
	struct config_ignore ignore = { 0 };
	size_t before = r->wrong;

	EACH_MEMBER(r, c, entry, "an object with glob, rules and reason") {
		static const char *const keys[] = {
			"glob", "rules", "reason"
		};
		const char *key = node_key(c);

		if (str_equal(key, "glob"))
			ignore.glob = read_text(r, c, "a pattern such as "
			    "\"legacy/**\"");
		else if (str_equal(key, "rules"))
			ignore.rules = read_rules(r, c);
		else if (str_equal(key, "reason"))
			ignore.reason = read_text(r, c, "a reason");
		else
			wrong_word(r, node_key_place(c), "key", key,
			    names_nearest(key, keys, 3));
	}
	if (r->wrong == before && (ignore.glob == NULL ||
	    ignore.rules.n == 0 || ignore.reason == NULL))
		wrong_at(r, node_place(entry), "an entry needs \"glob\", "
		    "\"rules\" and \"reason\"");
	vec_push(r->a, &r->c->per_file, ignore);
}

static void
read_per_file(struct reader *r, struct node n)
{
	if (node_kind(n) != NODE_LIST)
		wrong_type(r, n, "a list");
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c))
		read_file_ignore(r, c);
}

static void
read_texts(struct reader *r, struct node n, struct option_setting *set)
{
	VEC(const char *) texts = { 0 };

	if (node_kind(n) != NODE_LIST)
		wrong_type(r, n, "a list of texts");
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		const char *text = read_text(r, c, "a text");

		if (text != NULL)
			vec_push(r->a, &texts, text);
	}
	set->texts = texts.v;
	set->n_texts = texts.n;
}

static void
read_option(struct reader *r, struct node n, const struct notice *rule,
    const struct rule_option *o)
{
	struct option_setting set = { .rule = rule, .option = o->name };
	const char **text;

	switch (o->type) {
	case OPTION_IS_NUMBER:
		if (!node_integer(n, &set.number) || set.number < o->min ||
		    set.number > o->max)
			wrong_type(r, n, arena_printf(r->a,
			    "a whole number from %lld to %lld",
			    (long long)o->min, (long long)o->max));
		break;
	case OPTION_IS_TEXT:
		text = arena_array(r->a, 1, sizeof *text);
		*text = read_text(r, n, "a text");
		set.texts = text;
		set.n_texts = 1;
		break;
	case OPTION_IS_TEXTS:
		read_texts(r, n, &set);
		break;
	}
	vec_push(r->a, &r->c->options, set);
}

static void
read_options_of(struct reader *r, struct node map, const struct notice *rule)
{
	const struct rule_option *options = registry_options(rule);
	VEC(const char *) names = { 0 };

	for (size_t i = 0; options[i].name != NULL; i++)
		vec_push(r->a, &names, options[i].name);
	EACH_MEMBER(r, c, map, "an object of options") {
		const char *key = node_key(c);
		size_t i = 0;

		while (options[i].name != NULL &&
		    !str_equal(options[i].name, key))
			i++;
		if (options[i].name != NULL)
			read_option(r, c, rule, &options[i]);
		else if (names.n == 0)
			wrong_at(r, node_key_place(c), arena_printf(r->a,
			    "%s has no options", rule->code));
		else
			wrong_word(r, node_key_place(c), arena_printf(r->a,
			    "option of %s", rule->code), key,
			    names_nearest(key, names.v, names.n));
	}
}

static void
read_rule_options(struct reader *r, struct node n)
{
	EACH_MEMBER(r, c, n, "an object such as { \"CP002\": { ... } }") {
		const struct notice *rule = registry_find(node_key(c));

		if (rule != NULL)
			read_options_of(r, c, rule);
		else
			wrong_word(r, node_key_place(c), "rule", node_key(c),
			    registry_nearest(node_key(c)));
	}
}

static void
read_quotas(struct reader *r, struct node n)
{
	VEC(const char *) keys = { 0 };

	for (int f = 0; f < FACT_COUNT; f++)
		if (fact((enum fact)f)->key != NULL)
			vec_push(r->a, &keys, fact((enum fact)f)->key);
	EACH_MEMBER(r, c, n, "an object such as { \"vpcs\": 20 }") {
		struct quota q = { .key = node_key(c) };

		if (!fact_is_settable(q.key))
			wrong_word(r, node_key_place(c), "quota", q.key,
			    names_nearest(q.key, keys.v, keys.n));
		else if (!node_integer(c, &q.n.v) || q.n.v < 0 ||
		    q.n.v > INT32_MAX)
			wrong_type(r, c, "a whole number of at least 0");
		q.n.is = value_known((struct place){ 0 });
		vec_push(r->a, &r->c->quotas, q);
	}
}

static void
read_version(struct reader *r, struct node n)
{
	int64_t version;

	if (!node_integer(n, &version) || version != 1)
		wrong_type(r, n, "1, the only version there is");
}

static const struct {
	const char *key;
	void (*read)(struct reader *r, struct node n);
} keys[] = {
	{ "version", read_version },
	{ "select", read_select },
	{ "ignore", read_ignore },
	{ "severity", read_severity },
	{ "fail_on", read_fail_on },
	{ "format", read_format },
	{ "baseline", read_baseline },
	{ "per_file_ignore", read_per_file },
	{ "unsuppressible", read_unsuppressible },
	{ "rules", read_rule_options },
	{ "quotas", read_quotas },
};

enum { KEYS = sizeof keys / sizeof keys[0] };

/* ------------------------------------------------------------------ files */

static void
read_key(struct reader *r, struct node member)
{
	const char *names[KEYS];

	for (size_t i = 0; i < KEYS; i++) {
		names[i] = keys[i].key;
		if (node_key_is(member, keys[i].key)) {
			keys[i].read(r, member);
			return;
		}
	}
	wrong_word(r, node_key_place(member), "key", node_key(member),
	    names_nearest(node_key(member), names, KEYS));
}

static struct config *
read_config(struct arena *a, const struct config_place *place)
{
	struct reader r = { .a = a, .files = files_new(a), };
	struct document_problems problems = { 0 };
	struct document *d;
	struct input text;
	const char *why = input_read(a, place->path, &text);

	if (why != NULL) {
		complain("cannot read %s: %s", place->path, why);
		return NULL;
	}
	r.c = arena_alloc(a, sizeof *r.c);
	r.c->path = place->path;
	r.c->folder = place->folder;
	d = document_read(a, &r.files, place->path, text.bytes, text.length,
	    &problems);
	for (size_t i = 0; i < problems.n; i++)
		wrong_at(&r, problems.v[i].at, problems.v[i].text);
	if (d == NULL)
		return NULL;
	EACH_MEMBER(&r, c, node_root(d), "an object")
		read_key(&r, c);
	return r.wrong == 0 ? r.c : NULL;
}

/* ------------------------------------------------------------- look-up */

/* Of the operands: none, or one for all of them. */
static bool
find_place(const struct arguments *args, struct config_place *out,
    bool *found)
{
	*found = false;
	for (size_t i = 0; i < args->n_operands; i++) {
		struct config_place one;

		if (!config_find_path(args->a, args->operand[i], &one))
			continue;
		if (*found && !str_equal(one.folder, out->folder)) {
			complain("the operands have several configurations, "
			    "%s and %s; say which with --config", out->path,
			    one.path);
			return false;
		}
		if (!*found)
			*out = one;
		*found = true;
	}
	return true;
}

bool
config_find(const struct arguments *args, const struct config **out)
{
	const char *named = argument(args, "config");
	struct config_place place;
	bool found = true;

	*out = NULL;
	if (argument_given(args, "no-config")) {
		if (named != NULL)
			complain("options \"--config\" and \"--no-config\" "
			    "exclude each other");
		return named == NULL;
	}
	if (named != NULL) {
		if (!config_place_of(args->a, named, &place)) {
			complain("cannot read %s: No such file or directory",
			    named);
			return false;
		}
	} else if (!find_place(args, &place, &found)) {
		return false;
	}
	if (!found)
		return true;
	*out = read_config(args->a, &place);
	return *out != NULL;
}

void
config_accept(const struct config *c, struct arena *a,
    const struct files *files, struct suppressions *suppressions)
{
	for (size_t i = 0; c != NULL && i < c->per_file.n; i++) {
		const struct config_ignore *ignore = &c->per_file.v[i];

		for (size_t f = 0; f < files->n; f++) {
			if (!glob_matches(ignore->glob, config_relative(a,
			    c->folder, files->v[f]->name)))
				continue;
			for (size_t k = 0; k < ignore->rules.n; k++) {
				struct suppression *s =
				    arena_alloc(a, sizeof *s);

				s->rule = ignore->rules.v[k];
				s->reason = ignore->reason;
				s->file = (uint32_t)f + 1;
				s->to = UINT32_MAX;
				s->configured = true;
				vec_push(a, suppressions, s);
			}
		}
	}
}
