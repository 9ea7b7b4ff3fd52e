# SPDX-License-Identifier: MIT
# What is not known decides nothing.  Each value of a network, wherever the
# schema of the spec lets it be unknown, is made unknown in its turn, and then
# each of a few values that it may be: what the program says while the value
# is unknown must be "unknown", or what it says of each of them; and a finding
# must be one that each of them has, too.
#
#     unknown_values.py [--wide [1/N]] PROGRAM WORK-DIRECTORY FILE...
#
# Without --wide a sample is taken, the same each time; 1/N takes that part of
# all places, and SEED in the environment another part.  A worked case brings
# its expectations in the .says beside it.

import collections
import copy
import json
import os
import random
import re
import subprocess
import sys

SAMPLE = 350
BATCH = 150

# What is not a part of the network, or of what is known about it: names,
# intentions, and what only other commands read.
OTHER = {"vpcplan", "name", "expect", "ignore", "incomplete", "quotas",
    "account", "region", "pools", "pool", "tags", "why", "owner", "expires",
    "tier", "exposure", "unknown", "id", "source", "needs", "size", "hosts",
    "grow", "exists", "reserved", "surge", "connections", "max", "count",
    "shared_with"}

# Rules that say that something is not known; and the rules about them.
TELLING = {"MT001", "MT002", "MT003", "MT004", "MT005", "RI009", "AD016"}

# What an expectation's own verdict says already.
VERDICTS = {"RI001", "RI002", "RI003"}

# A value that makes one of these is not one that the plan can have.
REFUSED = {"IN", "AD", "GW002", "EP006", "RT001"}

# Findings that say themselves that they are not certain.
HEDGED = re.compile(r" may | is known to ")

# What is true whatever the value is, and with some value is not said, because
# something else fails first.
FIRST = {("unknown-any-port", "NA005"), ("real-dmz", "NA005"),
    ("real-lambda-and-narrow-acl", "NA005"),
    ("tgw-attachment-az-destination", "HA007")}

# Not every text is a value: the address of an Elastic IP is AWS's choice, and
# none that stands in the plan.
CHOSEN = {"address", "elastic_ips"}

# What a text may be that no enumeration holds.
WORDS = {"az": ["a", "c"], "engine": ["postgres", "mysql"],
    "service": ["s3", "ecr.api"], "state": ["available", "deleted"],
    "ports": ["all", "tcp/443"], "on": ["tcp/443"], "to": ["10.0.0.0/8"],
    "from": ["10.0.0.0/8"], "via": ["blackhole"], "number": [1, 32766],
    "ephemeral": ["1024-65535"], "cidrs": ["10.77.0.0/16"],
    "ipv6_cidrs": ["2600:1f13:b:200::/56"]}


# ------------------------------------------------------------ long forms

PEER = r"(?: (?:from|to) (?P<peer>.+))?"
RULE = re.compile(r"(?P<ports>\S+)" + PEER + "$")
ENTRY = re.compile(r"(?P<number>\d+) (?P<action>allow|deny) (?P<ports>\S+)" +
    PEER + "$")
LISTENER = re.compile(r"(?P<to>\S+)(?: on (?P<on>\S+))?$")


def long_rule(rule, side, shape):
    """A rule or entry written as a text, as an object."""
    found = shape.match(rule) if isinstance(rule, str) else None
    if not found or not found["peer"]:
        return rule
    out = {k: v for k, v in found.groupdict().items() if k != "peer"}
    if "number" in out:
        out["number"] = int(out["number"])
    out[side] = found["peer"]
    return out


def long_listener(value):
    found = LISTENER.match(value) if isinstance(value, str) else None
    if not found:
        return value
    out = {"to": [found["to"]]}
    if found["on"]:
        out["on"] = found["on"]
    return out


def long_form(node, name=None):
    """The same spec with every short text that has parts taken apart."""
    if isinstance(node, list):
        return [long_form(v, name) for v in node]
    if not isinstance(node, dict):
        return node
    out = {k: long_form(v, k) for k, v in node.items()}
    for direction, side in (("ingress", "from"), ("egress", "to")):
        rules = out.get(direction)
        if isinstance(rules, list):
            shape = ENTRY if any(isinstance(r, str) and ENTRY.match(r)
                for r in rules) else RULE
            out[direction] = [long_rule(r, side, shape) for r in rules]
    if isinstance(out.get("listeners"), dict):
        out["listeners"] = {k: long_listener(v)
            for k, v in out["listeners"].items()}
    routes = out.get("routes")
    if isinstance(routes, dict) and "unknown" not in routes:
        out["routes"] = [{"to": k, "via": v} for k, v in routes.items()
            if not k.startswith("//")]
    return out


# ---------------------------------------------------------------- places

Place = collections.namedtuple("Place", "path key schema required")


class Schema:
    def __init__(self, whole):
        self.whole = whole

    def follow(self, schema):
        while isinstance(schema, dict) and "$ref" in schema:
            schema = self.whole["$defs"][schema["$ref"].split("/")[-1]]
        return schema

    def choices(self, schema):
        schema = self.follow(schema)
        if not isinstance(schema, dict):
            return []
        if "anyOf" not in schema or "properties" in schema:
            return [schema]
        return [c for s in schema["anyOf"] for c in self.choices(s)]

    def takes_unknown(self, schema):
        return any("unknown" in c.get("properties", {})
            for c in self.choices(schema))

    def places(self, node, schema, path=(), key="", required=False):
        """Each value that may be unknown."""
        if path and self.takes_unknown(schema):
            yield Place(path, key, schema, required)
        for c in self.choices(schema):
            if isinstance(node, list) and c.get("type") == "array":
                for i, v in enumerate(node):
                    yield from self.places(v, c.get("items", {}),
                        path + (i,), key, True)
            if isinstance(node, dict) and c.get("type") == "object" and \
                    "unknown" not in c.get("properties", {}):
                for k, v in node.items():
                    if k in OTHER and k in c.get("properties", {}) or \
                            k.startswith("//") or k == "unknown":
                        continue
                    inner = c.get("properties", {}).get(k)
                    if inner is None:
                        inner = c.get("additionalProperties", {})
                        for shape, s in c.get("patternProperties",
                                {}).items():
                            if shape != "^//" and re.search(shape, k):
                                inner = s
                    yield from self.places(v, inner, path + (k,),
                        k if k in c.get("properties", {}) else key,
                        k in c.get("required", []) or
                        k not in c.get("properties", {}))


def at(node, path):
    for key in path:
        node = node[key]
    return node


def put(spec, path, value):
    spec = copy.deepcopy(spec)
    at(spec, path[:-1])[path[-1]] = value
    return spec


def drop(spec, path):
    spec = copy.deepcopy(spec)
    del at(spec, path[:-1])[path[-1]]
    return spec


def is_like(x, y):
    """Both blocks, or both names: a list of prefixes is another matter."""
    return not isinstance(x, str) or ("/" in x) == ("/" in y)


def alternatives(spec, place, found, schema):
    """The spec with other values there."""
    value = at(spec, place.path)
    others = [v for v in found[place.key] if type(v) is type(value) and
        is_like(v, value)][:4]
    if place.key == "public_ip":
        others = [True, False]  # an Elastic IP is one holder's alone
    for choice in schema.choices(place.schema):
        others += choice.get("enum", [])
        if choice.get("type") == "boolean":
            others += [True, False]
    if not isinstance(value, (dict, list)):
        others += WORDS.get(place.key, [])
    if isinstance(value, list):
        others += [[], value[:1], value[1:]]
    elif isinstance(value, dict):
        others += [{}]
    seen = [value]
    for other in others:
        if other not in seen:
            seen.append(other)
            yield put(spec, place.path, other)
    if not place.required:
        yield drop(spec, place.path)


# --------------------------------------------------------------- reports

def expectations(spec, source):
    """What is asked of it: what its author does, and some of all pairs."""
    says = re.sub(r"\.json$", ".says", source)
    lines = []
    if says != source and os.path.exists(says):
        lines = [l.split(None, 2)[2].strip() for l in open(says)
            if l.strip() and l[0] != "#"]
    ends = [f"{v}/{w}" for v, vpc in spec.get("vpcs", {}).items()
        if isinstance(vpc, dict) and isinstance(vpc.get("workloads"), dict)
        for w in vpc["workloads"] if not w.startswith("//")][:5]
    ends += ["internet"] + list(spec.get("networks", {}))[:2]
    for x in ends:
        for y in ends:
            if x != y:
                lines += [f"{x} reaches {y}", f"{x} never reaches {y}"]
    return spec.get("expect", []) + list(dict.fromkeys(lines))


Said = collections.namedtuple("Said", "findings verdicts refused")


def read(report, names):
    """What is said of each of the files."""
    out = {n: Said({}, [], set()) for n in names}
    for f in report["findings"] + report["consequences"]:
        said = out[os.path.basename(f["file"])]
        if f["severity"] == "error" and (f["class"] == "reject" or
                {f["rule"], f["rule"][:2]} & REFUSED):
            said.refused.add((f["rule"], f["message"]))
        if f["rule"] in VERDICTS or f["object"].startswith("/expect/"):
            continue
        said.findings.setdefault((f["rule"], f["object"]), []).append(
            f["message"])
    for e in report["expectations"]:
        out[os.path.basename(e["file"])].verdicts.append(
            (e["text"], e["verdict"], e["holds"]))
    return out


def ask(program, work, specs):
    """What the program says of each spec."""
    said = []
    for first in range(0, len(specs), BATCH):
        names = []
        for i, spec in enumerate(specs[first:first + BATCH]):
            names.append(f"{i:04}.json")
            with open(os.path.join(work, names[-1]), "w") as f:
                json.dump(spec, f)
        done = subprocess.run([program, "check", "--format", "json",
            "--separate", "--today", "2026-11-24"] +
            [os.path.join(work, n) for n in names],
            capture_output=True, timeout=600)
        if done.returncode not in (0, 1, 2):
            sys.exit(f"{program} ends with {done.returncode}: "
                f"{done.stderr.decode()[-500:]} in {work}")
        read_all = read(json.loads(done.stdout), names)
        said += [read_all[n] for n in names]
    return said


def is_read(said):
    return not any(rule in ("IN001", "IN002", "IN003")
        for rule, thing in said.findings)


def is_set(place, verdict):
    """Of addresses that are not known all that may be are asked about."""
    return place.key == "addresses" and verdict == "partly"


def compare(source, place, unknown, known):
    """What is wrong about what is said while the value is unknown."""
    stem = os.path.splitext(os.path.basename(source))[0]
    where = "/".join(map(str, place.path))
    for (rule, thing), texts in unknown.findings.items():
        texts = [t for t in texts if not HEDGED.search(t)]
        if rule in TELLING or (stem, rule) in FIRST or not texts:
            continue
        for value, said in known:
            if len(texts) > len(said.findings.get((rule, thing), [])):
                yield (f"{source}: {where}: {rule} appears, not with "
                    f"{value}: {texts[-1]}")
                break
    for i, (text, verdict, holds) in enumerate(unknown.verdicts):
        for value, said in known:
            if len(said.verdicts) != len(unknown.verdicts):
                continue
            other = said.verdicts[i]
            if other[1] == "unknown" or is_set(place, verdict):
                continue        # over something else, which that value makes
            if verdict != "unknown" and verdict != other[1] or \
                    holds is not None and holds != other[2]:
                yield (f"{source}: {where}: \"{text}\" is {verdict} "
                    f"({holds}), with {value} {other[1]} ({other[2]})")
                break


# ------------------------------------------------------------------ main

def values_of(spec, schema):
    """The places of a spec, and the values that stand at each kind."""
    places = list(schema.places(spec, schema.whole))
    found = collections.defaultdict(list)
    for p in places:
        value = at(spec, p.path)
        if value not in found[p.key] and "unknown" not in json.dumps(value):
            found[p.key].append(value)
    return places, found


def short(spec, path):
    try:
        return json.dumps(at(spec, path))[:60]
    except (KeyError, IndexError):
        return "none"


def judge(program, work, source, spec, places, found, schema):
    """Yields what is wrong at each of the places."""
    variants, heads = [spec], []
    for p in places:
        if "unknown" in json.dumps(at(spec, p.path)):
            continue
        heads.append((p, len(variants)))
        variants.append(put(spec, p.path, {"unknown": "not told"}))
        variants += alternatives(spec, p, found, schema)
    said = ask(program, work, variants)
    if not is_read(said[0]):
        return                  # it is broken on purpose
    ends = [first for p, first in heads[1:]] + [len(variants)]
    for (p, first), end in zip(heads, ends):
        where = "/".join(map(str, p.path))
        if not is_read(said[first]):
            yield f"{source}: {where}: it may not be unknown there"
            continue
        others = [i for i in range(first + 1, end) if is_read(said[i])]
        known = [(short(variants[i], p.path), said[i]) for i in others
            if not said[i].refused - said[0].refused]
        # Nor is what stands there one that the plan can have, if it is that
        # which is refused.
        if all(said[0].refused <= said[i].refused for i in others):
            known.insert(0, (short(spec, p.path), said[0]))
        yield from compare(source, p, said[first], known)


def main():
    wide, part, args = sys.argv[1] == "--wide", 1, sys.argv[1:]
    if wide and args[1].startswith("1/"):
        part = int(args.pop(1)[2:])
    program, work, *sources = args[wide:]
    schema = Schema(json.loads(subprocess.run([program, "schema", "spec"],
        capture_output=True, check=True).stdout))
    random.seed(os.environ.get("SEED", "20261129"))
    specs, chosen = {}, []
    for source in sources:
        try:
            spec = long_form(json.load(open(source)))
            spec["expect"] = expectations(spec, source)
            specs[source] = (spec, *values_of(spec, schema))
            chosen += [(source, p) for p in specs[source][1]
                if p.key not in CHOSEN]
        except ValueError:
            pass                # a text that is broken on purpose
    count = len(chosen)
    chosen = random.sample(chosen, count // part if wide else
        min(SAMPLE, count))
    by_source = collections.defaultdict(list)
    for source, place in chosen:
        by_source[source].append(place)
    wrong = []
    for source in sorted(by_source):
        spec, places, found = specs[source]
        wrong += judge(program, work, source, spec, by_source[source], found,
            schema)
    print(f"{'not ok' if wrong else 'ok'} 1 - {len(chosen)} of {count} values"
        " made unknown decide nothing")
    for w in wrong[:None if wide else 40]:
        print("#", w)
    print("1..1")


if __name__ == "__main__":
    main()
