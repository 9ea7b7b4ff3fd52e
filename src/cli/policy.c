/* SPDX-License-Identifier: MIT */
#include "cli/policy.h"

#include "cli/config.h"
#include "cli/today.h"

const struct option options_policy[] = {
	{ .letter = 's', .name = "select", .kind = OPTION_RULES,
	  .argument = "RULES",
	  .help = "only these rules: codes, names or beginnings of codes, "
	      "with commas" },
	{ .letter = 'i', .name = "ignore", .kind = OPTION_RULES,
	  .argument = "RULES", .help = "none of these rules" },
	{ .letter = 'c', .name = "config", .kind = OPTION_FILE,
	  .argument = "FILE",
	  .help = "the configuration, instead of the .vpcplan.json that is "
	      "found upwards from the input" },
	{ .name = "no-config", .kind = OPTION_FLAG,
	  .help = "no configuration, though there is one" },
	{ .name = "today", .kind = OPTION_TEXT, .argument = "DATE",
	  .help = "the date that \"until\" and \"expires\" are held against" },
	{ 0 }
};

static bool
are_known(const char *option, const char *const *words, size_t n)
{
	bool known = true;

	for (size_t i = 0; i < n; i++) {
		const char *near;

		if (registry_matches_any(words[i]))
			continue;
		near = registry_nearest(words[i]);
		complain("option \"--%s\": no rule is called \"%s\"%s%s%s",
		    option, words[i], near == NULL ? "" : "; did you mean \"",
		    near == NULL ? "" : near, near == NULL ? "" : "\"?");
		known = false;
	}
	return known;
}

/* What the command line says of a thing stands for what is configured. */
static void
configure(struct policy *p, const struct config *c)
{
	if (p->select.n == 0)
		p->select = c->select;
	if (p->ignore.n == 0)
		p->ignore = c->ignore;
	p->unsuppressible = c->unsuppressible;
	p->severities = c->severities.v;
	p->n_severities = c->severities.n;
	p->options = c->options.v;
	p->n_options = c->options.n;
}

bool
policy_find(struct arguments *args, struct policy *out)
{
	struct policy p = { 0 };
	struct today today = { 0 };
	bool good;

	p.select.v = argument_list(args, "select", &p.select.n);
	p.ignore.v = argument_list(args, "ignore", &p.ignore.n);
	good = are_known("select", p.select.v, p.select.n);
	good = are_known("ignore", p.ignore.v, p.ignore.n) && good;
	good = today_find(args->a, argument(args, "today"), &today) && good;
	good = config_find(args, &args->config) && good;
	if (!good)
		return false;
	if (args->config != NULL)
		configure(&p, args->config);
	p.today = today.days;
	p.today_text = today.text;
	*out = p;
	return true;
}
