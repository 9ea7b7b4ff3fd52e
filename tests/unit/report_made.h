/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_REPORT_MADE_H
#define VPCPLAN_TESTS_REPORT_MADE_H

/* Reports made by hand: a few files, and findings at words in them. */

#include "document/document.h"
#include "report/report.h"

enum { MADE_FILES_MAX = 4 };

struct made {
	struct arena *a;
	struct files files;
	struct document *documents[MADE_FILES_MAX];
	const char *inputs[MADE_FILES_MAX];
	size_t n;
	struct findings findings;
};

extern const struct notice made_error, made_warning, made_note;

struct made made_new(void);

/* Add a file; its number. */
uint32_t made_file(struct made *m, const char *name, const char *text);

/* The first place where word stands in the file. */
struct place made_place(const struct made *m, uint32_t file,
    const char *word);

/* A finding there, whose object is word. */
struct finding *made_finding(struct made *m, const struct notice *notice,
    uint32_t file, const char *word);

struct report made_report(const struct made *m);

/* What a format makes of it, in memory of m->a. */
const char *made_text(const struct made *m, const char *format);

#endif
