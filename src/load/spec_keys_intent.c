/* SPDX-License-Identifier: MIT */

/* The vocabulary of the spec: accepted findings, expectations. */

#include "load/spec_keys.h"

static const char *const families[] = { "ipv4", "ipv6", NULL };
static const char *const survived[] = { "any az", NULL };

static const struct spec_key suppression_keys[] = {
	{ "rule", FORM_NAME, "code, name or prefix of codes: RT006",
	  AT(suppression, rule) },
	{ "at", FORM_NAME, "a JSON pointer or a resource address, * for one "
	  "segment; in the top-level list only", AT(suppression, pattern) },
	{ "reason", FORM_REASON, "why it is accepted; must be there",
	  AT(suppression, reason) },
	{ "until", FORM_NAME, "the last day on which it holds: 2027-03-31",
	  AT(suppression, until) },
	{ 0 }
};

const struct spec_object spec_suppression = {
	.name = "suppression", .title = "an entry of \"ignore\"",
	.about = "a finding that is accepted, and why",
	.keys = suppression_keys,
};

static const struct spec_key expectation_keys[] = {
	{ "from", FORM_END_OF_FLOW, "who begins to talk",
	  AT(expectation, from), .required = true },
	{ "to", FORM_END_OF_FLOW, "whom it talks to",
	  AT(expectation, to), .required = true },
	{ "on", FORM_PORTS, "kinds of traffic: tcp/443",
	  AT(expectation, ports) },
	{ "never", FORM_NEVER, .about = "true: no packet may get there" },
	{ "only", FORM_ONLY, .about = "true: on no other port; \"from\": nobody else" },
	{ "over", FORM_OVER, "one family alone", .words = families },
	{ "via", FORM_VIA, .about = "what every path passes: a name, a kind word" },
	{ "not_via", FORM_NOT_VIA, .about = "what no path passes" },
	{ "surviving", FORM_SURVIVING, "also when any AZ is lost",
	  .words = survived },
	{ "why", FORM_NAME, "where the demand comes from",
	  AT(expectation, why) },
	{ 0 }
};

const struct spec_object spec_expectation = {
	.name = "expectation", .title = "an expectation",
	.about = "what must or must not be reachable",
	.keys = expectation_keys,
};
