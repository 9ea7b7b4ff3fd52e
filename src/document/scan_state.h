/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_SCAN_STATE_H
#define VPCPLAN_DOCUMENT_SCAN_STATE_H

/*
 * The scan inside, for the files scan*.c alone: scan.c is the machine,
 * scan_scalar.c steps over strings, numbers and words, scan_fault.c says what
 * is wrong, scan_mend.c and scan_bracket.c find the place to go on from,
 * scan_note.c remembers how each fault is to be mended.
 *
 * Functions that return false end the scan: what follows can no longer be
 * told apart from what was wrong before.
 */

#include "document/duplicates.h"
#include "document/mends.h"
#include "document/scan.h"
#include "document/syntax.h"

enum state {
	STATE_VALUE,		/* a value must follow */
	STATE_FIRST_ELEMENT,	/* behind '[': a value or ']' */
	STATE_FIRST_KEY,	/* behind '{': a key or '}' */
	STATE_KEY,		/* behind a comma in a map */
	STATE_MORE,		/* behind a value: ',' or what closes */
	STATE_END		/* behind the root */
};

/* So many are mended: what has more is no JSON that is a bit wrong. */
enum { SCAN_FAULTS_MAX = 1000 };

/* What a text may be full of: some of each are told one by one. */
enum fault {
	FAULT_OTHER,
	FAULT_QUOTE,
	FAULT_BARE,
	FAULT_NUMBER,
	FAULT_WORD,
	FAULT_ESCAPE,
	FAULT_CONTROL,
	FAULT_NO_COMMA,
	FAULT_SPARE_COMMA,
	FAULT_COLON,
	FAULT_STRANGE,
	FAULT_DEPTH,
	FAULTS
};

struct open {
	uint32_t entry, at;	/* offset of its bracket */
	/* Pairs in a list, or a map's members without one of their parts:
	 * told once, it is taken as meant. */
	bool odd;
};

struct scan {
	struct document *d;
	struct arena *scratch;
	struct syntax s;
	uint32_t at;
	enum state state;
	struct scan_limits limits;
	struct open *open;	/* the open lists and maps, the root first */
	uint32_t depth, open_cap;
	uint32_t member;	/* entry of the key just read, or NO_MEMBER */
	uint32_t string, string_end;	/* the string read last */
	struct duplicates duplicates;
	bool bytes_reported;	/* "not UTF-8" is said once */
	struct document_problems *problems;

	bool broken;		/* some fault: the text is no JSON */
	bool explained;		/* … and one was told */
	bool quiet;		/* passing over what a fault has spoilt */
	bool bracket;		/* one was found missing or too many */
	uint32_t faults;	/* told or not */
	uint32_t told[FAULTS];
	uint32_t last;		/* where the last fault is */
	/* What stands behind that offset may lie deeper or higher than it
	 * was meant to: a bracket is missing, or one too many. */
	uint32_t unsure;
	enum { GUARD_UNASKED, GUARD_NO, GUARD_YES } guard;
	struct mends *mends;	/* what is noted of them; NULL: nothing */
};

#define NO_MEMBER UINT32_MAX

/*
 * A fault at that offset.  NULL if it is not told: it follows from another,
 * or there are too many.  Else the problem, to add a second place to.
 */
struct document_problem *scan_fault(struct scan *s, enum fault kind,
    uint32_t at, const char *text);

/*
 * "expected …, found …" at s->at, with the bracket that is open as second
 * place; found is NULL for what stands there.
 */
void scan_expected(struct scan *s, enum fault kind, const char *expected,
    const char *found);

/* That token is taken for something. */
void scan_note(struct scan *s, enum mend how, uint32_t at, uint32_t end);

/*
 * The same of what begins at s->at: a text that should stand in quotes, or
 * does in others, and a number.
 */
void scan_note_bare(struct scan *s, uint32_t end, bool key);
void scan_note_quoted(struct scan *s, uint32_t end);
void scan_note_unended(struct scan *s, uint32_t start);	/* up to s->at */
void scan_note_number(struct scan *s, uint32_t end);

void scan_note_comment(struct scan *s, uint32_t at);	/* up to s->at */
void scan_note_no_colon(struct scan *s, uint32_t key, uint32_t end);

/* What that means cannot be told; … nor what was to stand around it. */
void scan_note_doubt(struct scan *s, uint32_t at, uint32_t end);
void scan_note_lost(struct scan *s, uint32_t at, uint32_t end);

/* The same of what stands before s->at up to there. */
void scan_note_behind(struct scan *s, uint32_t end);

/* A bracket is missing, or one too many, at that offset or behind it. */
void scan_note_level(struct scan *s, uint32_t at);

/* The text ends, and something is open; or goes on behind its end. */
void scan_note_end(struct scan *s);
void scan_note_surplus(struct scan *s);

/* There is no telling what was meant. */
void scan_note_refused(struct scan *s);

/* Whether what strings and words say must not be shown. */
bool scan_is_guarded(struct scan *s);

/*
 * Behind the string at s->at; what is wrong in it is told, and passed over.
 * *escaped: whether it has a backslash.  False: it has no end.
 */
bool scan_string(struct scan *s, bool *escaped);

/* Behind the number or word at s->at, right or wrong; its kind. */
enum node_kind scan_number(struct scan *s);
enum node_kind scan_word(struct scan *s, const char *expected);

/*
 * Whether what ends there is what is left of a text that was cut: that is
 * told, and not what the rest is no longer.
 */
bool scan_is_cut(struct scan *s, uint32_t end);

/* Behind a text ("text" or "key") at s->at that should stand in quotes. */
void scan_bare(struct scan *s, uint32_t end, const char *expected,
    const char *what);

/* The innermost list or map ends with so many bytes at s->at: 1, or none. */
void scan_close(struct scan *s, uint32_t bytes);

/* What separates has so many bytes at s->at: behind it, and others. */
void scan_comma(struct scan *s, uint32_t bytes);

/* Behind the key from key to end: its ':'. */
bool scan_colon(struct scan *s, uint32_t key, uint32_t end);

/* Behind a value: what is next. */
void scan_after_value(struct scan *s);

/* The entry of the value at s->at, after a look at how many there are. */
bool scan_too_many(struct scan *s);
uint32_t scan_value_entry(struct scan *s);

/*
 * Nothing that the state allows stands at s->at: say so, and go on where the
 * text can be understood again.
 */
bool scan_mend_value(struct scan *s, const char *expected);
bool scan_mend_key(struct scan *s, const char *expected);
bool scan_mend_colon(struct scan *s, uint32_t key, uint32_t end);
bool scan_mend_more(struct scan *s);
bool scan_mend_bracket(struct scan *s, const char *expected);
bool scan_mend_end(struct scan *s, const char *expected);
bool scan_mend_behind(struct scan *s);

/*
 * Where to go on behind a string that begins at that offset and that its line
 * does not end: before the commas and brackets at the end of the line.
 */
uint32_t scan_line_tail(const struct syntax *s, uint32_t at);

/*
 * Behind a text that should stand in quotes: before a comma, a bracket, a
 * comment or the end of the line.
 */
uint32_t scan_bare_end(const struct syntax *s, uint32_t at);

/* Whether what closes or separates follows, or nothing on that line. */
bool scan_ends_value(const struct syntax *s, uint32_t at);

/*
 * Pass over what is not understood, up to that offset, at least one byte.
 * With brackets in it, it can no longer be told whether others are missing.
 */
void scan_pass(struct scan *s, uint32_t end);

/*
 * The first bracket up to end that closes, as the first of its line, one
 * whose line is indented otherwise: one too many if it is indented more, else
 * the other is not closed.  False: none.
 */
struct scan_levels {
	uint32_t open, close;
	bool spare;
	/* The first bracket up to there of which the layout does not show
	 * where it is closed: on a later line, but not as the first of it, or
	 * what it holds is not indented; UINT32_MAX. */
	uint32_t loose;
};
bool scan_misplaced(struct arena *scratch, const struct syntax *s,
    uint32_t end, struct scan_levels *out);

/*
 * The text ends, or the scan: what is left to be said.  The problems from
 * that one on are of this scan.
 */
void scan_finish(struct scan *s, size_t first);

#endif
