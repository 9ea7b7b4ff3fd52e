/* SPDX-License-Identifier: MIT */
#include "model/link.h"

/*
 * From what readers found to one network.
 *
 * Readers fill in values and references; here alone they are tied together,
 * in phases, each of which may rely on those before it:
 *
 *	merge		the same id twice is one thing, or IN007
 *	owners		the VPC and the transit gateway of each thing
 *	default things	main tables, default ACLs and groups: before names are
 *			resolved, for a plan may name them
 *	references	every name becomes a thing, or a finding
 *	rules, VPNs	default egress; entries in order; what a VPN leads to
 *	associations	table and ACL of each subnet
 *	routes		local, endpoint, propagated routes
 *	interfaces	those of workloads and endpoints, and what they carry
 *	transit		tables and propagations of attachments
 *	lists, uses	everything sorted; then who uses what, in that order
 *
 * Two rules hold throughout.  Unknown stays unknown: nothing is concluded
 * from a value that is not known or a list that is not whole.  And nothing is
 * added to what is only observed, for there absence proves nothing.
 *
 * Cost: each phase is linear in the model but for sorting and for searches in
 * sorted arrays.
 */

enum { SUGGESTIONS_MAX = 200000 };

void
linker_run(struct linker *l)
{
	l->suggestions = SUGGESTIONS_MAX;
	link_adopt(l);
	index_ids(l);
	link_merge(l);
	link_owners(l);
	link_implied_attachments(l);
	link_lists(l, false);
	link_default_things(l);
	index_names(l);
	link_references(l);
	link_lists(l, false);
	link_services(l);
	link_zones(l);
	link_default_rules(l);
	link_vpns(l);
	link_associations(l);
	link_stand_ins(l);
	link_routes(l);
	link_interfaces(l);
	link_transit(l);
	link_lists(l, true);
	link_uses(l);
	model_sort_doubts(l->m);
}

const struct model *
model_link(struct model *m, struct findings *findings)
{
	struct linker l = { .m = m, .findings = findings };

	linker_run(&l);
	m->linked = true;
	return m;
}
