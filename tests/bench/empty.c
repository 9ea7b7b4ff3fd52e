/* SPDX-License-Identifier: MIT */

/* The floor of every start-up time: a program that does nothing. */
int
main(void)
{
	return 0;
}
