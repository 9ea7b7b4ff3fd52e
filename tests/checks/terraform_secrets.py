# SPDX-License-Identifier: MIT
# Values that a plan or state calls sensitive are in no output.  Of each input
# some values become canaries and are marked sensitive in every way that the
# format has; every command in every format is then run on it, and on texts
# that break within a canary.
#
#     terraform_secrets.py PROGRAM WORK-DIRECTORY FILE...

import json
import os
import random
import re
import subprocess
import sys

CANARY = re.compile(rb"CANARY|canary|198\.18\.\d|198\.19\.\d|2001:db8:cafe")
FORMATS = ["full", "concise", "json", "sarif", "junit", "gitlab", "github",
    "rdjson", "markdown"]


class Planter:
    """Puts canaries in a part of all scalars, and marks them."""

    def __init__(self, share):
        self.share = share
        self.n = 0

    def text(self, value):
        self.n += 1
        if re.match(r"\d+\.\d+\.\d+\.\d+/\d+$", value):
            return f"198.{18 + self.n // 256 % 2}.{self.n % 256}.0/24"
        if re.match(r"\d+\.\d+\.\d+\.\d+$", value):
            return f"198.18.{self.n % 256}.7"
        if ":" in value and "/" in value and value[0] in "0123456789abcdef:":
            return f"2001:db8:cafe:{self.n % 65536:x}::/64"
        kind = re.match(r"([a-z]+)-[0-9a-f]{8,}$", value)
        return f"{kind.group(1)}-0canary{self.n}" if kind else \
            f"CANARY{self.n}"

    def whole(self, value):
        """The value with nothing but canaries."""
        if isinstance(value, dict):
            return {k: self.whole(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.whole(v) for v in value]
        return self.text(value) if isinstance(value, str) else value

    def plant(self, value, inside=False):
        """The value with canaries, and the tree of what is sensitive: blocks
        and lists are at times sensitive as a whole."""
        if inside and value and isinstance(value, (dict, list)) and \
                random.random() < self.share / 4:
            return self.whole(value), True
        if isinstance(value, dict):
            both = {k: self.plant(v, True) for k, v in value.items()}
            return ({k: b[0] for k, b in both.items()},
                {k: b[1] for k, b in both.items() if b[1]})
        if isinstance(value, list):
            both = [self.plant(v, True) for v in value]
            return [b[0] for b in both], [b[1] or False for b in both]
        if isinstance(value, str) and random.random() < self.share:
            return self.text(value), True
        return value, False


def walk(module, planter, planted):
    for r in module.get("resources", []):
        values, sensitive = planter.plant(r.get("values") or {})
        r["values"], r["sensitive_values"] = values, sensitive
        planted[r["address"]] = values, sensitive
    for c in module.get("child_modules", []):
        walk(c, planter, planted)


def configured(module):
    yield from module.get("resources", [])
    for call in module.get("module_calls", {}).values():
        yield from configured(call.get("module", {}))


def plant_calls(module, planter):
    """Constants that modules are called with, of sensitive variables."""
    for call in module.get("module_calls", {}).values():
        inner = call.get("module", {})
        for key, e in call.get("expressions", {}).items():
            if isinstance(e, dict) and "constant_value" in e:
                e["constant_value"] = planter.whole(e["constant_value"])
                inner.setdefault("variables", {}).setdefault(key,
                    {})["sensitive"] = True
        plant_calls(inner, planter)


def plant_configuration(plan, planter, planted):
    """Constants of what is sensitive, and of providers."""
    secret = {}
    for address, (_, marks) in planted.items():
        if not isinstance(address, str):
            continue
        block = re.sub(r"\[[^\]]*\]", "", address).split(".")[-2:]
        secret.setdefault(".".join(block), set()).update(marks or {})
    configuration = plan.get("configuration", {})
    for r in configured(configuration.get("root_module", {})):
        for key, e in r.get("expressions", {}).items():
            if isinstance(e, dict) and key in secret.get(r["address"], ()) \
                    and isinstance(e.get("constant_value"), str):
                e["constant_value"] = planter.text(e["constant_value"])
    plant_calls(configuration.get("root_module", {}), planter)
    for p in configuration.get("provider_config", {}).values():
        for key in ("access_key", "secret_key", "token"):
            p.setdefault("expressions", {})[key] = {
                "constant_value": planter.text("x")}


def plant_others(plan, planter):
    """Outputs, what drifted, and what only lives while Terraform runs."""
    secret = {"sensitive": True, "type": "string",
        "value": planter.text("x")}
    for part in (plan.get("planned_values"), plan.get("values")):
        if part:
            part["outputs"] = {"password": secret}
            part["root_module"].setdefault("resources", []).append({
                "address": "ephemeral.aws_secretsmanager_secret.s",
                "mode": "ephemeral", "type": "aws_secretsmanager_secret",
                "name": "s", "values": {"value": planter.text("x")},
                "sensitive_values": {"value": True}})
    plan["output_changes"] = {"password": {"actions": ["create"],
        "before": None, "after": planter.text("x"),
        "after_sensitive": True}}
    plan["resource_drift"] = [{"address": "aws_db_instance.d",
        "mode": "managed", "type": "aws_db_instance", "name": "d",
        "change": {"actions": ["update"],
        "before": {"password": planter.text("x")},
        "after": {"password": planter.text("x")},
        "before_sensitive": {"password": True},
        "after_sensitive": {"password": True}}}]


def plant_plan(plan, planter):
    planted = {}
    for part in [plan.get("planned_values"), plan.get("values"),
            plan.get("prior_state", {}).get("values")]:
        walk((part or {}).get("root_module", {}), planter, planted)
    for r in plan.get("resource_changes", []):
        change = r.get("change", {})
        for when in ("before", "after"):
            value = change.get(when)
            if not isinstance(value, dict):
                continue
            value, mark = planted.get(r["address"]) if when == "after" and \
                r["address"] in planted else planter.plant(value)
            change[when], change[when + "_sensitive"] = value, mark
    plant_configuration(plan, planter, planted)
    plant_others(plan, planter)
    variables = plan.get("configuration", {}).get("root_module", {})
    for name, variable in (plan.get("variables") or {}).items():
        if isinstance(variable.get("value"), str):
            variable["value"] = planter.text(variable["value"])
            variables.setdefault("variables", {}).setdefault(name,
                {})["sensitive"] = True


def plant_state(state, planter):
    for r in state.get("resources", []):
        for i in r.get("instances", []):
            i["attributes"], marks = planter.plant(i.get("attributes") or {})
            i["sensitive_attributes"] = [[{"type": "get_attr", "value": k}]
                for k in marks]


def commands(path, other, baseline):
    for f in FORMATS:
        yield ["check", "--format", f, path]
    yield ["check", "--statistics", path]
    for f in ["text", "outline", "svg", "mermaid", "dot", "scene"]:
        yield ["draw", "--format", f, path]
    for view in ["addresses", "matrix", "routes"]:
        yield ["draw", "--view", view, path]
        yield ["draw", "--view", view, "--format", "svg", path]
    yield ["draw", "--state", "before", "--detail", "3", path]
    yield ["check", "--state", "before", "--show-suppressed", path]
    yield ["check", "--separate", path, other]
    yield ["reach", "--state", "before", path]
    yield ["reach", "--fail", "a", path]
    yield ["diff", "--draw", path]
    yield ["baseline", "create", "-o", baseline, path]
    yield ["draw", "--labels", "both", path]
    for f in ["text", "json"]:
        yield ["reach", "--format", f, path]
        yield ["reach", "--format", f, "--from", "internet", path]
        yield ["reach", "--format", f, "--from", "internet", "--to",
            "10.0.0.5", path]
        yield ["diff", "--format", f, path]
        yield ["diff", "--format", f, other, path]
        yield ["capacity", "--format", f, path]
    yield ["diff", "--format", "markdown", other, path]
    yield ["convert", path]
    yield ["convert", "--with-ids", path]
    yield ["convert", "--state", "before", path]
    yield ["alloc", path]
    yield ["baseline", "show", baseline]


def told(lines, args, wrong):
    for line in lines:
        if CANARY.search(line):
            wrong.append(f"{args}: {line[:150]!r}")
            return


def run(program, args, wrong):
    done = subprocess.run([program, *args], capture_output=True,
        stdin=subprocess.DEVNULL, timeout=60)
    if done.returncode > 2 or done.returncode < 0:
        wrong.append(f"{args}: exit status {done.returncode}")
    for stream in (done.stdout, done.stderr):
        told(stream.splitlines(), args, wrong)


def break_in(program, text, path, wrong):
    """The text as it breaks at a canary: cut off, a quote lost, a comma; and
    as Python prints it."""
    places = [m.start() for m in re.finditer("CANARY|canary|198.1[89]", text)]
    for at in random.sample(places, min(1, len(places))):
        for broken in (text[:at + 9], text[:at] + '"' + text[at:],
                text[:at - 1] + text[at:], text[:at] + "\n" + text[at:],
                text[:at] + "\\q" + text[at:], text.replace('"', "'")):
            with open(path, "w") as f:
                f.write(broken)
            for args in (["check", path], ["check", "-f", "json", path],
                    ["draw", path]):
                run(program, args, wrong)


def main():
    program, work, wrong, planted = sys.argv[1], sys.argv[2], [], 0
    random.seed(20261128)
    for number, source in enumerate(sys.argv[3:]):
        try:
            plan = json.load(open(source))
        except ValueError:
            continue
        planter = Planter([1.0, 0.5, 0.1][number % 3])
        if "instances" in json.dumps(plan.get("resources", [])):
            plant_state(plan, planter)
        else:
            plant_plan(plan, planter)
        if planter.n == 0:
            continue
        planted += planter.n
        path = os.path.join(work, f"{number}.json")
        text = json.dumps(plan, indent=number % 2)
        with open(path, "w") as f:
            f.write(text)
        baseline = os.path.join(work, f"{number}-baseline.json")
        for args in commands(path, source, baseline):
            run(program, args, wrong)
        with open(baseline, "rb") as f:
            told(f, baseline, wrong)
        break_in(program, text, os.path.join(work, "broken.json"), wrong)
    print(f"{'not ok' if wrong else 'ok'} 1 - none of {planted} values")
    for w in wrong[:40]:
        print("#", w)
    print(f"{'ok' if planted > 100 else 'not ok'} 2 - there were enough")
    print("1..2")


main()
