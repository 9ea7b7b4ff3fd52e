/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"

#include <string.h>

/*
 * What each intrinsic function takes.  Values are evaluated where the network
 * asks for them; a function that is given the wrong things fails the stack
 * wherever it stands.  Where an argument is a function itself, what it gives
 * is looked at here only so far as it is a list, whatever it is given.
 */

enum {
	TEXT = 1,		/* also a number or a boolean, which AWS takes
				   for the text of it */
	LIST = 2,
	MAP = 4,		/* of its own: no function */
	FUNCTION = 8,
	NOTHING = 16,		/* null */
	LISTING = 32,		/* a function that gives a list, always */
	ITEMS = LIST | FUNCTION | LISTING,
	ANY = TEXT | ITEMS | MAP | NOTHING
};

static const struct shape {
	const char *name, *takes;
	unsigned alone;			/* what it takes, if no list */
	unsigned least, most;		/* … or a list of so many, of which */
	unsigned first, others;		/* the first and the others are */
} shapes[] = {
	{ "Ref", "Ref takes a name", TEXT, 1, 0, 0, 0 },
	{ "GetAtt", "Fn::GetAtt takes a resource and an attribute of it",
	  TEXT, 2, 2, TEXT, TEXT | FUNCTION },
	{ "Sub", "Fn::Sub takes a text, or a list of a text and a map", TEXT,
	  2, 2, TEXT, MAP },
	{ "Join", "Fn::Join takes a delimiter and a list", 0, 2, 2, TEXT,
	  ITEMS },
	{ "Split", "Fn::Split takes a delimiter and a text", 0, 2, 2, TEXT,
	  TEXT | FUNCTION },
	{ "Select", "Fn::Select takes an index and a list", 0, 2, 2,
	  TEXT | FUNCTION, ITEMS },
	{ "GetAZs", "Fn::GetAZs takes a region", TEXT | FUNCTION | NOTHING,
	  1, 1, TEXT | FUNCTION, 0 },
	{ "Cidr", "Fn::Cidr takes a block, a count from 1 to 256 and the "
	  "number of bits for hosts", 0, 2, 3, TEXT | FUNCTION,
	  TEXT | FUNCTION },
	{ "If", "Fn::If takes a condition and two values", 0, 3, 3, TEXT,
	  ANY },
	{ "FindInMap", "Fn::FindInMap takes a map and two keys", 0, 3, 4,
	  TEXT | FUNCTION, TEXT | MAP | FUNCTION },
	{ "ImportValue", "Fn::ImportValue takes a name", TEXT | FUNCTION, 1,
	  0, 0, 0 },
	{ "Base64", "Fn::Base64 takes a text", TEXT | FUNCTION, 1, 0, 0, 0 },
	{ "Length", "Fn::Length takes a list",
	  FUNCTION | LISTING, 0, 1000, ANY, ANY },
	{ "ToJsonString", "Fn::ToJsonString takes a map or a list",
	  MAP | FUNCTION | LISTING, 0, 1000, ANY, ANY },
	{ "Transform", "Fn::Transform takes the name of a macro", MAP, 1, 0,
	  0, 0 },
	{ "ForEach", "Fn::ForEach takes a name, a list and a map", 0, 3, 3,
	  TEXT, ITEMS | MAP },
	{ "Condition", "Condition takes the name of a condition", TEXT, 1, 0,
	  0, 0 },
	{ "Equals", "Fn::Equals takes two values", 0, 2, 2, ANY, ANY },
	{ "Not", "Fn::Not takes one condition", 0, 1, 1, FUNCTION, 0 },
	{ "And", "takes a list of 2 to 10 conditions", 0, 2, 1000, FUNCTION,
	  FUNCTION },
	{ "Or", "takes a list of 2 to 10 conditions", 0, 2, 1000, FUNCTION,
	  FUNCTION },
	{ .name = NULL }
};

static const struct shape *
shape_of(const char *function)
{
	for (const struct shape *s = shapes; s->name != NULL; s++)
		if (str_equal(s->name, function))
			return s;
	return NULL;
}

const char *
cfn_takes(const char *function)
{
	const struct shape *s = shape_of(function);

	return s != NULL ? s->takes : "is no function";
}

/* A macro may give anything, and so, for names and the like, may a function
 * of a template in which language extensions resolve those. */
static unsigned
form_of_function(struct node n, bool extended)
{
	struct node argument;
	const char *name = cfn_function(n, &argument);

	if (name == NULL)
		return MAP;
	if (str_equal(name, "Transform"))
		return ANY;
	if (str_equal(name, "Cidr") || str_equal(name, "GetAZs") ||
	    str_equal(name, "Split"))
		return LISTING;
	return extended ? FUNCTION | TEXT : FUNCTION;
}

static unsigned
form_of(struct node n, bool extended)
{

	switch (node_kind(n)) {
	case NODE_LIST:
		return LIST;
	case NODE_MAP:
		return form_of_function(n, extended);
	case NODE_NULL:
		return NOTHING;
	case NODE_NONE:
		return 0;
	default:
		return TEXT;
	}
}

/* "Name.Attribute", as YAML has it. */
static bool
has_dot(struct arena *a, struct node n)
{
	const char *text = node_kind(n) == NODE_STRING ? node_text(a, n) :
	    NULL;

	return text != NULL && strchr(text, '.') != NULL;
}

static bool
fits(struct cfn_template *t, const struct shape *s, struct node argument)
{
	bool extended = node_exists(node_get(t->root, "Transform"));
	unsigned form = form_of(argument, extended), n = 0;

	if (form == TEXT && str_equal(s->name, "GetAtt"))
		return has_dot(t->x->a, argument);
	if (form != LIST)
		return (form & s->alone) != 0;
	for (struct node c = node_first(argument); node_exists(c);
	    c = node_next(c), n++)
		if ((form_of(c, extended) & (n == 0 ? s->first :
		    s->others)) == 0)
			return false;
	return n >= s->least && n <= s->most;
}

void
cfn_check_shape(struct cfn_template *t, const char *function,
    struct node argument)
{
	const struct shape *s = shape_of(function);

	if (s != NULL && !fits(t, s, argument))
		read_complain(t->x->l, argument, s->takes);
}
