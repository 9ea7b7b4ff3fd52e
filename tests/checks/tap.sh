# SPDX-License-Identifier: MIT
# The lines of a TAP report, for the checks that are written in sh: source it
# before any cd, and end with echo "1..$n".
n=0

# verdict NAME: ok if the file $problems is empty, as it is then left.
# verdict NAME WANTED GOT: ok if both are the same.
verdict() {
	n=$((n + 1))
	if [ $# -eq 3 ] && [ "$2" = "$3" ]; then
		echo "ok $n - $1"
	elif [ $# -eq 3 ]; then
		echo "not ok $n - $1"
		echo "# wanted $2, got $3"
	elif [ -s "$problems" ]; then
		echo "not ok $n - $1"
		sed 's/^/# /' "$problems"
		: >"$problems"
	else
		echo "ok $n - $1"
	fi
}
