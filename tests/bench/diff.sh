#!/bin/sh
# SPDX-License-Identifier: MIT
# The part of "make bench" for vpcplan diff: networks of growing size that
# differ in ten rules.  Goal: under twice the load of one after loading both;
# the last figure of a line is that, (diff - 2 loads) / load, of medians.
set -eu
bench=$1
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

# differ ROUNDS GROUPS RULES INTERFACES
differ() {
	"$bench/generate" describe "$2" "$3" "$4" >"$data/old.json"
	"$bench/generate" describe "$2" "$3" "$4" changed >"$data/new.json"
	"$bench/pair" -beyond 2 "$1" "diff of $3 rules" "$VPCPLAN" diff \
	    "$data/old.json" "$data/new.json" \
	    -- "reading one of them" "$bench/load" "$data/old.json"
}
differ 9 200 10000 1000
differ 5 2000 100000 10000
differ 3 20000 1000000 100000
