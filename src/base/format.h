/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_BASE_FORMAT_H
#define VPCPLAN_BASE_FORMAT_H

/*
 * vsnprintf(), at a fraction of its cost for what nearly every format of ours
 * holds: texts (%s, %.*s) and whole numbers (%d, %u, %lu, %zu) without width
 * or flags.  Any other format is vsnprintf()'s.
 */

#include <stdarg.h>
#include <stddef.h>

int format_args(char *to, size_t room, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

#endif
