/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_DOCUMENT_EXERCISE_H
#define VPCPLAN_TESTS_DOCUMENT_EXERCISE_H

/*
 * Read any bytes as a document and ask it everything there is to ask.  Used
 * by the fuzz target and by the run over mutated texts of the unit tests.
 */

#include <stddef.h>

/* Whether the bytes were read; ends the program if a promise is broken. */
int document_exercise(const char *bytes, size_t length);

#endif
