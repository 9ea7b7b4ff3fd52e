# SPDX-License-Identifier: MIT
# What is not known decides nothing.  Each value of a network, wherever the
# schema of the spec lets it be unknown, is made unknown in its turn, and then
# each of a few values that it may be: what the program says while the value
# is unknown must be "unknown", or what it says of each of them; and a finding
# must be one that each of them has, too.  A worked case brings its
# expectations in the .says beside it.  For the arguments see sweep.py.

import collections
import json
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
import sweep
from sweep import at, compare, drop, is_read, put, short

SAMPLE = 350

# What is not a part of the network, or of what is known about it: names,
# intentions, and what only other commands read.
OTHER = {"vpcplan", "name", "expect", "ignore", "incomplete", "quotas",
    "account", "region", "pools", "pool", "tags", "why", "owner", "expires",
    "tier", "exposure", "unknown", "id", "source", "needs", "size", "hosts",
    "grow", "exists", "reserved", "surge", "connections", "max", "count",
    "shared_with"}

# What is true whatever the value is, and with some value is not said, because
# something else fails first.
FIRST = {"unknown-any-port": {"NA005"}, "real-dmz": {"NA005"},
    "real-lambda-and-narrow-acl": {"NA005"},
    "tgw-attachment-az-destination": {"HA007"}}

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


def is_like(x, y):
    """Both blocks, or both names: a list of prefixes is another matter."""
    return not isinstance(x, str) or ("/" in x) == ("/" in y)


def alternatives(spec, place, found):
    """The spec with other values there."""
    value = at(spec, place.path)
    others = [v for v in found[place.key] if type(v) is type(value) and
        is_like(v, value)][:4]
    if place.key == "public_ip":
        others = [True, False]  # an Elastic IP is one holder's alone
    for choice in SCHEMA.choices(place.schema):
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


# ------------------------------------------------------------------ main

Source = collections.namedtuple("Source", "spec places found")


def load(path):
    """A spec, its places, and the values that stand at each kind of them."""
    try:
        spec = long_form(json.load(open(path)))
        spec["expect"] = expectations(spec, path)
        places = list(SCHEMA.places(spec, SCHEMA.whole))
    except (ValueError, AttributeError, TypeError):
        return None             # a text that is broken on purpose
    found = collections.defaultdict(list)
    for p in places:
        value = at(spec, p.path)
        if value not in found[p.key] and "unknown" not in json.dumps(value):
            found[p.key].append(value)
    return Source(spec, places, found)


def judge(program, work, path, source, chosen):
    """Yields what is wrong at each of the places."""
    spec = source.spec
    variants, heads = [spec], []
    for p in chosen:
        if "unknown" in json.dumps(at(spec, p.path)):
            continue
        heads.append((p, len(variants)))
        variants.append(put(spec, p.path, {"unknown": "not told"}))
        variants += alternatives(spec, p, source.found)
    said = sweep.ask(program, work, variants)
    if not is_read(said[0]):
        return                  # it is broken on purpose
    stem = os.path.splitext(os.path.basename(path))[0]
    ends = [first for p, first in heads[1:]] + [len(variants)]
    for (p, first), end in zip(heads, ends):
        where = f"{path}: {'/'.join(map(str, p.path))}"
        if not is_read(said[first]):
            yield f"{where}: it may not be unknown there"
            continue
        others = [i for i in range(first + 1, end) if is_read(said[i])]
        known = [(short(variants[i], p.path), said[i]) for i in others
            if not said[i].refused - said[0].refused]
        # Nor is what stands there one that the plan can have, if it is that
        # which is refused.
        if all(said[0].refused <= said[i].refused for i in others):
            known.insert(0, (short(spec, p.path), said[0]))
        # Of addresses that are not known all that may be are asked about.
        yield from compare(where, said[first], known, FIRST.get(stem, ()),
            p.key == "addresses")


if __name__ == "__main__":
    SCHEMA = Schema(json.loads(subprocess.run([sweep.arguments()[2],
        "schema", "spec"], capture_output=True, check=True).stdout))
    sweep.main(SAMPLE, "values made unknown decide nothing", load,
        lambda s: [p for p in s.places if p.key not in CHOSEN], judge)
