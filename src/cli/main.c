/* SPDX-License-Identifier: MIT */
#include "cli/command.h"
#include "cli/output.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

/*
 * One write at the end: what is printed is whole or not there.  A reader who
 * has gone away (EPIPE) got what was wanted and is no error.
 */
static bool
write_output(const struct str *out)
{
	if (output_write(out) || errno == EPIPE)
		return true;
	complain("cannot write to standard output: %s", strerror(errno));
	return false;
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct str out = str_new(a);
	size_t n = argc > 1 ? (size_t)argc - 1 : 0;
	const char **words = arena_array(a, n, sizeof *words);
	enum exit_status status;

	for (size_t i = 0; i < n; i++)
		words[i] = argv[i + 1];
	signal(SIGPIPE, SIG_IGN);
	status = command_dispatch(a, &out, words, n);
	if (!write_output(&out))
		status = EXIT_STATUS_REFUSED;
	arena_free(a);
	return (int)status;
}
