/* SPDX-License-Identifier: MIT */
#include "draw/fit.h"

#include "base/str.h"
#include "text/width.h"
#include "text/wrap.h"

#include <inttypes.h>
#include <string.h>

enum {
	TITLE_AROUND = 9,	/* "┌─ " and " ─" and " ─┐" around two texts */
	FOOT_AROUND = 6,	/* "└─ " and " ─┘" */
	SIDES = 4,		/* "│ " and " │" */
	PERCENT = 100,
	BAR_WITH_NUMBERS = 24,	/* cells from which a bar tells them */
	BAR_LEAST = 4,
	TABLE_NOT_KNOWN = 15,	/* cells of just that */
	FLOW_ARROW = 3,		/* " ► " */
	FLOW_LEAST = 9,		/* of a flow's names: "a…b ► c…d" */
	FLOW_NAMES = 3,		/* on either side; then +k */
	NAME_LEAST = 3		/* of a name that is cut: "a…b" */
};

enum role
fit_severity_role(enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR:
		return ROLE_ERROR;
	case SEVERITY_WARNING:
		return ROLE_WARNING;
	case SEVERITY_NOTE:
	case SEVERITY_OFF:
		break;
	}
	return ROLE_NOTE;
}

static const char *
plain_name(struct arena *a, const struct scene_node *node)
{
	if (*node->label == '\0' || *node->type == '\0')
		return *node->label == '\0' ? node->type : node->label;
	return arena_printf(a, "%s %s", node->type, node->label);
}

/* "+ ", "- " or "~ " in front of what is not the same in both networks. */
static const char *
with_state(struct arena *a, const struct scene_node *node, const char *name)
{
	static const char marks[] = " +-~";

	return node->state == STATE_SAME ? name : arena_printf(a, "%c %s",
	    marks[node->state], name);
}

enum role
fit_state_role(enum scene_state state, enum role otherwise)
{
	switch (state) {
	case STATE_ADDED:
		return ROLE_ADDED;
	case STATE_REMOVED:
		return ROLE_REMOVED;
	case STATE_CHANGED:
		return ROLE_CHANGED;
	case STATE_SAME:
		break;
	}
	return otherwise;
}

const char *
fit_name(struct arena *a, const struct scene_node *node)
{
	return with_state(a, node, plain_name(a, node));
}

const char *
fit_marks(struct arena *a, const struct scene_node *node)
{
	struct str out = str_new(a);
	size_t n = node->notes.n;

	for (size_t i = 0, end; i < n; i = end) {
		unsigned first = node->notes.v[i]->number;

		for (end = i + 1; end < n; end++)
			if (node->notes.v[end]->number != first + (end - i))
				break;
		if (end - i < 3)
			end = i + 1;
		str_addf(&out, "%s!%u", i > 0 ? " " : "", first);
		if (end - i > 1)
			str_addf(&out, "-%u", first + (unsigned)(end - i) - 1);
	}
	return str_text(&out);
}

enum role
fit_marks_role(const struct scene_node *node)
{
	enum severity worst = SEVERITY_OFF;

	for (size_t i = 0; i < node->notes.n; i++)
		if (node->notes.v[i]->severity > worst)
			worst = node->notes.v[i]->severity;
	return fit_severity_role(worst);
}

/* Cells of marks and the blank in front of them. */
static size_t
marks_room(const char *marks)
{
	return *marks != '\0' ? 1 + text_width(marks) : 0;
}

/*
 * The text of a node: of what its label shares with others the end goes first,
 * and if nothing of that is left, the middle of all.
 */
static const char *
cut_node(struct arena *a, const struct scene_node *node, const char *text,
    size_t cells)
{
	enum { HEAD_LEAST = 2 };
	const char *label = node->shared > 0 ? strstr(text, node->label) :
	    NULL, *rest;
	size_t around;

	if (label == NULL || text_width(text) <= cells)
		return cut_middle(a, text, cells, "…");
	rest = label + node->shared;
	around = text_width(rest) + 1;
	if (around + (size_t)(label - text) + HEAD_LEAST <= cells)
		return arena_printf(a, "%.*s…%s",
		    (int)text_fit(text, cells - around), text, rest);
	return cut_middle(a, arena_printf(a, "%.*s…%s", (int)(label - text),
	    text, rest), cells, "…");
}

struct fit_line
fit_resource(struct arena *a, const struct scene_resource *r, size_t cells)
{
	struct fit_line line = {
		.left = fit_name(a, &r->is),
		.role = fit_state_role(r->is.state, ROLE_NONE),
		.right = "",
		.marks = fit_marks(a, &r->is),
		.marks_role = fit_marks_role(&r->is)
	};
	size_t used = text_width(line.left), marks = marks_room(line.marks);

	for (size_t i = 0; i < 2; i++) {
		const char *detail = r->details[i];

		if (detail != NULL &&
		    used + 1 + text_width(detail) + marks <= cells) {
			line.right = detail;
			return line;
		}
	}
	line.left = cut_node(a, &r->is, line.left, cells > marks ?
	    cells - marks : 0);
	return line;
}

/* What became of a subnet says more than how it is exposed. */
static const char *
state_word(enum scene_state state, bool brief)
{
	switch (state) {
	case STATE_ADDED:
		return brief ? "new" : "added";
	case STATE_REMOVED:
		return brief ? "del" : "removed";
	case STATE_CHANGED:
		return brief ? "chg" : "changed";
	case STATE_SAME:
		break;
	}
	return NULL;
}

const char *
fit_exposure(const struct scene_subnet *s, bool brief)
{
	if (s->is.state != STATE_SAME)
		return state_word(s->is.state, brief);
	switch (s->exposure) {
	case EXPOSURE_PUBLIC:
		return brief ? "pub" : "public";
	case EXPOSURE_PRIVATE:
		if (s->exposure_unknown)
			return brief ? "prv?" : "private?";
		return brief ? "prv" : "private";
	case EXPOSURE_ISOLATED:
		if (s->exposure_unknown)
			return "?";
		return brief ? "iso" : "isolated";
	case EXPOSURE_NONE:
		break;
	}
	return "?";
}

enum role
fit_exposure_role(const struct scene_subnet *s)
{
	if (s->is.state != STATE_SAME)
		return fit_state_role(s->is.state, ROLE_NONE);
	switch (s->exposure) {
	case EXPOSURE_PUBLIC:
		return ROLE_PUBLIC;
	case EXPOSURE_PRIVATE:
		return ROLE_PRIVATE;
	case EXPOSURE_ISOLATED:
	case EXPOSURE_NONE:
		break;
	}
	return ROLE_ISOLATED;
}

static const char *
subnet_name(struct arena *a, const struct scene_subnet *s)
{
	const char *name = s->is.label;

	if (s->members > 1)
		name = arena_printf(a, "%s ×%" PRIu32, name, s->members);
	return with_state(a, &s->is, name);
}

struct fit_line
fit_title(struct arena *a, const struct scene_subnet *s, size_t cells)
{
	struct fit_line line = { .left = subnet_name(a, s), .marks = "" };
	size_t room = cells > TITLE_AROUND ? cells - TITLE_AROUND : 0;
	size_t kind;

	line.right = fit_exposure(s, false);
	if (text_width(line.left) + text_width(line.right) > room)
		line.right = fit_exposure(s, true);
	kind = text_width(line.right);
	line.left = cut_node(a, &s->is, line.left, room > kind ? room - kind :
	    0);
	return line;
}

const char *
fit_usage(struct arena *a, const struct scene_subnet *s)
{
	if (!s->has_usable)
		return "";
	if (!s->has_used)
		return arena_printf(a, "%" PRIu64 " IPs", s->usable);
	return arena_printf(a, "%" PRIu64 "/%" PRIu64 " IPs", s->used,
	    s->usable);
}

/* The first keep names, and how many more there are. */
static const char *
some_names(struct arena *a, const char *const *names, size_t n, size_t keep)
{
	struct str out = str_new(a);

	for (size_t i = 0; i < n && i < keep; i++)
		str_addf(&out, "%s%s", i > 0 ? " " : "", names[i]);
	if (n > keep)
		str_addf(&out, " +%zu", n - keep);
	return str_text(&out);
}

static const char *
fit_flow(struct arena *a, const struct scene_flow *f, size_t cells)
{
	const char *head = arena_printf(a, "▼ %s  ", f->ports), *from, *to;
	size_t taken = text_width(head), room, half, width;

	if (taken + FLOW_LEAST > cells)
		return cut_middle(a, arena_printf(a, "▼ %s", f->ports), cells,
		    "…");
	room = cells - taken - FLOW_ARROW;
	for (size_t keep = FLOW_NAMES; keep > 0; keep--) {
		from = some_names(a, f->from.v, f->from.n, keep);
		to = some_names(a, f->to.v, f->to.n, keep);
		if (text_width(from) + text_width(to) <= room)
			break;
	}
	half = room / 2;
	width = text_width(from);
	if (width + text_width(to) > room) {
		size_t spare = text_width(to) < half ? half - text_width(to) :
		    0;

		from = cut_middle(a, from, half + spare, "…");
		to = cut_middle(a, to, room - text_width(from), "…");
	}
	return arena_printf(a, "%s%s ► %s", head, from, to);
}

/* " · tcp/22  ops ► app" behind another; its ports only if they differ. */
static const char *
further_flow(struct arena *a, const struct scene_flow *f)
{
	bool same = str_equal(f[-1].ports, f->ports);

	return arena_printf(a, " · %s%s%s ► %s", same ? "" : f->ports,
	    same ? "" : "  ", some_names(a, f->from.v, f->from.n, FLOW_NAMES),
	    some_names(a, f->to.v, f->to.n, FLOW_NAMES));
}

const char *
fit_flows(struct arena *a, const struct scene_flow *flows, size_t n,
    size_t cells)
{
	const char *text, *rest = "";
	size_t more = n > 1 ? text_width(arena_printf(a, " · +%zu", n - 1)) : 0;

	if (more + FLOW_LEAST > cells)
		more = 0;
	text = fit_flow(a, &flows[0], cells - more);
	for (size_t i = 1; i < n; i++) {
		const char *longer = arena_printf(a, "%s%s", text,
		    further_flow(a, &flows[i]));

		if (text_width(longer) + (i + 1 < n ? more : 0) > cells) {
			rest = more > 0 ? arena_printf(a, " · +%zu", n - i) :
			    "";
			break;
		}
		text = longer;
	}
	return arena_printf(a, "%s%s", text, rest);
}

const char *
fit_usage_bar(struct arena *a, const struct scene_subnet *s, size_t cells)
{
	struct str out = str_new(a);
	size_t all, full;
	const char *text;

	if (!s->has_used || !s->has_usable || s->usable == 0)
		return fit_usage(a, s);
	text = arena_printf(a, " %" PRIu64 "/%" PRIu64 " %" PRIu64 "%%",
	    s->used, s->usable, s->used * PERCENT / s->usable);
	if (cells < BAR_WITH_NUMBERS || text_width(text) + BAR_LEAST > cells)
		text = arena_printf(a, " %" PRIu64 "%%",
		    s->used * PERCENT / s->usable);
	if (text_width(text) + BAR_LEAST > cells)
		return fit_usage(a, s);
	all = cells - text_width(text);
	full = (size_t)(s->used * all / s->usable);
	full = full > all ? all : full == 0 && s->used > 0 ? 1 : full;
	for (size_t i = 0; i < all; i++)
		str_add(&out, i < full ? "█" : "░");
	str_add(&out, text);
	return str_text(&out);
}

/*
 * One exit.  Of two default routes to one target the first says both; a lone
 * default says "0/0", which a short form leaves away.
 */
static const char *
exit_text(struct arena *a, const struct scene_table *t, size_t i, bool brief)
{
	const struct scene_exit *e = &t->exits.v[i];
	const struct scene_exit *next = i + 1 < t->exits.n ? e + 1 : NULL;
	bool follows = i > 0 && e->kind == EXIT_DEFAULT_IPV6 &&
	    t->exits.v[i - 1].kind == EXIT_DEFAULT_IPV4;

	if (e->kind > EXIT_DEFAULT_IPV6)
		return brief ? e->word : e->target;
	if (follows && str_equal(e->target, t->exits.v[i - 1].target))
		return NULL;
	if (e->kind == EXIT_DEFAULT_IPV4 && next != NULL &&
	    next->kind == EXIT_DEFAULT_IPV6) {
		if (str_equal(e->target, next->target))
			return arena_printf(a, "v4 v6 ► %s", e->target);
		return arena_printf(a, "v4 ► %s", brief ? e->word : e->target);
	}
	if (follows)
		return arena_printf(a, "v6 ► %s", brief ? e->word : e->target);
	if (brief)
		return arena_printf(a, "► %s", e->target);
	return arena_printf(a, "%s ► %s",
	    e->kind == EXIT_DEFAULT_IPV4 ? "0/0" : "::/0", e->target);
}

/* The first keep exits (of those that have a text), then "+k". */
static const char *
exits_text(struct arena *a, const struct scene_table *t, size_t keep,
    bool brief)
{
	struct str out = str_new(a);
	size_t shown = 0, left_out = 0;
	bool has_default = false;
	const char *last = NULL;

	if (t->exits.n == 0)
		return "local only";
	for (size_t i = 0; i < t->exits.n; i++) {
		const char *text = exit_text(a, t, i, brief);

		if (t->exits.v[i].kind <= EXIT_DEFAULT_IPV6)
			has_default = true;
		/* two of a kind are one word: "vpce" */
		if (text == NULL || str_equal(text, last))
			continue;
		last = text;
		if (shown == keep) {
			left_out++;
			continue;
		}
		str_addf(&out, "%s%s", shown > 0 ?
		    has_default ? "  " : " " : "", text);
		shown++;
	}
	if (left_out > 0)
		str_addf(&out, " +%zu", left_out);
	if (!has_default)
		str_add(&out, " only");
	return str_text(&out);
}

const char *
fit_exits(struct arena *a, const struct scene_table *t)
{
	if (t->missing && *t->is.label != '\0')
		return arena_printf(a, "%s not found", t->is.label);
	if (t->missing)
		return t->remark != NULL ? t->remark : "not known";
	return exits_text(a, t, SIZE_MAX, false);
}

/* The fullest text of exits that fits. */
static const char *
fit_exits_into(struct arena *a, const struct scene_table *t, size_t cells)
{
	const char *text = fit_exits(a, t);

	if (text_width(text) <= cells)
		return text;
	if (t->missing && *t->is.label == '\0')
		text = "not known";	/* the legend has more */
	if (t->missing || t->exits.n == 0)
		return cut_middle(a, text, cells, "…");
	text = exits_text(a, t, SIZE_MAX, true);
	if (text_width(text) <= cells)
		return text;
	for (size_t keep = t->exits.n; keep-- > 1;) {
		for (int brief = 0; brief < 2; brief++) {
			text = exits_text(a, t, keep, brief == 1);
			if (text_width(text) <= cells)
				return text;
		}
	}
	return cut_middle(a, exits_text(a, t, 1, true), cells, "…");
}

/* Marks of the subnet and of the table it uses, at its foot. */
static struct fit_line
foot_marks(struct arena *a, const struct scene_subnet *s)
{
	struct scene_node both = { .type = "", .label = "" };
	size_t i = 0, k = 0, n = s->is.notes.n;
	size_t m = s->table != NULL ? s->table->is.notes.n : 0;

	while (i < n || k < m) {
		const struct scene_note *one = i < n ? s->is.notes.v[i] : NULL;
		const struct scene_note *two =
		    k < m ? s->table->is.notes.v[k] : NULL;

		if (two == NULL || (one != NULL && one->number <= two->number))
			i++;
		else
			k++, one = two;
		if (both.notes.n == 0 ||
		    both.notes.v[both.notes.n - 1] != one)
			vec_push(a, &both.notes, one);
	}
	return (struct fit_line){
		.marks = fit_marks(a, &both),
		.marks_role = fit_marks_role(&both)
	};
}

struct fit_line
fit_foot(struct arena *a, const struct scene_subnet *s, size_t cells)
{
	struct fit_line line = foot_marks(a, s);
	size_t room = cells > FOOT_AROUND ? cells - FOOT_AROUND : 0, taken;

	line.left = arena_printf(a, "[%s]",
	    s->table != NULL ? s->table->badge : "?");
	taken = text_width(line.left) + 1 + marks_room(line.marks);
	room = room > taken ? room - taken : 0;
	if (s->table != NULL)
		line.right = fit_exits_into(a, s->table, room);
	else
		line.right = cut_middle(a, room < TABLE_NOT_KNOWN ?
		    "not known" : "table not known", room, "…");
	return line;
}

size_t
fit_natural(struct arena *a, const struct scene_subnet *s)
{
	struct fit_line foot = fit_foot(a, s, SIZE_MAX);
	const char *usage = fit_usage(a, s);
	size_t most, width;

	most = text_width(subnet_name(a, s)) +
	    text_width(fit_exposure(s, false)) + TITLE_AROUND + 1;
	most = larger(most, text_width(foot.left) + 1 +
	    text_width(foot.right) + marks_room(foot.marks) + FOOT_AROUND);
	width = s->cidr != NULL ? text_width(s->cidr) : 0;
	if (*usage != '\0')
		width += 2 + text_width(usage);
	most = larger(most, width + SIDES);
	if (s->ipv6_cidr != NULL)
		most = larger(most, text_width(s->ipv6_cidr) + SIDES);
	for (size_t i = 0; i < s->resources.n; i++) {
		struct fit_line line = fit_resource(a, s->resources.v[i],
		    SIZE_MAX);

		width = text_width(line.left) + marks_room(line.marks) + SIDES;
		if (*line.right != '\0')
			width += 2 + text_width(line.right);
		most = larger(most, width);
	}
	return most;
}

size_t
fit_least(struct arena *a, const struct scene_subnet *s)
{
	struct fit_line foot = fit_foot(a, s, 0);
	size_t most;

	most = NAME_LEAST + text_width(fit_exposure(s, true)) + TITLE_AROUND;
	most = larger(most, text_width(foot.left) + NAME_LEAST + 1 +
	    marks_room(foot.marks) + FOOT_AROUND);
	if (s->cidr != NULL)
		most = larger(most, text_width(s->brief_cidr != NULL ?
		    s->brief_cidr : s->cidr) + SIDES);
	if (s->ipv6_cidr != NULL)
		most = larger(most, text_width(s->ipv6_cidr) + SIDES);
	most = larger(most, text_width(fit_usage(a, s)) + SIDES);
	for (size_t i = 0; i < s->resources.n; i++)
		most = larger(most, NAME_LEAST + SIDES +
		    marks_room(fit_marks(a, &s->resources.v[i]->is)));
	return most;
}
