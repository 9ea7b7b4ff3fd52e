/* SPDX-License-Identifier: MIT */
#include "net/carve.h"

struct addr
carve_last_number(unsigned bits)
{
	return addr_shift_right(addr_last(IPV6), 128 - bits);
}

bool
carve_subnet(struct cidr parent, unsigned new_bits, struct addr n,
    struct cidr *out)
{
	unsigned bits = family_bits(parent.family);

	if (new_bits > bits - parent.length ||
	    addr_compare(n, carve_last_number(new_bits)) > 0)
		return false;
	out->family = parent.family;
	out->length = (uint8_t)(parent.length + new_bits);
	out->base = addr_or(parent.base,
	    addr_shift_left(n, bits - out->length));
	return true;
}

bool
carve_host(struct cidr c, struct addr n, bool from_end, struct addr *out)
{
	struct addr last = cidr_last(c);
	struct addr last_number = addr_subtract(last, c.base);

	if (from_end) {
		if (addr_equal(n, addr_first(IPV6)))
			return false;
		n = addr_previous(n);
	}
	if (addr_compare(n, last_number) > 0)
		return false;
	*out = from_end ? addr_subtract(last, n) : addr_add(c.base, n);
	return true;
}

struct carve_row
carve_row_start(struct cidr within)
{
	return (struct carve_row){ .within = within, .next = within.base };
}

bool
carve_row_next(struct carve_row *row, unsigned length, struct cidr *out)
{
	enum family family = row->within.family;
	struct addr last = cidr_last(row->within);
	struct cidr c = cidr_around(row->next, family, length);

	if (row->full || length < row->within.length)
		return false;
	if (addr_compare(c.base, row->next) < 0) {
		/* The block around next is begun already: the one after. */
		if (addr_compare(cidr_last(c), last) >= 0)
			return false;
		c.base = addr_next(cidr_last(c));
	}
	row->full = addr_equal(cidr_last(c), last);
	if (!row->full)
		row->next = addr_next(cidr_last(c));
	*out = c;
	return true;
}

bool
carve_length(enum family family, struct addr addresses, unsigned *length)
{
	unsigned bits = family_bits(family), host_bits = 0;
	struct addr last_number = addr_previous(addresses);

	if (addr_equal(addresses, addr_first(IPV6)))
		return false;
	while (host_bits < bits &&
	    addr_compare(carve_last_number(host_bits), last_number) < 0)
		host_bits++;
	if (addr_compare(carve_last_number(host_bits), last_number) < 0)
		return false;
	*length = bits - host_bits;
	return true;
}
