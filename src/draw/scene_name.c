/* SPDX-License-Identifier: MIT */
#include "draw/scene_build.h"

#include "base/str.h"
#include "draw/glyph.h"
#include "model/workload.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/*
 * What things are called.  Where ids are asked for, a thing without one gets
 * an id of its own if its name is not ASCII: "vpc1", "ec2-3".  A picture for
 * a page whose font may draw Hangul in another width than two cells then
 * aligns all the same, and the names stand below it.
 */

static bool
is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* The word that made ids of a kind begin with. */
static const char *
id_word(struct builder *b, const struct thing *t)
{
	static const char *const words[KIND_COUNT] = {
		[KIND_VPC] = "vpc", [KIND_SUBNET] = "subnet",
		[KIND_ROUTE_TABLE] = "rt", [KIND_INTERNET_GATEWAY] = "igw",
		[KIND_EGRESS_ONLY_GATEWAY] = "eigw",
		[KIND_NAT_GATEWAY] = "nat", [KIND_VPN_GATEWAY] = "vgw",
		[KIND_VPN] = "vpn", [KIND_TRANSIT_GATEWAY] = "tgw",
		[KIND_PEERING] = "pcx", [KIND_ENDPOINT] = "vpce",
		[KIND_INTERFACE] = "eni", [KIND_NETWORK] = "net",
		[KIND_TRANSIT_TABLE] = "tgw-rt", [KIND_ATTACHMENT] = "att"
	};
	char *word;

	if (t->kind != KIND_WORKLOAD)
		return words[t->kind] != NULL ? words[t->kind] : "x";
	word = arena_strdup(b->a,
	    workload_short_word((const struct workload *)t));
	for (char *c = word; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	return word;
}

static const char *
make_id(struct builder *b, const struct thing *t)
{
	const char *word = id_word(b, t);
	void **slot = map_slot(&b->alias_counts, word);
	size_t *count = *slot;

	if (count == NULL)
		*slot = count = arena_alloc(b->a, sizeof *count);
	return arena_printf(b->a, "%s-%zu", word, ++*count);
}

/* The id that stands for a name, and an entry in the list of names. */
static const char *
alias_of(struct builder *b, const struct thing *t, const char *name)
{
	void **slot = map_slot(&b->aliases, arena_printf(b->a, "%u",
	    (unsigned)t->order));
	struct scene_alias *alias = *slot;

	if (alias != NULL)
		return alias->label;
	*slot = alias = arena_alloc(b->a, sizeof *alias);
	alias->name = name;
	alias->label = t->id != NULL ? glyph_label(b->a, t->id) : "";
	if (*alias->label == '\0')
		alias->label = is_ascii(name) ? name : make_id(b, t);
	if (strcmp(alias->label, name) != 0)
		vec_push(b->a, &b->scene->aliases, *alias);
	return alias->label;
}

/* ------------------------------------------------------- shorter names */

/*
 * Behind the path that a name shares with its VPC's: CDK calls a subnet of
 * "shop/vpc" "shop/vpc/app1", and a workload beside it "shop/web".
 */
static const char *
behind_path(const char *name, const char *vpc)
{
	size_t n = strlen(vpc);
	const char *slash;

	if (strncmp(name, vpc, n) == 0 && name[n] == '/' &&
	    name[n + 1] != '\0')
		return name + n + 1;
	slash = strrchr(vpc, '/');
	n = slash != NULL ? (size_t)(slash - vpc) + 1 : 0;
	return n > 0 && strncmp(name, vpc, n) == 0 && name[n] != '\0' ?
	    name + n : NULL;
}

/* The start of the last part of an address, dots in brackets aside. */
static const char *
last_part(const char *address, const char *end)
{
	const char *start = address;
	unsigned depth = 0;

	for (const char *p = address; p < end; p++)
		if (*p == '[')
			depth++;
		else if (*p == ']')
			depth -= depth > 0;
		else if (*p == '.' && depth == 0)
			start = p + 1;
	return start;
}

/* Words that authors of modules give to the only one of its kind. */
static bool
is_empty_word(const char *name, size_t n)
{
	static const char *const words[] = { "this", "main", "default" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strlen(words[i]) == n && memcmp(words[i], name, n) == 0)
			return true;
	return false;
}

/*
 * "private[0]" of "module.vpc.aws_subnet.private[0]", and "vpc.this[0]" of
 * "module.vpc.aws_vpc.this[0]"; NULL of what is no such address.
 */
static const char *
behind_type(struct builder *b, const char *address)
{
	const char *end = address + strlen(address);
	const char *name = last_part(address, end), *type, *module;

	if (name == address)
		return NULL;
	type = last_part(address, name - 1);
	if (!str_starts_with(type, "aws_"))
		return NULL;
	if (type == address || !is_empty_word(name, strcspn(name, "[")))
		return name;
	module = last_part(address, type - 1);
	return arena_printf(b->a, "%.*s.%s", (int)(type - 1 - module), module,
	    name);
}

const char *
scene_short_name(struct builder *b, const struct thing *t, const char *name)
{
	const char *shorter = t->address != NULL &&
	    str_starts_with(t->address, name) ? behind_type(b, name) : NULL;

	if (shorter == NULL && t->vpc != NULL && t != &t->vpc->is)
		shorter = behind_path(name, thing_label(&t->vpc->is));
	return shorter != NULL ? shorter : name;
}

/* The shorter name, unless another of its kind in the VPC has it already. */
static const char *
own_short_name(struct builder *b, const struct thing *t)
{
	const char *name = thing_label(t);
	const char *shorter = scene_short_name(b, t, name);
	void **slot;

	if (shorter == name)
		return name;
	slot = map_slot(&b->short_names, arena_printf(b->a, "%d %u %s",
	    (int)t->kind, t->vpc != NULL ? (unsigned)t->vpc->is.order : 0,
	    shorter));
	if (*slot == NULL)
		*slot = (void *)(uintptr_t)t;
	return *slot == t ? shorter : name;
}

/* What is shown for a thing; "" if it has no name at all. */
static const char *
shown_name(struct builder *b, const struct thing *t)
{
	const char *name = glyph_label(b->a, thing_label(t));
	const char *id = t->id != NULL ? glyph_label(b->a, t->id) : "";

	switch (b->wishes->labels) {
	case LABELS_NAME:
		return glyph_label(b->a, own_short_name(b, t));
	case LABELS_ID:
		return *name != '\0' ? alias_of(b, t, name) : name;
	case LABELS_BOTH:
		if (*id != '\0' && strcmp(id, name) != 0)
			return arena_printf(b->a, "%s (%s)", name, id);
		break;
	}
	return name;
}

const char *
scene_label(struct builder *b, const struct thing *t)
{
	const char *label = shown_name(b, t);

	return *label != '\0' ? label : kind_name(t->kind);
}

/* Whether a name says in full what the type says in short. */
static bool
is_only_type(const char *name, const char *type)
{
	static const char *const words[][2] = {
		{ "IGW", "internetgateway" }, { "IGW", "internetgw" },
		{ "EIGW", "egressonlyinternetgateway" },
		{ "TGW", "transitgateway" }, { "VGW", "vpngateway" },
		{ "VGW", "virtualprivategateway" }, { "NAT", "natgateway" }
	};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		const char *at = name, *word = words[i][1];

		for (; *at != '\0' && (*word == tolower((unsigned char)*at) ||
		    strchr("-_ ", *at) != NULL); at++)
			word += *word == tolower((unsigned char)*at);
		if (*at == '\0' && *word == '\0' &&
		    strcasecmp(words[i][0], type) == 0)
			return true;
	}
	return false;
}

const char *
scene_extra_label(struct builder *b, const struct thing *t, const char *type)
{
	const char *name = glyph_label(b->a, thing_label(t));
	bool is_vpcs = t->vpc != NULL && t != &t->vpc->is &&
	    str_equal(thing_label(t), thing_label(&t->vpc->is));

	return is_vpcs || strcasecmp(name, type) == 0 ||
	    is_only_type(name, type) ? "" : shown_name(b, t);
}

/* ---------------------------------------------------------- what they share */

enum { SHARED_LEAST = 4 };	/* bytes; fewer are not worth an ellipsis */

struct nodes {
	VEC(struct scene_node *) v;
};

/* By type, then label. */
static int
compare_nodes(const void *x, const void *y)
{
	const struct scene_node *a = *(struct scene_node *const *)x;
	const struct scene_node *b = *(struct scene_node *const *)y;
	int order = strcmp(a->type, b->type);

	return order != 0 ? order : strcmp(a->label, b->label);
}

/* Bytes that both begin with, up to where a word ends. */
static size_t
shared_start(const char *x, const char *y)
{
	size_t n = 0;

	if (strcmp(x, y) == 0)
		return 0;
	while (x[n] != '\0' && x[n] == y[n])
		n++;
	while (n > 0 && strchr("-_./ ", x[n - 1]) == NULL &&
	    !(islower((unsigned char)x[n - 1]) &&
	    (isupper((unsigned char)x[n]) || isupper((unsigned char)y[n]))))
		n--;
	return n >= SHARED_LEAST && x[n] != '\0' && y[n] != '\0' ? n : 0;
}

/* Whether the rest of a name behind what it shares is nobody else's. */
static void
keep_distinct(struct builder *b, struct scene_node *const *v, size_t n)
{
	struct map rests = map_new(b->a);

	for (size_t i = 0; i < n; i++) {
		struct scene_node **slot = (struct scene_node **)(void *)
		    map_slot(&rests, v[i]->label + v[i]->shared);

		if (*slot != NULL && strcmp((*slot)->label, v[i]->label) != 0)
			(*slot)->shared = v[i]->shared = 0;
		else
			*slot = v[i];
	}
}

/*
 * Those of one type that begin alike: what all of a sorted run share its first
 * and last do.  Not all need to: some are named by another scheme.
 */
static void
set_shared(struct builder *b, struct nodes *nodes)
{
	struct scene_node *const *v = nodes->v.v;
	size_t type = 0, most = 0;

	vec_sort(&nodes->v, compare_nodes);
	for (size_t i = 0, end; i < nodes->v.n; i = end) {
		size_t n = 0, more;

		for (end = i + 1; end < nodes->v.n && strcmp(v[i]->type,
		    v[end]->type) == 0; end++) {
			more = shared_start(v[i]->label, v[end]->label);
			if (more == 0 && strcmp(v[i]->label, v[end]->label)
			    != 0)
				break;
			if (more > 0 && (n == 0 || more < n))
				n = more;
		}
		most = n > most ? n : most;
		for (size_t k = i; k < end; k++)
			nodes->v.v[k]->shared = n;
		if (end < nodes->v.n &&
		    strcmp(v[i]->type, v[end]->type) == 0)
			continue;
		if (most > 0)
			keep_distinct(b, v + type, end - type);
		type = end;
		most = 0;
	}
}

void
scene_find_shared(struct builder *b)
{
	for (size_t i = 0; i < b->vpcs.n; i++) {
		struct draft_vpc *d = b->vpcs.v[i];
		struct nodes subnets = { 0 }, resources = { 0 };

		for (size_t k = 0; k < d->boxes.n; k++) {
			struct scene_subnet *s = d->boxes.v[k];

			vec_push(b->a, &subnets.v, &s->is);
			for (size_t j = 0; j < s->resources.n; j++)
				vec_push(b->a, &resources.v,
				    &s->resources.v[j]->is);
		}
		set_shared(b, &subnets);
		set_shared(b, &resources);
	}
}

/* ------------------------------------------------------ the list of names */

struct listed {
	struct scene_alias alias;
	size_t rank, place;
};

static int
compare_listed(const void *x, const void *y)
{
	const struct listed *a = x, *b = y;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return (a->place > b->place) - (a->place < b->place);
}

void
scene_sort_names(struct builder *b)
{
	struct scene *s = b->scene;
	struct map ranks = map_new(b->a);
	struct listed *v = arena_array(b->a, s->aliases.n, sizeof *v);

	for (size_t i = 0; i < s->aliases.n; i++) {
		const char *label = s->aliases.v[i].label;
		const char *end = strrchr(label, '-');
		void **slot = map_slot(&ranks, end != NULL ?
		    arena_strndup(b->a, label, (size_t)(end - label)) : "");

		if (*slot == NULL)
			*slot = &v[i];
		v[i] = (struct listed){ s->aliases.v[i],
			(size_t)((struct listed *)*slot - v), i };
	}
	if (s->aliases.n > 1)
		qsort(v, s->aliases.n, sizeof *v, compare_listed);
	for (size_t i = 0; i < s->aliases.n; i++)
		s->aliases.v[i] = v[i].alias;
}
