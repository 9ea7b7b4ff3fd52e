/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_LIST_FAST_H
#define VPCPLAN_NET_LIST_FAST_H

/*
 * The reading of the lines that large lists are made of: one prefix or
 * address in its usual spelling, perhaps with a plain label behind it.  What
 * it does not know it leaves alone, for net/list.c to read again; so it
 * never has to say what is wrong.
 */

#include "net/list.h"

/*
 * Read one line; false, with r as it was, if it is not such a line.  It
 * looks at no byte behind one that it does not like, and the NUL at the end
 * of the text is one of them.
 */
bool list_fast_line(struct list_reader *r, struct list_item *item);

#endif
