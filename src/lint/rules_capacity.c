/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/words.h"
#include "model/facts.h"
#include "plan/capacity.h"

/*
 * Whether what is planned fits.  plan/capacity counts; here it is judged.
 */
#define SUBNET_CIDRS "Amazon VPC User Guide, Subnet CIDR blocks"
#define COUNTS_ONLY "Silent: it counts what a plan is going to create."

static const struct rule_option nearly_full[] = {
	{ .name = "threshold", .type = OPTION_IS_NUMBER, .otherwise = 80,
	  .min = 1, .max = 100,
	  .about = "per cent of the usable addresses from which it is nearly "
	      "full" },
	{ .name = NULL }
};

/* Who takes addresses in a subnet, those that take most first in the order
 * of the plan: "24 by workload "app"" and so on. */
static const char *
takers(struct lint *l, const struct subnet_use *use)
{
	struct words_list list = { .a = l->a };

	for (size_t i = 0; i < use->takes.n; i++)
		words_add(&list, arena_printf(l->a, "%lld by %s%s",
		    (long long)use->takes.v[i].now,
		    use->takes.v[i].is_pods ? "pods of " : "",
		    thing_title(l->a, use->takes.v[i].of)));
	return words_join(&list);
}

/*
 * Whether all that takes addresses in a subnet is there together, and nothing
 * depends on conditions but on one, *given; NULL: on none.
 */
static bool
is_sure(struct lint *l, const struct subnet *s, const struct subnet_use *use,
    const struct condition **given)
{
	*given = NULL;
	for (size_t i = 0; i < use->takes.n; i++) {
		const struct thing *t = use->takes.v[i].of;

		if (!lint_is_maybe(t, &s->is))
			continue;
		if (*given != NULL && !condition_same(*given, t->exists)) {
			lint_weakened(l, arena_printf(l->a, "what %s is to "
			    "hold depends on conditions", thing_title(l->a,
			    &s->is)));
			return false;
		}
		*given = t->exists;
	}
	return true;
}

static struct finding *
flag_use(struct lint *l, const struct subnet *s, const struct subnet_use *use,
    const char *what)
{
	const char *standing = use->standing == 0 ? "" : arena_printf(l->a,
	    ", %lld of them taken,", (long long)use->standing);
	struct finding *f = flag(l, &s->is, s->cidr.is.at, "%s (%s) has %lld "
	    "usable addresses%s and %s%lld are planned%s: %s",
	    thing_title(l->a, &s->is), words_cidr(l->a, s->cidr.v),
	    (long long)use->usable, standing, use->unknown ? "at least " : "",
	    (long long)use->now, what, takers(l, use));

	finding_witness(l->findings, f, "usable", "%lld",
	    (long long)use->usable);
	finding_witness(l->findings, f, "planned", "%lld",
	    (long long)use->now);
	for (size_t i = 0; i < use->takes.n && i < 4; i++)
		finding_related(l->findings, f, use->takes.v[i].of->at, "%s",
		    thing_title(l->a, use->takes.v[i].of));
	return f;
}

/* There are addresses enough, but not in whole blocks for pods. */
static struct finding *
flag_prefixes(struct lint *l, const struct subnet *s,
    const struct subnet_use *use)
{
	int64_t room = capacity_prefix_room(use, use->standing + use->now -
	    use->prefixes_now * 16);
	struct finding *f = flag(l, &s->is, s->cidr.is.at, "%s (%s) has room "
	    "for %lld whole /28 blocks at best and pods take %lld: %s",
	    thing_title(l->a, &s->is), words_cidr(l->a, s->cidr.v),
	    (long long)room, (long long)use->prefixes_now, takers(l, use));

	finding_witness(l->findings, f, "blocks", "%lld", (long long)room);
	finding_witness(l->findings, f, "planned", "%lld",
	    (long long)use->prefixes_now);
	return f;
}

/* How many there are of a workload is taken as one where nobody knows. */
static void
weaken_by_counts(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->workloads.n; i++)
		if (value_is_unknown(m->workloads.v[i]->count.is) &&
		    m->workloads.v[i]->is.created)
			lint_weakened(l, arena_printf(l->a, "the count of %s is "
			    "not known", thing_title(l->a,
			    &m->workloads.v[i]->is)));
}

static void
check_exceeded(struct lint *l, const struct model *m)
{
	struct capacity *c = lint_capacity(l);

	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];
		const struct subnet_use *use = capacity_of(c, s);
		const struct condition *given;
		struct finding *f;

		if (use->now == 0 || capacity_fits_now(use) ||
		    !is_sure(l, s, use, &given))
			continue;
		f = use->standing + use->now <= use->usable ?
		    flag_prefixes(l, s, use) : flag_use(l, s, use, "");
		lint_given(l, f, given);
		finding_help(l->findings, f, "give it a larger block, or "
		    "spread the workloads over more subnets");
	}
	weaken_by_counts(l, m);
}

/* Whether something in the subnet may still grow. */
static bool
grows(const struct subnet_use *use)
{
	for (size_t i = 0; i < use->takes.n; i++)
		if (use->takes.v[i].most > use->takes.v[i].now)
			return true;
	return false;
}

static void
check_nearly_full(struct lint *l, const struct model *m)
{
	struct capacity *c = lint_capacity(l);
	int64_t threshold = lint_number(l, "threshold");

	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];
		const struct subnet_use *use = capacity_of(c, s);
		const struct condition *given;
		struct finding *f;
		int64_t taken;

		taken = use->standing + use->now;
		if (use->usable == 0 || !capacity_fits_now(use) ||
		    taken * 100 < use->usable * threshold || !grows(use) ||
		    !is_sure(l, s, use, &given))
			continue;
		f = flag_use(l, s, use, arena_printf(l->a, " (%lld per cent)",
		    (long long)(taken * 100 / use->usable)));
		lint_given(l, f, given);
		finding_witness(l->findings, f, "most", "%lld",
		    (long long)use->most);
		finding_help(l->findings, f, "blocks of subnets cannot be "
		    "changed: plan a larger one while nothing stands in it");
	}
}

/*
 * What each thing takes in one subnet, all its appetites together: nodes and
 * their pods are two.  Indexed by order of the thing; only the entries of
 * things in the subnet at hand are meant.
 */
struct share {
	int64_t now, most;
	int64_t prefixes_now, prefixes_most;
};

static void
add_shares(struct share *shares, const struct subnet_use *use)
{
	for (size_t i = 0; i < use->takes.n; i++)
		shares[use->takes.v[i].of->order] = (struct share){ 0 };
	for (size_t i = 0; i < use->takes.n; i++) {
		const struct appetite *by = &use->takes.v[i];

		shares[by->of->order].now += by->now;
		shares[by->of->order].most += by->most;
		shares[by->of->order].prefixes_now += by->prefixes_now;
		shares[by->of->order].prefixes_most += by->prefixes_most;
	}
}

static void
flag_headroom(struct lint *l, const struct workload *w,
    const struct subnet *s, const struct subnet_use *use,
    const struct share *own)
{
	int64_t most = number_or(w->max, number_or(w->count, 1)) +
	    number_or(w->surge, 0);
	struct finding *f = flag(l, &w->is, w->is.at, "%s may grow to %lld, "
	    "which takes %lld addresses of %s (%s): it has %lld usable ones, "
	    "of which %lld are planned now", thing_title(l->a, &w->is),
	    (long long)most, (long long)own->most, thing_title(l->a, &s->is),
	    words_cidr(l->a, s->cidr.v), (long long)use->usable,
	    (long long)use->now);

	f->key = thing_label(&s->is);
	finding_passes(l->findings, f, &s->is);
	finding_witness(l->findings, f, "most", "%lld", (long long)most);
	finding_witness(l->findings, f, "usable", "%lld",
	    (long long)use->usable);
	finding_related(l->findings, f, s->is.at, "%s",
	    thing_title(l->a, &s->is));
	finding_help(l->findings, f, "give it larger or more subnets, or "
	    "lower its maximum");
}

/* Whether all has room when one thing has grown and the others have not. */
static bool
fits_grown(const struct subnet_use *use, const struct share *own)
{
	struct subnet_use grown = *use;

	grown.now += own->most - own->now;
	grown.prefixes_now += own->prefixes_most - own->prefixes_now;
	return capacity_fits_now(&grown);
}

/* Each workload once, at the first subnet that it outgrows while all others
 * stay as they are.  What does not fit even now is CP001's. */
static void
check_headroom(struct lint *l, const struct model *m)
{
	struct capacity *c = lint_capacity(l);
	struct share *shares = arena_array(l->a, m->next_order,
	    sizeof *shares);
	bool *flagged = arena_array(l->a, m->next_order, sizeof *flagged);

	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];
		const struct subnet_use *use = capacity_of(c, s);

		if (use->usable == 0 || !capacity_fits_now(use))
			continue;
		add_shares(shares, use);
		for (size_t j = 0; j < use->takes.n; j++) {
			const struct thing *t = use->takes.v[j].of;

			if (t->kind != KIND_WORKLOAD || flagged[t->order] ||
			    fits_grown(use, &shares[t->order]))
				continue;
			flagged[t->order] = true;
			flag_headroom(l, (const struct workload *)t, s, use,
			    &shares[t->order]);
		}
	}
}

/* --------------------------------------------------- lb-subnet-too-small */

static void
check_balancer(struct lint *l, const struct workload *w,
    const struct subnet *s, int64_t free)
{
	int64_t longest = fact_value(FACT_ALB_LENGTH_MAX);
	int64_t wanted = model_fact(l->m, FACT_ALB_FREE);
	struct finding *f;

	if (s->cidr.v.length > longest)
		f = flag(l, &s->is, s->cidr.is.at, "%s (%s) is too small for "
		    "%s: an application load balancer needs a /%lld",
		    thing_title(l->a, &s->is), words_cidr(l->a, s->cidr.v),
		    thing_title(l->a, &w->is), (long long)longest);
	else if (free < wanted)
		f = flag(l, &s->is, s->cidr.is.at, "%s (%s) leaves %lld "
		    "address%s for %s: an application load balancer needs "
		    "%lld free", thing_title(l->a, &s->is),
		    words_cidr(l->a, s->cidr.v),
		    (long long)(free > 0 ? free : 0), free == 1 ? "" : "es",
		    thing_title(l->a, &w->is), (long long)wanted);
	else
		return;
	lint_given(l, f, w->is.exists);
	f->key = thing_label(&w->is);
	finding_passes(l->findings, f, &w->is);
	finding_witness(l->findings, f, "cidr", "%s",
	    words_cidr(l->a, s->cidr.v));
	finding_witness(l->findings, f, "free", "%lld", (long long)free);
	finding_related(l->findings, f, w->is.at, "%s",
	    thing_title(l->a, &w->is));
	finding_help(l->findings, f, "put the load balancer into a subnet of "
	    "/%lld or larger", (long long)longest);
}

static void
check_balancers(struct lint *l, const struct model *m)
{
	struct capacity *c = lint_capacity(l);
	struct share *shares = arena_array(l->a, m->next_order,
	    sizeof *shares);

	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];
		const struct subnet_use *use = capacity_of(c, s);

		if (!value_is_known(s->cidr.is))
			continue;
		add_shares(shares, use);
		for (size_t j = 0; j < use->takes.n; j++) {
			const struct thing *t = use->takes.v[j].of;
			const struct workload *w = (const struct workload *)t;
			int64_t free = use->usable - use->now +
			    shares[t->order].now;

			if (t->kind == KIND_WORKLOAD && w->kind ==
			    WORKLOAD_APPLICATION_LOAD_BALANCER &&
			    !w->kind_untold)
				check_balancer(l, w, s, free > 0 ? free : 0);
		}
	}
}

/* ---------------------------------------------------------------- table */

const struct rule rules_capacity[] = {
	{ .check = check_exceeded, .is = {
		.code = "CP001",
		.name = "subnet-capacity-exceeded",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "more addresses planned than a subnet has",
		.aws = "AWS keeps five addresses of each subnet.  An application load "
		    "balancer takes eight, a NAT gateway, an endpoint and an attachment "
		    "one each, functions one for each set of groups, an EKS cluster two.",
		.why = "The last ones are not created, and which those are depends on the "
		    "order.",
		.intent = COUNTS_ONLY,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/28"}},)
		JSON("security_groups": {"app": {}}, "workloads": {"app":)
		JSON({"kind": "auto_scaling_group", "subnets": ["app-a"],)
		JSON("security_groups": ["app"], "count": 12}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/28"}},)
		JSON("security_groups": {"app": {}}, "workloads": {"app":)
		JSON({"kind": "auto_scaling_group", "subnets": ["app-a"],)
		JSON("security_groups": ["app"], "count": 11}}}}}),
		.reference = SUBNET_CIDRS,
	} },
	{ .check = check_nearly_full, .options = nearly_full, .is = {
		.code = "CP002",
		.name = "subnet-nearly-full",
		.severity = SEVERITY_WARNING,
		.class = CLASS_FRAGILE,
		.title = "a subnet that is nearly full and is to take more",
		.aws = "The block of a subnet cannot be changed once it is created.",
		.why = "Four fifths are taken from the start, and something in it has a "
		    "maximum above its count: the next deployment may be the one that "
		    "finds no address.",
		.intent = COUNTS_ONLY,
		.options = "threshold: per cent of the usable addresses from which "
		    "it is nearly full, 80.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/28"}},)
		JSON("security_groups": {"app": {}}, "workloads": {"app":)
		JSON({"kind": "auto_scaling_group", "subnets": ["app-a"],)
		JSON("security_groups": ["app"], "count": 9, "max": 11}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/28"}},)
		JSON("security_groups": {"app": {}}, "workloads": {"app":)
		JSON({"kind": "auto_scaling_group", "subnets": ["app-a"],)
		JSON("security_groups": ["app"], "count": 9, "max": 9}}}}}),
		.reference = SUBNET_CIDRS,
	} },
	{ .check = check_headroom, .is = {
		.code = "CP003",
		.name = "scaling-headroom",
		.severity = SEVERITY_WARNING,
		.class = CLASS_FRAGILE,
		.title = "a workload whose maximum does not fit into its subnets",
		.aws = "An auto scaling group or a service that finds no free address "
		    "starts nothing, and retries.  A rolling update takes its surge on "
		    "top.",
		.why = "It fits today and fails under the load it was made for.",
		.intent = COUNTS_ONLY,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/28"}},)
		JSON("security_groups": {"app": {}}, "workloads": {"app":)
		JSON({"kind": "auto_scaling_group", "subnets": ["app-a"],)
		JSON("security_groups": ["app"], "count": 4, "max": 24}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/27"}},)
		JSON("security_groups": {"app": {}}, "workloads": {"app":)
		JSON({"kind": "auto_scaling_group", "subnets": ["app-a"],)
		JSON("security_groups": ["app"], "count": 4, "max": 24}}}}}),
		.reference = SUBNET_CIDRS,
	} },
	{ .check = check_balancers, .is = {
		.code = "PL003",
		.name = "lb-subnet-too-small",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a subnet too small for an application load balancer",
		.aws = "Each subnet of an application load balancer has a block of /27 or "
		    "larger and eight free addresses, for the balancer to grow.",
		.why = "AWS refuses to create it, or it cannot scale out when it has to.",
		.intent = COUNTS_ONLY,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("lb-a": {"az": "a", "cidr": "10.0.0.0/28"},)
		JSON("lb-b": {"az": "b", "cidr": "10.0.1.0/27"}},)
		JSON("security_groups": {"lb": {}}, "workloads": {"lb":)
		JSON({"kind": "application_load_balancer", "scheme": "internal",)
		JSON("subnets": ["lb-a", "lb-b"], "security_groups": ["lb"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("lb-a": {"az": "a", "cidr": "10.0.0.0/27"},)
		JSON("lb-b": {"az": "b", "cidr": "10.0.1.0/27"}},)
		JSON("security_groups": {"lb": {}}, "workloads": {"lb":)
		JSON({"kind": "application_load_balancer", "scheme": "internal",)
		JSON("subnets": ["lb-a", "lb-b"], "security_groups": ["lb"]}}}}}),
		.reference = "Elastic Load Balancing, Application Load Balancers: subnets",
	} },
	{ .check = NULL }
};
