/* SPDX-License-Identifier: MIT */
#include "cli/config.h"

#include "document/writer.h"
#include "model/facts.h"

/*
 * The JSON Schema of .vpcplan.json, from the tables that config.c reads by:
 * options of rules and quotas come and go with them.
 */

static void
write_type(struct writer *w, const char *key, const char *type,
    const char *about)
{
	writer_key(w, key);
	writer_begin_map(w);
	writer_member_text(w, "description", about);
	writer_member_text(w, "type", type);
	writer_end(w);
}

static void
write_enum(struct writer *w, const char *const *words)
{
	writer_key(w, "enum");
	writer_begin_list_inline(w);
	for (; *words != NULL; words++)
		writer_text(w, *words);
	writer_end(w);
}

static void
write_words(struct writer *w, const char *key, const char *about,
    const char *const *words)
{
	writer_key(w, key);
	writer_begin_map(w);
	writer_member_text(w, "description", about);
	write_enum(w, words);
	writer_end(w);
}

static void
write_reference(struct writer *w, const char *key, const char *to)
{
	writer_key(w, key);
	writer_begin_map_inline(w);
	writer_member_text(w, "$ref", to);
	writer_end(w);
}

static void
write_rules(struct writer *w, const char *key, const char *about)
{
	writer_key(w, key);
	writer_begin_map(w);
	writer_member_text(w, "description", about);
	writer_member_text(w, "$ref", "#/$defs/rules");
	writer_end(w);
}

/* An object of which only the named members, or comments, may be there. */
static void
begin_closed(struct writer *w, const char *about)
{
	if (about != NULL)
		writer_member_text(w, "description", about);
	writer_member_text(w, "type", "object");
	writer_member_bool(w, "additionalProperties", false);
	writer_key(w, "patternProperties");
	writer_begin_map_inline(w);
	writer_key(w, "^//");
	writer_bool(w, true);
	writer_end(w);
}

static void
write_severity(struct writer *w)
{
	static const char *const words[] = {
		"error", "warning", "note", "off", NULL
	};

	writer_key(w, "severity");
	writer_begin_map(w);
	writer_member_text(w, "description", "Severities by code, name or "
	    "beginning of codes; off: not asked.");
	writer_member_text(w, "type", "object");
	writer_key(w, "patternProperties");
	writer_begin_map_inline(w);
	writer_key(w, "^//");
	writer_bool(w, true);
	writer_key(w, "^[A-Za-z]");
	writer_begin_map(w);
	write_enum(w, words);
	writer_end(w);
	writer_end(w);
	writer_member_bool(w, "additionalProperties", false);
	writer_end(w);
}

static void
write_per_file(struct writer *w)
{
	static const char *const required[] = { "glob", "rules", "reason" };

	writer_key(w, "per_file_ignore");
	writer_begin_map(w);
	writer_member_text(w, "description",
	    "Findings that are accepted in files of some names.");
	writer_member_text(w, "type", "array");
	writer_key(w, "items");
	writer_begin_map(w);
	begin_closed(w, NULL);
	writer_key(w, "required");
	writer_begin_list_inline(w);
	for (size_t i = 0; i < sizeof required / sizeof *required; i++)
		writer_text(w, required[i]);
	writer_end(w);
	writer_key(w, "properties");
	writer_begin_map(w);
	write_type(w, "glob", "string", "A pattern, seen from the folder of "
	    "this file: * any run without a slash, ** any run.");
	write_reference(w, "rules", "#/$defs/rules");
	write_type(w, "reason", "string", "Who accepted it, and why.");
	writer_end(w);
	writer_end(w);
	writer_end(w);
}

static void
write_option(struct writer *w, const struct rule_option *o)
{
	writer_key(w, o->name);
	writer_begin_map(w);
	writer_member_text(w, "description", o->about);
	switch (o->type) {
	case OPTION_IS_NUMBER:
		writer_member_text(w, "type", "integer");
		writer_member_integer(w, "minimum", o->min);
		writer_member_integer(w, "maximum", o->max);
		writer_member_integer(w, "default", o->otherwise);
		break;
	case OPTION_IS_TEXT:
		writer_member_text(w, "type", "string");
		break;
	case OPTION_IS_TEXTS:
		writer_member_text(w, "type", "array");
		writer_key(w, "items");
		writer_begin_map_inline(w);
		writer_member_text(w, "type", "string");
		writer_end(w);
		break;
	}
	writer_end(w);
}

static void
write_options(struct writer *w)
{
	const struct notice *n;

	writer_key(w, "rules");
	writer_begin_map(w);
	begin_closed(w, "Options of rules, by code or name.");
	writer_key(w, "properties");
	writer_begin_map(w);
	for (size_t i = 0; (n = registry_row(i)) != NULL; i++) {
		const struct rule_option *o = registry_options(n);

		if (o->name == NULL)
			continue;
		writer_key(w, n->code);
		writer_begin_map(w);
		begin_closed(w, n->title);
		writer_key(w, "properties");
		writer_begin_map(w);
		for (; o->name != NULL; o++)
			write_option(w, o);
		writer_end(w);
		writer_end(w);
		write_reference(w, n->name, arena_printf(w->out->a,
		    "#/properties/rules/properties/%s", n->code));
	}
	writer_end(w);
	writer_end(w);
}

static void
write_quotas(struct writer *w)
{
	writer_key(w, "quotas");
	writer_begin_map(w);
	begin_closed(w, "Numbers of AWS's that are others in your accounts; a "
	    "plan's own win.");
	writer_key(w, "properties");
	writer_begin_map(w);
	for (int f = 0; f < FACT_COUNT; f++) {
		const struct fact_row *row = fact((enum fact)f);

		if (row->key == NULL)
			continue;
		writer_key(w, row->key);
		writer_begin_map(w);
		writer_member_text(w, "description", row->what);
		writer_member_text(w, "type", "integer");
		writer_member_integer(w, "minimum", 0);
		writer_member_integer(w, "default", row->value);
		writer_end(w);
	}
	writer_end(w);
	writer_end(w);
}

static void
write_definitions(struct writer *w)
{
	writer_key(w, "$defs");
	writer_begin_map(w);
	writer_key(w, "rules");
	writer_begin_map(w);
	writer_member_text(w, "description",
	    "Codes, names or beginnings of codes.");
	writer_member_text(w, "type", "array");
	writer_key(w, "items");
	writer_begin_map_inline(w);
	writer_member_text(w, "type", "string");
	writer_member_integer(w, "minLength", 2);
	writer_end(w);
	writer_end(w);
	writer_end(w);
}

void
config_schema(struct str *out)
{
	struct writer w = writer_new(out);

	writer_begin_map(&w);
	writer_member_text(&w, "$schema",
	    "https://json-schema.org/draft/2020-12/schema");
	writer_member_text(&w, "title", "vpcplan configuration");
	begin_closed(&w, "What .vpcplan.json holds.");
	writer_key(&w, "properties");
	writer_begin_map(&w);
	writer_key(&w, "version");
	writer_begin_map_inline(&w);
	writer_member_integer(&w, "const", 1);
	writer_end(&w);
	write_rules(&w, "select", "Only these rules.");
	write_rules(&w, "ignore", "None of these rules.");
	write_severity(&w);
	write_words(&w, "fail_on", "From which severity on findings give exit "
	    "status 1.", fail_on_words);
	write_words(&w, "format", "How to write what was found.", report_format_words);
	write_type(&w, "baseline", "string", "The baseline, seen from the "
	    "folder of this file.");
	write_per_file(&w);
	write_rules(&w, "unsuppressible", "What may be accepted neither in the "
	    "input nor in a baseline.");
	write_options(&w);
	write_quotas(&w);
	writer_end(&w);
	write_definitions(&w);
	writer_end(&w);
	writer_finish(&w);
}
