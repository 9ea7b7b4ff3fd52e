/* SPDX-License-Identifier: MIT */
#include "model/clouds.h"

#include "base/str.h"
#include "model/facts.h"

const struct cloud clouds[] = {
	{ "azure", "Azure", 4, 1, 29,
	  "Azure Virtual Network FAQ, restrictions on addresses of subnets; "
	  "2026-11-28" },
	{ "gcp", "Google Cloud", 2, 2, 29,
	  "Google Cloud VPC, Subnets: unusable addresses in IPv4 subnet "
	  "ranges; 2026-11-28" },
	{ "oci", "Oracle Cloud", 2, 1, 30,
	  "Oracle Cloud, Overview of VCNs and Subnets; 2026-11-28" },
	{ 0 }
};

bool
cloud_find(const char *word, struct cloud *out)
{
	unsigned front = (unsigned)fact_value(FACT_SUBNET_RESERVED_FIRST);
	unsigned all = (unsigned)fact_value(FACT_SUBNET_RESERVED);

	if (str_equal(word, "aws")) {
		*out = (struct cloud){ "aws", "AWS", front, all - front,
			(unsigned)fact_value(FACT_SUBNET_LENGTH_MAX), NULL };
		return true;
	}
	for (const struct cloud *c = clouds; word != NULL && c->word != NULL;
	    c++)
		if (str_equal(word, c->word)) {
			*out = *c;
			return true;
		}
	return false;
}

bool
cloud_usable(const struct cloud *cloud, struct cidr c, struct range *out)
{
	struct range all = cidr_range(c);

	if (family_bits(c.family) - c.length < 3 &&
	    cloud->front + cloud->back >=
	    1U << (family_bits(c.family) - c.length))
		return false;
	out->first = addr_add(all.first, addr_from_u64(cloud->front));
	out->last = addr_subtract(all.last, addr_from_u64(cloud->back));
	return true;
}
