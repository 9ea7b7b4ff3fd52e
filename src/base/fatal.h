/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_BASE_FATAL_H
#define VPCPLAN_BASE_FATAL_H

/*
 * The two ways in which the program itself fails: memory is out, or one of
 * its own promises does not hold.  Both print one line on stderr and exit
 * with status 3.  What is wrong with an input never comes here: that is a
 * finding (diag/).
 */

_Noreturn void fatal_no_memory(void);

/* A promise of our own code is broken; what says which, in plain words. */
_Noreturn void fatal_bug(const char *file, int line, const char *what);

#define BUG(what) fatal_bug(__FILE__, __LINE__, what)

#endif
