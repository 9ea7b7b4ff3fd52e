/* SPDX-License-Identifier: MIT */

/*
 * Readers of intent: expectations, what workloads need, and findings that are
 * accepted.  They stand in a spec, or in a file beside an input that cannot
 * hold them.
 */

#include "load/spec_read.h"

#include "base/str.h"
#include "model/notation.h"
#include "model/notices.h"

#include <string.h>

enum { LOOKED_UP_MAX = 1000 };	/* findings; each look-up walks lists */

/* --------------------------------------------------------- expectations */

static void
add_expectation(struct spec *s, struct expectation *e, struct place at)
{
	e->at = at;
	e->island = s->intent_island;
	e->ports.is.at = at;
	vec_push(s->m->a, &s->m->expectations, e);
}

/* Whether the VPC of that name has something of that name. */
static bool
is_in_vpc(struct spec *s, const char *vpc, const char *name)
{
	struct node v = node_get(node_get(s->root, "vpcs"), vpc);

	for (struct node c = node_first(v); node_exists(c); c = node_next(c))
		if (node_exists(node_get(c, name)))
			return true;
	return false;
}

/* "a/one" for "a.one", where there is a thing "one" in a VPC "a". */
static const char *
with_slashes(struct spec *s, const char *text)
{
	char *out = arena_strndup(s->l->a, text, strlen(text)), *dot;

	if (s->l->findings.n > LOOKED_UP_MAX)
		return text;
	for (char *word = out; *word != '\0'; word += strspn(word, " ")) {
		size_t n = strcspn(word, " ");

		dot = memchr(word, '.', n);
		if (dot != NULL && is_in_vpc(s, arena_strndup(s->l->a, word,
		    (size_t)(dot - word)), arena_strndup(s->l->a, dot + 1,
		    (size_t)(word + n - dot - 1))))
			*dot = '/';
		word += n;
	}
	return out;
}

enum { VPCS_NAMED = 3 };

/* "nobody reaches db" is of the internet, and of what is in each VPC. */
static void
add_everybody(struct spec *s, struct str *out, const char *to)
{
	struct node vpcs = node_get(s->root, "vpcs");
	size_t n = 0;

	for (struct node c = node_first(vpcs); node_exists(c);
	    c = node_next(c)) {
		if (node_key(c) == NULL || spec_is_comment(c) ||
		    node_kind(c) != NODE_MAP)
			continue;
		if (n++ == VPCS_NAMED) {
			str_add(out, ", …");
			return;
		}
		str_addf(out, ", \"%s never reaches %s\"",
		    read_clean(s->l, notation_name_format(s->l->a,
		    node_key(c))), to);
	}
	if (n == 0)
		str_addf(out, ", and \"… never reaches %s\" for each VPC", to);
}

/* What to write for a sentence that is none; NULL: it cannot be told. */
static const char *
sentence_help(struct spec *s, const char *text)
{
	struct sentences_meant meant;
	struct str out = str_new(s->l->a);

	if (!notation_expectations_meant(s->l->a, text, &meant))
		return NULL;
	for (size_t i = 0; i < meant.n; i++)
		str_addf(&out, "%s\"%s\"", i == 0 ? "write " : ", ",
		    read_clean(s->l, meant.v[i]));
	if (meant.lacks == LACKS_OTHERS_TO)
		str_addf(&out, ", and \"%s never reaches …\" for what it must "
		    "not reach", read_clean(s->l, meant.from));
	else if (meant.lacks == LACKS_EVERYBODY)
		add_everybody(s, &out, read_clean(s->l, meant.to));
	else if (meant.lacks == LACKS_FROM)
		str_add(&out, ", with who needs it in front");
	return str_text(&out);
}

static void
complain_sentence(struct spec *s, struct node n, const char *wrong,
    const char *text)
{
	const char *help = sentence_help(s, with_slashes(s, text));
	struct finding *f = read_complain(s->l, n, wrong);

	s->m->expectations_unread++;

	if (help != NULL)
		finding_help(&s->l->findings, f, "%s", help);
}

/* "nobody reaches db", where nothing of the plan is called so: a sentence by
 * its form alone. */
static bool
is_of_nobody(struct spec *s, const struct expectation *e)
{
	static const char *const words[] = { "nobody", "none", "noone",
		"nothing", "everyone", "everybody", "anyone", "anybody", NULL };
	struct node vpcs = node_get(s->root, "vpcs");
	size_t i;

	for (i = 0; words[i] != NULL && !str_equal_but_case(words[i], e->from);
	    i++)
		;
	if (words[i] == NULL || node_kind(vpcs) != NODE_MAP ||
	    node_exists(node_get(node_get(s->root, "networks"), e->from)))
		return false;
	for (struct node c = node_first(vpcs); node_exists(c); c = node_next(c))
		if (is_in_vpc(s, node_key(c), e->from))
			return false;
	return true;
}

static void
read_sentence(struct spec *s, struct node n)
{
	struct expectation *e = arena_alloc(s->m->a, sizeof *e);
	const char *text, *wrong;

	text = spec_read_string(s, n, "a sentence such as \"app reaches db on "
	    "tcp/5432\", or an object");
	if (text == NULL) {
		s->m->expectations_unread++;
		return;
	}
	wrong = notation_expectation_parse(s->m->a, text, e);
	if (wrong == NULL && is_of_nobody(s, e))
		wrong = arena_printf(s->l->a, "nothing is called \"%s\"",
		    e->from);
	if (wrong == NULL)
		add_expectation(s, e, node_place(n));
	else
		complain_sentence(s, n, wrong, text);
}

/* What no sentence says either: the grammar is notation's. */
static const char *
clash(const struct expectation *e)
{
	if (e->verb == REACHES)
		return NULL;
	if (e->only || e->vias.n > 0 || e->surviving_any_az)
		return e->verb == NEVER_REACHES ?
		    "\"never\" goes with \"on\" and \"over\" alone" :
		    "\"only\": \"from\" goes with \"on\" and \"over\" alone";
	return NULL;
}

/*
 * What is left of a demand without one of its parts is another; but whether
 * its names mean something can be told.
 */
static void
keep_names(struct spec *s, struct expectation *e, struct place at)
{
	if (e->from == NULL && e->to == NULL && e->vias.n == 0)
		return;
	if (e->from == NULL)
		e->from = "internet";
	if (e->to == NULL)
		e->to = "internet";
	e->ports = (struct ports_value){ 0 };
	e->at = at;
	e->island = s->intent_island;
	e->text = read_clean(s->l, notation_expectation_format(s->m->a, e));
	vec_push(s->m->a, &s->m->expectations_half, e);
}

static void
read_expectation_object(struct spec *s, const struct spec_object *o,
    struct node n)
{
	struct expectation *e = arena_alloc(s->m->a, sizeof *e);
	size_t complaints = s->l->findings.n;
	const char *wrong;

	spec_read_object(s, o, e, n);
	wrong = s->l->findings.n > complaints ||
	    value_is_unknown(e->ports.is) ? NULL : clash(e);
	if (wrong != NULL)
		read_complain(s->l, n, wrong);
	if (s->l->findings.n > complaints || value_is_unknown(e->ports.is)) {
		s->m->expectations_unread++;
		keep_names(s, e, node_place(n));
		return;
	}
	e->text = read_clean(s->l, notation_expectation_format(s->m->a, e));
	add_expectation(s, e, node_place(n));
}

/* {"internet": "web"}, {"never": "app reaches web"} */
static bool
is_pair(struct spec *s, const struct spec_object *o, struct node n)
{
	struct node first = node_first(n);
	const char *text;

	if (node_kind(n) != NODE_MAP || node_kind(first) != NODE_STRING ||
	    node_exists(node_next(first)))
		return false;
	text = node_text(s->l->a, first);
	return spec_key_find(o, node_key(first)) == NULL || (text != NULL &&
	    spec_expect_sentence(s, node_key(first), text) != NULL);
}

static bool
makes_sentence(struct spec *s, const char *from, const char *to)
{
	struct expectation probe;

	return notation_expectation_parse(s->l->a, arena_printf(s->l->a,
	    "%s reaches %s", from, to), &probe) == NULL;
}

/* Help for the last complaint: the sentence that such a pair may mean. */
static void
advise_pair(struct spec *s, struct node n, const char *form)
{
	struct node first = node_first(n);
	const char *to = node_kind(n) == NODE_MAP &&
	    node_kind(first) == NODE_STRING ? node_text(s->l->a, first) : NULL;
	struct findings *list = &s->l->findings;
	const char *hole = strstr(form, "%s"), *last = strstr(hole + 2, "%s");
	const char *sentence;

	if (node_kind(n) == NODE_STRING && *form == '[') {
		to = node_text(s->l->a, n);
		sentence = to != NULL ? spec_expect_sentence(s, NULL, to) :
		    NULL;
		if (sentence != NULL)
			finding_help(list, list->v[list->n - 1],
			    "write [\"%s\"]", sentence);
		return;
	}
	if (to == NULL)
		return;
	sentence = spec_expect_sentence(s, node_key(first), to);
	if (sentence != NULL) {
		finding_help(list, list->v[list->n - 1], *form == '[' ?
		    "write [\"%s\"]" : "write \"%s\"", sentence);
		return;
	}
	if (spec_expect_is_word(node_key(first)) ||
	    !makes_sentence(s, node_key(first), to))
		return;
	finding_help(list, list->v[list->n - 1], "write %.*s%s%.*s%s%s",
	    (int)(hole - form), form, read_clean(s->l, node_key(first)),
	    (int)(last - hole - 2), hole + 2, read_clean(s->l, to), last + 2);
}

void
spec_read_expect(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	(void)base;
	if (node_kind(n) != NODE_LIST) {
		s->m->expectations_unread++;
		read_complain_type(s->l, n, "a list of sentences such as "
		    "[\"internet reaches web on tcp/443\"]");
		advise_pair(s, n, "[\"%s reaches %s\"]");
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		if (is_pair(s, row->object, c)) {
			s->m->expectations_unread++;
			read_complain_type(s->l, c, "a sentence");
			advise_pair(s, c, "\"%s reaches %s\"");
		} else if (node_kind(c) == NODE_MAP)
			read_expectation_object(s, row->object, c);
		else
			read_sentence(s, c);
	}
}

/* A name that stands alone needs no quotes, whatever is in it. */
static const char *
bare_name(struct spec *s, const char *text)
{
	struct name_text name;

	if (read_looks_like_address(text) ||
	    notation_name_parse(s->m->a, text, &name) == NULL)
		return text;
	return notation_name_format(s->m->a, text);
}

void
spec_read_end_of_flow(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const char **to = spec_at(row, base);
	const char *text = spec_read_string(s, n,
	    "a name, \"internet\", a CIDR or an address");
	struct expectation probe;
	const char *wrong;
	bool is_from;

	if (text == NULL)
		return;
	text = bare_name(s, text);
	is_from = str_equal(row->key, "from");
	wrong = notation_expectation_parse(s->m->a, arena_printf(s->m->a,
	    is_from ? "%s reaches internet" : "internet reaches %s", text),
	    &probe);
	if (wrong != NULL)
		read_complain(s->l, n, wrong);
	else
		*to = is_from ? probe.from : probe.to;
}

/* A flag that may be left out but has one meaning only. */
static bool
read_true(struct spec *s, struct node n)
{
	bool yes = false;

	if (!node_bool(n, &yes))
		read_complain_type(s->l, n, "true or false");
	return yes;
}

void
spec_read_never(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct expectation *e = base;

	(void)row;
	if (!read_true(s, n))
		return;
	if (e->verb == ONLY_REACHES)
		read_complain(s->l, n, "\"never\" and \"only\" exclude each "
		    "other");
	e->verb = NEVER_REACHES;
}

void
spec_read_only(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct expectation *e = base;

	(void)row;
	if (node_text_is(n, "from")) {
		if (e->verb == NEVER_REACHES)
			read_complain(s->l, n, "\"never\" and \"only\" "
			    "exclude each other");
		e->verb = ONLY_REACHES;
	} else if (node_kind(n) == NODE_BOOL) {
		e->only = read_true(s, n);
	} else {
		read_complain_type(s->l, n, "true (on no other port) or "
		    "\"from\" (nobody else does)");
	}
}

void
spec_read_over(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct expectation *e = base;
	bool unknown;
	int word = spec_read_word(s, n, row->words, &unknown);

	if (word >= 0)
		e->family = word == 0 ? IPV4 : IPV6;
}

static void
read_one_via(struct spec *s, struct expectation *e, struct node n,
    bool negated)
{
	struct via via = { .negated = negated };
	struct expectation probe;
	const char *text = spec_read_string(s, n, "a name, or one of igw, "
	    "nat, peering, tgw, vpn, endpoint, firewall, internet");
	const char *wrong;

	if (text == NULL)
		return;
	text = bare_name(s, text);
	wrong = notation_expectation_parse(s->m->a, arena_printf(s->m->a,
	    "internet reaches internet via %s", text), &probe);
	if (wrong != NULL) {
		read_complain(s->l, n, wrong);
		return;
	}
	via.text = probe.vias.v[0].text;
	vec_push(s->m->a, &e->vias, via);
}

static void
read_vias(struct spec *s, struct expectation *e, struct node n, bool negated)
{
	if (node_kind(n) != NODE_LIST) {
		read_one_via(s, e, n, negated);
		return;
	}
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		read_one_via(s, e, c, negated);
}

void
spec_read_via(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	(void)row;
	read_vias(s, base, n, false);
}

void
spec_read_not_via(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	(void)row;
	read_vias(s, base, n, true);
}

void
spec_read_surviving(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct expectation *e = base;
	bool unknown;

	if (node_kind(n) == NODE_BOOL)
		e->surviving_any_az = read_true(s, n);
	else
		e->surviving_any_az = spec_read_word(s, n, row->words,
		    &unknown) == 0;
}

/* ---------------------------------------------------------------- needs */

static void
add_need(struct spec *s, struct workload *w, const struct text_value *need)
{
	struct expectation *e = arena_alloc(s->m->a, sizeof *e);
	const char *wrong;

	wrong = notation_expectation_parse(s->m->a, arena_printf(s->m->a,
	    "workload:%s reaches %s on tcp/443",
	    notation_name_format(s->m->a, w->is.name),
	    bare_name(s, need->v)), e);
	if (wrong != NULL) {
		s->m->expectations_unread++;
		finding_add(&s->l->findings, &notice_wrong_type, need->is.at,
		    "%s", wrong);
		return;
	}
	add_expectation(s, e, need->is.at);
	e->vpc = s->vpc;
}

void
spec_add_needs(struct spec *s, struct workload *w)
{
	if (w->is.name == NULL)
		return;
	for (size_t i = 0; i < w->needs.n; i++)
		if (value_is_known(w->needs.v[i].is))
			add_need(s, w, &w->needs.v[i]);
}

/* --------------------------------------------------------- suppressions */

/* Whether what bounds it could not be read: it would hold for ever, or of
 * everything. */
static bool
is_unbounded(struct node n, const struct suppression *entry)
{
	return (entry->until == NULL && node_exists(node_get(n, "until"))) ||
	    (entry->pattern == NULL && node_exists(node_get(n, "at")));
}

/*
 * A missing rule or reason is not said here: the check says it of every
 * format alike (MT002).
 */
void
spec_read_ignore(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct place scope = node_place(s->object);

	(void)base;
	if (node_kind(n) != NODE_LIST) {
		read_complain_type(s->l, n, "a list such as [{ \"rule\": "
		    "\"HA002\", \"reason\": \"cost, accepted in NET-12\" }]");
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		struct suppression *entry;

		if (node_kind(c) != NODE_MAP) {
			read_complain_type(s->l, c, "an object with a "
			    "\"rule\" and a \"reason\"");
			if (node_kind(c) == NODE_STRING)
				finding_help(&s->l->findings,
				    s->l->findings.v[s->l->findings.n - 1],
				    "write { \"rule\": %s, \"reason\": \"…\" }",
				    node_excerpt(s->l->a, c));
			continue;
		}
		entry = arena_alloc(s->m->a, sizeof *entry);
		entry->at = node_place(c);
		entry->file = scope.file;
		entry->from = scope.offset;
		entry->to = node_end(s->object);
		spec_read_object(s, row->object, entry, c);
		if (entry->pattern != NULL && s->object.at != s->root.at)
			read_complain(s->l, node_get(c, "at"), "stands in the "
			    "top-level list only: here an entry holds for the "
			    "object it stands in");
		if (!is_unbounded(c, entry))
			vec_push(s->m->a, &s->m->suppressions, entry);
	}
}
