/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_PARAMETERS_H
#define VPCPLAN_CLI_PARAMETERS_H

/* --param and --param-file: values for parameters of templates. */

#include "cli/command.h"
#include "load/load.h"

/*
 * Sets the options' parameters.  A file is what "aws cloudformation" takes
 * (a list of ParameterKey and ParameterValue) or what pipelines do
 * ({"Parameters": {…}}); --param wins.  NULL, or what is wrong with the file.
 */
const char *parameters_find(const struct arguments *args, struct load_options *out);

#endif
