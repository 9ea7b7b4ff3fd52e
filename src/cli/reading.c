/* SPDX-License-Identifier: MIT */
#include "cli/reading.h"

#include "base/str.h"
#include "cli/config.h"
#include "cli/lock_lay.h"
#include "cli/parameters.h"
#include "model/notices.h"
#include "text/sanitise.h"

static const char *const format_words[] = { "spec", "describe", "terraform",
	"cloudformation", NULL };

static const char *const state_words[] = { "after", "before", NULL };

const struct option options_input[] = {
	{ .name = "input-format", .kind = OPTION_WORD, .argument = "FORMAT",
	  .words = format_words,
	  .help = "take the input for this format, not for what it looks "
	      "like" },
	{ .name = "account", .kind = OPTION_TEXT, .argument = "ID",
	  .help = "the account of what does not state one" },
	{ .name = "region", .kind = OPTION_TEXT, .argument = "NAME",
	  .help = "the region of what does not state one" },
	{ .name = "param", .kind = OPTION_PAIR, .argument = "NAME=VALUE",
	  .help = "the value of a template's parameter" },
	{ .name = "param-file", .kind = OPTION_FILE, .argument = "FILE",
	  .help = "values of parameters, as \"aws cloudformation\" takes "
	      "them" },
	{ .name = "state", .kind = OPTION_WORD, .argument = "WHEN",
	  .words = state_words,
	  .help = "of a Terraform plan: the network before or after (default) "
	      "the change" },
	{ 0 }
};

static struct load *
new_load(const struct arguments *args, bool before, bool mend)
{
	struct load_options options = {
		.format = argument(args, "input-format"),
		.region = argument(args, "region"),
		.account = argument(args, "account"),
		.before = before,
		.mend = mend,
		.may_be_empty = str_equal(args->command->name, "diff") ||
		    str_equal(args->command->name, "convert")
	};
	struct load *load;
	const char *wrong;

	if (args->config != NULL) {
		options.quotas = args->config->quotas.v;
		options.n_quotas = args->config->quotas.n;
	}
	wrong = parameters_find(args, &options);
	load = load_new(args->a, &options);
	if (wrong != NULL)
		load_complain(load, "%s", wrong);
	return load;
}

/* locked: the operand beside which the lock may stand; NULL: without one. */
static struct reading
finish(const struct arguments *args, struct load *load,
    const char *expect, const char *locked)
{
	struct reading r = { .load = load };
	bool good;

	if (expect != NULL)
		load_expect(r.load, expect);
	good = locked == NULL || lock_lay(r.load, locked);
	r.m = load_finish(r.load);
	config_accept(args->config, args->a, &r.load->files,
	    &r.load->model->suppressions);
	r.refused = !good || r.load->complaints.n > 0;
	for (size_t i = 0; i < r.load->remarks.n; i++)
		complain("%s", r.load->remarks.v[i]);
	/* check has them in its report */
	for (size_t i = 0; i < r.m->unread.n && !str_equal(
	    args->command->name, "check"); i++)
		complain("%s", unread_text(args->a, &r.m->unread.v[i]));
	for (size_t i = 0; i < r.load->complaints.n; i++)
		if (r.load->complaints.v[i].file == 0)
			complain("%s", r.load->complaints.v[i].text);
	return r;
}

struct reading
reading_open(const struct arguments *args, const char *const *paths,
    size_t n, const char *expect)
{
	struct load *load = new_load(args,
	    str_equal(argument(args, "state"), "before"), false);

	for (size_t i = 0; i < n; i++)
		load_path(load, paths[i]);
	return finish(args, load, expect, n > 0 ? paths[0] : "-");
}

struct reading
reading_open_unlocked(const struct arguments *args, const char *const *paths,
    size_t n)
{
	struct load *load = new_load(args,
	    str_equal(argument(args, "state"), "before"), false);

	for (size_t i = 0; i < n; i++)
		load_path(load, paths[i]);
	return finish(args, load, NULL, NULL);
}

struct reading
reading_open_before(const struct arguments *args, const struct reading *after,
    const char *expect)
{
	struct load *load = new_load(args, true, false);
	const struct load *l = after->load;

	for (size_t i = 0; i < l->documents.n; i++) {
		const struct file *f = files_get(&l->files, (uint32_t)i + 1);

		if (l->documents.v[i] != NULL && !str_equal(f->name, expect))
			load_bytes(load, f->name, f->text, f->length, true);
	}
	return finish(args, load, expect, "-");
}

struct load *
reading_mended(const struct arguments *args, const struct reading *r,
    const char *expect)
{
	const struct load *l = r->load;
	struct load *load = new_load(args,
	    str_equal(argument(args, "state"), "before"), true);

	for (size_t i = 0; i < l->documents.n; i++) {
		const struct file *f = files_get(&l->files, (uint32_t)i + 1);
		bool is_expect = i + 1 == l->documents.n && expect != NULL &&
		    str_equal(f->name, expect);

		if (is_expect)
			load_expect_bytes(load, f->name, f->text, f->length);
		else
			load_bytes(load, f->name, f->text, f->length, false);
	}
	(void)load_finish(load);
	return load;
}

void
reading_complain(const struct reading *r, const struct findings *said)
{
	const struct load *l = r->load;
	bool *is_said = arena_array(l->a, l->files.n + 1, sizeof *is_said);

	for (size_t i = 0; said != NULL && i < said->n; i++)
		is_said[said->v[i]->at.file] = true;
	for (size_t i = 0; i < l->complaints.n; i++)
		if (l->complaints.v[i].file != 0 &&
		    !is_said[l->complaints.v[i].file])
			complain("%s", l->complaints.v[i].text);
}

void
reading_complain_lock(const struct reading *r)
{
	const struct findings *list = &r->load->findings;
	const struct finding *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++) {
		if (list->v[i]->notice != &notice_lock_out_of_date)
			continue;
		n++;
		if (first == NULL)
			first = list->v[i];
	}
	if (first != NULL)
		complain("%s%s; run \"vpcplan alloc\"", sanitise_text(
		    r->load->a, first->message), n == 1 ? "" :
		    arena_printf(r->load->a, ", and %zu more", n - 1));
}

struct document *const *
reading_documents(const struct reading *r, size_t *n)
{
	*n = r->load->documents.n;
	return r->load->documents.v;
}

enum exit_status
reading_status(const struct reading *r, bool found)
{
	if (r->refused)
		return EXIT_STATUS_REFUSED;
	return found ? EXIT_STATUS_FOUND : EXIT_STATUS_CLEAN;
}
