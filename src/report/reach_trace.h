/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_REACH_TRACE_H
#define VPCPLAN_REPORT_REACH_TRACE_H

/* A trace as JSON: one packet, every element on its way there and back. */

#include "document/writer.h"
#include "reach/trace.h"

void report_trace(struct writer *w, struct arena *a, const struct trace *t);

#endif
