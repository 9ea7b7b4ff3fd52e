/* SPDX-License-Identifier: MIT */
#include "report/text_module.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/*
 * Findings of a Terraform input by module.  The address of a resource begins
 * with that of its module instance, and a quoted index may hold any byte.
 */

/* Where the "[…]" at text ends; text itself if there is none. */
static const char *
index_end(const char *text)
{
	bool quoted = false;

	if (*text != '[')
		return text;
	for (const char *p = text + 1; *p != '\0'; p++) {
		if (*p == '\\' && quoted && p[1] != '\0')
			p++;
		else if (*p == '"')
			quoted = !quoted;
		else if (*p == ']' && !quoted)
			return p + 1;
	}
	return text;
}

const char *
text_module_of(struct arena *a, const char *address)
{
	const char *p = address;

	while (str_starts_with(p, "module.")) {
		const char *name = p + strlen("module.");
		const char *end = index_end(name + strcspn(name, ".["));

		if (*end != '.')
			break;
		p = end + 1;
	}
	return p == address ? "" : arena_strndup(a, address,
	    (size_t)(p - address) - 1);
}

static int
compare(const void *x, const void *y)
{
	const struct in_module *a = x, *b = y;
	uint32_t files[2] = { a->shown->f->at.file, b->shown->f->at.file };
	int order = (files[0] > files[1]) - (files[0] < files[1]);

	if (order == 0)
		order = str_natural_compare(a->module, b->module);
	if (order == 0)
		order = strcmp(a->module, b->module);
	return order != 0 ? order :
	    (a->shown > b->shown) - (a->shown < b->shown);
}

/* The module that a finding is in; "" outside of Terraform's inputs. */
static const char *
module_of(const struct report *r, const struct shown *s)
{
	uint32_t file = s->f->at.file;

	return file != 0 && files_get(r->files, file)->is_guarded ?
	    text_module_of(r->a, s->object) : "";
}

struct in_module *
text_by_module(const struct report *r, const struct shown *shown, size_t n)
{
	struct in_module *all = arena_array(r->a, n, sizeof *all);
	bool any = false;
	size_t of = 0;

	for (size_t i = 0; i < n; i++) {
		all[i].shown = &shown[i];
		all[i].module = module_of(r, &shown[i]);
		any = any || *all[i].module != '\0';
	}
	if (!any)
		return all;
	qsort(all, n, sizeof *all, compare);
	for (size_t i = 0; i < n; i++) {
		bool begins = i == 0 ||
		    all[i].shown->f->at.file != all[of].shown->f->at.file ||
		    !str_equal(all[i].module, all[of].module);

		if (begins)
			of = i;
		all[of].group++;
	}
	return all;
}
