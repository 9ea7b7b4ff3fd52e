# SPDX-License-Identifier: MIT
# A naive twin of the Terraform reader: which VPC, route table and default
# route each subnet of a plan has, found by following the references of the
# configuration as a person would.  What it is sure of, `vpcplan convert` must
# say too, by the addresses of the resources.
#
#     terraform_links.py PROGRAM FILE...

import json
import re
import subprocess
import sys

PART = re.compile(r'\.?([A-Za-z0-9_-]+)|\[("(?:[^"\\]|\\.)*"|\d+)\]')
TARGETS = ["gateway_id", "nat_gateway_id", "transit_gateway_id",
    "vpc_peering_connection_id", "egress_only_gateway_id", "vpc_endpoint_id",
    "network_interface_id"]


def read(path):
    raw = open(path, "rb").read()
    wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = raw.decode("utf-16" if wide else "utf-8-sig")
    return json.JSONDecoder().raw_decode(text[text.index("{"):])[0]


def split(text):
    """module.a["x"].b.c[0].d -> ['module', 'a', '["x"]', 'b', ...]"""
    return [m.group(1) or f"[{m.group(2)}]" for m in PART.finditer(text)]


class Plan:
    def __init__(self, plan):
        self.resources = {}     # address: (module, block, index, values)
        self.blocks = {}        # (module, block): [address]
        self.ids = {}
        self.root = plan.get("configuration", {}).get("root_module", {})
        planned = plan.get("planned_values") or plan.get("values") or {}
        self.walk(planned.get("root_module", {}), "")

    def walk(self, module, at):
        for r in module.get("resources", []):
            if r.get("mode") != "managed":
                continue
            block = f"{r['type']}.{r['name']}"
            self.resources[r["address"]] = (at, block, r.get("index"),
                r.get("values") or {})
            self.blocks.setdefault((at, block), []).append(r["address"])
            i = (r.get("values") or {}).get("id")
            if isinstance(i, str):
                self.ids[i] = r["address"]
        for c in module.get("child_modules", []):
            self.walk(c, c["address"])

    def config(self, module):
        """The configuration of a module instance, and of its call."""
        parts, here, call = split(module), self.root, {}
        while parts and here:
            call = here.get("module_calls", {}).get(parts[1], {})
            here = call.get("module", {})
            parts = parts[2:]
            if parts and parts[0].startswith("["):
                parts = parts[1:]
        return here, call

    def parent(self, module):
        cut = re.match(r'(?:(.*)\.)?module\.[\w-]+(?:\[[^\]]*\])?$', module)
        return (cut.group(1) or "") if cut else ""

    def follow(self, module, expression, index, kind, depth=0):
        """Addresses that an expression may mean; None: it cannot be told."""
        found, last = [], ""
        names = expression.get("references", [])
        own = any(n.startswith(("count.", "each.")) for n in names)
        for name in names:
            if depth > 20 or name.startswith("local."):
                return None
            if last.startswith(name) or name.startswith(("count.", "each.k",
                    "path.", "terraform.")):
                continue
            last = name
            more = self.meet(module, split(name), index if own else None,
                kind, depth)
            if more is None:
                return None
            found += [a for a in more if a not in found]
        return found

    def meet(self, module, p, index, kind, depth):
        here, call = self.config(module)
        if p[0] == "each" or len(p) < 2:
            return None
        if p[0] == "var":
            if not module or len(p) > 2:
                return [] if not module else None
            return self.follow(self.parent(module), call.get("expressions",
                {}).get(p[1], {}), None, kind, depth + 1)
        if p[0] == "module":
            prefix = (module + "." if module else "") + "module." + p[1]
            inner = here.get("module_calls", {}).get(p[1], {})
            if len(p) != 3 or p[2].startswith("[") or \
                    "count_expression" in inner or \
                    "for_each_expression" in inner:
                return None
            return self.follow(prefix, inner.get("module", {}).get("outputs",
                {}).get(p[2], {}).get("expression", {}), None, kind,
                depth + 1)
        if p[0] != kind:
            return []
        all_of = self.blocks.get((module, f"{p[0]}.{p[1]}"), [])
        key = p[2] if len(p) > 2 and p[2].startswith("[") else None
        if key is None and index is not None:
            key = f"[{json.dumps(index)}]"
        some = [a for a in all_of if key and a.endswith(key)]
        return some or ([] if key and p[2:] and p[2] == key else all_of)

    def link(self, address, attribute, kind, block=None):
        """The one resource that an attribute means, if that is sure."""
        module, name, index, values = self.resources[address]
        value = (block or values).get(attribute)
        if isinstance(value, str) and value:
            return self.ids.get(value)
        here, _ = self.config(module)
        for c in here.get("resources", []):
            if c["address"] == name:
                expression = c.get("expressions", {}).get(
                    "route" if block else attribute, {})
                if not isinstance(expression, dict):
                    return None
                found = self.follow(module, expression, index, kind)
                return found[0] if found and len(found) == 1 else None
        return None

    def of_type(self, kind):
        return [a for a in self.resources
            if self.resources[a][1].startswith(kind + ".")]


def default_routes(plan):
    """Table: address of what 0.0.0.0/0 leads to, where that is sure."""
    out = {}
    kinds = ["aws_internet_gateway", "aws_nat_gateway",
        "aws_ec2_transit_gateway"]
    for r in plan.of_type("aws_route"):
        if plan.resources[r][3].get("destination_cidr_block") != "0.0.0.0/0":
            continue
        table = plan.link(r, "route_table_id", "aws_route_table")
        targets = [t for key, kind in zip(["gateway_id", "nat_gateway_id",
            "transit_gateway_id"], kinds)
            if (t := plan.link(r, key, kind)) is not None]
        if table is not None and len(targets) == 1:
            out[table] = targets[0]
    return out


def expected(plan):
    """Subnet: {vpc, table, default}, each only where it is sure."""
    subnets = {a: {} for a in plan.of_type("aws_subnet")}
    for a in subnets:
        vpc = plan.link(a, "vpc_id", "aws_vpc")
        if vpc is not None:
            subnets[a]["vpc"] = vpc
    defaults = default_routes(plan)
    for r in plan.of_type("aws_route_table_association"):
        subnet = plan.link(r, "subnet_id", "aws_subnet")
        table = plan.link(r, "route_table_id", "aws_route_table")
        if subnet in subnets and table is not None:
            subnets[subnet]["table"] = table
            if table in defaults:
                subnets[subnet]["default"] = defaults[table]
    return subnets


def said(program, path):
    """The same of what the program says."""
    done = subprocess.run([program, "convert", "--with-ids", path],
        capture_output=True, text=True)
    if done.returncode > 1:
        return None
    spec, out = json.loads(done.stdout), {}
    for v in list(spec.get("vpcs", {}).values()):
        tables = v.get("route_tables", {})
        targets = {"": spec.get("transit_gateways", {}),
            "nat": v.get("nat_gateways", {}),
            "outside": spec.get("internet_gateways", {})}
        igw = v.get("internet_gateway")
        igw = igw.get("name", "igw") if isinstance(igw, dict) else igw
        for s in v.get("subnets", {}).values():
            one = {"vpc": v.get("source")}
            table = s.get("route_table")
            table = tables.get(table) if isinstance(table, str) else None
            if table is not None:
                one["table"] = table.get("source")
                routes = table.get("routes", {})
                via = routes.get("0.0.0.0/0") if isinstance(routes, dict) \
                    else next((r.get("via") for r in routes
                    if r.get("to") == "0.0.0.0/0"), None)
                for group in targets.values():
                    if via in group:
                        one["default"] = group[via].get("source")
                if via is not None and via == igw or via is True:
                    one["default"] = "an internet gateway"
            out[s.get("source")] = one
    return out


def main():
    program, wrong, sure = sys.argv[1], [], 0
    for path in sys.argv[2:]:
        try:
            plan = Plan(read(path))
        except (ValueError, KeyError, AttributeError):
            continue
        want = expected(plan)
        got = said(program, path) if want else None
        for subnet, facts in want.items() if got is not None else []:
            have = got.get(subnet, {})
            for key, value in facts.items():
                sure += 1
                mine = have.get(key)
                if mine == "an internet gateway" and \
                        "aws_internet_gateway." in value:
                    continue
                if mine != value:
                    wrong.append(f"{path}: {key} of {subnet} is {value}, "
                        f"not {mine}")
    print(f"{'not ok' if wrong else 'ok'} 1 - {sure} links that are sure")
    for w in wrong:
        print("#", w)
    enough = sure > 0
    print(f"{'ok' if enough else 'not ok'} 2 - some are")
    print("1..2")


if __name__ == "__main__":
    main()
