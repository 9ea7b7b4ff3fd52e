# SPDX-License-Identifier: MIT
"""Every edit that a report offers mends what it is offered for, and leaves
JSON that can be read: fixes.py PROGRAM FILE... prints TAP."""
import json
import subprocess
import sys
import tempfile


def findings(program, path):
    run = subprocess.run(
        [program, "check", "--no-config", "--today", "2026-11-24",
         "--format", "json", "--", path], capture_output=True, check=False)
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


def alike(finding, found):
    return sum(1 for f in found if (f["rule"], f["message"]) ==
               (finding["rule"], finding["message"]))


number = 0
with tempfile.TemporaryDirectory() as folder:
    for path in sys.argv[2:]:
        before = findings(sys.argv[1], path) or []
        for finding in before:
            if finding["fix"] is None:
                continue
            with open(path, encoding="utf-8-sig", newline="") as f:
                text = edited(f.read(), finding["fix"]["edits"])
            with open(folder + "/x.json", "w", encoding="utf-8",
                      newline="") as f:
                f.write(text)
            after = findings(sys.argv[1], folder + "/x.json")
            good = after is not None and \
                alike(finding, after) < alike(finding, before)
            number += 1
            print("ok" if good else "not ok", number, "-",
                  "/".join(path.split("/")[-3:]), finding["rule"],
                  finding["object"].replace("#", "?"))
print(f"1..{number}")
