/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_YAML_PARSE_H
#define VPCPLAN_DOCUMENT_YAML_PARSE_H

#include "document/yaml_made.h"

/*
 * Write what the text of made->d says.  False, with a fatal problem, if it is
 * no YAML, holds no or several documents, has a key that is no scalar, or an
 * alias for what has no anchor or is not closed yet.
 */
bool yaml_parse(struct yaml_made *made);

#endif
