/* SPDX-License-Identifier: MIT */
#include "cli/commands.h"
#include "cli/reach_mend.h"
#include "cli/terminal.h"
#include "draw/matrix.h"
#include "draw/trace.h"
#include "model/notation.h"
#include "report/reach.h"
#include "text/sanitise.h"

#include <string.h>

static const char *const format_words[] = { "text", "json", NULL };
static const char *const family_words[] = { "4", "6", "ipv4", "ipv6", NULL };

struct reach_asked {
	struct reach *r;
	struct selection from, to;	/* those that were given */
	bool ports_given;
	struct port_set ports;
	unsigned family;
	const char *lost_az;
};

/* A name of --from or --to; false, and complained of, if it means nothing. */
static bool
find(struct reach *r, struct arena *a, const char *option, const char *text,
    struct selection *out)
{
	const char *why = NULL;

	if (select_find(a, reach_selector(r), 0, NULL, text, out, &why) ==
	    SELECT_OK)
		return true;
	complain("--%s %s: %s", option, text, why);
	return false;
}

/* The pair that shows the verdict best: the first that is not as it should, or
 * that leaves all of it open. */
static const struct pair_answer *
telling_pair(const struct pair_answers *p)
{
	for (size_t i = 0; pairs_verdict(p) == VERDICT_UNKNOWN && i < p->n; i++)
		if (tally_verdict(&p->v[i].tally) == VERDICT_UNKNOWN)
			return &p->v[i];
	for (size_t i = 0; i < p->n; i++)
		if (tally_verdict(&p->v[i].tally) != VERDICT_YES)
			return &p->v[i];
	return &p->v[0];
}

static struct flow
telling_flow(const struct pair_answer *p, enum verdict v)
{
	const struct answer *a = &p->answer;

	if (v == VERDICT_ONE_WAY && !flow_is_empty(a->one_way))
		return a->one_way;
	if (v == VERDICT_YES || (p->at_least_one && !flow_is_empty(a->yes)))
		return a->yes;
	if (!flow_is_empty(a->no) && !p->at_least_one)
		return a->no;
	if (!flow_is_empty(a->one_way))
		return a->one_way;
	if (!flow_is_empty(a->some))
		return a->some;
	if (!flow_is_empty(a->unknown))
		return a->unknown;
	return a->asked;
}

/* The nodes of a network load balancer are answered for as one, which has no
 * address: take one of the first. */
static struct packet
at_an_address(struct packet packet, const struct pair_answer *p)
{
	struct range_set own = p->to->addresses[FAMILY_INDEX(p->family)];

	if (p->to->kind == END_INTERFACES && !p->to->by_public && own.n > 0 &&
	    !range_set_has(own, packet.to))
		packet.to = own.v[0].first;
	return packet;
}

static struct packet
telling_packet(struct arena *a, const struct pair_answer *p)
{
	return at_an_address(flow_telling_witness(a, telling_flow(p,
	    tally_verdict(&p->tally))), p);
}

static void
say_how_to_mend(struct arena *a, const struct reach_mend *found,
    struct drawn_trace *d)
{
	const struct mend *mend = &found->mend;
	const char **fixes = arena_array(a, mend->edits.n, sizeof *fixes);

	for (size_t i = 0; i < mend->edits.n; i++)
		fixes[i] = mend->edits.v[i].says;
	d->fixes = fixes;
	d->n_fixes = mend->edits.n;
	d->advice = mend->advice.v;
	d->n_advice = mend->advice.n;
	d->snippet = found->snippet;
}

/* One packet of the pair that tells most, hop by hop. */
static struct trace
tell(const struct arguments *args, const struct reach_asked *q,
    const struct pair_answer *pair)
{
	struct question question = { .from = pair->from, .to = pair->to,
		.ports = pair->ports, .family = pair->family,
		.lost_az = q->lost_az, .explain = true };

	return reach_trace(q->r, args->a, &question,
	    telling_packet(args->a, pair));
}

static void
write_trace(const struct arguments *args, const struct reach_asked *q,
    const struct pair_answers *p, const struct reach_mend *mend,
    const struct style *style)
{
	const struct pair_answer *pair = telling_pair(p);
	struct trace t = tell(args, q, pair);
	struct drawn_trace d = {
		.trace = &t, .answer = &pair->answer,
		.verdict = pairs_verdict(p),
		.from = sanitise_text(args->a, argument(args, "from")),
		.to = sanitise_text(args->a, argument(args, "to")),
		.on = q->ports_given ? notation_ports_format(args->a,
		    q->ports) : NULL,
		.others = p->n - 1, .untold = p->untold
	};

	say_how_to_mend(args->a, mend, &d);
	draw_trace(args->a, args->out, &d, style);
}

static void
write_json(const struct arguments *args, const struct reach_asked *q,
    const struct pair_answers *p, const struct reach_mend *mend,
    const char *because)
{
	struct trace t;

	if (p->n > 0)
		t = tell(args, q, telling_pair(p));
	report_reach_json(args->a, args->out, &(struct reach_report){
	    .from = argument(args, "from"), .to = argument(args, "to"),
	    .pairs = p, .mend = &mend->mend, .snippet = mend->snippet,
	    .trace = p->n > 0 ? &t : NULL, .because = because,
	    .on = q->ports_given ? notation_ports_format(args->a,
	    q->ports) : NULL });
}

static struct asking_pairs
as_asked(const struct arguments *args, const struct reach_asked *q)
{
	return (struct asking_pairs){
		.r = q->r, .a = args->a, .from_means = &q->from,
		.to_means = &q->to, .ports_given = q->ports_given,
		.ports = q->ports, .family = q->family,
		.lost_az = q->lost_az, .explain = true
	};
}

static bool
is_json(const struct arguments *args)
{
	return str_equal(argument(args, "format"), "json");
}

static void
write_matrix(const struct arguments *args, const struct reach_asked *q,
    const struct routes *routes, const struct style *style)
{
	struct asking_pairs base = as_asked(args, q);
	const struct scene_wishes wishes = { .matrix = &base };
	struct plan_nodes all;

	if (!is_json(args)) {
		draw_matrix(args->a, args->out, scene_new(args->a,
		    reach_model(q->r), routes, &wishes), style);
		return;
	}
	all = nodes_of_tiers(args->a, reach_model(q->r));
	report_cells_json(args->a, args->out, &(struct reach_cells){ &base,
	    &all, &all });
}

/* One end is given: everything on the other side. */
static void
write_table(const struct arguments *args, const struct reach_asked *q,
    const struct style *style)
{
	struct asking_pairs base = as_asked(args, q);
	bool from = argument_given(args, "from");
	struct plan_node given = {
		.title = sanitise_text(args->a,
		    argument(args, from ? "from" : "to")),
		.means = from ? q->from : q->to
	};

	if (is_json(args)) {
		struct plan_nodes one = { .v = &given, .n = 1 }, all =
		    nodes_of_workloads(args->a, reach_model(q->r));

		report_cells_json(args->a, args->out, &(struct reach_cells){
		    &base, from ? &one : &all, from ? &all : &one });
		return;
	}
	draw_reach_table(args->a, args->out, &base, &given, from, style);
}

/* Which end has nobody, and what that means. */
static const char *
nobody(const struct arguments *args, const struct reach_asked *q,
    const struct pair_answers *p)
{
	const char *option = p->no_from ? "from" : "to";
	const struct selection *s = p->no_from ? &q->from : &q->to;

	return arena_printf(args->a, "--%s %s: %s: nothing to ask", option,
	    sanitise_text(args->a, argument(args, option)),
	    s->what == SELECTED_CIDR ? "no VPC and no network of the input "
	    "has that, and it is none of the internet's" :
	    "it has no interface in any subnet");
}

static const char *
why_none(const struct arguments *args, const struct reach_asked *q,
    const struct asking_pairs *asking, const struct pair_answers *p)
{
	if (p->no_from || p->no_to)
		return nobody(args, q, p);
	return q->lost_az != NULL ?
	    "with that AZ lost, nothing of an end is left" :
	    pairs_why_none(args->a, asking, p);
}

static enum exit_status
ask_both(const struct arguments *args, struct reach_asked *q,
    const struct reading *reading, const struct style *style)
{
	struct asking_pairs asking = as_asked(args, q);
	struct reach_mend mend = { .snippet = { NULL, NULL } };
	struct pair_answers p;

	asking.from = ends_of(args->a, reach_places(q->r), &q->from, false,
	    NULL);
	p = pairs_ask(&asking);

	if (p.n == 0) {
		const char *why = p.untold != NULL ? NULL :
		    why_none(args, q, &asking, &p);

		if (p.untold != NULL)
			complain("not decided: %s", p.untold);
		else
			complain("%s", why);
		if (is_json(args))
			write_json(args, q, &p, &mend, why);
		return EXIT_STATUS_FOUND;
	}
	if (pairs_verdict(&p) != VERDICT_YES &&
	    pairs_verdict(&p) != VERDICT_UNKNOWN)
		mend = reach_mend_find(args, reading, &asking);
	if (is_json(args))
		write_json(args, q, &p, &mend, NULL);
	else
		write_trace(args, q, &p, &mend, style);
	return pairs_verdict(&p) == VERDICT_YES ? EXIT_STATUS_CLEAN :
	    EXIT_STATUS_FOUND;
}

/* --on and --family; false if they are no such thing. */
static bool
read_qualifiers(const struct arguments *args, struct reach_asked *q)
{
	const char *on = argument(args, "on");
	const char *family = argument(args, "family");
	const char *why;

	if (on != NULL) {
		why = notation_ports_parse(args->a, on, &q->ports, NULL);
		if (why != NULL) {
			complain("--on %s: %s", on, why);
			return false;
		}
		q->ports_given = true;
	}
	if (family != NULL)
		q->family = str_ends_with(family, "6") ? 6 : 4;
	return true;
}

/* --fail AZ: "a" or the zone's whole name. */
static bool
read_lost_az(const struct arguments *args, struct reach_asked *q,
    const struct model *m)
{
	const char *az = argument(args, "fail");

	if (az == NULL)
		return true;
	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];

		if (str_equal(s->az.v, az) || str_equal(s->az_id.v, az) ||
		    str_equal(s->az_key, az))
			q->lost_az = s->az_key;
	}
	if (q->lost_az == NULL)
		complain("--fail %s: no subnet is in this AZ", az);
	return q->lost_az != NULL;
}

/* What could not be read is not in the answer, and that is said. */
static void
complain_of_unread(const struct load *l)
{
	const struct finding *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < l->findings.n; i++) {
		const struct finding *f = l->findings.v[i];

		if (strncmp(f->notice->code, "IN", 2) != 0 ||
		    str_equal(f->notice->code, "IN001") ||
		    f->severity != SEVERITY_ERROR)
			continue;
		if (n++ == 0)
			first = f;
	}
	if (n > 0)
		complain("the answer leaves out what could not be read: %s%s "
		    "(vpcplan check says more)", first->message, n == 1 ? "" :
		    arena_printf(l->a, ", and %zu more", n - 1));
}

static enum exit_status
run_reach(struct arguments *args)
{
	const char *from = argument(args, "from"), *to = argument(args, "to");
	struct reach_asked q = { 0 };
	enum exit_status status;
	struct style style;
	const struct routes *routes;
	struct reading r;

	if (!terminal_style(args, &style) || !read_qualifiers(args, &q))
		return EXIT_STATUS_REFUSED;
	r = reading_open(args, args->operand, args->n_operands, NULL);
	reading_complain(&r, NULL);
	reading_complain_lock(&r);
	complain_of_unread(r.load);
	if (r.load->read.n == 0)
		return EXIT_STATUS_REFUSED;
	routes = routes_new(args->a, r.m);
	q.r = reach_new(args->a, r.m, routes);
	if (!read_lost_az(args, &q, r.m) ||
	    (from != NULL && !find(q.r, args->a, "from", from, &q.from)) ||
	    (to != NULL && !find(q.r, args->a, "to", to, &q.to)))
		return EXIT_STATUS_REFUSED;
	if (from != NULL && to != NULL) {
		status = ask_both(args, &q, &r, &style);
		return r.refused ? EXIT_STATUS_REFUSED : status;
	}
	if (from != NULL || to != NULL)
		write_table(args, &q, &style);
	else
		write_matrix(args, &q, routes, &style);
	return reading_status(&r, false);
}

static const struct option options[] = {
	{ .name = "from", .kind = OPTION_TEXT, .argument = "NAME",
	  .help = "who sends: a workload, subnet, tier, VPC, network, "
	      "internet, CIDR or address" },
	{ .name = "to", .kind = OPTION_TEXT, .argument = "NAME",
	  .help = "who is to receive: the same, or a service such as s3" },
	{ .name = "on", .kind = OPTION_TEXT, .argument = "PORTS",
	  .help = "kinds of traffic, such as tcp/443; default: what TO "
	      "serves" },
	{ .name = "family", .kind = OPTION_WORD, .argument = "FAMILY",
	  .words = family_words, .help = "one address family only" },
	{ .name = "fail", .kind = OPTION_TEXT, .argument = "AZ",
	  .help = "as if this availability zone were lost" },
	{ .letter = 'f', .name = "format", .kind = OPTION_WORD,
	  .argument = "FORMAT", .words = format_words,
	  .help = "how to write the answer" },
	{ 0 }
};

static const struct option *const shared[] = {
	options_input, options_terminal, NULL
};

const struct command command_reach = {
	.name = "reach",
	.operands = "FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "say who can reach whom, there and back, and why not",
	.details = "With --from and --to: one flow, hop by hop, with the rule "
	    "that decides at each, everything that blocks it, and what the "
	    "answer meets. With one of them: a table of everything that it "
	    "reaches, or that reaches it. With neither: the matrix of all "
	    "tiers, the internet and the networks outside.\n\n"
	    "Exit status with both ends: 0 reachable, 1 anything else.",
	.options = options,
	.shared = shared,
	.run = run_reach
};
