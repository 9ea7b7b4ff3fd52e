#!/bin/sh
# SPDX-License-Identifier: MIT
# make bench: whole processes in turn, ratios in the same run.  Each line is
# one of our goals; README and the notes quote the ratios, not the seconds.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bench=$1		# where the helper programs were built
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

"$bench/generate" spec 200 4000 2000 40000 >"$data/spec.json"
"$bench/generate" describe 20000 300000 1000 >"$data/rules.json"
ls -l "$data" | awk 'NR > 1 { printf "%-12s %6.1f MB\n", $NF, $5 / 1e6 }'

pair() {
	"$bench/pair" "$@"
}

# At most 1.5.
pair 301 "check of the example" "$VPCPLAN" check \
    "$here/../../examples/three-tier.json" -- "empty program" "$bench/empty"
pair 5 "check of a large spec" "$VPCPLAN" check -q "$data/spec.json" \
    -- "json_load_file" "$bench/load_jansson" "$data/spec.json"
pair 3 "check of 300k rules" "$VPCPLAN" check -q "$data/rules.json" \
    -- "json_load_file" "$bench/load_jansson" "$data/rules.json"
for n in 4000 40000 400000; do
	"$bench/generate" spec 200 4000 2000 $n >"$data/grow.json"
	pair 3 "check with $n rules" "$VPCPLAN" check -q "$data/grow.json" \
	    -- "json_load_file" "$bench/load_jansson" "$data/grow.json"
done
for more in "$here"/*.sh; do
	[ "$more" = "$here/run.sh" ] || sh "$more" "$bench"
done
