# SPDX-License-Identifier: MIT
"""What the sweeps share, which make one value after the other unknown and
compare what is said then with what is said of each value that it may be.

    SWEEP [--wide [1/N]] PROGRAM WORK-DIRECTORY FILE...

Without --wide a sample is taken, the same each time; 1/N takes that part of
all places.  In the environment SEED takes another part, SAMPLE so many places
(0: all of them), and ONLY those in whose path and form that expression is
found.  With --wide every line is printed, at once."""

import collections
import copy
import json
import os
import random
import re
import subprocess
import sys

BATCH = 150
LINES = 40

# Rules that say that something is not known; and the rules about them.
TELLING = {"MT001", "MT002", "MT003", "MT004", "MT005", "RI009", "AD016"}

# What an expectation's own verdict says already.
VERDICTS = {"RI001", "RI002", "RI003"}

# A value that makes one of these is not one that the plan can have.
REFUSED = {"IN", "AD", "GW002", "EP006", "RT001"}

# Findings that say themselves that they are not certain.
HEDGED = re.compile(r" may | is known to |, where (condition )?")

Said = collections.namedtuple("Said", "findings verdicts refused")


# ---------------------------------------------------------------- values

def at(node, path):
    for key in path:
        node = node[key]
    return node


def put(document, path, value):
    document = copy.deepcopy(document)
    at(document, path[:-1])[path[-1]] = value
    return document


def drop(document, path):
    document = copy.deepcopy(document)
    del at(document, path[:-1])[path[-1]]
    return document


def short(document, path):
    try:
        return json.dumps(at(document, path))[:60]
    except (KeyError, IndexError):
        return "none"


# --------------------------------------------------------------- reports

def read(report, names, each=None, thing=lambda o: o):
    """What is said of each of the files.  So many expectations, of a file of
    their own, are of each; things are called what the function makes of
    them."""
    out = {n: Said({}, [], set()) for n in names}
    for f in report["findings"] + report["consequences"]:
        said = out.get(os.path.basename(f["file"]))
        if said is None:
            continue            # it is about the expectations
        if f["severity"] == "error" and (f["class"] == "reject" or
                {f["rule"], f["rule"][:2]} & REFUSED):
            said.refused.add((f["rule"], f["message"]))
        if f["rule"] in VERDICTS or f["object"].startswith("/expect/"):
            continue
        said.findings.setdefault((f["rule"], thing(f["object"])), []).append(
            f["message"])
    for i, e in enumerate(report["expectations"]):
        name = names[i // each] if each else os.path.basename(e["file"])
        out[name].verdicts.append((e["text"], e["verdict"], e["holds"]))
    return out


def ask(program, work, documents, expect=None, thing=lambda o: o):
    """What the program says of each document, asked these expectations."""
    said, options = [], ["--no-config", "--separate", "--today", "2026-11-24"]
    if expect is not None:
        options += ["--expect", os.path.join(work, "expect.json")]
        with open(options[-1], "w") as f:
            json.dump({"vpcplan": 1, "expect": expect}, f)
    for first in range(0, len(documents), BATCH):
        names = []
        for i, document in enumerate(documents[first:first + BATCH]):
            names.append(f"{i:04}.json")
            with open(os.path.join(work, names[-1]), "w") as f:
                f.write(json.dumps(document))
        done = subprocess.run([program, "check", "--format", "json"] +
            options + [os.path.join(work, n) for n in names],
            capture_output=True, timeout=600)
        if done.returncode not in (0, 1, 2):
            sys.exit(f"{program} ends with {done.returncode}: "
                f"{done.stderr.decode()[-500:]} in {work}")
        read_all = read(json.loads(done.stdout), names,
            len(expect) if expect is not None else None, thing)
        said += [read_all[n] for n in names]
    return said


def is_read(said):
    return not any(rule in ("IN001", "IN002", "IN003")
        for rule, thing in said.findings)


def compare(where, unknown, known, excused=frozenset(), is_set=False):
    """What is wrong about what is said while the value is unknown.  Excused
    are rules; a value may be a set, of which all that may be are asked."""
    for (rule, thing), texts in unknown.findings.items():
        texts = [t for t in texts if not HEDGED.search(t)]
        if rule in TELLING or rule in excused or not texts:
            continue
        for value, said in known:
            if len(texts) > len(said.findings.get((rule, thing), [])):
                yield (f"{where}: {rule} appears, not with {value}: "
                    f"{texts[-1]}")
                break
    for i, (text, verdict, holds) in enumerate(unknown.verdicts):
        for value, said in known:
            if len(said.verdicts) != len(unknown.verdicts):
                continue
            other = said.verdicts[i]
            if other[1] == "unknown" or is_set and verdict == "partly":
                continue        # over something else, which that value makes
            if verdict != "unknown" and verdict != other[1] or \
                    holds is not None and holds != other[2]:
                yield (f"{where}: \"{text}\" is {verdict} ({holds}), with "
                    f"{value} {other[1]} ({other[2]})")
                break


# ------------------------------------------------------------------ main

def text_of(place):
    """What ONLY looks in."""
    return " ".join("/".join(map(str, p)) if isinstance(p, tuple) else str(p)
        for p in place)


def choose(every, sample, wide, part):
    """The places that are judged, by the source that they are in."""
    only = os.environ.get("ONLY", "")
    every = [(s, p) for s, p in every if re.search(only, text_of(p))]
    count = len(every) // part if wide else sample
    count = int(os.environ.get("SAMPLE", count)) or len(every)
    random.seed(os.environ.get("SEED", "20261129"))
    chosen = collections.defaultdict(list)
    for source, place in random.sample(every, min(count, len(every))):
        chosen[source].append(place)
    return len(every), sorted(chosen.items())


def arguments():
    wide, part = sys.argv[1] == "--wide", 1
    args = sys.argv[2 if wide else 1:]
    if wide and args[0].startswith("1/"):
        part = int(args.pop(0)[2:])
    return wide, part, *args[:2], args[2:]


def main(sample, what, load, places, judge):
    """load(path) returns a source, or None; places(source) all places in it;
    judge(program, work, path, source, places) what is wrong at these."""
    wide, part, program, work, paths = arguments()
    sources = {p: s for p in paths if (s := load(p)) is not None}
    count, chosen = choose([(path, p) for path, s in sources.items()
        for p in places(s)], sample, wide, part)
    wrong = 0
    for path, of_one in chosen:
        for w in judge(program, work, path, sources[path], of_one):
            wrong += 1
            if wide or wrong <= LINES:
                print("#", w, flush=True)
    print(f"{'not ok' if wrong else 'ok'} 1 - "
        f"{sum(len(p) for _, p in chosen)} of {count} {what}")
    print("1..1")
