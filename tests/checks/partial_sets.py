#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Leave each list out of each set of describe output: what is missing is
unknown, and never assumed.

partial_sets.py PROGRAM WORK FOLDER...: a finding that stands without a list
stands with it as well; and no certain answer becomes another certain one: not
of the matrix, of the exposure of a subnet, or of an expectation about two that
stand in the set.  A sample of the lists is taken, the same each time: SEED in
the environment takes another, SAMPLE so many (0: all of them).
"""

import itertools
import json
import os
import random
import subprocess
import sys

SAMPLE = 60

# What says only that something is missing.
OF_THE_INPUT = {"MT005", "MT006"}

# The set names an address by its allocation alone; AWS tells in the address
# itself that it is associated.
UNLIKE_AWS = {("nat-kinds/set", "NatGateways", "GW007")}

# Whom expectations are about: at most so many of each.
ENDS = {"Instances": "InstanceId", "NetworkInterfaces": "NetworkInterfaceId",
    "LoadBalancers": "LoadBalancerName"}
MOST = 5

# Rows of a matrix are whoever is known to stand in some subnets, and of bare
# addresses, which the answer says: between two of them it is another question
# where others are known.
BARE = "no security group is asked there"


def lists_of(folder):
    lists = {}
    for path, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            try:
                with open(os.path.join(path, name), encoding="utf-8") as f:
                    document = json.load(f)
            except (ValueError, OSError):
                continue
            if not isinstance(document, dict):
                continue
            for key, value in document.items():
                if value and isinstance(value, list) and \
                        isinstance(value[0], dict):
                    lists.setdefault(key, []).extend(value)
    return lists


def expectations(lists):
    ends = ["internet", "10.0.0.9"]
    of = dict(lists)
    of["Instances"] = [i for r in lists.get("Reservations", [])
        for i in r.get("Instances", []) if isinstance(i, dict)]
    for key, name in ENDS.items():
        ends += [t[name] for t in of.get(key, []) if isinstance(t, dict) and
            isinstance(t.get(name), str)][:MOST]
    return [say.format(x, y) for x, y in itertools.permutations(
        dict.fromkeys(ends), 2) if not x[0].isdigit()
        for say in ("{} reaches {} on tcp/443", "{} never reaches {}")]


def run(program, *args):
    done = subprocess.run([program, *args], capture_output=True, timeout=60)
    if done.returncode not in (0, 1):
        return None
    return json.loads(done.stdout)


def exposures(scene):
    """Of each subnet of a scene, wherever it stands in it."""
    found, open_ = {}, [scene]
    while open_:
        node = open_.pop()
        if isinstance(node, dict):
            if "exposure" in node:
                found["exposure of " + str(node.get("id") or
                    node.get("name"))] = node["exposure"].replace("?",
                    "unknown")
            open_ += node.values()
        elif isinstance(node, list):
            open_ += node
    return found


class Said:
    """What the program says of a set, or of a part of it."""

    def __init__(self, program, work, lists, expect):
        path = os.path.join(work, "set.json")
        beside = os.path.join(work, "expect.json")
        with open(path, "w", encoding="utf-8") as f:
            json.dump(lists, f)
        with open(beside, "w", encoding="utf-8") as f:
            json.dump({"vpcplan": 1, "expect": expect}, f)
        report = run(program, "check", "--no-config", "--format", "json",
            "--expect", beside, path)
        table = run(program, "reach", "--format", "json", path)
        scene = run(program, "draw", "--format", "scene", path)
        self.is_read = report is not None
        self.findings = {} if report is None else {
            (f["rule"], f["object"]): f["message"]
            for f in report["findings"] + report["consequences"]
            if f["rule"] not in OF_THE_INPUT and
            os.path.basename(f["file"]) == "set.json"}
        self.answers = {} if report is None else {
            e["text"]: e["verdict"] if " never " not in e["text"] else
            {True: "kept", False: "broken", None: "unknown"}[e["holds"]]
            for e in report["expectations"]}
        for c in (table or {}).get("cells", []):
            if "internet" not in (c["from"], c["to"]):
                continue
            self.answers[f"{c['from']} -> {c['to']}"] = c["verdict"] \
                if BARE not in (c["because"] or "") else "unknown"
        self.answers.update(exposures(scene))


def wrong_of(name, left_out, whole, part):
    if not part.is_read:
        return
    for (rule, thing), message in sorted(part.findings.items()):
        if (rule, thing) not in whole.findings and \
                (name, left_out, rule) not in UNLIKE_AWS:
            yield f"{name} without {left_out}: {rule} {message}"
    for what, answer in sorted(part.answers.items()):
        if "unknown" not in (answer, whole.answers.get(what, "unknown")) and \
                answer != whole.answers[what]:
            yield (f"{name} without {left_out}: \"{what}\" is {answer}, and "
                f"with it {whole.answers[what]}")


def main():
    program, work, *folders = sys.argv[1:]
    sets = {f: lists_of(f) for f in folders}
    every = [(f, key) for f, lists in sets.items() if len(lists) > 1
        for key in lists]
    count = int(os.environ.get("SAMPLE", SAMPLE)) or len(every)
    random.seed(os.environ.get("SEED", "20261129"))
    chosen = random.sample(every, min(count, len(every)))
    wrong, wholes = [], {}
    for folder, left_out in sorted(chosen):
        lists = sets[folder]
        expect = expectations(lists)
        if folder not in wholes:
            wholes[folder] = Said(program, work, lists, expect)
        if not wholes[folder].is_read:
            continue            # it is broken on purpose
        wrong += wrong_of("/".join(folder.rstrip("/").split("/")[-2:]), left_out,
            wholes[folder], Said(program, work, {k: v for k, v in
            lists.items() if k != left_out}, expect))
    print(f"{'not ok' if wrong else 'ok'} 1 - nothing comes of one of "
        f"{len(chosen)} lists, of {len(every)}, that is missing")
    for w in wrong[:None if count == len(every) else 40]:
        print("#", w)
    print("1..1")


main()
