/* SPDX-License-Identifier: MIT */
#include "draw/draw.h"

#include "base/names.h"
#include "cli/commands.h"
#include "cli/policy.h"
#include "cli/reading.h"
#include "cli/save.h"
#include "cli/terminal.h"
#include "draw/block.h"
#include "load/input.h"
#include "plan/expect.h"

#include <string.h>

static const char *const detail_words[] = { "0", "1", "2", "3", "4",
	NULL };
static const char *const labels_words[] = { "name", "id", "both", NULL };
static const char *const view_words[] = { "topology", "addresses", "matrix",
	"routes", NULL };
static const char *const style_words[] = { "boxes", "nodes", NULL };
static const char *const format_words[] = { "text", "outline", "svg",
	"mermaid", "dot", "scene", NULL };

static unsigned
detail_of(const struct arguments *args)
{
	const char *text = argument(args, "detail");

	return text != NULL ? (unsigned)(text[0] - '0') + 1 : 0;
}

struct candidates {
	VEC(const char *) v;
};

/* Complain that nothing has the name that an option asks for. */
static void
complain_of_name(const struct candidates *c, const char *option,
    const char *name, const char *what)
{
	const char *near = names_nearest(name, c->v.v, c->v.n);

	if (near != NULL)
		complain("--%s %s: no such %s; did you mean \"%s\"?", option,
		    name, what, near);
	else if (c->v.n == 1)
		complain("--%s %s: no such %s; there is only \"%s\"", option,
		    name, what, c->v.v[0]);
	else
		complain("--%s %s: no such %s in the input", option, name,
		    what);
}

/* --vpc; false, and complained of, if it names none. */
static bool
find_vpc(const struct arguments *args, const struct model *m,
    const struct vpc **out)
{
	const char *name = argument(args, "vpc");
	struct candidates c = { 0 };

	for (size_t i = 0; name != NULL && i < m->vpcs.n; i++) {
		if (scene_is_named(&m->vpcs.v[i]->is, name)) {
			*out = m->vpcs.v[i];
			return true;
		}
		vec_push(args->a, &c.v, thing_label(&m->vpcs.v[i]->is));
	}
	if (name != NULL)
		complain_of_name(&c, "vpc", name, "VPC");
	return name == NULL;
}

/* --focus: a subnet, a tier or a VPC. */
static bool
find_focus(const struct arguments *args, const struct model *m,
    const char **out)
{
	const char *name = argument(args, "focus");
	struct candidates c = { 0 };

	*out = name;
	if (name == NULL)
		return true;
	for (size_t i = 0; i < m->vpcs.n; i++) {
		if (scene_is_named(&m->vpcs.v[i]->is, name))
			return true;
		vec_push(args->a, &c.v, thing_label(&m->vpcs.v[i]->is));
	}
	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];
		const char *base;

		if (scene_is_named(&s->is, name))
			return true;
		vec_push(args->a, &c.v, thing_label(&s->is));
		if (!value_is_known(s->tier.is))
			continue;
		base = scene_tier_base(args->a, s);
		if (scene_tier_is_named(args->a, s, name))
			return true;
		vec_push(args->a, &c.v, base != NULL ? base : s->tier.v);
	}
	complain_of_name(&c, "focus", name, "subnet, tier or VPC");
	return false;
}

/* --to: an address, for the routes that win. */
static bool
find_address(const struct arguments *args, struct draw_options *o)
{
	const char *text = argument(args, "to");
	enum family family;
	enum addr_error error;

	if (text == NULL)
		return true;
	if (o->view != VIEW_ROUTES) {
		complain("--to goes with --view routes");
		return false;
	}
	error = addr_parse(text, strlen(text), &family, &o->asked.base);
	if (error != ADDR_OK) {
		complain("--to %s: %s", text, addr_error_text(error));
		return false;
	}
	o->asked.family = (uint8_t)family;
	o->asked.length = (uint8_t)family_bits(family);
	o->asked_text = text;
	return true;
}

static size_t
word_number(const char *const *words, const char *word)
{
	size_t i = 0;

	while (word != NULL && words[i] != NULL && strcmp(words[i], word) != 0)
		i++;
	return word != NULL ? i : 0;
}

/* What --update or --check is about; NULL: the standard output. */
static const char *
file_of(const struct arguments *args)
{
	const char *update = argument(args, "update");

	return update != NULL ? update : argument(args, "check");
}

/* What a file holds must not depend on the terminal at hand. */
static bool
find_style(const struct arguments *args, struct style *style)
{
	const struct terminal t = {
		.color = "never", .width = argument(args, "width"),
		.charset = argument(args, "charset")
	};

	return file_of(args) == NULL ? terminal_style(args, style) :
	    terminal_decide(&t, style);
}

/* Put the picture into the file, or say whether it is there already. */
static enum exit_status
keep_file(struct arguments *args, const struct draw_options *o,
    const char *picture)
{
	const char *path = file_of(args), *why;
	const struct save_inputs inputs = { args->operand, args->n_operands };
	struct str out = str_new(args->a);
	struct block b = {
		.name = argument(args, "block"), .content = picture,
		.language = o->format == DRAW_MERMAID ? "mermaid" :
		    o->format == DRAW_DOT ? "dot" :
		    o->format == DRAW_SCENE ? "json" : "text"
	};
	struct input file;

	why = input_read(args->a, path, &file);
	if (why == NULL)
		why = block_replace(args->a, file.bytes, file.length, &b,
		    &out);
	if (why != NULL) {
		complain("%s: %s", path, why);
		return EXIT_STATUS_REFUSED;
	}
	if (out.n == file.length && memcmp(out.v, file.bytes, out.n) == 0)
		return EXIT_STATUS_CLEAN;
	if (argument_given(args, "check")) {
		complain("%s: the diagram is not what the input says now; "
		    "vpcplan draw --update %s mends it", path, path);
		return EXIT_STATUS_FOUND;
	}
	why = save_file(args->a, path, out.v, out.n, &inputs);
	if (why != NULL)
		complain("%s: %s", path, why);
	return why != NULL ? EXIT_STATUS_REFUSED : EXIT_STATUS_CLEAN;
}

static bool
are_compatible(const struct arguments *args, const struct draw_options *o)
{
	if (argument_given(args, "update") && argument_given(args, "check"))
		complain("--update and --check exclude each other");
	else if (file_of(args) != NULL && o->format == DRAW_SVG)
		complain("an svg stands in a file of its own, not in a block");
	else if (file_of(args) == NULL && argument_given(args, "block"))
		complain("--block goes with --update or --check");
	else if (o->view != VIEW_TOPOLOGY && argument_given(args, "focus"))
		complain("--focus goes with --view topology");
	else
		return true;
	return false;
}

/* All that the options say, but for names that the input must have. */
static bool
read_options(const struct arguments *args, struct draw_options *o)
{
	o->view = (enum draw_view)word_number(view_words,
	    argument(args, "view"));
	o->format = (enum draw_format)word_number(format_words,
	    argument(args, "format"));
	o->labels = (enum scene_labels)word_number(labels_words,
	    argument(args, "labels"));
	o->no_findings = argument_given(args, "no-findings");
	o->nodes = str_equal(argument(args, "style"), "nodes");
	o->no_flows = argument_given(args, "no-flows");
	o->detail = detail_of(args);
	return are_compatible(args, o) && find_address(args, o) &&
	    find_style(args, &o->style);
}

static enum exit_status
put_picture(struct arguments *args, const struct lint_input *in,
    const struct findings *findings, const struct draw_options *o)
{
	struct str picture = str_new(args->a);
	const char *why = draw_picture(args->a,
	    file_of(args) != NULL ? &picture : args->out, in->m, in->routes,
	    findings, o);

	if (why != NULL) {
		complain("%s", why);
		return EXIT_STATUS_REFUSED;
	}
	return file_of(args) == NULL ? EXIT_STATUS_CLEAN :
	    keep_file(args, o, str_text(&picture));
}

static enum exit_status
run_draw(struct arguments *args)
{
	struct draw_options options = { .view = VIEW_TOPOLOGY };
	enum exit_status status = EXIT_STATUS_CLEAN, reading;
	struct policy policy;
	struct reading r;
	struct lint_input in = { 0 };
	struct outcomes outcomes;

	if (!read_options(args, &options) || !policy_find(args, &policy))
		return EXIT_STATUS_REFUSED;
	r = reading_open(args, args->operand, args->n_operands, NULL);
	reading_complain(&r, NULL);
	in.documents = reading_documents(&r, &in.n_documents);
	in.m = r.m;
	if (!find_vpc(args, r.m, &options.vpc) ||
	    !find_focus(args, r.m, &options.focus))
		return EXIT_STATUS_REFUSED;
	in.routes = routes_new(args->a, r.m);
	/* only the matrix has a place for what they say */
	if (options.view == VIEW_MATRIX && !options.no_findings &&
	    r.m->expectations.n > 0) {
		in.reach = reach_new(args->a, r.m, in.routes);
		outcomes = expect_all(in.reach, args->a, EXPECT_ANSWERS);
		in.outcomes = &outcomes;
	}
	lint_run(args->a, &in, &policy, &r.load->findings);
	if (r.load->read.n > 0)
		status = put_picture(args, &in, &r.load->findings, &options);
	reading = reading_status(&r, false);
	return reading > status ? reading : status;
}

static const struct option options[] = {
	{ .letter = 'f', .name = "format", .kind = OPTION_WORD,
	  .argument = "FORMAT", .words = format_words,
	  .help = "a diagram, a list for narrow places and screen readers, an "
	      "image, or the source of one; scene is JSON" },
	{ .name = "view", .kind = OPTION_WORD, .argument = "VIEW",
	  .words = view_words,
	  .help = "what stands where, the address space, who can reach whom, "
	      "or route tables as they work" },
	{ .name = "to", .kind = OPTION_TEXT, .argument = "ADDRESS",
	  .help = "of --view routes: the route that wins for this address" },
	{ .name = "vpc", .kind = OPTION_TEXT, .argument = "NAME",
	  .help = "draw this VPC only" },
	{ .name = "focus", .kind = OPTION_TEXT, .argument = "NAME",
	  .help = "draw this subnet, tier or VPC in full, the rest folded" },
	{ .name = "labels", .kind = OPTION_WORD, .argument = "WHICH",
	  .words = labels_words,
	  .help = "name things by their names, by ids with a list of names "
	      "(for pages whose font draws them wider), or by both" },
	{ .name = "style", .kind = OPTION_WORD, .argument = "STYLE",
	  .words = style_words,
	  .help = "of a VPC of at most 4 subnets and 8 resources: what is in "
	      "subnets as boxes that hang on them" },
	{ .name = "no-flows", .kind = OPTION_FLAG,
	  .help = "leave out what gets through between tiers" },
	{ .name = "detail", .kind = OPTION_WORD, .argument = "N",
	  .words = detail_words,
	  .help = "VPCs as cards (0), one box for subnets that are alike (1), "
	      "resources as counts (2), everything (3), every interface and "
	      "address (4); without it by size" },
	{ .name = "no-findings", .kind = OPTION_FLAG,
	  .help = "leave out what check would report" },
	{ .name = "update", .kind = OPTION_FILE, .argument = "FILE",
	  .help = "put the diagram between the lines <!-- vpcplan:begin --> "
	      "and <!-- vpcplan:end --> of a Markdown file" },
	{ .name = "check", .kind = OPTION_FILE, .argument = "FILE",
	  .help = "exit with 1 if the diagram there is another" },
	{ .name = "block", .kind = OPTION_TEXT, .argument = "NAME",
	  .help = "the block of that name: <!-- vpcplan:begin NAME -->" },
	{ 0 }
};

static const struct option *const shared[] = {
	options_policy, options_input, options_terminal, NULL
};

const struct command command_draw = {
	.name = "draw",
	.operands = "FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "draw a network: topology, addresses, routes, matrix",
	.details = "Draws accounts, VPCs, availability zones, subnets with "
	    "what is in them, gateways and the ways out, in the width at hand. "
	    "What check would report is marked in the picture and explained "
	    "below it.",
	.options = options,
	.shared = shared,
	.run = run_draw
};
