/* SPDX-License-Identifier: MIT */
#include "cli/alloc_write.h"

#include "cli/command.h"
#include "cli/save.h"
#include "export/edits.h"

#include <stdio.h>
#include <string.h>

struct writing {
	struct arena *a;
	const struct load *l;
	struct text_edits *edits;	/* by number of file */
	bool good;
};

static void
add_edit(struct writing *w, uint32_t file, size_t at, size_t length,
    const char *to)
{
	vec_push(w->a, &w->edits[file], ((struct text_edit){ at, length,
	    to }));
}

static void
complain_at(struct writing *w, struct place at, const char *why)
{
	struct position p = place_position(&w->l->files, at);

	complain("%s:%u:%u: %s", p.file, (unsigned)p.line,
	    (unsigned)p.column, why);
	w->good = false;
}

/* The scalar at a place: where it ends. */
static size_t
end_of(const struct writing *w, struct place at)
{
	const struct document *d = load_document(w->l, at.file);

	return d == NULL ? at.offset : document_token_end(d, at.offset);
}

static const char *const by_hand = "there is no place to write the block to "
    "that keeps the layout; write it by hand";

/* The member of that key, whose value is at a place, becomes "cidr". */
static void
replace_member(struct writing *w, const struct value *v, const char *key,
    struct cidr c)
{
	const struct file *f = files_get(&w->l->files, v->at.file);
	size_t at = 0;

	if (!edits_find_key(f->text, v->at.offset, key, &at)) {
		complain_at(w, v->at, by_hand);
		return;
	}
	add_edit(w, v->at.file, at, strlen(key), "cidr");
	add_edit(w, v->at.file, v->at.offset,
	    end_of(w, v->at) - v->at.offset, arena_printf(w->a, "\"%s\"",
	    cidr_text(w->a, c)));
}

/* An "ipv6_cidr" beside the member of that key. */
static void
insert_ipv6(struct writing *w, const struct value *v, const char *key,
    struct cidr c)
{
	const struct file *f = files_get(&w->l->files, v->at.file);

	if (!edits_insert_member(w->a, &w->edits[v->at.file], f->text,
	    f->length, v->at.offset, end_of(w, v->at), key, "ipv6_cidr",
	    cidr_text(w->a, c)))
		complain_at(w, v->at, by_hand);
}

static void
write_subnet(struct writing *w, const struct placement *p)
{
	const struct subnet *s = (const struct subnet *)p->of;
	bool sized = value_is_known(s->size.is);

	if (p->wants_ipv4 && p->cidr.family != 0)
		replace_member(w, sized ? &s->size.is : &s->hosts.is,
		    sized ? "size" : "hosts", p->cidr);
	if (p->wants_ipv6 && p->ipv6.family != 0)
		insert_ipv6(w, value_is_known(s->ipv6.is) ? &s->ipv6.is :
		    &s->ipv6_only.is, value_is_known(s->ipv6.is) ? "ipv6" :
		    "ipv6_only", p->ipv6);
}

/* The bytes on disk must be those that were read: no other encoding. */
static bool
is_as_read(const struct file *f)
{
	FILE *disk = fopen(f->name, "rbe");
	char piece[4096];
	size_t at = 0, n;
	bool same = disk != NULL;

	while (same && (n = fread(piece, 1, sizeof piece, disk)) > 0) {
		same = n <= f->length - at &&
		    memcmp(piece, f->text + at, n) == 0;
		at += n;
	}
	if (disk != NULL)
		(void)fclose(disk);
	return same && at == f->length;
}

static void
write_file(struct writing *w, uint32_t number)
{
	static const struct save_inputs none = { NULL, 0 };
	const struct file *f = files_get(&w->l->files, number);
	struct str text = str_new(w->a);
	const char *why;

	if (str_equal(f->name, "-") || !is_as_read(f))
		why = "only files in UTF-8 that have not changed since can be "
		    "written into";
	else if (!edits_apply(&text, f->text, f->length, &w->edits[number]))
		why = "the blocks cannot be written into it";
	else
		why = save_file(w->a, f->name, str_text(&text), text.n,
		    &none);
	if (why != NULL) {
		complain("%s: %s", f->name, why);
		w->good = false;
	}
}

bool
alloc_write(const struct load *l, const struct settlement *s)
{
	struct writing w = { .a = s->a, .l = l, .good = true,
		.edits = arena_array(s->a, l->files.n + 1,
		    sizeof *w.edits) };

	for (size_t i = 0; i < s->v.n; i++) {
		const struct placement *p = &s->v.v[i];

		if (p->of->kind == KIND_SUBNET)
			write_subnet(&w, p);
		else if (p->wants_ipv4 && p->cidr.family != 0)
			replace_member(&w, &p->vpc->size.is, "size",
			    p->cidr);
	}
	for (uint32_t i = 1; w.good && i <= l->files.n; i++)
		if (w.edits[i].n > 0)
			write_file(&w, i);
	return w.good;
}
