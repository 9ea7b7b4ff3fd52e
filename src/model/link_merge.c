/* SPDX-License-Identifier: MIT */
#include "model/link.h"
#include "model/notices.h"

#include <string.h>

/*
 * The same id twice.  A folder of describe output holds many things more
 * than once: whole, in the list of their kind, and in part where others show
 * them (the interfaces of an instance).  One thing stands for all of them:
 * the first that is whole.  Two whole ones that differ are IN007.
 */

static struct thing *
first_whole(struct text_range range)
{
	for (size_t i = 0; i < range.n; i++)
		if (range.v[i].to->content != 0)
			return range.v[i].to;
	return range.v[0].to;
}

static void
complain(struct linker *l, const struct thing *kept, const struct thing *t)
{
	struct finding *f = finding_add(l->findings,
	    &notice_conflicting_definitions, t->at,
	    "%s %s is defined twice, and differently; the first definition "
	    "is used", kind_name(t->kind), t->id);

	f->about = kept;
	f->object = t->id;
	f->key = t->id;
	finding_witness(l->findings, f, "id", "%s", t->id);
	finding_related(l->findings, f, kept->at, "the first definition");
	finding_help(l->findings, f, "give the files of one moment only, or "
	    "judge each alone with --separate");
}

/* What a part of an interface knows and the whole may not. */
static void
merge_interface(struct interface *kept, const struct interface *part)
{
	if (kept->workload == NULL)
		kept->workload = part->workload;
	if (kept->endpoint == NULL)
		kept->endpoint = part->endpoint;
	if (kept->holder == NULL)
		kept->holder = part->holder;
	if (part->of_service)
		kept->of_service = true;
	if (kept->subnet_ref.is.state == VALUE_ABSENT)
		kept->subnet_ref = part->subnet_ref;
	if (!kept->groups_stated && part->groups_stated) {
		kept->group_refs.v = part->group_refs.v;
		kept->group_refs.n = part->group_refs.n;
		kept->group_refs.cap = part->group_refs.cap;
		kept->groups_stated = true;
	}
	if (kept->public_ip.is.state == VALUE_ABSENT)
		kept->public_ip = part->public_ip;
	if (kept->source_check.is.state == VALUE_ABSENT)
		kept->source_check = part->source_check;
}

static void
merge(struct linker *l, struct thing *kept, struct thing *t)
{
	if (t->content != 0 && t->content != kept->content)
		complain(l, kept, t);
	if (kept->kind == KIND_INTERFACE)
		merge_interface((struct interface *)kept,
		    (struct interface *)t);
	if (kept->vpc == NULL && kept->vpc_ref.is.state == VALUE_ABSENT) {
		kept->vpc = t->vpc;
		kept->vpc_ref = t->vpc_ref;
	}
	t->merged_into = kept;
}

static void
merge_range(struct linker *l, struct text_range range)
{
	struct thing *kept = first_whole(range);

	for (size_t i = 0; i < range.n; i++)
		if (range.v[i].to != kept)
			merge(l, kept, range.v[i].to);
}

/* Take what was merged out of the lists by kind. */
static void
compact(struct model *m)
{
	for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
		size_t kept = 0;

		for (size_t i = 0; i < m->things[kind].n; i++)
			if (m->things[kind].v[i]->merged_into == NULL)
				m->things[kind].v[kept++] =
				    m->things[kind].v[i];
		m->things[kind].n = kept;
	}
}

static void
repoint(struct model *m)
{
	for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
		for (size_t i = 0; i < m->things[kind].n; i++) {
			struct thing *t = m->things[kind].v[i];

			if (t->vpc != NULL && t->vpc->is.merged_into != NULL)
				t->vpc = (struct vpc *)
				    t->vpc->is.merged_into;
		}
	}
	for (size_t i = 0; i < m->things[KIND_INTERFACE].n; i++) {
		struct interface *e =
		    (struct interface *)m->things[KIND_INTERFACE].v[i];

		if (e->workload != NULL &&
		    e->workload->is.merged_into != NULL)
			e->workload = (struct workload *)
			    e->workload->is.merged_into;
		if (e->endpoint != NULL &&
		    e->endpoint->is.merged_into != NULL)
			e->endpoint = (struct endpoint *)
			    e->endpoint->is.merged_into;
	}
}

void
link_merge(struct linker *l)
{
	bool any = false;

	for (size_t i = 0; i < l->index.n;) {
		struct index_entry *e = &l->index.v[i];
		struct text_range range = { e, 1 };

		while (i + range.n < l->index.n &&
		    e[range.n].island == e->island &&
		    e[range.n].kind == e->kind &&
		    e[range.n].hash == e->hash &&
		    strcmp(e[range.n].text, e->text) == 0)
			range.n++;
		i += range.n;
		if (e->island == ANY_ISLAND && range.n > 1) {
			merge_range(l, range);
			any = true;
		}
	}
	if (!any)
		return;
	compact(l->m);
	repoint(l->m);
	index_ids(l);		/* without what was merged */
}
