/* SPDX-License-Identifier: MIT */

/*
 * What was meant by keys that an expectation does not have: whether it is that
 * something is reached, or that it never is.  The opposite of what was meant
 * is worse than no help: what cannot be told gets none.
 */

#include "load/spec_read.h"

#include "base/str.h"
#include "model/notation.h"

/* Under these, "deny" and false are no. */
static const char *const asking_keys[] = { "allowed", "allow", "permit",
	"permitted", "reaches", "reach", "reachable", "can_reach", "action",
	"effect", "access", "expect", "expected", "result", "should",
	"verdict", "connectivity", "accept", NULL };

/* These say no themselves. */
static const char *const denying_keys[] = { "deny", "denied", "block",
	"blocked", "forbid", "forbidden", "unreachable", "isolated", "not",
	"never", "no", "disallow", "prohibit", "prohibited", "prevent",
	"reject", "drop", "must_not", "cannot", "should_not",
	"not_allowed", "not_reachable", NULL };

/* Of these, who writes that something is never reached may mean either. */
static const char *const letting_keys[] = { "allowed", "allow", "permit",
	"permitted", "reaches", "reach", "reachable", "can_reach", "access",
	"accept", "connectivity", "can", NULL };

/* What tells nothing of the sentence that stands under it. */
static const char *const plain_keys[] = { "that", "rule", "sentence",
	"expectation", "assert", "check", "verify", "ensure", "test", "must",
	"require", "text", "statement", "can", NULL };

static const char *const plain_yes[] = { "yes", "true", "on", "1", NULL };
static const char *const plain_no[] = { "no", "false", "off", "0", NULL };

static const char *const allowing[] = { "allow", "allowed", "permit",
	"permitted", "accept", "ok", "pass", "passes", "succeed", "success",
	"reachable", "reach", "reaches", "work", "works", "open", "connect",
	"connected", "always", NULL };

static const char *const denying[] = { "deny", "denied", "block", "blocked",
	"never", "fail", "fails", "failure", "drop", "dropped", "reject",
	"rejected", "unreachable", "forbid", "forbidden", "isolated",
	"closed", "not_reachable", "not_allowed", NULL };

static bool
is_one_of(const char *const *words, const char *word)
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (spec_same_word(words[i], word))
			return true;
	return false;
}

enum answer { ANSWER_NONE, ANSWER_YES, ANSWER_NO };

/* What a value says; under a key that denies, yes and no alone are plain. */
static enum answer
answer_of(struct spec *s, struct node n, bool plain)
{
	const char *text = NULL;
	bool yes;

	if (node_bool(n, &yes))
		return yes ? ANSWER_YES : ANSWER_NO;
	if (node_kind(n) == NODE_STRING)
		text = node_text(s->l->a, n);
	else if (node_kind(n) == NODE_NUMBER)
		text = node_excerpt(s->l->a, n);
	if (text == NULL)
		return ANSWER_NONE;
	if (is_one_of(plain_yes, text) || (!plain &&
	    is_one_of(allowing, text)))
		return ANSWER_YES;
	if (is_one_of(plain_no, text) || (!plain && is_one_of(denying, text)))
		return ANSWER_NO;
	return ANSWER_NONE;
}

const char *
spec_expect_advice(struct spec *s, struct node member)
{
	bool denies = is_one_of(denying_keys, node_key(member));
	bool never = false;
	enum answer answer;

	if (!denies && !is_one_of(asking_keys, node_key(member)))
		return NULL;
	answer = answer_of(s, member, denies);
	if (answer == ANSWER_NONE)
		return NULL;
	(void)node_bool(node_get(s->object, "never"), &never);
	if ((answer == ANSWER_NO) == denies)
		return never ? NULL :
		    "leave it out: that is what an expectation says";
	return never ? "leave it out: \"never\": true says it" :
	    "write \"never\": true";
}

const char *
spec_expect_sentence(struct spec *s, const char *key, const char *text)
{
	struct expectation probe;
	const char *before = NULL;

	if (key != NULL && is_one_of(denying_keys, key))
		before = "deny";
	else if (str_equal(key, "only"))
		before = "only";
	else if (key != NULL && !is_one_of(asking_keys, key) &&
	    !is_one_of(plain_keys, key))
		return NULL;
	if (before != NULL)
		text = notation_expectation_meant(s->l->a, arena_printf(
		    s->l->a, "%s %s", before, text));
	else if (notation_expectation_parse(s->l->a, text, &probe) != NULL)
		text = notation_expectation_meant(s->l->a, text);
	if (text == NULL || (key != NULL && is_one_of(letting_keys, key) &&
	    notation_expectation_parse(s->l->a, text, &probe) == NULL &&
	    probe.verb == NEVER_REACHES))
		return NULL;
	return read_clean(s->l, text);
}

bool
spec_expect_is_word(const char *key)
{
	return is_one_of(denying_keys, key) || is_one_of(asking_keys, key) ||
	    is_one_of(plain_keys, key);
}
