# SPDX-License-Identifier: MIT
# What is not known decides nothing.  Values of networks are made unknown one
# at a time: no finding may appear that was not there, and no expectation may
# go from one certain answer to the other.
#
#     unknown_values.py PROGRAM WORK-DIRECTORY FILE...

import copy
import json
import os
import random
import subprocess
import sys

SAMPLE = 500

# What is not a part of the network, or of what is known about it.
OTHER = {"vpcplan", "name", "expect", "ignore", "incomplete", "quotas",
    "account", "region", "pools", "exists", "tags", "why", "owner",
    "expires", "tier", "exposure", "unknown"}

# Rules that say that something is not known; and the rules about them.
TELLING = {"MT001", "MT002", "MT003", "MT004", "MT005", "RI009", "AD016"}

# What appears because another finding, which stood for it, is decided no
# more; it is true whatever the value is.
STOOD_FOR = {("RT012", "RT011"), ("RT012", "RI001"), ("PL005", "SG002"),
    ("PL005", "PL004"), ("EP004", "RI001")}


def values(node, path=()):
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in items:
        if key in OTHER or str(key).startswith("//"):
            continue
        if isinstance(value, (dict, list)):
            yield from values(value, path + (key,))
        if not isinstance(value, dict) or key == "dns":
            yield path + (key,)


def without(spec, path):
    spec = copy.deepcopy(spec)
    node = spec
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = {"unknown": "not told"}
    return spec


def check(program, path, spec):
    with open(path, "w") as f:
        json.dump(spec, f)
    done = subprocess.run([program, "check", "--format", "json", "--today",
        "2026-11-24", path], capture_output=True, timeout=60)
    return json.loads(done.stdout)


def messages(report):
    found = {}
    for f in report["findings"]:
        found.setdefault((f["rule"], f["object"]), []).append(f["message"])
    return found


def holds(report):
    return {e["text"]: e["holds"] for e in report["expectations"]}


def compare(source, where, before, after):
    """What is wrong about the report after a value became unknown."""
    old, new = messages(before), messages(after)
    if any(rule in ("IN001", "IN002", "IN003") for rule, thing in
            new.keys() - old.keys()):
        return                  # it may not be unknown there
    case = source.split(os.sep)[-2]
    for (rule, thing), texts in new.items():
        if rule not in TELLING and (case, rule) not in STOOD_FOR and \
                len(texts) > len(old.get((rule, thing), [])):
            yield f"{source}: {where}: {rule} appears: {texts[-1]}"
    was, now = holds(before), holds(after)
    for text, answer in now.items():
        if None not in (answer, was.get(text)) and answer != was[text]:
            yield f"{source}: {where}: \"{text}\" holds: {was[text]}, {answer}"


def main():
    program, work, sources = sys.argv[1], sys.argv[2], sys.argv[3:]
    random.seed(20261129)
    specs = {}
    for source in sources:
        try:
            specs[source] = json.load(open(source))
        except ValueError:
            pass                # a text that is broken on purpose
    all_values = [(s, p) for s in specs for p in values(specs[s])]
    path = os.path.join(work, "one.json")
    reports, wrong = {}, []
    chosen = random.sample(all_values, min(SAMPLE, len(all_values)))
    for source, at in sorted(chosen, key=lambda v: (v[0], str(v[1]))):
        if source not in reports:
            reports[source] = check(program, path, specs[source])
        after = check(program, path, without(specs[source], at))
        wrong += compare(source, "/".join(map(str, at)), reports[source],
            after)
    print(f"{'not ok' if wrong else 'ok'} 1 - {len(chosen)} of "
        f"{len(all_values)} values made unknown decide nothing")
    for w in wrong[:40]:
        print("#", w)
    print("1..1")


if __name__ == "__main__":
    main()
