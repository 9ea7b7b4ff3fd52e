/* SPDX-License-Identifier: MIT */
#include "export/spec_write.h"

#include "base/str.h"
#include "model/select.h"

/* Kinds that can state their owner. */
static const enum kind owned[] = {
	KIND_VPC, KIND_INTERNET_GATEWAY, KIND_VPN_GATEWAY,
	KIND_TRANSIT_GATEWAY, KIND_VPN, KIND_PREFIX_LIST, KIND_ELASTIC_IP,
	KIND_BLOCK_PUBLIC_ACCESS
};

struct owners {			/* the owner that most have, so far */
	const char *most;
	uintptr_t n;
};

static bool
count_owner(void *context, const char *owner, void *count)
{
	struct owners *o = context;

	if ((uintptr_t)count > o->n) {
		o->most = owner;
		o->n = (uintptr_t)count;
	}
	return true;
}

/*
 * The account (or Region) that most things have stands at the top.  What
 * states none would inherit it: one such thing keeps every owner where it is.
 */
static const char *
common_owner(struct arena *a, const struct model *m, bool account)
{
	struct map counts = map_new(a);
	struct owners owners = { 0 };

	for (size_t k = 0; k < sizeof owned / sizeof *owned; k++) {
		for (size_t i = 0; i < m->things[owned[k]].n; i++) {
			const struct thing *t = m->things[owned[k]].v[i];
			const char *owner = account ? t->account : t->region;
			void **slot;

			if (t->vpc != NULL)
				continue;
			if (owner == NULL)
				return NULL;
			slot = map_slot(&counts, owner);
			*slot = (void *)((uintptr_t)*slot + 1);
		}
	}
	map_walk(&counts, count_owner, &owners);
	return owners.most;
}

static void
put_pools(struct spec_out *o)
{
	const struct model *m = o->m;

	if (m->pools.n == 0)
		return;
	writer_key(&o->w, "pools");
	writer_begin_map_fit(&o->w);
	for (size_t i = 0; i < m->pools.n; i++)
		put_cidrs(o, m->pools.v[i]->name, m->pools.v[i]->cidrs.v,
		    m->pools.v[i]->cidrs.n);
	writer_end(&o->w);
}

static void
put_quotas(struct spec_out *o)
{
	const struct model *m = o->m;

	if (m->quotas.n == 0)
		return;
	writer_key(&o->w, "quotas");
	writer_begin_map_fit(&o->w);
	for (size_t i = 0; i < m->quotas.n; i++)
		put_number(o, m->quotas.v[i].key, &m->quotas.v[i].n);
	writer_end(&o->w);
}

void
export_spec(struct str *out, const struct model *m,
    const struct export_options *options)
{
	struct spec_out o = {
		.a = out->a,
		.m = m,
		.w = writer_new(out),
		.with_ids = options->with_ids,
		.account = common_owner(out->a, m, true),
		.region = common_owner(out->a, m, false),
	};

	export_assign_names(&o);
	export_sort_suppressions(&o);
	if (m->expectations.n > 0)
		o.selector = selector_new(out->a, m);
	writer_begin_map(&o.w);
	writer_member_integer(&o.w, "vpcplan", 1);
	put_name(&o, "name", m->name);
	put_name(&o, "account", o.account);
	put_name(&o, "region", o.region);
	put_vpcs(&o);
	put_loose_gateways(&o);
	put_unplaced(&o);
	put_peerings(&o);
	put_transit_gateways(&o);
	put_outside(&o);
	put_pools(&o);
	put_quotas(&o);
	put_incomplete(&o, NULL);
	put_ignore_of_root(&o);
	put_expectations(&o);
	writer_end(&o.w);
	writer_finish(&o.w);
}
