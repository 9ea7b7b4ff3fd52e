/* SPDX-License-Identifier: MIT */
#include "export/spec_write.h"

#include "base/str.h"

/*
 * The account (or Region) of all things that can state one, if they agree.
 * What states none would inherit the top level's, so one such thing keeps
 * every owner where it is.
 */
static const char *
common_owner(const struct model *m, bool account)
{
	static const enum kind kinds[] = {
		KIND_VPC, KIND_TRANSIT_GATEWAY, KIND_VPN, KIND_PREFIX_LIST,
		KIND_ELASTIC_IP, KIND_BLOCK_PUBLIC_ACCESS
	};
	const char *common = NULL;

	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		for (size_t i = 0; i < m->things[kinds[k]].n; i++) {
			const struct thing *t = m->things[kinds[k]].v[i];
			const char *owner = account ? t->account : t->region;

			if (owner == NULL)
				return NULL;
			if (common == NULL)
				common = owner;
			if (!str_equal(common, owner))
				return NULL;
		}
	}
	return common;
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
		.account = common_owner(m, true),
		.region = common_owner(m, false),
	};

	export_assign_names(&o);
	export_sort_suppressions(&o);
	writer_begin_map(&o.w);
	writer_member_integer(&o.w, "vpcplan", 1);
	put_name(&o, "name", m->name);
	put_name(&o, "account", o.account);
	put_name(&o, "region", o.region);
	put_vpcs(&o);
	put_loose_gateways(&o);
	put_peerings(&o);
	put_transit_gateways(&o);
	put_outside(&o);
	put_quotas(&o);
	put_incomplete(&o, NULL);
	put_ignore_of_root(&o);
	put_expectations(&o);
	writer_end(&o.w);
	writer_finish(&o.w);
}
