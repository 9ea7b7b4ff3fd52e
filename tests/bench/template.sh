#!/bin/sh
# SPDX-License-Identifier: MIT
# CloudFormation: check and convert of a template grown to 20 MB, JSON and YAML,
# against reading the same bytes by json_load_file() and by yaml_parser_load().
# The goal is twice the time at most.
set -eu
bench=$1
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

# The same as people write JSON and YAML: blocks, short tags.
for as in json yaml; do
	awk -v n="${STACKS:-1000}" -v as=$as \
	    -f "$(dirname "$0")/template.awk" >"$data/template.$as"
done
ls -l "$data" | awk 'NR > 1 { printf "%-14s %6.1f MB\n", $NF, $5 / 1e6 }'

for command in "check -q" convert; do
	# shellcheck disable=SC2086 # a command and its option
	"$bench/pair" 5 "${command%% *} of a 20 MB template" "$VPCPLAN" \
	    $command "$data/template.json" -- "json_load_file" \
	    "$bench/load_jansson" "$data/template.json"
	# shellcheck disable=SC2086
	"$bench/pair" 5 "${command%% *} of the same in YAML" "$VPCPLAN" \
	    $command "$data/template.yaml" -- "yaml_parser_load" \
	    "$bench/load_yaml" "$data/template.yaml"
done
