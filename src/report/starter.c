/* SPDX-License-Identifier: MIT */
#include "report/starter.h"

#include "document/writer.h"

void
report_starter_json(struct str *out, const struct starter *s)
{
	struct writer w = writer_new(out);

	writer_begin_map(&w);
	writer_key(&w, "expect");
	writer_begin_list(&w);
	for (size_t i = 0; i < s->n; i++)
		writer_text(&w, s->v[i]);
	writer_end(&w);
	writer_end(&w);
	writer_finish(&w);
}
