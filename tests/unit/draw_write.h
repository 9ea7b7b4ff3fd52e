/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_UNIT_DRAW_WRITE_H
#define VPCPLAN_TESTS_UNIT_DRAW_WRITE_H

/*
 * Random scenes as files, for the programs that read what is drawn for them:
 * "draw.t DIRECTORY" writes scene-00.mmd, .dot, .svg and so on.
 */

/* The exit status: 0 if all of them were written. */
int draw_write(const char *directory);

#endif
