/* SPDX-License-Identifier: MIT */
#include "report/excerpt.h"
#include "report/formats.h"
#include "report/text.h"
#include "report/text_module.h"
#include "text/sanitise.h"
#include "text/width.h"
#include "text/wrap.h"

#include <string.h>

/*
 *	module.vpc: 1 finding
 *
 *	error[RT002] route-blackhole
 *	  --> net.json:41:19   (/vpcs/prod/route_tables/private/routes/0)
 *	   41 |       "target": "nat-b"
 *	      |                 ^^^^^^^ no NAT gateway of this name
 *	   note: net.json:12:7: the route table
 *	   witness: destination = 0.0.0.0/0
 *	   help: did you mean "nat-c"?   more: vpcplan explain RT002
 *
 * The first line stands above the findings of each module of a Terraform
 * input that has modules.  A message that does not fit behind its carets
 * stands below them.
 */

enum {
	GUTTER = 8,		/* "   41 | " */
	EXCERPT_MAX = 120,
	INDENT = 3
};

static void
add_header(struct str *b, const struct report *r, const struct shown *s)
{
	const struct notice *n = s->f->notice;

	style_add(&r->style, b, text_role(s->f->severity), arena_printf(r->a,
	    "%s[%s]", severity_name(s->f->severity), n->code));
	str_add_char(b, ' ');
	style_add(&r->style, b, ROLE_BOLD, n->name);
	text_add_suppressed(b, r, s->f);
	str_add_char(b, '\n');
}

static void
add_place(struct str *b, const struct report *r, const struct shown *s)
{
	const char *at = arena_printf(r->a, "%s:%u:%u", s->start.file,
	    (unsigned)s->start.line, (unsigned)s->start.column);

	style_add(&r->style, b, ROLE_DIM, "  --> ");
	str_add(b, at);
	if (*s->object != '\0') {
		bool fits = strlen("  --> ") + text_width(at) +
		    text_width(s->object) + 5 <= r->style.width;

		str_add(b, fits ? "   " : "\n      ");
		style_add(&r->style, b, ROLE_DIM,
		    arena_printf(r->a, "(%s)", s->object));
	}
	str_add_char(b, '\n');
}

/* The message on lines of its own, behind the bar of the gutter. */
static void
add_message_below(struct str *b, const struct report *r, const char *message)
{
	struct str lines = str_new(r->a);
	const char *line;

	wrap_text(&lines, message, r->style.width - GUTTER, 0, 0);
	line = str_text(&lines);
	while (*line != '\0') {
		size_t length = strcspn(line, "\n");

		style_add(&r->style, b, ROLE_DIM, "      | ");
		str_add_bytes(b, line, length);
		str_add_char(b, '\n');
		line += length + (line[length] == '\n');
	}
}

static void
add_excerpt(struct str *b, const struct report *r, const struct shown *s)
{
	size_t width = r->style.width - GUTTER;
	struct excerpt e;

	if (!excerpt_take(r->a, r->files, s->f->at,
	    report_token_end(r, s->f->at),
	    width < EXCERPT_MAX ? width : EXCERPT_MAX,
	    r->style.unicode ? "\u2026" : "~", &e)) {
		add_message_below(b, r, s->f->message);
		return;
	}
	style_add(&r->style, b, ROLE_DIM, arena_printf(r->a, "%5u | ",
	    (unsigned)s->start.line));
	str_add(b, e.text);
	str_add_char(b, '\n');
	style_add(&r->style, b, ROLE_DIM, "      | ");
	str_add_repeat(b, ' ', e.column);
	str_add(b, style_start(&r->style, text_role(s->f->severity)));
	str_add_repeat(b, '^', e.cells);
	str_add(b, style_end(&r->style, text_role(s->f->severity)));
	if (e.column + e.cells + 1 + text_width(s->f->message) <= width) {
		str_addf(b, " %s\n", s->f->message);
	} else {
		str_add_char(b, '\n');
		add_message_below(b, r, s->f->message);
	}
}

/* "   note: text", wrapped under itself. */
static void
add_labelled(struct str *b, const struct report *r, const char *label,
    const char *text)
{
	size_t column = INDENT + strlen(label) + 2;

	str_add_repeat(b, ' ', INDENT);
	style_add(&r->style, b, ROLE_HELP, label);
	str_add(b, ": ");
	wrap_text(b, text, r->style.width, column, column);
	str_add_char(b, '\n');
}

static void
add_notes(struct str *b, const struct report *r, const struct shown *s)
{
	const struct finding *f = s->f;

	for (size_t i = 0; i < f->related.n; i++) {
		struct position p = place_position(r->files,
		    f->related.v[i].at);

		add_labelled(b, r, "note", p.file == NULL ?
		    f->related.v[i].text : arena_printf(r->a, "%s:%u:%u: %s",
		    sanitise_text(r->a, p.file), (unsigned)p.line,
		    (unsigned)p.column, f->related.v[i].text));
	}
	if (f->affects > 0)
		add_labelled(b, r, "note", arena_printf(r->a,
		    "also affects %zu more: %s", f->affects,
		    s->explains != NULL ? s->explains : "suppressed ones"));
}

/* "next free = 10.0.4.0/24" */
static const char *
witness_item(struct arena *a, const struct witness *w)
{
	struct str item = str_new(a);

	for (const char *p = w->key; *p != '\0'; p++)
		str_add_char(&item, *p == '_' ? ' ' : *p);
	str_addf(&item, " = %s", w->value);
	return str_text(&item);
}

/* Items stay whole on a line where they can. */
static void
add_witness(struct str *b, const struct report *r, const struct finding *f)
{
	struct str text = str_new(r->a);
	size_t room = r->style.width - INDENT - strlen("witness: ");
	size_t used = 0;

	for (size_t i = 0; i < f->witness.n; i++) {
		const char *item = witness_item(r->a, &f->witness.v[i]);
		size_t cells = text_width(item);

		if (i > 0) {
			bool fits = used + 2 + cells + 1 <= room;

			str_add(&text, fits ? "; " : ";\n");
			used = fits ? used + 2 : 0;
		}
		str_add(&text, item);
		used += cells;
	}
	if (text.n > 0)
		add_labelled(b, r, "witness", str_text(&text));
}

/* "more:" stands behind the help where there is room. */
static void
add_help(struct str *b, const struct report *r, const struct finding *f)
{
	const char *more = arena_printf(r->a, "vpcplan explain %s",
	    f->notice->code);
	size_t together;

	if (f->help == NULL) {
		add_labelled(b, r, "more", more);
		return;
	}
	together = INDENT + strlen("help: ") + text_width(f->help) +
	    INDENT + strlen("more: ") + strlen(more);
	if (together > r->style.width || strchr(f->help, '\n') != NULL) {
		add_labelled(b, r, "help", f->help);
		add_labelled(b, r, "more", more);
		return;
	}
	add_labelled(b, r, "help", f->help);
	str_cut(b, b->n - 1);
	add_labelled(b, r, "more", more);
}

/* What was proved to mend it, and the same to be pasted. */
static void
add_fix(struct str *b, const struct report *r, const struct finding *f)
{
	const char *line = f->snippet.text;

	if (!f->proved)
		return;
	add_labelled(b, r, "fix", f->fix);
	add_labelled(b, r, "proved", "it is mended then, nothing that held "
	    "breaks, and nothing opens to anybody else");
	if (line == NULL)
		return;
	str_add_repeat(b, ' ', INDENT);
	style_add(&r->style, b, ROLE_HELP, report_snippet_title(&f->snippet));
	str_add(b, ":\n");
	while (*line != '\0') {
		size_t length = strcspn(line, "\n");

		if (length > 0)
			str_add_repeat(b, ' ', (size_t)INDENT * 2);
		str_add_bytes(b, line, length);
		str_add_char(b, '\n');
		line += length + (line[length] == '\n');
	}
}

static void
write_finding(struct str *out, const struct report *r, const struct shown *s)
{
	struct str block = str_new(r->a);

	add_header(&block, r, s);
	add_place(&block, r, s);
	add_excerpt(&block, r, s);
	add_notes(&block, r, s);
	add_witness(&block, r, s->f);
	add_fix(&block, r, s->f);
	add_help(&block, r, s->f);
	text_add_lines(r->a, out, str_text(&block));
}

/* "module.vpc: 3 findings" */
static void
write_module(struct str *out, const struct report *r,
    const struct in_module *m)
{
	style_add(&r->style, out, ROLE_BOLD, *m->module != '\0' ? m->module :
	    "root module");
	str_addf(out, ": %zu finding%s\n\n", m->group, m->group == 1 ? "" :
	    "s");
}

static void
write_full(struct str *out, const struct report *r)
{
	size_t n;
	const struct shown *shown = report_shown(r, &n);
	const struct in_module *all = text_by_module(r, shown, n);

	for (size_t i = 0; i < n; i++) {
		struct report scratch = *r;

		scratch.a = arena_new();
		if (all[i].group > 0)
			write_module(out, &scratch, &all[i]);
		write_finding(out, &scratch, all[i].shown);
		arena_free(scratch.a);
		if (i + 1 < n || !r->quiet)
			str_add_char(out, '\n');
	}
	text_add_summary(out, r);
}

const struct format format_full = {
	.name = "full",
	.summary = "every finding with its place in the input, its witness "
	    "and what to do",
	.write = write_full
};

const struct format format_text = {
	.name = "text",
	.summary = "another name of full",
	.write = write_full
};
