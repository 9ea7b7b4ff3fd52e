/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_addr, suite_carve, suite_cidr, suite_coarsen, suite_list,
    suite_lookup, suite_overlap, suite_pool, suite_port_set, suite_range_bag,
    suite_range_set, suite_service_set, suite_special, suite_term;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_addr, suite_carve, suite_cidr, suite_coarsen,
		suite_list, suite_lookup, suite_overlap, suite_pool,
		suite_port_set, suite_range_bag, suite_range_set,
		suite_service_set, suite_special, suite_term, NULL
	};

	return unit_main(suites);
}
