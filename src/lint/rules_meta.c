/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

/*
 * About the check itself.  run.c and suppress.c raise these: they need more
 * than the model.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."
#define SUPPRESSING "vpcplan, spec format: ignore"

const struct rule rules_meta[] = {
	{ .is = {
		.code = "MT001",
		.name = "suppression-unused",
		.severity = SEVERITY_WARNING,
		.class = CLASS_META,
		.title = "a suppression that suppresses nothing",
		.aws = "AWS does not see suppressions.",
		.why = "The finding is gone, or never was where the "
		    "suppression looks.  Left alone it hides the next "
		    "finding of the rule, which nobody has accepted.",
		.intent = SAME_WITHOUT_INTENT "  A rule that is off "
		    "has no findings.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("ignore": [{"rule": "AD003", "reason": "a /8 by the old plan"}]}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/8",)
		JSON("ignore": [{"rule": "AD003", "reason": "a /8 by the old plan"}]}}}),
		.reference = SUPPRESSING,
	} },
	{ .is = {
		.code = "MT002",
		.name = "suppression-invalid",
		.severity = SEVERITY_ERROR,
		.class = CLASS_META,
		.title = "a suppression that cannot hold",
		.aws = "AWS does not see suppressions.",
		.why = "It names no rule, gives no reason, or points "
		    "nowhere.  It was written to accept something and "
		    "does not; it never holds by accident either.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "172.17.0.0/16",)
		JSON("ignore": [{"rule": "AD011"}]}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "172.17.0.0/16",)
		JSON("ignore": [{"rule": "AD011", "reason": "no container runs here"}]}}}),
		.reference = SUPPRESSING,
	} },
	{ .is = {
		.code = "MT003",
		.name = "suppression-expired",
		.severity = SEVERITY_ERROR,
		.class = CLASS_META,
		.title = "a suppression whose date has passed",
		.aws = "AWS does not see suppressions.",
		.why = "Somebody accepted the finding for a time, and the "
		    "time is over.  The finding is reported again.",
		.intent = SAME_WITHOUT_INTENT "  Today is --today, else "
		    "SOURCE_DATE_EPOCH, else the day in UTC.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "172.17.0.0/16",)
		JSON("ignore": [{"rule": "AD011", "reason": "it moves",)
		JSON("until": "2020-01-01"}]}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "172.17.0.0/16",)
		JSON("ignore": [{"rule": "AD011", "reason": "it moves",)
		JSON("until": "9999-12-31"}]}}}),
		.reference = SUPPRESSING,
	} },
	{ .is = {
		.code = "MT004",
		.name = "baseline-stale",
		.severity = SEVERITY_NOTE,
		.class = CLASS_META,
		.title = "a baseline that lists findings which are gone",
		.aws = "AWS does not see baselines.",
		.why = "The finding was mended, or what it was about is "
		    "gone.  Left in the baseline it would cover the same "
		    "mistake made again.",
		.intent = SAME_WITHOUT_INTENT "  Files that were not read "
		    "and rules that were not asked are left alone.",
		.bad =
		JSON({"version": 1, "tool": "vpcplan", "findings": [)
		JSON({"file": "plan.json", "rule": "HY001", "object": "/vpcs/a",)
		JSON("fingerprint": "0123456789abcdef", "count": 1}]}),
		.good =
		JSON({"version": 1, "tool": "vpcplan", "findings": []}),
		.reference = "vpcplan, baseline",
	} },
	{ .is = {
		.code = "MT005",
		.name = "analysis-incomplete",
		.severity = SEVERITY_NOTE,
		.class = CLASS_META,
		.title = "something could not be decided",
		.aws = "A describe call answers with one kind of thing; a "
		    "plan does not know the ids that AWS will give.",
		.why = "A rule that rests on absence (unused, unattached, "
		    "empty) proves nothing where a list is not whole, and "
		    "stays silent.  This note says which rules did, so "
		    "that silence is not taken for a clean bill.  It also "
		    "names the types of resources that were met, have to do "
		    "with the network, and are not looked into.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "incomplete": ["route_tables"], "vpcs": {"shop":)
		JSON({"cidr": "10.0.0.0/16", "internet_gateway": "igw"}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16"}}}),
		.reference = "Amazon EC2 API Reference, Pagination",
	} },
	{ .check = NULL }
};
