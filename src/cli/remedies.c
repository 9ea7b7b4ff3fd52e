/* SPDX-License-Identifier: MIT */
#include "cli/remedies.h"

#include "export/snippet.h"
#include "lint/remedy.h"

/* "…; and …", and what passes besides where a route opens the way. */
static const char *
words_of(struct arena *a, const struct remedy *r)
{
	struct str s = str_new(a);

	for (size_t i = 0; i < r->mend.edits.n; i++)
		str_addf(&s, "%s%s", i > 0 ? "; and " : "",
		    r->mend.edits.v[i].says);
	if (r->besides.along.n > 0)
		str_addf(&s, " (this also opens %s)",
		    besides_along(a, &r->besides));
	return str_text(&s);
}

static void
advise(const struct remedy *r)
{
	for (size_t i = 0; i < r->mends.n; i++)
		if (r->mends.v[i]->help == NULL && r->mends.v[i]->fix == NULL)
			r->mends.v[i]->help = r->advice;
}

/* One mend may mend several findings, and one finding have several mends. */
static void
add(const struct remedies_asked *x, const struct remedy *r)
{
	struct arena *a = x->args->a;
	struct snippet_input in;
	struct text_insertions edits = { 0 };
	struct snippet snippet;
	const char *words = words_of(a, r);

	in.documents = reading_documents(x->reading, &in.n_documents);
	snippet = snippet_of(a, &in, &r->mend, &edits);
	for (size_t i = 0; i < r->mends.n; i++) {
		struct finding *f = r->mends.v[i];

		if (f == NULL || f->fix != NULL)
			continue;
		f->fix = words;
		f->proved = true;
		f->snippet = snippet;
		for (size_t k = 0; k < edits.n; k++)
			vec_push(a, &f->edits, edits.v[k]);
	}
}

void
remedies_add(const struct remedies_asked *x)
{
	struct arena *a = x->args->a;
	struct remedy_input in = { .is = x->judged,
		.findings = &x->reading->load->findings,
		.read = x->read, .policy = x->policy };
	struct remedies all;

	if (x->reading->refused ||
	    !remedies_are_wanted(x->judged->outcomes, in.findings))
		return;
	all = remedies_find(a, &in);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i]->proved)
			add(x, all.v[i]);
		else
			advise(all.v[i]);
	if (all.untried > 0)
		complain("for %zu finding%s no fix was looked for: there are "
		    "too many at once; mend some, or ask "
		    "\"vpcplan reach\" about one", all.untried,
		    all.untried == 1 ? "" : "s");
}
