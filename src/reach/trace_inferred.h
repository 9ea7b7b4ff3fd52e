/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_TRACE_INFERRED_H
#define VPCPLAN_REACH_TRACE_INFERRED_H

#include "reach/trace.h"

/* Say which links of what a trace passes are inferred. */
void trace_add_inferred(const struct model *m, struct arena *a,
    struct trace *out);

#endif
