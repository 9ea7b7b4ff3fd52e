#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Leave each list out of each set of describe output: nothing new is found.

partial_sets.py PROGRAM WORK FOLDER...: what is missing is unknown and never
assumed, so that a finding that stands without a list stands with it as well.
"""

import json
import os
import subprocess
import sys

# What says only that something is missing.
OF_THE_INPUT = {"MT005", "MT006"}

# The set names an address by its allocation alone; AWS tells in the address
# itself that it is associated.
UNLIKE_AWS = {("nat-kinds", "NatGateways", "GW007")}


def lists_of(folder):
    lists = {}
    for path, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            try:
                with open(os.path.join(path, name), encoding="utf-8") as f:
                    document = json.load(f)
            except ValueError:
                continue
            if not isinstance(document, dict):
                continue
            for key, value in document.items():
                if value and isinstance(value, list) and \
                        isinstance(value[0], dict):
                    lists.setdefault(key, []).extend(value)
    return lists


def findings(program, path, lists):
    with open(path, "w", encoding="utf-8") as f:
        json.dump(lists, f)
    done = subprocess.run([program, "check", "--no-config", "--format", "json",
        path], capture_output=True, text=True, timeout=60)
    if done.returncode not in (0, 1):
        return None
    report = json.loads(done.stdout)
    return {(f["rule"], f["object"]): f["message"]
        for f in report["findings"] + report["consequences"]
        if f["rule"] not in OF_THE_INPUT}


def main():
    program, work, wrong, swept = sys.argv[1], sys.argv[2], [], 0
    path = os.path.join(work, "set.json")
    for folder in sys.argv[3:]:
        lists = lists_of(folder)
        whole = findings(program, path, lists) if len(lists) > 1 else None
        if whole is None:
            continue
        name = os.path.basename(folder.rstrip("/"))
        for left_out in lists:
            part = findings(program, path, {k: v for k, v in lists.items()
                if k != left_out})
            swept += 1
            for (rule, thing), message in sorted((part or {}).items()):
                if (rule, thing) not in whole and \
                        (name, left_out, rule) not in UNLIKE_AWS:
                    wrong.append(f"{name} without {left_out}: {rule} {message}")
    print(f"{'not ok' if wrong else 'ok'} 1 - no finding comes of a list that "
        "is missing")
    for w in wrong[:40]:
        print("#", w)
    print(f"{'ok' if swept > 50 else 'not ok'} 2 - {swept} lists were left out")
    print("1..2")


main()
