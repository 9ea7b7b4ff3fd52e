/* SPDX-License-Identifier: MIT */
#include "cli/judge.h"

#include "cli/broken.h"
#include "cli/reading.h"
#include "cli/remedies.h"
#include "cli/version.h"
#include "lint/lint.h"

/* Files get new numbers behind those that are there. */
static void
move_place(struct place *at, uint32_t by)
{
	if (at->file != 0)
		at->file += by;
}

static void
move_intent(struct model *m, uint32_t by)
{
	for (size_t i = 0; i < m->suppressions.n; i++)
		move_place(&m->suppressions.v[i]->at, by);
	for (size_t i = 0; i < m->expectations.n; i++)
		move_place(&m->expectations.v[i]->at, by);
}

static void
move_places(struct load *l, uint32_t by)
{
	for (size_t i = 0; i < l->findings.n; i++) {
		struct finding *f = l->findings.v[i];

		move_place(&f->at, by);
		for (size_t k = 0; k < f->related.n; k++)
			move_place(&f->related.v[k].at, by);
		for (size_t k = 0; k < f->way.n; k++)
			move_place(&f->way.v[k].at, by);
		for (size_t k = 0; k < f->edits.n; k++)
			move_place(&f->edits.v[k].at, by);
	}
	move_intent(l->model, by);
}

/* What counts as a file of the report: what was read, and broken texts. */
static void
add_inputs(struct judged *j, const struct load *l)
{
	size_t read = 0;

	for (size_t i = 0; i < l->files.n; i++) {
		const char *name = l->files.v[i]->name;
		bool is_next = read < l->read.n &&
		    str_equal(l->read.v[read], name);

		if (is_next || l->documents.v[i] == NULL)
			vec_push(j->a, &j->inputs, name);
		read += is_next;
	}
}

/* What keeps the request from being carried out, where no finding says it. */
static void
add_failures(struct judged *j, const struct load *l)
{
	bool *is_said = arena_array(j->a, l->files.n + 1, sizeof *is_said);

	for (size_t i = 0; i < l->findings.n; i++)
		is_said[l->findings.v[i]->at.file] = true;
	for (size_t i = 0; i < l->complaints.n; i++)
		if (l->complaints.v[i].file == 0 ||
		    !is_said[l->complaints.v[i].file])
			vec_push(j->a, &j->failures, l->complaints.v[i].text);
}

static void
add_reading(struct judged *j, const struct reading *r, const struct broken *b)
{
	struct load *l = r->load;

	add_failures(j, l);
	move_places(l, (uint32_t)j->files.n);
	if (b->mended != NULL)
		move_intent(b->mended->model, (uint32_t)j->files.n);
	for (size_t i = 0; i < l->files.n; i++) {
		vec_push(j->a, &j->files, l->files.v[i]);
		vec_push(j->a, &j->read, l->files.v[i]->name);
	}
	for (size_t i = 0; i < l->documents.n; i++)
		vec_push(j->a, &j->documents, l->documents.v[i] != NULL ||
		    b->mended == NULL ? l->documents.v[i] : b->documents[i]);
	for (size_t i = 0; i < l->findings.n; i++)
		vec_push(j->a, &j->findings, l->findings.v[i]);
	add_inputs(j, l);
	j->refused = j->refused || r->refused;
}

static void
judge(struct judged *j, const struct arguments *args,
    const struct policy *policy, struct judging how,
    const char *const *paths, size_t n)
{
	struct reading r = reading_open(args, paths, n,
	    argument(args, "expect"));
	struct lint_input in = { .m = r.m, .routes = routes_new(args->a, r.m) };
	struct outcomes outcomes = { 0 };
	struct findings read = { 0 };
	struct broken broken = broken_of(args, &r);

	in.documents = reading_documents(&r, &in.n_documents);
	if (broken.mended == NULL && r.m->expectations.n > 0) {
		in.reach = reach_new(args->a, r.m, in.routes);
		outcomes = expect_all(in.reach, args->a, how.detail);
	}
	in.outcomes = &outcomes;
	broken_take_back(&broken);
	if (how.remedies)
		read = findings_copy(args->a, &r.load->findings);
	lint_run(args->a, &in, policy, &r.load->findings);
	if (how.remedies)
		remedies_add(&(struct remedies_asked){ .args = args,
		    .reading = &r, .read = &read, .judged = &in, .policy = policy });
	broken_tell(&broken, policy);
	if (broken.mended != NULL)
		outcomes = broken_outcomes(&broken);
	for (size_t i = 0; i < outcomes.n; i++)
		vec_push(args->a, &j->outcomes, &outcomes.v[i]);
	j->expectations_unread += r.m->expectations_unread;
	reading_complain(&r, &r.load->findings);
	add_reading(j, &r, &broken);
}

struct judged
judge_operands(const struct arguments *args, const struct policy *policy,
    struct judging how)
{
	struct judged j = {
		.a = args->a,
		.files = files_new(args->a),
		.findings = findings_new(args->a)
	};

	if (argument_given(args, "separate"))
		for (size_t i = 0; i < args->n_operands; i++)
			judge(&j, args, policy, how, &args->operand[i], 1);
	else
		judge(&j, args, policy, how, args->operand,
		    args->n_operands);
	return j;
}

struct report
judge_report(const struct judged *j)
{
	return (struct report){
		.a = j->a,
		.files = &j->files,
		.documents = j->documents.v,
		.n_documents = j->documents.n,
		.findings = &j->findings,
		.inputs = j->inputs.v,
		.n_inputs = j->inputs.n,
		.style = { .unicode = true, .width = 100 },
		.refused = j->refused,
		.failures = j->failures.v,
		.n_failures = j->failures.n,
		.version = version_number(),
		.outcomes = { j->outcomes.v, j->outcomes.n, 0 },
		.expectations_unread = j->expectations_unread
	};
}

const struct option options_judge[] = {
	{ .name = "expect", .kind = OPTION_FILE, .argument = "FILE",
	  .help = "a spec whose \"expect\", \"ignore\" and \"networks\" hold "
	      "for the input" },
	{ .name = "separate", .kind = OPTION_FLAG,
	  .help = "judge each operand alone, not all as one network" },
	{ 0 }
};
