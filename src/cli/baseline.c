/* SPDX-License-Identifier: MIT */
#include "cli/baseline.h"

#include "cli/commands.h"
#include "cli/config.h"
#include "cli/reading.h"
#include "cli/save.h"
#include "document/document.h"
#include "lint/lint.h"
#include "load/input.h"
#include "report/baseline.h"
#include "report/common.h"
#include "text/sanitise.h"

static const char default_path[] = ".vpcplan-baseline.json";

/* ---------------------------------------------------------------- reading */

/* Complaints name the place; the document joins those of the report. */
static bool
complain_at(const struct judged *j, const char *path, struct place at,
    const char *wrong)
{
	struct position p = place_position(&j->files, at);

	complain("%s:%u:%u: %s", path, (unsigned)p.line, (unsigned)p.column,
	    wrong);
	return false;
}

static bool
read_file(struct judged *j, const char *path, struct baseline *out)
{
	struct document_problems problems = { 0 };
	struct document *d;
	struct input text;
	struct place at;
	const char *wrong = input_read(j->a, path, &text);

	if (wrong != NULL) {
		complain("cannot read %s: %s", path, wrong);
		return false;
	}
	d = document_read(j->a, &j->files, path, text.bytes, text.length,
	    &problems);
	vec_push(j->a, &j->documents, d);
	for (size_t i = 0; i < problems.n; i++)
		complain_at(j, path, problems.v[i].at, problems.v[i].text);
	if (problems.n > 0)
		return false;
	wrong = baseline_read(j->a, node_root(d), out, &at);
	return wrong == NULL || complain_at(j, path, at, wrong);
}

/* --------------------------------------------------------------- applying */

/*
 * What AWS refuses cannot be lived with, and what is said about the check
 * itself is about now.
 */
static bool
accepts(void *context, const struct finding *f)
{
	return f->notice->class != CLASS_REJECT &&
	    policy_may_accept(context, f->notice);
}

/* An entry that was not met though its file was judged and its rule asked. */
static bool
is_stale(const struct baseline_entry *e, const struct report *r,
    const struct policy *policy)
{
	const struct notice *rule = registry_find(e->rule);

	return e->met < e->count && baseline_is_judged(r, e) &&
	    (rule == NULL || (policy_asks(policy, rule) &&
	    policy_may_accept(policy, rule)));
}

static void
note_stale(struct judged *j, const struct baseline *b,
    const struct report *r, const struct policy *policy, const char *path)
{
	const struct notice *rule = registry_find("MT004");
	const struct baseline_entry *first = NULL;
	struct findings said = findings_new(j->a);
	struct finding *f;
	size_t n = 0;

	for (size_t i = 0; i < b->entries.n; i++) {
		if (!is_stale(&b->entries.v[i], r, policy))
			continue;
		if (n++ == 0)
			first = &b->entries.v[i];
	}
	if (n == 0 || !policy_asks(policy, rule))
		return;
	f = finding_add(&said, rule, first->at, "%zu finding%s of the "
	    "baseline %s gone: %s at %s%s", n, n == 1 ? "" : "s",
	    n == 1 ? "is" : "are", sanitise_text(j->a, first->rule),
	    *first->object != '\0' ? sanitise_text(j->a, first->object) :
	    sanitise_text(j->a, first->file), n == 1 ? "" : " and others");
	f->object = "";
	f->key = "stale";
	f->severity = policy_severity_of(policy, rule);
	finding_help(&said, f, "vpcplan baseline update --baseline %s takes "
	    "%s out", sanitise_text(j->a, path), n == 1 ? "it" : "them");
	vec_push(j->a, &j->findings, f);
	findings_sort(&j->findings);
}

bool
baseline_use(struct judged *j, const struct policy *policy, const char *path)
{
	struct baseline b;
	struct report r;

	if (!read_file(j, path, &b))
		return false;
	r = judge_report(j);
	baseline_apply(&b, &r, accepts, (void *)(uintptr_t)policy);
	note_stale(j, &b, &r, policy, path);
	return true;
}

/* --------------------------------------------------------------- commands */

static const struct command command_show;

static const char *
path_of(const struct arguments *args)
{
	const char *asked = argument(args, "baseline");

	if (asked != NULL)
		return asked;
	if (args->n_operands == 1 && args->command == &command_show)
		return args->operand[0];
	return args->config != NULL && args->config->baseline != NULL ?
	    args->config->baseline : default_path;
}

static const char *
target_of(const struct arguments *args)
{
	const char *asked = argument(args, "output");

	return asked != NULL ? asked : path_of(args);
}

static enum exit_status
save(const struct arguments *args, const struct judged *j,
    const struct baseline *b)
{
	struct save_inputs inputs = { j->read.v, j->read.n };
	struct str out = str_new(args->a);
	const char *wrong;

	baseline_write(&out, b);
	wrong = save_file(args->a, target_of(args), str_text(&out), out.n,
	    &inputs);
	if (wrong == NULL)
		return j->refused ? EXIT_STATUS_REFUSED : EXIT_STATUS_CLEAN;
	complain("cannot write %s: %s", target_of(args), wrong);
	return EXIT_STATUS_REFUSED;
}

static size_t
count_of(const struct baseline *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->entries.n; i++)
		n += (size_t)b->entries.v[i].count;
	return n;
}

static void
tell(const struct arguments *args, const struct baseline *b,
    const struct report *r)
{
	struct counts c = report_counts(r);
	size_t open = c.errors + c.warnings + c.notes, all = count_of(b);

	str_addf(args->out, "%s: %zu finding%s\n",
	    sanitise_text(args->a, target_of(args)), all, all == 1 ? "" : "s");
	if (open > 0)
		str_addf(args->out, "%zu finding%s not in it\n", open,
		    open == 1 ? " is" : "s are");
}

/* A baseline of a network that was not read whole would hide the rest. */
static bool
judge_all(struct arguments *args, struct policy *policy, struct judged *j)
{
	if (!policy_find(args, policy))
		return false;
	*j = judge_operands(args, policy,
	    (struct judging){ .detail = EXPECT_ANSWERS });
	return true;
}

static enum exit_status
run_create(struct arguments *args)
{
	struct policy policy;
	struct judged j;
	struct report r;
	struct baseline b;

	if (!judge_all(args, &policy, &j))
		return EXIT_STATUS_REFUSED;
	r = judge_report(&j);
	b = baseline_of(&r, accepts, &policy);
	baseline_apply(&b, &r, accepts, &policy);
	tell(args, &b, &r);
	return save(args, &j, &b);
}

/* What was not asked for this time may still be there. */
static void
keep_unasked(struct baseline *b, const struct policy *policy)
{
	for (size_t i = 0; i < b->entries.n; i++) {
		struct baseline_entry *e = &b->entries.v[i];
		const struct notice *rule = registry_find(e->rule);

		if (rule != NULL && !policy_asks(policy, rule))
			e->met = e->count;
	}
}

static enum exit_status
run_update(struct arguments *args)
{
	struct policy policy;
	struct judged j;
	struct report r;
	struct baseline old, kept, now;

	if (!judge_all(args, &policy, &j) ||
	    !read_file(&j, path_of(args), &old))
		return EXIT_STATUS_REFUSED;
	r = judge_report(&j);
	baseline_apply(&old, &r, accepts, &policy);
	keep_unasked(&old, &policy);
	kept = baseline_pruned(&old, &r);
	if (argument_given(args, "add")) {
		now = baseline_of(&r, accepts, &policy);
		kept = baseline_joined(args->a, &kept, &now);
		baseline_apply(&now, &r, accepts, &policy);
	}
	tell(args, &kept, &r);
	return save(args, &j, &kept);
}

/* Whether an entry is of one of the files that were named beside it. */
static bool
is_asked(const struct arguments *args, const struct baseline_entry *e)
{
	if (args->n_operands == 0 || !argument_given(args, "baseline"))
		return true;
	for (size_t i = 0; i < args->n_operands; i++)
		if (str_equal(report_path(args->operand[i]), e->file))
			return true;
	return false;
}

static enum exit_status
run_show(struct arguments *args)
{
	struct policy policy;
	struct judged j = { .a = args->a, .files = files_new(args->a) };
	struct baseline b;

	if (!policy_find(args, &policy) || !read_file(&j, path_of(args), &b))
		return EXIT_STATUS_REFUSED;
	for (size_t i = 0; i < b.entries.n; i++) {
		const struct baseline_entry *e = &b.entries.v[i];
		const struct notice *rule = registry_find(e->rule);

		if (!is_asked(args, e))
			continue;
		str_addf(args->out, "%s: %s %s%s%s", sanitise_text(args->a,
		    e->file), sanitise_text(args->a, e->rule),
		    rule != NULL ? rule->name : "is no rule any more",
		    *e->object == '\0' ? "" : " at ",
		    sanitise_text(args->a, e->object));
		if (e->count > 1)
			str_addf(args->out, " (%lld)", (long long)e->count);
		str_add_char(args->out, '\n');
	}
	return EXIT_STATUS_CLEAN;
}

static const struct option options_file[] = {
	{ .name = "baseline", .kind = OPTION_FILE, .argument = "FILE",
	  .help = "the baseline (as configured, else "
	      ".vpcplan-baseline.json)" },
	{ 0 }
};

static const struct option options_create[] = {
	{ .letter = 'o', .name = "output", .kind = OPTION_FILE,
	  .argument = "FILE", .help = "where to write it, if not there" },
	{ 0 }
};

static const struct option options_update[] = {
	{ .letter = 'o', .name = "output", .kind = OPTION_FILE,
	  .argument = "FILE", .help = "where to write it, if not there" },
	{ .name = "add", .kind = OPTION_FLAG,
	  .help = "take new findings in as well" },
	{ 0 }
};

static const struct option *const shared[] = {
	options_file, options_judge, options_policy, options_input, NULL
};
static const struct option *const shared_show[] = {
	options_file, options_policy, NULL
};

static const struct command command_create = {
	.name = "create",
	.operands = "FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "write what is found now into a baseline",
	.details = "Writes the findings that check would report into a "
	    "baseline. What AWS refuses and what is said about the check "
	    "itself is left out: that has to be mended.",
	.options = options_create,
	.shared = shared,
	.run = run_create
};

static const struct command command_update = {
	.name = "update",
	.operands = "FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "take out of a baseline what is not found any more",
	.details = "Takes findings out of the baseline that are gone; nothing "
	    "is added without --add. Entries of files that are not among the "
	    "operands stay.",
	.options = options_update,
	.shared = shared,
	.run = run_update
};

static const struct command command_show = {
	.name = "show",
	.operands = "[FILE...]",
	.operand_kind = OPERAND_FILE,
	.summary = "list what a baseline holds",
	.details = "Lists the findings of the baseline, one a line. A single "
	    "operand is the baseline; with --baseline, operands are the files "
	    "whose findings are wanted.",
	.shared = shared_show,
	.run = run_show
};

static const struct command *const subcommands[] = {
	&command_create, &command_update, &command_show, NULL
};

const struct command command_baseline = {
	.name = "baseline",
	.summary = "keep a list of findings that were there before",
	.details = "A baseline lets check report what is new: check --baseline "
	    "FILE leaves out what the file has. It is JSON, one finding a "
	    "line, to be kept with the network's files. Run it from the same "
	    "folder as check: the names of files are part of it.",
	.subcommands = subcommands
};
