#!/bin/sh
# SPDX-License-Identifier: MIT
# Questions to networks of growing size, after reading: one query under 50 us;
# of a million rules in 20,000 groups and 100,000 interfaces the internet
# exposure of all under a second, in less than 400 MiB.
set -eu
bench=$1
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

# questions GROUPS RULES INTERFACES
questions() {
	"$bench/generate" describe "$1" "$2" "$3" >"$data/network.json"
	echo "$2 rules in $1 groups, $3 interfaces"
	"$bench/questions" "$data/network.json"
}
questions 200 10000 1000
questions 2000 100000 10000
questions 20000 1000000 100000

# Classes of one VPC: as many sorts of interfaces as groups.
for n in 500 1000 2000; do
	"$bench/generate" spec 1 30 $n $((n * 50)) >"$data/spec.json"
	"$bench/pair" 1 "matrix of $n groups" "$VPCPLAN" reach \
	    "$data/spec.json" -- "reading it" "$bench/load" "$data/spec.json"
done

# The matrix of tiers: every pair of classes stands behind its cells.
for n in 10 20; do
	"$bench/generate" spec $n $((n * 20)) $((n * 10)) $((n * 200)) \
	    >"$data/spec.json"
	"$bench/pair" 3 "matrix of $n VPCs" "$VPCPLAN" reach "$data/spec.json" \
	    -- "empty program" "$bench/empty"
done
