#!/bin/sh
# SPDX-License-Identifier: MIT
# The part of "make bench" for vpcplan alloc.  Goal: placing 100,000 requests
# takes less than 0.1 s: the placing alone is timed, and the process beside
# sort(1) putting the same requests into order.  Then the whole command, with
# 100,000 subnets without a block and with their lock, beside json_load_file
# of the same plan.
set -eu
bench=$1		# where the helper programs were built
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

"$bench/place" 100000
"$bench/place" 100000 lines >"$data/lines"
"$bench/pair" 11 "place 100,000 requests" "$bench/place" 100000 \
    -- "sort -n" env LC_ALL=C sort -n "$data/lines"

awk 'BEGIN {
	print "{\"vpcplan\": 1, \"vpcs\": {"
	for (v = 0; v < 25; v++) {
		printf "\"v%d\": {\"cidr\": \"10.%d.0.0/16\", \"subnets\": {", v, v
		for (s = 0; s < 4000; s++)
			printf "%s\n\"t%d-%s\": {\"az\": \"%s\", \"size\": 28}",
			    (s > 0 ? "," : ""), s / 3, substr("abc", s % 3 + 1, 1),
			    substr("abc", s % 3 + 1, 1)
		print "}}" (v < 24 ? "," : "")
	}
	print "}}"
}' >"$data/plan.json"
"$bench/pair" 3 "alloc 100,000 subnets" "$VPCPLAN" alloc --frozen \
    --lock "$data/none" "$data/plan.json" \
    -- "json_load_file" "$bench/load_jansson" "$data/plan.json"
"$VPCPLAN" alloc "$data/plan.json" >/dev/null
"$bench/pair" 3 "the same with their lock" "$VPCPLAN" alloc --frozen \
    "$data/plan.json" -- "json_load_file" "$bench/load_jansson" \
    "$data/plan.json"
