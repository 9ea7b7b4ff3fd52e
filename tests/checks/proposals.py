# SPDX-License-Identifier: MIT
"""What a help says to write can be read where it is said to be written:
proposals.py PROGRAM FLOOR FILE... prints TAP.  Each "write ..." that leaves
nothing open is put into the spec, which is then judged again: nothing that
stands there may be complained of as none of its kind.  Less than FLOOR
proposals in all files is a fault as well, for then nothing was tried."""
import copy
import json
import os
import re
import subprocess
import sys
import tempfile

SYNTAX = {"IN001", "IN002", "IN003", "SG011", "AD001"}


def findings(program, path):
    run = subprocess.run(
        [program, "check", "--no-config", "--today", "2026-11-24",
         "--format", "json", "--", path], capture_output=True, check=False)
    try:
        return json.loads(run.stdout)["findings"]
    except ValueError:
        return None


def judged(program, document):
    with tempfile.NamedTemporaryFile("w", suffix=".json",
                                     delete=False) as out:
        json.dump(document, out)
    try:
        return findings(program, out.name)
    finally:
        os.unlink(out.name)


def values_at(text):
    """The JSON values, parted by commas, that the text begins with."""
    decoder, found = json.JSONDecoder(), []
    while True:
        try:
            value, end = decoder.raw_decode(text)
        except ValueError:
            return found, text
        found.append(value)
        text = text[end:]
        if not re.match(r", [\"{]", text):
            return found, text
        text = text[2:]


def proposal(help_text):
    """(key, [value]) of `write "key": value`, (None, values) of values."""
    m = re.match(r"(?:names are keys here: )?write (?=[\"{\[])", help_text)
    if m is None or "…" in help_text or "did you mean" in help_text:
        return None
    text = help_text[m.end():]
    keyed = re.match(r'"((?:[^"\\]|\\.)*)": ', text)
    key = None
    if keyed:
        key, text = keyed.group(1), text[keyed.end():]
    values, rest = values_at(text)
    # "in the VPC", "at the top level": it stands elsewhere.
    if not values or (rest and rest[0] not in ";:"):
        return None
    if key is not None and len(values) > 1:
        return None
    return key, values


def steps(pointer):
    return [s.replace("~1", "/").replace("~0", "~")
            for s in pointer.split("/")[1:]]


def written(document, pointer, key, values):
    """The document with the proposal in it, and where it stands."""
    document = copy.deepcopy(document)
    *way, last = steps(pointer)
    at = document
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    above = pointer[:pointer.rindex("/")]
    # It is said inside of what is to become another value as a whole.
    if key is not None and way and key == way[-1] and key != last:
        return written(document, above, key, values)
    if isinstance(at, list):
        if key is not None:
            return None
        at[int(last):int(last) + 1] = values
        return document, ["%s/%d" % (above, int(last) + i)
                          for i in range(len(values))]
    if len(values) > 1 or last not in at:
        return None
    if key is None:
        at[last] = values[0]
        return document, [pointer]
    if key != last and key in at:
        return None
    # Order is kept, so that nothing else changes.
    items = [(key if k == last else k, values[0] if k == last else v)
             for k, v in at.items()]
    at.clear()
    at.update(items)
    return document, ["%s/%s" % (above, key.replace("~", "~0")
                                 .replace("/", "~1"))]


def faults(program, document, before, finding):
    """What is wrong with following the finding; None: it proposes nothing."""
    offer = proposal(finding["help"] or "")
    if offer is None or not finding["object"]:
        return None
    key, values = offer
    place = finding["object"]
    # What is lacking is to be added to what it is said of.
    if key is not None and " has no \"" in finding["message"]:
        document = copy.deepcopy(document)
        place += "/" + key
    try:
        at = document
        for step in steps(finding["object"]) if place != \
                finding["object"] else []:
            at = at[int(step)] if isinstance(at, list) else at[step]
        if place != finding["object"]:
            at[key] = None
        changed = written(document, place, key, values)
    except (KeyError, IndexError, ValueError, TypeError):
        return None
    if changed is None:
        return None
    left = judged(program, changed[0])
    if left is None:
        return ["no report"]
    told = {(f["rule"], f["message"]) for f in before}
    # Two keys that exclude each other are the author's, and told as such.
    return ["%s: %s" % (f["rule"], f["message"]) for f in left
            if f["rule"] in SYNTAX and f["object"] in changed[1]
            and (f["rule"], f["message"]) not in told
            and " takes one of " not in f["message"]]


def main(program, floor, paths):
    number = tried = 0
    for path in paths:
        try:
            with open(path, encoding="utf-8") as text:
                document = json.load(text)
        except ValueError:
            continue
        if not isinstance(document, dict) or "vpcplan" not in document:
            continue
        number += 1
        wrong, offers = [], 0
        before = findings(program, path) or []
        for finding in before:
            if finding["rule"] not in SYNTAX:
                continue
            said = faults(program, document, before, finding)
            offers += said is not None
            wrong += ["%s: %s: %s" % (finding["object"], finding["help"], s)
                      for s in said or []]
        tried += offers
        print("%s %d - %s: %d proposals" % (
            "not ok" if wrong else "ok", number,
            "/".join(path.split("/")[-2:]), offers))
        for line in wrong:
            print("# " + line)
    number += 1
    print("%s %d - %d proposals were tried, %d at least" % (
        "ok" if tried >= floor else "not ok", number, tried, floor))
    print("1..%d" % number)


main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
