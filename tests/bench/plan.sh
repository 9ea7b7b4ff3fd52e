#!/bin/sh
# SPDX-License-Identifier: MIT
# A Terraform plan of 50 MB in many modules, against jansson's reading of it.
set -eu
bench=$1
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

"$bench/plan" 450 >"$data/plan.json"
ls -l "$data/plan.json" | awk '{ printf "%-12s %6.1f MB\n", "plan.json", $5 / 1e6 }'
"$bench/pair" 5 "convert of a plan" "$VPCPLAN" convert "$data/plan.json" \
    -- "json_load_file" "$bench/load_jansson" "$data/plan.json"
"$bench/pair" 3 "check of a plan" "$VPCPLAN" check -q "$data/plan.json" \
    -- "json_load_file" "$bench/load_jansson" "$data/plan.json"
