#!/bin/sh
# SPDX-License-Identifier: MIT
# Drawing against reading the same input (which convert does, and writes it):
# a VPC of 200 subnets and 5,000 interfaces, folded; hubs of 500 VPCs and
# more, which must cost in proportion.
set -eu
bench=$1
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

# t0-0-a, t0-0-b, t0-0-c, t0-1-a ...: 14 tiers of five subnets an AZ
awk 'function name(i) {
		return sprintf("t%d-%d-%s", int(i / 15), int(i % 15 / 3),
		    substr("abc", i % 3 + 1, 1))
	}
	BEGIN {
	printf "{\"vpcplan\":1,\"vpcs\":{\"big\":{\"cidr\":\"10.0.0.0/16\",\"subnets\":{"
	for (i = 0; i < 200; i++)
		printf "%s\"%s\":{\"az\":\"%s\",\"cidr\":\"10.0.%d.0/24\"}",
		    i ? "," : "", name(i), substr("abc", i % 3 + 1, 1), i
	printf "},\"security_groups\":{\"s\":{\"ingress\":[]}},\"workloads\":{"
	for (i = 0; i < 5000; i++)
		printf "%s\"w%d\":{\"kind\":\"instance\",\"subnets\":[\"%s\"],\"security_groups\":[\"s\"]}",
		    i ? "," : "", i, name(i % 200)
	print "}}}}" }' >"$data/big.json"

hub() {
	awk -v n="$1" 'BEGIN {
	    printf "{\"vpcplan\":1,\"region\":\"eu-west-1\",\"vpcs\":{"
	    for (i = 0; i < n; i++)
		printf "%s\"v%d\":{\"cidr\":\"10.%d.%d.0/24\",\"subnets\":{\"a\":{\"az\":\"a\",\"cidr\":\"10.%d.%d.0/25\",\"route_table\":\"m\"}},\"route_tables\":{\"m\":{\"main\":true,\"routes\":{\"0.0.0.0/0\":\"core\"}}}}",
		    i ? "," : "", i, int(i / 256), i % 256, int(i / 256), i % 256
	    printf "},\"transit_gateways\":{\"core\":{\"attachments\":{"
	    for (i = 0; i < n; i++)
		printf "%s\"v%d\":{\"vpc\":\"v%d\",\"subnets\":[\"a\"]}",
		    i ? "," : "", i, i
	    print "}}}}" }'
}

"$bench/pair" 11 "drawing 200 subnets" "$VPCPLAN" draw --no-findings \
    "$data/big.json" -- "converting them" "$VPCPLAN" convert "$data/big.json"
for n in 500 1000 2000; do
	hub $n >"$data/hub.json"
	"$bench/pair" 11 "drawing $n VPCs" "$VPCPLAN" draw --no-findings \
	    "$data/hub.json" -- "converting them" "$VPCPLAN" convert \
	    "$data/hub.json"
done
