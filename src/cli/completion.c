/* SPDX-License-Identifier: MIT */
#include "cli/completion.h"

#include "cli/commands.h"

static const char *const shell_words[] = { "bash", "zsh", "fish", NULL };

static enum exit_status
run_completion(struct arguments *args)
{
	const char *shell = args->operand[0];

	if (str_equal(shell, "bash"))
		completion_bash(args->out);
	else if (str_equal(shell, "zsh"))
		completion_zsh(args->out);
	else
		completion_fish(args->out);
	return EXIT_STATUS_CLEAN;
}

const struct command command_completion = {
	.name = "completion",
	.operands = "SHELL",
	.operand_kind = OPERAND_WORD,
	.operand_words = shell_words,
	.operands_min = 1,
	.operands_max = 1,
	.summary = "print what completes command lines in a shell",
	.details = "Prints the completions of bash, zsh or fish. \"make "
	    "install\" puts the same texts where the shells look for them; "
	    "without it, in bash: source <(vpcplan completion bash)",
	.run = run_completion
};
