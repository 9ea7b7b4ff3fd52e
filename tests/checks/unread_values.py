# SPDX-License-Identifier: MIT
# What cannot be read is not known, and never empty.  Values of specs are put
# in a form that they may not have, one at a time: no finding may appear but
# the one that says so, and no expectation may go from one certain answer to
# the other.  Where the place may be unknown, the answer is the same as then.
#
#     unread_values.py PROGRAM WORK-DIRECTORY FILE...

import json
import os
import random
import subprocess
import sys

sys.dont_write_bytecode = True
from sweep import TELLING, at, put
from unknown_values import OTHER

SAMPLE = 900
WRONG = [3, 1.5, "zzz!", [3], [[]], {"//": "x"}, {"zzzz": 3}, True, None]

# Rules about the form of an input.
UNREAD = TELLING | {"IN001", "IN002", "IN003", "IN004", "AD001", "SG011",
    "RT001"}

# Without its workloads a spec has a tier of that name.
GIVEN_UP = {("RI005", "/vpcs/shop/workloads")}


def places(node, path=()):
    """Each value, objects as a whole as well."""
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in items:
        if key in OTHER or str(key).startswith("//"):
            continue
        if isinstance(value, (dict, list)):
            yield from places(value, path + (key,))
        yield path + (key,)


def without(spec, path):
    return put(spec, path, {"unknown": "not told"})


def messages(report):
    found = {}
    for f in report["findings"] + report["consequences"]:
        found.setdefault((f["rule"], f["object"]), []).append(f["message"])
    return found


def holds(report):
    return {e["text"]: e["holds"] for e in report["expectations"]}


def check(program, path, spec):
    with open(path, "w") as f:
        json.dump(spec, f)
    done = subprocess.run([program, "check", "--format", "json", "--today",
        "2026-11-24", path], capture_output=True, timeout=60)
    if done.returncode not in (0, 1):
        sys.exit(f"exit status {done.returncode} for {path}: {done.stderr}")
    return json.loads(done.stdout)


def rules(report, where):
    """Of each rule of a form that is complained of there."""
    return {f["rule"] for f in report["findings"]
        if (f["object"] + "/").startswith(where + "/")}


def pointer(path):
    return "".join("/" + str(p).replace("~", "~0").replace("/", "~1")
        for p in path)


def compare(source, path, wrong, before, after, unknown):
    where = f"{source}: {pointer(path)} = {json.dumps(wrong)}"
    if "IN003" not in rules(after, pointer(path)):
        return                  # it may be that
    case = source.split(os.sep)[-2]
    if (case, pointer(path)) in GIVEN_UP:
        return
    old = messages(before)
    for (rule, thing), texts in messages(after).items():
        if rule not in UNREAD and len(texts) > len(old.get((rule, thing), [])):
            yield f"{where}: {rule} appears: {texts[-1]}"
    was, now = holds(before), holds(after)
    for text, answer in now.items():
        if None not in (answer, was.get(text)) and answer != was[text]:
            yield f"{where}: \"{text}\" holds: {was[text]}, {answer}"
    if "IN003" in rules(unknown, pointer(path)) or \
            "IN002" in rules(unknown, pointer(path)):
        return                  # it may not be unknown
    for text, answer in holds(unknown).items():
        if text in now and answer is None and now[text] is not None:
            yield f"{where}: \"{text}\" is decided: {now[text]}"


def main():
    program, work, sources = sys.argv[1], sys.argv[2], sys.argv[3:]
    random.seed(20261129)
    specs = {}
    for source in sources:
        try:
            specs[source] = json.load(open(source))
        except ValueError:
            pass                # a text that is broken on purpose
    sample = int(os.environ.get("SAMPLE", SAMPLE))
    every = [(s, p, w) for s in specs for p in places(specs[s])
        for w in WRONG if type(w) is not dict or
        type(at(specs[s], p)) is not dict]
    chosen = random.sample(every, min(sample, len(every)))
    file = os.path.join(work, "one.json")
    reports, faults = {}, []
    for source, path, wrong in sorted(chosen, key=str):
        if source not in reports:
            reports[source] = check(program, file, specs[source])
        after = check(program, file, put(specs[source], path, wrong))
        unknown = check(program, file, without(specs[source], path))
        faults += compare(source, path, wrong, reports[source], after, unknown)
    print(f"{'not ok' if faults else 'ok'} 1 - {len(chosen)} of "
        f"{len(every)} values that cannot be read decide nothing")
    for f in faults[:int(os.environ.get("SHOW", 40))]:
        print("#", f)
    print("1..1")


main()
