/* SPDX-License-Identifier: MIT */
#include "report/diff.h"

#include "document/writer.h"
#include "model/notation.h"
#include "plan/expect.h"

static void
write_texts(struct writer *w, const char *key, const char *const *v,
    size_t n)
{
	writer_key(w, key);
	writer_begin_list(w);
	for (size_t i = 0; i < n; i++)
		writer_text(w, v[i]);
	writer_end(w);
}

static const char *
trait_value(const struct trait *t)
{
	return t == NULL ? NULL : t->value[0] == '\0' ? "yes" : t->value;
}

static void
write_change(struct writer *w, const struct thing_change *c)
{
	const struct thing *t = c->pair->is[c->pair->is[AFTER] != NULL];
	bool both = c->pair->is[BEFORE] != NULL && c->pair->is[AFTER] != NULL;

	writer_begin_map(w);
	writer_member_text(w, "change", change_kind_word(c->kind));
	writer_member_text(w, "kind", kind_key(t->kind));
	writer_member_text(w, "name", c->title);
	writer_member_text(w, "was", c->was);
	writer_member_text(w, "paired_by", both ?
	    paired_by_word(c->pair->by) : NULL);
	writer_key(w, "fields");
	writer_begin_list(w);
	for (size_t i = 0; i < c->fields.n; i++) {
		const struct difference *d = &c->fields.v[i];

		writer_begin_map_inline(w);
		writer_member_text(w, "field", d->is[d->is[AFTER] !=
		    NULL]->key);
		writer_member_text(w, "before", trait_value(d->is[BEFORE]));
		writer_member_text(w, "after", trait_value(d->is[AFTER]));
		writer_end(w);
	}
	writer_end(w);
	write_texts(w, "along", c->along.v, c->along.n);
	writer_end(w);
}

static void
write_opening(struct writer *w, struct arena *a, const struct opening *o)
{
	writer_begin_map(w);
	writer_member_text(w, "change", opening_word(o->kind));
	writer_member_text(w, "from", o->from);
	writer_member_text(w, "to", o->to);
	writer_member_text(w, "family", family_name(o->family));
	writer_member_text(w, "ports", notation_ports_format_of(a,
	    o->ports, o->family));
	writer_member_text(w, "packet", diff_packet_text(a, o));
	writer_member_text(w, "beside", port_set_is_empty(o->beside) ? NULL :
	    notation_ports_format_of(a, o->beside, o->family));
	writer_member_text(w, "before", o->was);
	writer_member_text(w, "after", o->is);
	writer_member_bool(w, "one_way", o->one_way ||
	    o->kind == OPENING_ONE_WAY);
	write_texts(w, "because", o->because.v, o->because.n);
	writer_member_bool(w, "all_needed", o->all_needed);
	write_texts(w, "instead", o->instead.v, o->instead.n);
	writer_member_text(w, "stopped", o->stopped);
	writer_end(w);
}

static void
write_findings(struct writer *w, const char *key,
    const struct finding *const *v, size_t n)
{
	writer_key(w, key);
	writer_begin_list(w);
	for (size_t i = 0; i < n; i++) {
		writer_begin_map(w);
		writer_member_text(w, "rule", v[i]->notice->code);
		writer_member_text(w, "slug", v[i]->notice->name);
		writer_member_text(w, "severity", severity_name(
		    v[i]->severity));
		writer_member_text(w, "object", v[i]->object == NULL ? "" :
		    v[i]->object);
		writer_member_text(w, "message", v[i]->message);
		writer_end(w);
	}
	writer_end(w);
}

static const char *
holds_text(const struct outcome *o)
{
	static const char *const words[] = { "broken", "holds", "undecided" };

	return o == NULL ? NULL : words[o->holds];
}

static void
write_expectations(struct writer *w, const struct diff_report *r)
{
	writer_key(w, "expectations");
	writer_begin_list(w);
	for (size_t i = 0; i < r->expectations.n; i++) {
		const struct expectation_change *e = &r->expectations.v[i];
		const struct outcome *any = e->is[e->is[AFTER] != NULL];

		writer_begin_map(w);
		writer_member_text(w, "text", any->of->text);
		writer_member_text(w, "before", holds_text(e->is[BEFORE]));
		writer_member_text(w, "after", holds_text(e->is[AFTER]));
		writer_member_text(w, "because", e->is[AFTER] == NULL ? NULL :
		    e->is[AFTER]->because);
		writer_end(w);
	}
	writer_end(w);
}

static void
write_summary(struct writer *w, const struct diff_report *r)
{
	struct diff_counts n = diff_count(r);

	writer_key(w, "summary");
	writer_begin_map_inline(w);
	writer_member_integer(w, "added", (int64_t)n.added);
	writer_member_integer(w, "removed", (int64_t)n.removed);
	writer_member_integer(w, "changed", (int64_t)n.changed);
	writer_member_integer(w, "not_compared", (int64_t)r->layout->unseen);
	writer_member_integer(w, "opened", (int64_t)n.opened);
	writer_member_integer(w, "closed", (int64_t)n.closed);
	writer_member_integer(w, "widened", (int64_t)n.widened);
	writer_member_integer(w, "narrowed", (int64_t)n.narrowed);
	writer_member_integer(w, "rerouted", (int64_t)n.rerouted);
	writer_member_integer(w, "may_open", (int64_t)n.may_open);
	writer_member_integer(w, "may_close", (int64_t)n.may_close);
	writer_member_integer(w, "now_open", (int64_t)n.is_open);
	writer_member_integer(w, "now_closed", (int64_t)n.is_closed);
	writer_key(w, "unchanged");
	if (r->reach->counted)
		writer_integer(w, (int64_t)r->reach->unchanged);
	else
		writer_null(w);
	writer_member_integer(w, "undecided", (int64_t)r->reach->undecided);
	writer_end(w);
}

void
report_diff_json(struct str *out, const struct diff_report *r)
{
	struct writer w = writer_new(out);

	writer_begin_map(&w);
	writer_member_text(&w, "schema", "vpcplan.diff/1");
	writer_key(&w, "tool");
	writer_begin_map_inline(&w);
	writer_member_text(&w, "name", "vpcplan");
	writer_member_text(&w, "version", r->version);
	writer_end(&w);
	writer_member_text(&w, "before", r->before);
	writer_member_text(&w, "after", r->after);
	writer_key(&w, "reach");
	writer_begin_list(&w);
	for (size_t i = 0; i < r->reach->n; i++)
		write_opening(&w, r->a, r->reach->v[i]);
	writer_end(&w);
	writer_key(&w, "layout");
	writer_begin_list(&w);
	for (size_t i = 0; i < r->layout->n; i++)
		write_change(&w, r->layout->v[i]);
	writer_end(&w);
	writer_key(&w, "findings");
	writer_begin_map(&w);
	write_findings(&w, "new", r->findings->arisen.v,
	    r->findings->arisen.n);
	write_findings(&w, "fixed", r->findings->fixed.v,
	    r->findings->fixed.n);
	writer_member_integer(&w, "unchanged",
	    (int64_t)r->findings->unchanged);
	writer_end(&w);
	write_expectations(&w, r);
	write_summary(&w, r);
	writer_end(&w);
	writer_finish(&w);
}
