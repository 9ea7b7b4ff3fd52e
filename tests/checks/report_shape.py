# SPDX-License-Identifier: MIT
"""What readers of reports demand: report_shape.py FORMAT [SCHEMA] <REPORT."""
import json
import re
import sys


def sarif(log):
    assert log["version"] == "2.1.0" and log["$schema"]
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert rules == sorted(rules, key=lambda rule: rule["id"])
    for rule in rules:
        assert rule["shortDescription"]["text"] and rule["help"]["text"]
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        exposure = "security" in rule["properties"]["tags"]
        assert ("security-severity" in rule["properties"]) == exposure
    seen = set()
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        (place,) = result["locations"]
        region(place["physicalLocation"])
        ids = [str(x["id"]) for x in result.get("relatedLocations", [])]
        for x in result.get("relatedLocations", []):
            region(x["physicalLocation"])
        links = re.findall(r"(?<!\\)\]\((.*?)\)", result["message"]["text"])
        assert links == ids, links
        mark = result["partialFingerprints"]["primaryLocationLineHash"]
        assert mark not in seen
        seen.add(mark)


def region(place):
    uri, at = place["artifactLocation"]["uri"], place["region"]
    assert re.fullmatch(r"(file:///)?[A-Za-z0-9._~%-][A-Za-z0-9._~%/-]*", uri)
    assert not uri.startswith("./")
    assert 1 <= at["startLine"] <= at["endLine"]
    assert 1 <= at["startColumn"] < at["endColumn"]


def gitlab(entries):
    assert isinstance(entries, list)
    for e in entries:
        assert e["description"].startswith(e["check_name"] + ": ")
        assert e["severity"] in ("info", "minor", "major", "critical")
        assert e["location"]["lines"]["begin"] >= 1
        assert e["location"]["path"][:2] not in ("", "./")
    marks = [e["fingerprint"] for e in entries]
    assert len(marks) == len(set(marks))


def rdjson(report):
    assert report["source"]["name"] == "vpcplan"
    for d in report["diagnostics"]:
        assert d["severity"] in ("ERROR", "WARNING", "INFO")
        assert d["message"] and d["code"]["value"]
        ranges = [d["location"]["range"]]
        ranges += [s["range"] for s in d["suggestions"]]
        ranges += [x["location"]["range"] for x in d["related_locations"]]
        for r in ranges:
            start, end = r["start"], r["end"]
            assert 1 <= start["line"] and 1 <= start["column"]
            assert (start["line"], start["column"]) < (
                end["line"], end["column"])


report = json.load(sys.stdin)
{"sarif": sarif, "gitlab": gitlab, "rdjson": rdjson}[sys.argv[1]](report)
if len(sys.argv) > 2:
    import jsonschema
    with open(sys.argv[2], encoding="utf-8") as f:
        jsonschema.Draft4Validator(json.load(f)).validate(report)
