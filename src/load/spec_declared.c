/* SPDX-License-Identifier: MIT */

/*
 * Names of what the file declares, where they stand as a pattern, several in
 * one text, or as Terraform and CloudFormation refer to them.
 */

#include "load/spec_read.h"

#include "base/str.h"
#include "text/sanitise.h"

#include <string.h>

enum {
	NAMES_SHOWN = 8,
	LOOKED_UP_MAX = 200	/* findings; each look-up walks a list */
};

struct node
spec_own_vpc(struct spec *s)
{
	return s->vpc == NULL || s->vpc->is.name == NULL ?
	    (struct node){ 0 } : node_get(node_get(s->root, "vpcs"),
	    s->vpc->is.name);
}

/* The things that a key names: the subnets of the VPC, of "subnet" too. */
static struct node
things_of(struct spec *s, const char *key)
{
	static const char *const own[] = { "subnets", "security_groups",
		"route_tables", "network_acls", NULL };
	static const char *const of_all[] = { "networks", "elastic_ips", NULL };

	for (size_t i = 0; own[i] != NULL; i++)
		if (str_starts_with(own[i], key) &&
		    strlen(own[i]) <= strlen(key) + 1)
			return node_get(spec_own_vpc(s), own[i]);
	for (size_t i = 0; of_all[i] != NULL; i++)
		if (str_equal(of_all[i], key))
			return node_get(s->root, of_all[i]);
	return (struct node){ 0 };
}

/* Whether name is of the pattern, in which stars stand for anything. */
static bool
fits(const char *pattern, const char *name)
{
	const char *star = NULL, *from = NULL;

	while (*name != '\0') {
		if (*pattern == '*') {
			star = ++pattern;
			from = name;
		} else if (*pattern == *name) {
			pattern++;
			name++;
		} else if (star != NULL) {
			pattern = star;
			name = ++from;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

/* The things that a word stands for, `"a", "b"`, behind those in out. */
static size_t
add_fitting(struct spec *s, struct str *out, struct node things,
    const char *word, size_t count)
{
	size_t before = count;

	for (struct node c = node_first(things); node_exists(c);
	    c = node_next(c)) {
		if (spec_is_comment(c) || (strchr(word, '*') != NULL ?
		    !fits(word, node_key(c)) :
		    !spec_same_word(word, node_key(c))))
			continue;
		if (count < NAMES_SHOWN)
			str_addf(out, "%s\"%s\"", count > 0 ? ", " : "",
			    read_clean(s->l, node_key(c)));
		else if (count == NAMES_SHOWN)
			str_add(out, ", …");
		count++;
	}
	return count - before;
}

const char *
spec_elastic_ip_help(struct spec *s, const struct spec_key *row,
    struct node n)
{
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(s->l->a, n) : spec_referred(s, n);
	const char *name;

	if (text == NULL || *text == '\0' || read_looks_like_address(text) ||
	    strpbrk(text, ",; ${}") != NULL)
		return NULL;
	name = read_clean(s->l, text);
	if (node_exists(node_get(node_get(s->root, "elastic_ips"), text)))
		return arena_printf(s->l->a, "write \"%s\": [\"%s\"]",
		    row->key, name);
	return arena_printf(s->l->a, "write \"%s\": [\"%s\"] and, at the top "
	    "level, \"elastic_ips\": { \"%s\": {} }; or leave it out: the "
	    "NAT gateway has an Elastic IP of its own then", row->key, name,
	    name);
}

const char *
spec_names_help(struct spec *s, const char *key, struct node n)
{
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(s->l->a, n) : NULL;
	struct node things = things_of(s, key);
	struct str out = str_new(s->l->a), lost = str_new(s->l->a);
	size_t count = 0, words = 0;

	if (text == NULL || strpbrk(text, "*,; ") == NULL ||
	    node_kind(things) != NODE_MAP ||
	    s->l->findings.n > LOOKED_UP_MAX)
		return NULL;
	for (text += strspn(text, " ,;"); *text != '\0';
	    text += strspn(text, " ,;")) {
		size_t n_word = strcspn(text, " ,;"), fitting;
		const char *word = arena_strndup(s->l->a, text, n_word);

		fitting = add_fitting(s, &out, things, word, count);
		count += fitting;
		if (fitting == 0)
			str_addf(&lost, "; nothing declared is called \"%s\"",
			    read_clean(s->l, word));
		text += n_word;
		words++;
	}
	if (count > 0)
		return arena_printf(s->l->a, "write \"%s\": [%s]%s", key,
		    str_text(&out), str_text(&lost));
	if (words == 0 || add_fitting(s, &out, things, "*", 0) == 0)
		return NULL;
	return arena_printf(s->l->a, "nothing that is declared is called so; "
	    "declared are %s", str_text(&out));
}
