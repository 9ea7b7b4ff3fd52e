/* SPDX-License-Identifier: MIT */
#include "draw/draw.h"

#include "cli/commands.h"
#include "cli/policy.h"
#include "cli/reading.h"
#include "cli/terminal.h"
#include "base/names.h"

static const char *const detail_words[] = { "0", "1", "2", "3", "4",
	NULL };
static const char *const labels_words[] = { "name", "id", "both", NULL };
static const char *const format_words[] = { "text", "outline", NULL };

static unsigned
detail_of(const struct arguments *args)
{
	const char *text = argument(args, "detail");

	return text != NULL ? (unsigned)(text[0] - '0') + 1 : 0;
}

static enum scene_labels
labels_of(const struct arguments *args)
{
	const char *word = argument(args, "labels");

	return str_equal(word, "id") ? LABELS_ID :
	    str_equal(word, "both") ? LABELS_BOTH : LABELS_NAME;
}

static bool
is_named(const struct thing *t, const char *name)
{
	return str_equal(thing_label(t), name) || str_equal(t->id, name) ||
	    str_equal(t->address, name);
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
		if (is_named(&m->vpcs.v[i]->is, name)) {
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
		if (is_named(&m->vpcs.v[i]->is, name))
			return true;
		vec_push(args->a, &c.v, thing_label(&m->vpcs.v[i]->is));
	}
	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];

		if (is_named(&s->is, name))
			return true;
		vec_push(args->a, &c.v, thing_label(&s->is));
		if (!value_is_known(s->tier.is))
			continue;
		if (str_equal(s->tier.v, name))
			return true;
		vec_push(args->a, &c.v, s->tier.v);
	}
	complain_of_name(&c, "focus", name, "subnet, tier or VPC");
	return false;
}

static enum exit_status
run_draw(struct arguments *args)
{
	struct draw_options options = {
		.outline = str_equal(argument(args, "format"), "outline"),
		.no_findings = argument_given(args, "no-findings"),
		.no_flows = argument_given(args, "no-flows"),
		.labels = labels_of(args),
		.detail = detail_of(args)
	};
	struct policy policy;
	struct reading r;
	struct lint_input in = { 0 };

	if (!policy_find(args, &policy) ||
	    !terminal_style(args, &options.style))
		return EXIT_STATUS_REFUSED;
	r = reading_open(args, args->operand, args->n_operands, NULL);
	reading_complain(&r, NULL);
	in.documents = reading_documents(&r, &in.n_documents);
	in.m = r.m;
	if (!find_vpc(args, r.m, &options.vpc) ||
	    !find_focus(args, r.m, &options.focus))
		return EXIT_STATUS_REFUSED;
	in.routes = routes_new(args->a, r.m);
	lint_run(args->a, &in, &policy, &r.load->findings);
	if (r.load->read.n > 0)
		draw_topology(args->a, args->out, r.m, in.routes,
		    &r.load->findings, &options);
	return reading_status(&r, false);
}

static const struct option options[] = {
	{ .letter = 'f', .name = "format", .kind = OPTION_WORD,
	  .argument = "FORMAT", .words = format_words,
	  .help = "a diagram, or a list for narrow places and screen readers" },
	{ .name = "vpc", .kind = OPTION_TEXT, .argument = "NAME",
	  .help = "draw this VPC only" },
	{ .name = "focus", .kind = OPTION_TEXT, .argument = "NAME",
	  .help = "draw this subnet, tier or VPC in full, the rest folded" },
	{ .name = "labels", .kind = OPTION_WORD, .argument = "WHICH",
	  .words = labels_words,
	  .help = "name things by their names, by ids with a list of names "
	      "(for pages whose font draws them wider), or by both" },
	{ .name = "no-flows", .kind = OPTION_FLAG,
	  .help = "leave out what gets through between tiers" },
	{ .name = "detail", .kind = OPTION_WORD, .argument = "N",
	  .words = detail_words,
	  .help = "VPCs as cards (0), one box for subnets that are alike (1), "
	      "resources as counts (2), everything (3), every interface and "
	      "address (4); without it by size" },
	{ .name = "no-findings", .kind = OPTION_FLAG,
	  .help = "leave out what check would report" },
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
	.summary = "draw the topology of a network as text",
	.details = "Draws accounts, VPCs, availability zones, subnets with "
	    "what is in them, gateways and the ways out, in the width at hand. "
	    "What check would report is marked in the picture and explained "
	    "below it.",
	.options = options,
	.shared = shared,
	.run = run_draw
};
