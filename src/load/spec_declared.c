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

/* "web" of "aws_security_group.web.id"; NULL: it is no address of Terraform's. */
static const char *
of_terraform(struct arena *a, const char *text, size_t n)
{
	const char *end = text + n, *dot;

	if (n > 5 && strncmp(text, "data.", 5) == 0)
		text += 5;
	if (end - text < 5 || strncmp(text, "aws_", 4) != 0)
		return NULL;
	dot = memchr(text, '.', (size_t)(end - text));
	if (dot == NULL)
		return NULL;
	n = 0;
	while (dot + 1 + n < end && strchr(".[ ", dot[1 + n]) == NULL)
		n++;
	return n > 0 ? arena_strndup(a, dot + 1, n) : NULL;
}

/* The same of "Web.GroupId"; a variable is none. */
static const char *
of_template(struct arena *a, const char *text, size_t n)
{
	static const char *const others[] = { "var.", "local.", "module.",
		"each.", "self.", "AWS::", NULL };
	size_t length = 0;

	for (size_t i = 0; others[i] != NULL; i++)
		if (strlen(others[i]) <= n &&
		    strncmp(text, others[i], strlen(others[i])) == 0)
			return NULL;
	while (length < n && strchr(". ", text[length]) == NULL)
		length++;
	return length > 0 ? arena_strndup(a, text, length) : NULL;
}

/* The name in a reference that the text begins with, and how long that is. */
static const char *
referred_at(struct arena *a, const char *text, size_t *length)
{
	static const char *const tags[] = { "!Ref ", "!GetAtt ", NULL };
	const char *end, *name;

	for (size_t i = 0; tags[i] != NULL; i++) {
		size_t n = strlen(tags[i]);

		if (!str_starts_with(text, tags[i]))
			continue;
		*length = n + strcspn(text + n, " ");
		return of_template(a, text + n, *length - n);
	}
	if (str_starts_with(text, "${")) {
		end = strchr(text, '}');
		if (end == NULL)
			return NULL;
		*length = (size_t)(end - text) + 1;
		name = of_terraform(a, text + 2, *length - 3);
		return name != NULL ? name : of_template(a, text + 2,
		    *length - 3);
	}
	*length = strcspn(text, " ,");
	return of_terraform(a, text, *length);
}

const char *
spec_without_references(struct spec *s, const char *text)
{
	struct str out = str_new(s->l->a);
	bool begins = true, found = false;

	while (*text != '\0') {
		size_t n = 1;
		const char *name = begins ? referred_at(s->l->a, text, &n) :
		    NULL;

		if (name != NULL) {
			str_add(&out, name);
			found = true;
		} else {
			n = 1;
			str_add_char(&out, *text);
		}
		begins = name == NULL && strchr(" ,", *text) != NULL;
		text += n;
	}
	return found ? str_text(&out) : NULL;
}

const char *
spec_elastic_ip_help(struct spec *s, const struct spec_key *row,
    struct node n)
{
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(s->l->a, n) : spec_referred(s, n);
	const char *name = text != NULL ? spec_without_references(s, text) :
	    NULL;

	text = name != NULL ? name : text;
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
