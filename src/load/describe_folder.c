/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Collectors put what they find into folders by account and region:
 * accounts/111122223333/eu-west-1/vpcs.json, eu-west-1/vpcs.json.  What a file
 * itself says of a thing comes first.
 */

enum { ACCOUNT_DIGITS = 12 };

static bool
is_account(const char *text, size_t length)
{
	return length == ACCOUNT_DIGITS &&
	    strspn(text, "0123456789") >= length;
}

/* "eu-west-1", "us-gov-east-1": an area, parts of letters, one digit. */
static bool
is_region(const char *text, size_t length)
{
	static const char *const areas[] = { "af-", "ap-", "ca-", "cn-", "eu-",
		"eusc-", "il-", "me-", "mx-", "sa-", "us-", NULL };
	size_t dashes = 0, area = 0;

	while (areas[area] != NULL && (length < strlen(areas[area]) ||
	    strncmp(text, areas[area], strlen(areas[area])) != 0))
		area++;
	if (areas[area] == NULL || length < 9)
		return false;
	for (size_t i = 0; i + 1 < length; i++)
		if (text[i] == '-')
			dashes++;
		else if (text[i] < 'a' || text[i] > 'z')
			return false;
	return (dashes == 2 || dashes == 3) && text[length - 2] == '-' &&
	    text[length - 1] >= '1' && text[length - 1] <= '9';
}

void
describe_take_folder(struct describe *x, const char *path)
{
	x->account = x->l->options.account;
	x->region = x->l->options.region;
	for (const char *slash; (slash = strchr(path, '/')) != NULL;
	    path = slash + 1) {
		size_t length = (size_t)(slash - path);

		if (is_account(path, length))
			x->account = names_intern(&x->m->names, path, length);
		else if (is_region(path, length))
			x->region = names_intern(&x->m->names, path, length);
	}
}
