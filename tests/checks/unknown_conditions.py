# SPDX-License-Identifier: MIT
# What may be there or not decides nothing.  Each thing, route, rule and entry
# of a network gets a condition in its turn that nobody has decided: what the
# program says then must be "unknown", or what it says with the thing and
# without it; and a finding must be one that both have, too, unless it is about
# the thing itself.  Once more with the same condition at the routes and rules
# that name the thing.  For the arguments see sweep.py.

import copy
import json
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
import sweep
import unknown_values
from sweep import at, compare, is_read, put
from unknown_values import Schema, expectations, long_form

SAMPLE = 350
MAYBE = {"maybe": "IsSwept"}

# What is true with the thing and without it, and without it is not said:
# nobody uses the ACL, no VPN takes the block elsewhere, the name is another.
FIRST = {"NA010", "RT006", "IN015"}

# … and, of whole networks, where the flow is lost before its answers are.
LATER = {"worked": {"NA005"}}

# What is there in any case, or stands for something that is.
ALWAYS = {"default_security_group", "elastic_ips"}

# An expectation that a message speaks of.
ASKED = re.compile(r'"[^"]* reaches [^"]*"')

# Where a name is one that a route, a rule or a list may hold.
NAMING = {"via", "from", "to"}


def places(schema, node, of, path=()):
    """Each object that may have a condition."""
    for c in schema.choices(of):
        if isinstance(node, list) and c.get("type") == "array":
            for i, v in enumerate(node):
                yield from places(schema, v, c.get("items", {}), path + (i,))
        if not isinstance(node, dict) or c.get("type") != "object":
            continue
        known = c.get("properties", {})
        if "exists" in known and path and "exists" not in node and \
                "unknown" not in node:
            yield path
        for k, v in node.items():
            inner = known.get(k, c.get("additionalProperties", {}))
            for shape, s in c.get("patternProperties", {}).items():
                if k not in known and shape != "^//" and re.search(shape, k):
                    inner = s
            if not k.startswith("//") and isinstance(v, (dict, list)) and \
                    isinstance(inner, dict):
                yield from places(schema, v, inner, path + (k,))


def pointer(path):
    return "".join("/" + str(k) for k in path if not isinstance(k, int))


def plain(pointer):
    """Without the numbers in lists, which change when one is gone."""
    return re.sub(r"/\d+(?=/|$)", "", pointer)


def names(node, name):
    if not isinstance(node, dict):
        return False
    return any(str(node.get(k)).split("/")[-1].split(":")[-1] == name
        for k in NAMING)


def naming(spec, name, path=()):
    """The routes and rules that name something."""
    node = at(spec, path)
    for k, v in node.items() if isinstance(node, dict) else enumerate(node):
        here = path + (k,)
        if k in ("expect", "ignore", "transit_gateways"):
            continue
        if isinstance(k, int) and names(v, name) and "exists" not in v:
            yield here
        elif isinstance(v, (dict, list)):
            yield from naming(spec, name, here)


def maybe(spec, paths):
    out = copy.deepcopy(spec)
    for p in paths:
        at(out, p)["exists"] = MAYBE
    return out


def without(spec, paths):
    out = copy.deepcopy(spec)
    for p in sorted(paths, key=lambda p: [str(k).zfill(6) for k in p],
            reverse=True):
        del at(out, p[:-1])[p[-1]]
    return out


def load(path):
    try:
        spec = long_form(json.load(open(path)))
        spec["expect"] = expectations(spec, path)
        return spec, list(places(SCHEMA, spec, SCHEMA.whole))
    except (ValueError, AttributeError, TypeError):
        return None             # a text that is broken on purpose


def judged(text, verdict, holds, wanted):
    """A verdict, if it is wanted; how much of what is never to be does not
    matter."""
    if not wanted:
        return text, "unknown", None
    if " never " in text and holds is False:
        return text, "unknown", holds
    return text, verdict, holds


def split(said, inside, name):
    """What is said of what has the condition, which is about it as it is when
    it is there, and of the rest."""
    def is_inside(thing):
        return any(thing == p or thing.startswith(p + "/") for p in inside)

    def asks(text):
        return name in re.split(r"[\s\"/:]+", text)
    out = []
    for wanted in (True, False):
        findings = {}
        for key, texts in said.findings.items():
            texts = [t for t in texts if (is_inside(key[1]) or any(asks(q)
                for q in ASKED.findall(t))) == wanted]
            if texts:
                findings[key] = texts
        out.append(said._replace(findings=findings, verdicts=[
            judged(t, v, h, asks(t) == wanted)
            for t, v, h in said.verdicts]))
    return out


def judge(program, work, path, source, chosen):
    spec, heads, variants = source[0], [], [source[0]]
    folder = os.path.basename(os.path.dirname(path))
    for p, whole in chosen:
        if not isinstance(at(spec, p), dict):
            continue            # a short form that long_form leaves alone
        paths = [p] + (list(naming(spec, p[-1])) if whole else [])
        heads.append((p, paths, len(variants)))
        variants += [maybe(spec, paths), without(spec, paths)]
    said = sweep.ask(program, work, variants, thing=plain)
    if not is_read(said[0]):
        return
    for p, paths, i in heads:
        where = f"{path}: {'/'.join(map(str, p))}" + \
            (f" and {len(paths) - 1} more" if len(paths) > 1 else "")
        if not is_read(said[i]):
            yield f"{where}: it may have no condition there"
            continue
        inside, rest = split(said[i], [pointer(q) for q in paths],
            str(p[-1]))
        there = [("it", said[0])]
        first = FIRST | LATER.get(folder, set())
        yield from compare(where, inside, there)
        gone = said[i + 1]
        if is_read(gone) and not gone.refused - said[0].refused:
            there.append(("it gone", gone))
        yield from compare(where, rest, there, first)


def every(source):
    spec, all_places = source
    for p in all_places:
        if ALWAYS & set(p):
            continue
        yield p, False
        if isinstance(p[-1], str) and any(naming(spec, p[-1])):
            yield p, True


if __name__ == "__main__":
    SCHEMA = Schema(json.loads(subprocess.run([sweep.arguments()[2],
        "schema", "spec"], capture_output=True, check=True).stdout))
    unknown_values.SCHEMA = SCHEMA
    sweep.main(SAMPLE, "conditions decide nothing", load, every, judge)
