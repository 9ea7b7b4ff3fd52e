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

# Ten thousand expectations: one sentence, two ends with other ports each
# time, and other ends each time, of which all hold or none does.
"$bench/generate" spec 1 30 100 2000 >"$data/spec.json"
# expectations WHAT SENTENCE, in which A and B stand for ends, P for a port
expectations() {
	awk -v sentence="$2" 'BEGIN {
		printf "{ \"expect\": ["
		for (i = 0; i < 10000; i++) {
			line = sentence
			sub(/A/, int(i / 100), line)
			sub(/B/, i % 100, line)
			sub(/P/, 1 + i, line)
			printf "%s\"%s\"", (i > 0 ? ",\n" : ""), line
		}
		print "] }"
	}' >"$data/expect.json"
	"$bench/pair" 3 "10,000 expectations, $1" "$VPCPLAN" check \
	    --format concise --expect "$data/expect.json" "$data/spec.json" \
	    -- "empty program" "$bench/empty"
}
expectations "the same" "w1 never reaches w2 on udp/9"
expectations "one pair" "w1 reaches 10.0.0.9 on tcp/P"
expectations "all pairs" "wA never reaches wB on udp/9"
expectations "all pairs, failing" "wA reaches wB on udp/9"
