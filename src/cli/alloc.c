/* SPDX-License-Identifier: MIT */
#include "cli/alloc_print.h"
#include "cli/alloc_write.h"
#include "cli/commands.h"
#include "cli/lock_file.h"
#include "cli/reading.h"
#include "cli/save.h"
#include "cli/terminal.h"
#include "cli/version.h"
#include "model/notices.h"
#include "text/sanitise.h"

#include <string.h>

static const char *const format_words[] = { "text", "json", NULL };
static const char *const fit_words[] = { "best", "first", "last", "sparse",
	NULL };
static const char *const order_words[] = { "stable", "size", "given", NULL };

static struct settle_options
read_options(const struct arguments *args)
{
	static const enum fit fits[] = { FIT_BEST, FIT_FIRST, FIT_LAST,
		FIT_SPARSE };
	static const enum allocate_order orders[] = { ALLOCATE_STABLE,
		ALLOCATE_SIZE, ALLOCATE_GIVEN };
	const char *fit = argument(args, "fit");
	const char *order = argument(args, "order");
	struct settle_options o = {
		.fit = FIT_BEST, .order = ALLOCATE_STABLE,
		.reserve_azs = (unsigned)argument_number(args, "reserve-azs",
		    0),
		.adopt = argument_given(args, "adopt")
	};

	for (size_t i = 0; fit != NULL && fit_words[i] != NULL; i++)
		if (str_equal(fit, fit_words[i]))
			o.fit = fits[i];
	for (size_t i = 0; order != NULL && order_words[i] != NULL; i++)
		if (str_equal(order, order_words[i]))
			o.order = orders[i];
	o.release = argument_list(args, "release", &o.n_release);
	return o;
}

static bool
save_lock(const struct arguments *args, const struct lock_file *file,
    const struct str *text)
{
	struct save_inputs inputs = { args->operand, args->n_operands };
	const char *why = save_file(args->a, file->path, str_text(text),
	    text->n, &inputs);

	if (why != NULL)
		complain("%s: %s", file->path, why);
	return why == NULL;
}

static void
print(const struct arguments *args, const struct alloc_answer *answer)
{
	if (str_equal(argument(args, "format"), "json"))
		alloc_print_json(args->out, answer);
	else
		alloc_print_text(args->out, answer);
}

/*
 * What was not understood of a plan may be a subnet that would be taken for
 * removed, or for none.
 */
static bool
is_understood(const struct load *l)
{
	enum { SHOWN = 8 };
	static const struct notice *const notices[] = { &notice_json_syntax,
		&notice_unknown_key, &notice_wrong_type,
		&notice_cidr_malformed };
	size_t n = 0;

	for (size_t i = 0; i < l->findings.n; i++) {
		const struct finding *f = l->findings.v[i];
		struct position p = place_position(&l->files, f->at);
		bool is_one = false;

		for (size_t k = 0; k < sizeof notices / sizeof *notices; k++)
			is_one = is_one || f->notice == notices[k];
		if (!is_one)
			continue;
		if (n++ < SHOWN)
			complain("%s:%u:%u: %s [%s]", p.file,
			    (unsigned)p.line, (unsigned)p.column,
			    sanitise_text(l->a, f->message),
			    f->notice->code);
	}
	if (n > 0)
		complain("%zu error%s in the plan; \"vpcplan check\" says "
		    "more", n, n == 1 ? "" : "s");
	return n == 0;
}

/* What is left to do when all is settled: write, or say that it would be. */
static enum exit_status
conclude(const struct arguments *args, const struct load *l,
    const struct lock_file *file, const struct settlement *s,
    const struct str *text, bool changed)
{
	bool whole = s->problems.n == 0 && s->count[FATE_UNPLACED] == 0;

	/* What is adopted stands, whatever else was not understood. */
	whole = (is_understood(l) || argument_given(args, "adopt")) && whole;

	if (!whole) {
		if (changed)
			complain("%s: not written, as not all is settled",
			    file->path);
		return EXIT_STATUS_FOUND;
	}
	if (argument_given(args, "frozen")) {
		if (!changed)
			return EXIT_STATUS_CLEAN;
		complain("%s: it would change; run \"vpcplan alloc\" without "
		    "--frozen and commit it", file->path);
		return EXIT_STATUS_FOUND;
	}
	if (changed && !save_lock(args, file, text))
		return EXIT_STATUS_REFUSED;
	if (argument_given(args, "write") && !alloc_write(l, s))
		return EXIT_STATUS_REFUSED;
	return EXIT_STATUS_CLEAN;
}

static enum exit_status
settle_and_answer(const struct arguments *args, const struct reading *r,
    const struct lock_file *file, const struct style *style)
{
	struct settle_options options = read_options(args);
	struct settlement *s = settle(args->a, r->m, file->lock, &options);
	struct str text = str_new(args->a);
	const char *name = argument(args, "explain");
	struct alloc_answer answer = { .a = args->a, .m = r->m, .s = s,
		.lock = file->path, .width = style->width,
		.fit = options.fit, .files = &r->load->files,
		.version = version_number() };
	enum exit_status status;

	lock_write(&text, s->next);
	answer.changed = file->bytes == NULL ? s->next->v.n > 0 :
	    file->length != text.n ||
	    memcmp(file->bytes, text.v, text.n) != 0;
	lock_file_complain(&r->load->files, &s->problems);
	if (name != NULL) {
		if (alloc_explain(args->out, &answer, name))
			return EXIT_STATUS_CLEAN;
		complain("the plan has no subnet or VPC \"%s\"", name);
		return EXIT_STATUS_REFUSED;
	}
	print(args, &answer);
	status = conclude(args, r->load, file, s, &text, answer.changed);
	return r->refused ? EXIT_STATUS_REFUSED : status;
}

static enum exit_status
run_alloc(struct arguments *args)
{
	struct reading r;
	struct lock_file file;
	struct style style;
	const char *path = argument(args, "lock");

	if (!terminal_style(args, &style))
		return EXIT_STATUS_REFUSED;
	if (argument_given(args, "frozen") && argument_given(args, "write")) {
		complain("%s: --frozen writes nothing, and --write does",
		    args->title);
		return EXIT_STATUS_REFUSED;
	}
	if (path == NULL && str_equal(args->operand[0], "-")) {
		complain("%s: standard input has no place beside it; say "
		    "where the lock is with --lock", args->title);
		return EXIT_STATUS_REFUSED;
	}
	r = reading_open_unlocked(args, args->operand, args->n_operands);
	reading_complain(&r, NULL);
	if (r.load->read.n == 0)
		return EXIT_STATUS_REFUSED;
	file = lock_file_read(args->a, &r.load->files, path != NULL ? path :
	    lock_file_beside(args->a, args->operand[0]));
	if (file.broken)
		return EXIT_STATUS_REFUSED;
	return settle_and_answer(args, &r, &file, &style);
}

static const struct option options[] = {
	{ .name = "lock", .kind = OPTION_FILE, .argument = "FILE",
	  .help = "the lock; otherwise " LOCK_FILE_NAME " beside the plan" },
	{ .name = "frozen", .kind = OPTION_FLAG,
	  .help = "write nothing; exit with 1 if the lock would change" },
	{ .name = "write", .kind = OPTION_FLAG,
	  .help = "put the blocks into the plan as well, which keeps its "
	      "layout" },
	{ .name = "adopt", .kind = OPTION_FLAG,
	  .help = "take blocks that the input states into the lock as well" },
	{ .name = "release", .kind = OPTION_LIST, .argument = "NAME",
	  .help = "give up the block of a name, or its tombstone" },
	{ .name = "fit", .kind = OPTION_WORD, .argument = "HOW",
	  .words = fit_words, .help = "where new blocks go" },
	{ .name = "order", .kind = OPTION_WORD, .argument = "ORDER",
	  .words = order_words, .help = "in which order they are placed" },
	{ .name = "reserve-azs", .kind = OPTION_NUMBER, .argument = "N",
	  .min = 0, .max = 6,
	  .help = "keep room in each tier for so many more AZs" },
	{ .name = "explain", .kind = OPTION_TEXT, .argument = "NAME",
	  .help = "say why a name has its block, and write nothing" },
	{ .letter = 'f', .name = "format", .kind = OPTION_WORD,
	  .argument = "FORMAT", .words = format_words,
	  .help = "how to write the answer" },
	{ 0 }
};

static const struct option *const shared[] = {
	options_input, options_terminal, NULL
};

const struct command command_alloc = {
	.name = "alloc",
	.operands = "FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "give blocks to subnets that only state a size",
	.details = "Subnets that say \"size\" or \"hosts\" instead of "
	    "\"cidr\" get an aligned block that overlaps nothing, and keep "
	    "it: the lock beside the plan remembers which name has which "
	    "block. A name that is removed leaves a tombstone, so that its "
	    "addresses go to nobody else until --release. The order of names "
	    "and the number of AZs move nothing.\n\n"
	    "Exit status: 0 all have a block; 1 something does not fit, "
	    "would have to move, or with --frozen would change; 2 the plan "
	    "or the lock cannot be used. The lock is only written with 0.",
	.options = options,
	.shared = shared,
	.run = run_alloc
};
