# SPDX-License-Identifier: MIT
"""Every fix that a report offers mends what it is offered for, as edits of
the text, as a JSON Patch, or as resources put into a JSON template, and
leaves JSON that can be read: fixes.py PROGRAM RULES FILE... prints TAP.  A file
"expect.json" beside an input goes with it.  RULES says of each rule whether it
has a fix, which one of the files must then show, or why it has none."""
import copy
import json
import os
import re
import subprocess
import sys
import tempfile


def findings(program, path, beside):
    expect = os.path.join(beside, "expect.json")
    given = ["--expect", expect] if os.path.exists(expect) else []
    run = subprocess.run(
        [program, "check", "--no-config", "--today", "2026-11-24",
         "--format", "json", *given, "--", path], capture_output=True,
        check=False)
    try:
        return json.loads(run.stdout)["findings"]
    except ValueError:
        return None


def edited(text, edits):
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for e in sorted(edits, key=lambda e: (-e["line"], -e["column"])):
        begin = starts[e["line"] - 1] + e["column"] - 1
        end = starts[e["end_line"] - 1] + e["end_column"] - 1
        text = text[:begin] + e["text"] + text[end:]
    return text


def patched(document, patch):
    """RFC 6902, as far as it is used."""
    document = copy.deepcopy(document)
    for operation in patch:
        *way, last = [s.replace("~1", "/").replace("~0", "~")
                      for s in operation["path"].split("/")[1:]]
        at = document
        for step in way:
            at = at[int(step)] if isinstance(at, list) else at[step]
        if isinstance(at, list):
            at.insert(len(at) if last == "-" else int(last),
                      operation["value"])
        elif operation["op"] == "remove":
            del at[last]
        elif operation["op"] == "replace" and last not in at:
            raise KeyError(last)
        else:
            at[last] = operation["value"]
    return document


def merged(document, snippet):
    """A resource of its own, or a JSON Merge Patch (RFC 7396) of the properties
    of one that is there."""
    document = copy.deepcopy(document)
    for name, resource in json.loads(snippet["text"])["Resources"].items():
        there = document["Resources"].setdefault(name, resource)
        if there is resource:
            continue
        if list(resource) != ["Properties"]:
            raise KeyError(name)
        for key, value in resource["Properties"].items():
            if value is None:
                del there["Properties"][key]
            else:
                there["Properties"][key] = value
    return document


def forms(text, fix):
    """The input with the fix made, in each form that it comes in."""
    if fix["edits"]:
        yield "edits", edited(text, fix["edits"])
    if fix["patch"]:
        yield "patch", json.dumps(patched(json.loads(text), fix["patch"]),
                                  indent=1)
    if fix["snippet"] and fix["snippet"]["language"] == "json":
        yield "template", json.dumps(merged(json.loads(text),
                                            fix["snippet"]), indent=1)


def alike(finding, found):
    return sum(1 for f in found if (f["rule"], f["message"]) ==
               (finding["rule"], finding["message"]))


def rules(program, path):
    """Of each rule, by code, what the file says; with what is wrong in it."""
    says, wrong = {}, []
    with open(path, encoding="utf-8") as f:
        for line in f:
            code, _, text = line.rstrip("\n").partition("\t")
            if line.startswith("#"):
                continue
            if code in says or not text:
                wrong.append(code)
            says[code] = text
    run = subprocess.run([program, "rules"], capture_output=True, check=True,
                         text=True)
    codes = re.findall(r"^([A-Z]{2}[0-9]{3}) ", run.stdout, re.M)
    return says, wrong + sorted(set(codes) ^ set(says))


number = 0
shown = set()
with tempfile.TemporaryDirectory() as folder:
    for path in sys.argv[3:]:
        beside = os.path.dirname(path)
        before = findings(sys.argv[1], path, beside) or []
        with open(path, encoding="utf-8-sig", newline="") as f:
            text = f.read()
        for finding in before:
            if finding["fix"] is None:
                continue
            shown.add(finding["rule"])
            for form, fixed in forms(text, finding["fix"]):
                with open(folder + "/x.json", "w", encoding="utf-8",
                          newline="") as f:
                    f.write(fixed)
                after = findings(sys.argv[1], folder + "/x.json", beside)
                good = after is not None and \
                    alike(finding, after) < alike(finding, before)
                number += 1
                print("ok" if good else "not ok", number, "-",
                      "/".join(path.split("/")[-3:]), finding["rule"], form,
                      finding["object"].replace("#", "?"))
says, wrong = rules(sys.argv[1], sys.argv[2])
number += 1
print("not ok" if wrong else "ok", number, "- each rule is in the list once",
      *wrong)
for code, text in says.items():
    if text == "fix":
        number += 1
        print("ok" if code in shown else "not ok", number, "-", code,
              "has a fix")
print(f"1..{number}")
