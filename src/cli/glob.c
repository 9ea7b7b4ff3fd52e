/* SPDX-License-Identifier: MIT */
#include "cli/glob.h"

#include <stddef.h>
#include <string.h>

/* Whether a segment of its own is a doubled star, with a slash behind it. */
static bool
takes_segments(const char *start, const char *pattern)
{
	return strncmp(pattern, "**/", 3) == 0 &&
	    (pattern == start || pattern[-1] == '/');
}

/*
 * Two places to go back to, one for each kind of star: a star that took too
 * little takes one more character.  Only the last star of a kind has to be
 * tried again, so there is no search.
 */
static bool
matches(const char *pattern, const char *path)
{
	const char *start = pattern, *star = NULL, *star_at = NULL;
	const char *stars = NULL, *stars_at = NULL;
	bool whole = false;	/* the doubled star takes whole segments */

	while (*path != '\0') {
		if (pattern[0] == '*' && pattern[1] == '*') {
			whole = takes_segments(start, pattern);
			pattern += whole ? 3 : 2;
			stars = pattern;
			stars_at = path;
			star = NULL;
		} else if (*pattern == '*') {
			star = ++pattern;
			star_at = path;
		} else if (*pattern == *path ||
		    (*pattern == '?' && *path != '/')) {
			pattern++;
			path++;
		} else if (star != NULL && *star_at != '/') {
			pattern = star;
			path = ++star_at;
		} else if (stars != NULL) {
			star = NULL;
			pattern = stars;
			stars_at++;
			while (whole && *stars_at != '\0' &&
			    stars_at[-1] != '/')
				stars_at++;
			if (whole && stars_at[-1] != '/')
				return false;
			path = stars_at;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern += takes_segments(start, pattern) ? 3 : 1;
	return *pattern == '\0';
}

bool
glob_matches(const char *pattern, const char *path)
{
	const char *last = strrchr(path, '/');

	if (strchr(pattern, '/') == NULL && last != NULL)
		path = last + 1;
	while (pattern[0] == '.' && pattern[1] == '/')
		pattern += 2;
	if (*pattern == '/')
		pattern++;
	return matches(pattern, path);
}
