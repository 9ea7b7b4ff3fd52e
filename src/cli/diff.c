/* SPDX-License-Identifier: MIT */
#include "base/map.h"
#include "cli/commands.h"
#include "cli/policy.h"
#include "cli/reading.h"
#include "cli/terminal.h"
#include "cli/version.h"
#include "draw/union.h"
#include "plan/compare_exposure.h"
#include "report/diff.h"
#include "text/sanitise.h"

static const char *const format_words[] = { "text", "json", "markdown",
	"mermaid", NULL };
static const char *const fail_words[] = { "opens", "closes", "findings",
	"any", NULL };

/* One side: what was read, and everything that was found out about it. */
struct side {
	struct reading reading;
	const struct routes *routes;
	struct reach *reach;
	struct outcomes outcomes;
};

static void
judge(struct side *s, const struct arguments *args,
    const struct policy *policy)
{
	const struct model *m = s->reading.m;
	struct lint_input in = { .m = m, .routes = routes_new(args->a, m),
		.outcomes = &s->outcomes };

	s->routes = in.routes;
	s->reach = in.reach = reach_new(args->a, m, in.routes);
	if (m->expectations.n > 0)
		s->outcomes = expect_all(s->reach, args->a, EXPECT_ANSWERS);
	in.documents = reading_documents(&s->reading, &in.n_documents);
	lint_run(args->a, &in, policy, &s->reading.load->findings);
}

/* --------------------------------------------------------- expectations */

/* Expectations are the same if they say the same. */
static void
compare_outcomes(struct arena *a, const struct side of[2],
    struct diff_report *r)
{
	const struct outcomes *before = &of[BEFORE].outcomes;
	const struct outcomes *after = &of[AFTER].outcomes;
	struct map seen = map_new(a);

	for (size_t i = 0; i < before->n; i++)
		*map_slot(&seen, before->v[i].of->text) = &before->v[i];
	for (size_t i = 0; i < after->n; i++) {
		struct expectation_change e = { { NULL, &after->v[i] } };
		void **slot = map_slot(&seen, after->v[i].of->text);

		e.is[BEFORE] = *slot;
		*slot = &after->v[i];
		if (e.is[BEFORE] == e.is[AFTER])
			continue;	/* said twice */
		if (e.is[BEFORE] == NULL ? after->v[i].holds != HOLDS_YES :
		    e.is[BEFORE]->holds != after->v[i].holds)
			vec_push(a, &r->expectations, e);
	}
	for (size_t i = 0; i < before->n; i++) {
		struct expectation_change e = { { &before->v[i], NULL } };

		if (map_get(&seen, before->v[i].of->text) == &before->v[i])
			vec_push(a, &r->expectations, e);
	}
}

/* ------------------------------------------------------------------- run */

static bool
is_difference(const struct diff_report *r, const char *what)
{
	struct diff_counts n = diff_count(r);

	if (str_equal(what, "opens"))
		return n.opened + n.widened + n.may_open + n.is_open > 0;
	if (str_equal(what, "closes"))
		return n.closed + n.narrowed + n.may_close + n.is_closed > 0;
	if (str_equal(what, "findings"))
		return r->findings->arisen.n > 0;
	return r->layout->n + r->reach->n + r->findings->arisen.n +
	    r->findings->fixed.n + r->expectations.n > 0;
}

static void
write_report(const struct arguments *args, const struct diff_report *r)
{
	const char *format = argument(args, "format");

	if (str_equal(format, "json"))
		report_diff_json(args->out, r);
	else if (str_equal(format, "markdown"))
		report_diff_markdown(args->out, r);
	else
		report_diff_text(args->out, r);
}

/* Both networks as one picture, and nothing else. */
static bool
write_mermaid(const struct arguments *args, const struct side of[2],
    const struct diff_report *r)
{
	const struct routes *const routes[2] = {
		of[BEFORE].routes, of[AFTER].routes
	};

	if (union_mermaid(args->a, args->out, r->layout, routes))
		return true;
	complain("what changed has more edges or text than renderers of "
	    "Mermaid take; --draw shows it as text");
	return false;
}

/* Both networks as one picture, in front of what changed. */
static void
write_picture(const struct arguments *args, const struct side of[2],
    const struct diff_report *r)
{
	const struct routes *const routes[2] = {
		of[BEFORE].routes, of[AFTER].routes
	};

	union_draw(args->a, args->out, r->layout, routes, &r->style);
	str_add_char(args->out, '\n');
}

static bool
is_text(const struct arguments *args)
{
	const char *format = argument(args, "format");

	return format == NULL || str_equal(format, "text");
}

static enum exit_status
compare(const struct arguments *args, struct side of[2],
    struct diff_report *r)
{
	struct arena *a = args->a;
	struct pairing *p = pairing_new(a, of[BEFORE].reading.m,
	    of[AFTER].reading.m);
	struct reach *const reach[2] = { of[BEFORE].reach, of[AFTER].reach };
	const struct findings *const findings[2] = {
		&of[BEFORE].reading.load->findings,
		&of[AFTER].reading.load->findings };
	const struct routes *const routes[2] = { of[BEFORE].routes,
		of[AFTER].routes };
	struct comparison *layout = compare_models(a, p);
	struct openings openings = openings_find(a, layout, reach);
	struct turnover turnover = turnover_of(a, p, findings);
	bool refused = of[BEFORE].reading.refused ||
	    of[AFTER].reading.refused;
	const char *fail_on = argument(args, "fail-on");

	compare_exposures(a, layout, routes);
	r->layout = layout;
	r->reach = &openings;
	r->findings = &turnover;
	compare_outcomes(a, of, r);
	if (str_equal(argument(args, "format"), "mermaid")) {
		refused = !write_mermaid(args, of, r) || refused;
	} else {
		if (argument_given(args, "draw") && is_text(args))
			write_picture(args, of, r);
		write_report(args, r);
	}
	if (refused)
		return EXIT_STATUS_REFUSED;
	return (fail_on != NULL && is_difference(r, fail_on)) ||
	    (argument_given(args, "exit-code") && is_difference(r, "any")) ?
	    EXIT_STATUS_FOUND : EXIT_STATUS_CLEAN;
}

/* One plan has both sides. */
static bool
open_plan(const struct arguments *args, struct side of[2],
    struct diff_report *r)
{
	const char *expect = argument(args, "expect");

	of[AFTER].reading = reading_open(args, args->operand, 1, expect);
	reading_complain(&of[AFTER].reading, NULL);
	if (of[AFTER].reading.load->read.n == 0)
		return false;
	if (!of[AFTER].reading.load->has_before) {
		complain("%s is no Terraform plan, which has both sides: give "
		    "two inputs", r->after);
		return false;
	}
	of[BEFORE].reading = reading_open_before(args, &of[AFTER].reading,
	    expect);
	r->before = arena_printf(args->a, "%s before", r->after);
	r->after = arena_printf(args->a, "%s after", r->after);
	return true;
}

static bool
open_two(const struct arguments *args, struct side of[2],
    struct diff_report *r)
{
	r->before = sanitise_text(args->a, args->operand[0]);
	for (size_t w = BEFORE; w <= AFTER; w++) {
		of[w].reading = reading_open(args, &args->operand[w], 1,
		    argument(args, "expect"));
		reading_complain(&of[w].reading, NULL);
		if (of[w].reading.load->read.n == 0)
			return false;
	}
	return true;
}

static enum exit_status
run_diff(struct arguments *args)
{
	struct diff_report r = { .a = args->a,
		.after = sanitise_text(args->a,
		    args->operand[args->n_operands - 1]),
		.version = version_number(),
		.max_bytes = (size_t)argument_number(args, "max-bytes", 0) };
	struct side of[2] = { { .reach = NULL }, { .reach = NULL } };
	struct policy policy;

	if (!policy_find(args, &policy) || !terminal_style(args, &r.style))
		return EXIT_STATUS_REFUSED;
	if (args->n_operands == 1 ? !open_plan(args, of, &r) :
	    !open_two(args, of, &r))
		return EXIT_STATUS_REFUSED;
	judge(&of[BEFORE], args, &policy);
	judge(&of[AFTER], args, &policy);
	return compare(args, of, &r);
}

static const struct option options[] = {
	{ .letter = 'f', .name = "format", .kind = OPTION_WORD,
	  .argument = "FORMAT", .words = format_words,
	  .help = "how to write what differs; mermaid is both networks as one "
	      "drawing, with marks where they differ" },
	{ .name = "draw", .kind = OPTION_FLAG,
	  .help = "of text: draw both as one picture in front of it, with "
	      "marks where they differ" },
	{ .name = "exit-code", .kind = OPTION_FLAG,
	  .help = "exit with 1 if there is any difference" },
	{ .name = "fail-on", .kind = OPTION_WORD, .argument = "WHAT",
	  .words = fail_words,
	  .help = "exit with 1 if a flow opens, widens or may open; if one "
	      "closes, narrows or may close; if a finding is new; or if "
	      "anything differs" },
	{ .name = "max-bytes", .kind = OPTION_NUMBER, .argument = "BYTES",
	  .min = 1000, .max = 1000000000,
	  .help = "of Markdown: leave out the least dangerous beyond this "
	      "size" },
	{ .name = "expect", .kind = OPTION_FILE, .argument = "FILE",
	  .help = "a spec whose \"expect\", \"ignore\" and \"networks\" hold "
	      "for both" },
	{ 0 }
};

static const struct option *const shared[] = {
	options_policy, options_input, options_terminal, NULL
};

const struct command command_diff = {
	.name = "diff",
	.operands = "OLD [NEW]",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.operands_max = 2,
	.summary = "say what a change adds, moves, opens and closes",
	.details = "Compares two networks of any formats, or what one Terraform "
	    "plan has before and after its change: flows that open (+), "
	    "close (-), widen, narrow or take another way (~), or may do so "
	    "as one side does not decide it (?), each with a packet and "
	    "what of the change does it; things added, removed and changed, "
	    "field by field; findings that are new and that are mended; "
	    "expectations that turn. Things are paired by their address in "
	    "the format, by id, by name, by CIDR, and last by their place.\n\n"
	    "Exit status: 0, or 1 as --exit-code and --fail-on say; 2 "
	    "something could not be read or was asked for wrongly.",
	.options = options,
	.shared = shared,
	.run = run_diff
};
