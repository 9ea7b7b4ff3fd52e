#!/bin/sh
# SPDX-License-Identifier: MIT
# The part of "make bench" for vpcplan cidr, also on its own: cidr.sh BENCH
# with VPCPLAN set.  Goals: merging IPv4 takes at most 0.35 of iprange's
# time, merging IPv6 at most 1.6 of merging IPv4 (where iprange 2 is there:
# 0.25 of its time), looking up at most 0.4 of grepcidr's, counting overlaps
# at most twice a merge, one small call 1.5 of an empty program, and memory
# is at most 64 bytes a prefix beyond the file.
set -eu
bench=$1		# where the helper programs were built
n=${2:-1000000}
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
cidr="$VPCPLAN cidr"

for mix in routes hosts small dense plan; do
	"$bench/prefixes" "$n" 4 $mix >"$data/$mix.4"
	"$bench/prefixes" "$n" 6 $mix >"$data/$mix.6"
done
"$bench/prefixes" "$n" 4 routes label >"$data/labelled.4"
"$bench/prefixes" "$n" 6 routes label >"$data/labelled.6"
sed 's,/32,,' "$data/hosts.4" >"$data/addresses.4"

pair() {
	"$bench/pair" "$@"
}

has() {
	command -v "$1" >/dev/null || {
		echo "$1 is not there: not compared"
		return 1
	}
}

pair 41 "one small call" $cidr info 10.0.0.0/8 \
    -- "empty program" "$bench/empty"
for mix in routes small dense plan; do
	! has iprange || pair 7 "merge IPv4, $mix" $cidr merge "$data/$mix.4" \
	    -- iprange iprange "$data/$mix.4"
done
pair 7 "merge IPv6, routes" $cidr merge "$data/routes.6" \
    -- "merge IPv4" $cidr merge "$data/routes.4"
if iprange -6 </dev/null >/dev/null 2>&1; then
	pair 5 "merge IPv6, routes" $cidr merge "$data/routes.6" \
	    -- "iprange -6" iprange -6 "$data/routes.6"
fi
pair 7 "count overlaps, plan" $cidr overlap --count "$data/plan.4" \
    -- "merge" $cidr merge "$data/plan.4"
if has grepcidr; then
	pair 7 "look up IPv4, labelled" $cidr lookup "$data/labelled.4" \
	    "$data/addresses.4" -- "grepcidr -c" \
	    grepcidr -c -f "$data/routes.4" "$data/addresses.4"
	pair 7 "look up IPv4, --count" $cidr lookup --count \
	    "$data/labelled.4" "$data/addresses.4" -- "grepcidr -c" \
	    grepcidr -c -f "$data/routes.4" "$data/addresses.4"
	pair 5 "look up IPv6, labelled" $cidr lookup "$data/labelled.6" \
	    "$data/hosts.6" -- "grepcidr -c" \
	    grepcidr -c -f "$data/routes.6" "$data/hosts.6"
fi
