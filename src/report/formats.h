/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_FORMATS_H
#define VPCPLAN_REPORT_FORMATS_H

/* The rows of the table of formats, each at the end of its own file. */

#include "report/report.h"

extern const struct format format_text;		/* another name of full */
extern const struct format format_full;
extern const struct format format_concise;
extern const struct format format_json;
extern const struct format format_sarif;
extern const struct format format_junit;
extern const struct format format_gitlab;
extern const struct format format_github;
extern const struct format format_rdjson;
extern const struct format format_markdown;

#endif
