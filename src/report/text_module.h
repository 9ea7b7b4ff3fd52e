/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_TEXT_MODULE_H
#define VPCPLAN_REPORT_TEXT_MODULE_H

#include "report/report.h"

struct in_module {
	const struct shown *shown;
	const char *module;	/* "module.vpc[0]"; "" of the root */
	size_t group;		/* of the first of a module: how many there are;
				   else, and where no module occurs, 0 */
};

/*
 * The findings in the order of the text report: as they are, but where an
 * input is Terraform's and has modules, the root module's come first and then
 * those of each module together.
 */
struct in_module *text_by_module(const struct report *r,
    const struct shown *shown, size_t n);

/* "module.a.module.b[0]" of the address of a resource; "" of the root. */
const char *text_module_of(struct arena *a, const char *address);

#endif
