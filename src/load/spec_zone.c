/* SPDX-License-Identifier: MIT */
#include "load/spec_read.h"

#include "base/names.h"
#include "base/str.h"
#include "model/notices.h"
#include "model/zone.h"
#include "text/sanitise.h"

#include <string.h>

/*
 * Regions and Availability Zones of a spec.  What is none must not pass: two
 * spellings of one zone would count as two, and a network that dies with it
 * would be found to survive.  What is refused is unknown from here on.
 */

static const char malformed[] = VALUE_MALFORMED;

/* Without blanks around it and in lower case: what was meant, perhaps. */
static const char *
plain(struct arena *a, const char *text)
{
	size_t n = strlen(text);
	char *copy;

	while (*text == ' ') {
		text++;
		n--;
	}
	while (n > 0 && text[n - 1] == ' ')
		n--;
	copy = arena_strndup(a, text, n);
	for (char *p = copy; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return copy;
}

/* -------------------------------------------------------------- regions */

/* "us-west-2" of "us-west2". */
static const char *
with_dash(struct arena *a, const char *text)
{
	size_t n = strlen(text), digits = 0;

	while (digits < n && text[n - digits - 1] >= '0' &&
	    text[n - digits - 1] <= '9')
		digits++;
	return digits == 0 ? text : arena_printf(a, "%.*s-%s",
	    (int)(n - digits), text, text + n - digits);
}

/* Whether a Region lies where Regions do; if not, *meant is "eu-central-1" of
 * "eu-centrl-1", or NULL. */
static bool
has_direction(struct arena *a, const char *text, const char **meant)
{
	const char *last = strrchr(text, '-'), *from = last, *word, *near;
	size_t n;

	while (from > text && from[-1] != '-')
		from--;
	word = arena_strndup(a, from, (size_t)(last - from));
	for (n = 0; zone_directions[n] != NULL; n++)
		if (str_equal(word, zone_directions[n]))
			return true;
	near = names_nearest(word, zone_directions, n);
	*meant = near == NULL ? NULL : arena_printf(a, "%.*s%s%s",
	    (int)(from - text), text, near, last);
	return false;
}

/* What is wrong with the name of a Region, and what to write; or NULL. */
static const char *
wrong_region(struct arena *a, const char *text, const char **help)
{
	const char *meant = plain(a, text);
	size_t n;

	*help = "write a Region as AWS names it, for example "
	    "\"eu-west-1\"";
	if (zone_is_region(text)) {
		if (has_direction(a, text, &meant))
			return NULL;
		if (meant != NULL)
			*help = arena_printf(a, "write \"%s\"", meant);
		return "is no Region of AWS";
	}
	if (!zone_is_region(meant))
		meant = with_dash(a, meant);
	if (zone_is_region(meant))
		*help = arena_printf(a, "write \"%s\"", meant);
	if (zone_form(plain(a, text), &n) != ZONE_NAME)
		return "is not the name of a Region";
	*help = arena_printf(a, "write \"%.*s\" here, and the AZ as \"az\" of "
	    "the subnets that stand in it", (int)n, meant);
	return "is an AZ, not a Region";
}

static const char *
read_region(struct spec *s, struct node n, bool complains)
{
	const char *text = read_name(s->l, n);
	const char *help, *wrong = text != NULL ?
	    wrong_region(s->l->a, text, &help) : NULL;

	if (wrong == NULL)
		return text;
	if (complains)
		finding_help(&s->l->findings, read_complain(s->l, n,
		    arena_printf(s->l->a, "\"%s\" %s", text, wrong)), "%s",
		    help);
	return NULL;
}

const char *
spec_region(struct spec *s, struct node n)
{
	return read_region(s, n, false);
}

void
spec_read_region(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const char **to = spec_at(row, base);
	const char *why;

	if (!read_unknown(s->l, n, &why))
		*to = read_region(s, n, true);
}

enum { ACCOUNT_DIGITS = 12 };

/* The digits of "1111-2222-3333", with the noughts that a number loses; NULL:
 * no account can have them. */
static const char *
account_meant(struct arena *a, const char *text)
{
	struct str digits = str_new(a);
	size_t n;

	for (; *text != '\0'; text++) {
		if (*text >= '0' && *text <= '9')
			str_add_char(&digits, *text);
		else if (strchr(" -_.", *text) == NULL)
			return NULL;
	}
	n = digits.n;
	/* More than two noughts are lost by nobody. */
	if (n > ACCOUNT_DIGITS || n + 2 < ACCOUNT_DIGITS)
		return NULL;
	return arena_printf(a, "%.*s%s", (int)(ACCOUNT_DIGITS - n), "00",
	    str_text(&digits));
}

/* What it owns is of one owner, whoever that is: the text is kept. */
static void
check_account(struct spec *s, struct node n)
{
	const char *text = node_text(s->l->a, n), *meant;
	struct finding *f;

	if (text == NULL || *text == '\0' || (strlen(text) ==
	    ACCOUNT_DIGITS && text[strspn(text, "0123456789")] == '\0'))
		return;
	meant = account_meant(s->l->a, text);
	f = read_complain(s->l, n, arena_printf(s->l->a, "\"%s\" is not the id "
	    "of an account: that has twelve digits", sanitise_text(s->l->a,
	    text)));
	if (meant != NULL)
		finding_help(&s->l->findings, f, "write \"%s\": \"%s\"",
		    node_key(n), meant);
	else
		finding_help(&s->l->findings, f, "write the id, such as "
		    "\"111122223333\", or leave it out: the name of an account "
		    "may stand in \"tags\" or a comment");
}

/* The owner of all that follows was read before all that. */
void
spec_read_owner(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const char *why;

	(void)base;
	if (read_unknown(s->l, n, &why))
		return;
	if (node_kind(n) != NODE_STRING)
		read_complain_type(s->l, n, "a string");
	else if (str_equal(row->key, "region"))
		(void)read_region(s, n, true);
	else
		check_account(s, n);
}

/* ---------------------------------------------------------------- zones */

static void
refuse(struct spec *s, const struct thing *t, const char *key,
    struct text_value *v, const char *wrong, const char *help)
{
	struct finding *f = finding_add(&s->l->findings, &notice_wrong_type,
	    v->is.at, "\"%s\" of %s: \"%s\" %s", key,
	    thing_title(s->l->a, t), v->v, wrong);

	f->about = t;
	f->key = v->v;
	finding_help(&s->l->findings, f, "%s", help);
	v->is = value_unknown(v->is.at, malformed);
	v->v = NULL;
}

/* Whether a zone that names its Region, or its number, lies in region. */
static bool
is_zone_of(const char *az, enum zone_form form, size_t n, const char *region)
{
	size_t length = region != NULL ? strlen(region) : 0;

	if (length == 0 || form == ZONE_LETTER)
		return true;
	if (form == ZONE_SHORT)
		return region[length - 1] == az[0];
	return length == n && strncmp(az, region, n) == 0;
}

char
spec_zone_letter(const char *number)
{
	enum { ZONES = 6 };

	return *number >= '1' && *number < '1' + ZONES && number[1] == '\0' ?
	    (char)('a' + (*number - '1')) : '\0';
}

static const char *
zone_help(struct arena *a, const char *az, const char *region)
{
	const char *meant = plain(a, az);
	size_t n;

	if (spec_zone_letter(meant) != '\0')
		return arena_printf(a, "write \"%c\": AZs have letters",
		    spec_zone_letter(meant));
	switch (zone_form(meant, &n)) {
	case ZONE_LETTER:
	case ZONE_SHORT:
	case ZONE_NAME:
		return arena_printf(a, "write \"%s\"", meant);
	default:
		if (!zone_is_region(meant))
			meant = region != NULL ? region : "eu-west-1";
		return arena_printf(a, "write the letter of the AZ, \"a\", or "
		    "its name, \"%sa\"", meant);
	}
}

/* "b" of "eu-west-1b"; "a" of what ends in none. */
static const char *
last_letter(const char *az)
{
	const char *last = az + strlen(az) - (*az != '\0');

	return *last >= 'a' && *last <= 'h' ? last : "a";
}

static void
check_zone(struct spec *s, const struct thing *t, struct text_value *az)
{
	struct arena *a = s->l->a;
	enum zone_form form;
	size_t n;

	if (!value_is_known(az->is))
		return;
	form = zone_form(az->v, &n);
	if (form == ZONE_ID)
		refuse(s, t, "az", az, "is the id of an AZ, not its name",
		    t->kind == KIND_SUBNET ? "write it as \"az_id\"" :
		    zone_help(a, "", t->region));
	else if (form == ZONE_OTHER)
		refuse(s, t, "az", az, zone_is_region(az->v) ?
		    "is a Region, not one of its AZs" : "is not an AZ",
		    zone_help(a, az->v, t->region));
	else if (!zone_letter_is_used(az->v))
		refuse(s, t, "az", az, "is not an AZ: their letters go from a "
		    "to h, and most Regions have three", "write the letter of "
		    "the AZ, such as \"a\"");
	else if (!is_zone_of(az->v, form, n, t->region))
		refuse(s, t, "az", az, arena_printf(a, "is not an AZ of the "
		    "Region %s", t->region), arena_printf(a, "write the "
		    "letter of the AZ, \"%s\", or correct the Region",
		    last_letter(az->v)));
}

static void
check_id(struct spec *s, const struct thing *t, struct text_value *id)
{
	size_t n;
	enum zone_form form = value_is_known(id->is) ?
	    zone_form(id->v, &n) : ZONE_ID;

	if (form != ZONE_ID)
		refuse(s, t, "az_id", id, form != ZONE_OTHER ?
		    "is the name of an AZ, not its id" :
		    "is not the id of an AZ", form != ZONE_OTHER ?
		    "write it as \"az\"" : "write it as AWS does: "
		    "\"euw1-az3\"; or the letter of the AZ as \"az\"");
}

void
spec_check_zones(struct spec *s)
{
	for (size_t i = 0; i < s->m->subnets.n; i++) {
		struct subnet *v = s->m->subnets.v[i];

		if (v->is.island != s->island)
			continue;
		check_zone(s, &v->is, &v->az);
		check_id(s, &v->is, &v->az_id);
	}
	for (size_t i = 0; i < s->m->workloads.n; i++) {
		struct workload *w = s->m->workloads.v[i];

		if (w->is.island == s->island)
			check_zone(s, &w->is, &w->az);
	}
}
