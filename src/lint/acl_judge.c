/* SPDX-License-Identifier: MIT */
#include "lint/acl_judge.h"

#include "lint/rule.h"
#include "reach/branch.h"
#include "reach/end.h"

static bool
allows_all(const struct acl_entry *e)
{
	return e->allow && value_is_known(e->ports.is) &&
	    value_is_known(e->cidr.is) && e->cidr.v.family == IPV4 &&
	    e->cidr.v.length == 0 && port_set_is_everything(e->ports.v);
}

/* Its first entries let all of IPv4 through, as those of a default ACL do. */
static bool
is_open(const struct network_acl *acl)
{
	return acl->ingress.n > 0 && acl->egress.n > 0 &&
	    allows_all(acl->ingress.v[0]) && allows_all(acl->egress.v[0]);
}

struct acl_judge
acl_judge_new(struct lint *l, struct arena *a)
{
	struct acl_judge j = { .l = l, .a = a };

	j.filters = filters_new(a, l->m, branch_new(a));
	j.closed = arena_array(a, l->m->next_order, sizeof *j.closed);
	for (size_t i = 0; i < l->m->network_acls.n; i++) {
		const struct network_acl *acl = l->m->network_acls.v[i];

		j.closed[acl->is.order] = acl->entries_known && !is_open(acl);
	}
	return j;
}

bool
acl_judge_any_closed(const struct acl_judge *j)
{
	for (size_t i = 0; i < j->l->m->network_acls.n; i++)
		if (j->closed[j->l->m->network_acls.v[i]->is.order])
			return true;
	return false;
}

struct port_set
acl_judge_admits(const struct acl_judge *j, const struct network_acl *acl,
    enum direction direction, struct range_set peers, enum bound bound)
{
	return service_set_ports_from_all(j->a, filter_acl(j->filters, acl,
	    direction, peers.family, bound), peers);
}

struct port_range
acl_judge_anybody(void)
{
	static const struct end anybody = { .kind = END_ADDRESSES };

	return end_ephemeral(&anybody);
}

struct port_range
acl_judge_client(const struct interface *x)
{
	/* An endpoint takes any port, as what stands outside does. */
	const struct end e = { .workload = x->workload, .kind =
		x->endpoint != NULL ? END_NETWORK : END_INTERFACES };

	return end_ephemeral(&e);
}

struct port_range
acl_judge_either(struct port_range x, struct port_range y)
{
	return (struct port_range){ x.first < y.first ? x.first : y.first,
		x.last > y.last ? x.last : y.last };
}
