# SPDX-License-Identifier: MIT
# What a plan does not know decides nothing.  Plans are made whole: every
# resource has an id, and what its configuration surely leads to.  Then one
# attribute at a time is known after apply only, and written in one of the
# ways that a configuration can be: what the program says then must be
# "unknown", or what it says of the value that was there and of others that
# may be; and a finding must be one that each of them has, too.  For the
# arguments see sweep.py.

import collections
import copy
import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
import sweep
from sweep import at
from terraform_links import Plan, read as read_plan

SAMPLE = 260

# What is no part of the network, or no plan can leave open.
OTHER = {"id", "arn", "name", "name_prefix", "description", "tags",
    "tags_all", "owner_id", "timeouts", "region", "user_data", "ami",
    "instance_type", "engine_version", "comment", "policy",
    "revoke_rules_on_delete", "identifier", "cluster_identifier",
    "function_name", "handler", "runtime", "role", "username", "password",
    "key_name", "force_destroy", "allocated_storage", "account_id"}

# What AWS chooses where nobody writes it: aws-provider, "Optional, Computed".
COMPUTED = {"availability_zone", "availability_zone_id", "ipv6_cidr_block",
    "private_ip", "public_ip", "network_interface_id",
    "primary_network_interface_id", "ip_address_type", "private_ips",
    "main_route_table_id", "default_security_group_id"}

# A local that leads to the one table of its module leads there, as people
# write them; here it was the VPC's own.
INFERRED = {("replaced", "aws_route.main/route_table_id")}

# Values that what stands beside them decides: an Elastic IP makes it public.
DECIDED = {"aws_nat_gateway.connectivity_type"}

IDS = {"aws_vpc": "vpc", "aws_subnet": "subnet", "aws_route_table": "rtb",
    "aws_internet_gateway": "igw", "aws_nat_gateway": "nat",
    "aws_security_group": "sg", "aws_network_acl": "acl",
    "aws_eip": "eipalloc", "aws_instance": "i",
    "aws_network_interface": "eni", "aws_vpc_endpoint": "vpce",
    "aws_vpc_peering_connection": "pcx", "aws_ec2_transit_gateway": "tgw",
    "aws_ec2_transit_gateway_route_table": "tgw-rtb",
    "aws_ec2_transit_gateway_vpc_attachment": "tgw-attach",
    "aws_vpn_gateway": "vgw", "aws_egress_only_internet_gateway": "eigw",
    "aws_ec2_managed_prefix_list": "pl", "aws_customer_gateway": "cgw",
    "aws_vpn_connection": "vpn"}

# Which of them an attribute names.
LINKS = {"vpc_id": ["aws_vpc"], "peer_vpc_id": ["aws_vpc"],
    "subnet_id": ["aws_subnet"], "route_table_id": ["aws_route_table"],
    "gateway_id": ["aws_internet_gateway", "aws_vpn_gateway"],
    "nat_gateway_id": ["aws_nat_gateway"], "allocation_id": ["aws_eip"],
    "security_group_id": ["aws_security_group"],
    "source_security_group_id": ["aws_security_group"],
    "referenced_security_group_id": ["aws_security_group"],
    "network_acl_id": ["aws_network_acl"], "instance": ["aws_instance"],
    "instance_id": ["aws_instance"], "vpc_endpoint_id": ["aws_vpc_endpoint"],
    "network_interface_id": ["aws_network_interface"],
    "network_interface": ["aws_network_interface"],
    "vpc_peering_connection_id": ["aws_vpc_peering_connection"],
    "transit_gateway_id": ["aws_ec2_transit_gateway"],
    "transit_gateway_attachment_id":
        ["aws_ec2_transit_gateway_vpc_attachment"],
    "transit_gateway_route_table_id":
        ["aws_ec2_transit_gateway_route_table"],
    "vpn_gateway_id": ["aws_vpn_gateway"],
    "egress_only_gateway_id": ["aws_egress_only_internet_gateway"],
    "prefix_list_id": ["aws_ec2_managed_prefix_list"]}
LISTS = {"vpc_security_group_ids": "aws_security_group",
    "security_groups": "aws_security_group",
    "security_group_ids": "aws_security_group", "subnets": "aws_subnet",
    "subnet_ids": "aws_subnet", "vpc_zone_identifier": "aws_subnet",
    "route_table_ids": "aws_route_table"}

# How it is written: as it is, or as what no plan tells.
ELSEWHERE = {"references": ["terraform_data.elsewhere.output",
    "terraform_data.elsewhere"]}
LOCAL = {"references": ["local.elsewhere"]}

Place = collections.namedtuple("Place", "path key how")


# ----------------------------------------------------------------- whole

def managed(module):
    yield from (r for r in module.get("resources", [])
        if r.get("mode") == "managed" and isinstance(r.get("values"), dict))
    for c in module.get("child_modules", []):
        yield from managed(c)


class Whole:
    """A plan of which all is known that can be."""

    def __init__(self, path):
        self.stem = os.path.splitext(os.path.basename(path))[0]
        self.plan = read_plan(path)
        twin = Plan(self.plan)
        self.of = {r["address"]: r for r in managed(self.plan
            ["planned_values"]["root_module"])}
        self.changes = {c["address"]: c["change"]
            for c in self.plan.get("resource_changes", [])
            if "deposed" not in c and isinstance(c["change"].get("after"),
            dict)}
        ids = {}
        for n, (address, r) in enumerate(self.of.items()):
            if r["type"] in IDS:
                ids[address] = r["values"].get("id") or \
                    f"{IDS[r['type']]}-0a{n:015x}"
                self.set(address, ("id",), ids[address])
        for address, r in self.of.items():
            for key, kinds in LINKS.items():
                found = [t for k in kinds if
                    (t := self.link(twin, address, key, k))]
                if len(found) == 1 and found[0] in ids:
                    self.set(address, (key,), ids[found[0]])
            for key, kind in LISTS.items():
                found = self.list(twin, address, key, kind)
                if found and all(f in ids for f in found):
                    self.set(address, (key,), [ids[f] for f in found])
        self.text = json.dumps(self.plan)

    def link(self, twin, address, key, kind):
        if self.of[address]["values"].get(key) or not self.is_open(address,
                key):
            return None
        return twin.link(address, key, kind)

    def list(self, twin, address, key, kind):
        """What a list has that is written as names of blocks."""
        module, name, index, values = twin.resources[address]
        if values.get(key) or not self.is_open(address, key):
            return None
        here, _ = twin.config(module)
        for c in here.get("resources", []):
            if c["address"] == name:
                e = c.get("expressions", {}).get(key)
                return twin.follow(module, e, index, kind) \
                    if isinstance(e, dict) else None
        return None

    def is_open(self, address, key):
        change = self.changes.get(address)
        unknown = change.get("after_unknown") if change else None
        return isinstance(unknown, dict) and key in unknown

    def set(self, address, path, value):
        """A value of one resource, wherever the plan has it."""
        put(self.of[address]["values"], path, value)
        change = self.changes.get(address)
        if change:
            put(change["after"], path, value)
            if isinstance(change.get("after_unknown"), dict):
                change["after_unknown"].pop(path[0], None)

    def written(self, address):
        """The block of the configuration; or None."""
        twin = Plan(self.plan)
        module, name, _, _ = twin.resources[address]
        here, _ = twin.config(module)
        return next((c for c in here.get("resources", [])
            if c["address"] == name), None)


def put(node, path, value):
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value


def drop(node, path):
    """As plans have it: no member, or null in a list."""
    node = at(node, path[:-1])
    if isinstance(node, list):
        node[path[-1]] = None
    else:
        node.pop(path[-1], None)


def mark(unknown, values, path):
    """Mirror the values as far as the path leads, and true at its end."""
    for key, next_key in zip(path, path[1:] + (None,)):
        values = values[key] if next_key is not None else None
        inner = True if next_key is None else \
            [{} if isinstance(v, dict) else False for v in values] \
            if isinstance(values, list) else {}
        if isinstance(unknown, list):
            if not isinstance(unknown[key], (dict, list)) or inner is True:
                unknown[key] = inner
        elif not isinstance(unknown.get(key), (dict, list)) or inner is True:
            unknown[key] = inner
        unknown = unknown[key]


# ---------------------------------------------------------------- places

def paths(node, path=()):
    """Every value that says something, blocks as a whole as well."""
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in items:
        if key in OTHER or value in (None, "", [], {}) or len(path) > 3:
            continue
        yield path + (key,)
        if isinstance(value, (dict, list)):
            yield from paths(value, path + (key,))


def key_of(path):
    return ".".join(str(p) for p in path if not isinstance(p, int))


def places(whole):
    for address, r in whole.of.items():
        if address not in whole.changes or not r["type"].startswith("aws"):
            continue
        for path in paths(r["values"]):
            if (whole.stem, f"{address}/{path[0]}") in INFERRED:
                continue
            key = r["type"] + "." + key_of(path)
            for how in ("kept", "elsewhere", "local", "computed"):
                if key not in DECIDED and (how != "computed" or
                        len(path) == 1 and path[0] in COMPUTED):
                    yield Place((address,) + path, key, how)


def write(block, path, how):
    """How the configuration has it; false if it cannot be so."""
    expressions = block.setdefault("expressions", {})
    e = expressions.get(path[0])
    if how == "computed":
        return e is None
    if e is None:
        return False
    new = ELSEWHERE if how == "elsewhere" else LOCAL
    if len(path) == 1 or not isinstance(e, (dict, list)) or \
            "references" in e or "constant_value" in e:
        if how == "kept":
            return isinstance(e, dict) and bool(e.get("references"))
        expressions[path[0]] = copy.deepcopy(new)
        if isinstance(e, dict) and e.get("references") and len(path) > 1:
            expressions[path[0]]["references"] += e["references"]
        return True
    keys = [p for p in path[1:] if not isinstance(p, int)]
    blocks = e if isinstance(e, list) else [e]
    number = path[1] if len(path) > 1 and isinstance(path[1], int) else 0
    if len(blocks) <= number or not keys:
        return False
    inner = blocks[number].get(keys[0])
    if how == "kept":
        return isinstance(inner, dict) and bool(inner.get("references"))
    blocks[number][keys[0]] = copy.deepcopy(new)
    return True


def variant(whole, place, value, is_unknown):
    """The plan with another value there, or with none that is known."""
    new = copy.copy(whole)
    new.plan = json.loads(whole.text)
    address, path = place.path[0], place.path[1:]
    r = next(r for r in managed(new.plan["planned_values"]["root_module"])
        if r["address"] == address)
    change = next(c["change"] for c in new.plan["resource_changes"]
        if c["address"] == address and "deposed" not in c)
    block = new.written(address)
    if block is None or not write(block, path, place.how):
        return None
    if is_unknown:
        if not isinstance(change.get("after_unknown"), dict):
            change["after_unknown"] = {}
        mark(change["after_unknown"], change["after"], path)
        drop(change["after"], path)
        drop(r["values"], path)
    else:
        put(change["after"], path, value)
        put(r["values"], path, value)
    return new.plan


def others_of(value, seen):
    out = [v for v in seen if type(v) is type(value) and v != value][:4]
    if isinstance(value, bool):
        out = [not value]
    elif isinstance(value, list) and value:
        out += [value[1:]]
    return out


# --------------------------------------------------------------- reports

def expectations(program, plan, work):
    """Of some of all pairs of what it has."""
    path = os.path.join(work, "plan.json")
    with open(path, "w") as f:
        json.dump(plan, f)
    done = subprocess.run([program, "convert", "--with-ids", path],
        capture_output=True)
    if done.returncode > 1:
        return None
    spec, ends = json.loads(done.stdout), []
    for v in spec.get("vpcs", {}).values():
        for kind in ("workloads", "subnets"):
            ends += [w.get("source") for w in v.get(kind, {}).values()
                if isinstance(w, dict)][:3]
    ends = ["internet"] + [e for e in ends if e and " " not in e][:5]
    lines = []
    for x in ends:
        for y in ends:
            if x != y:
                lines += [f"{x} reaches {y}", f"{x} never reaches {y}"]
    return lines


def load(path):
    """A plan; and the values of each kind in it."""
    try:
        whole = Whole(path)
    except (ValueError, KeyError, AttributeError, TypeError):
        return None             # of another form, or broken on purpose
    whole.found = collections.defaultdict(list)
    for p in places(whole):
        value = at(whole.of[p.path[0]]["values"], p.path[1:])
        if value not in whole.found[p.key]:
            whole.found[p.key].append(value)
    return whole


def judge(program, work, source, whole, chosen):
    """Yields what is wrong at each of the places, of each one thing."""
    lines = expectations(program, whole.plan, work)
    if lines is None:
        return
    plans, heads, values = [whole.plan], [], {}
    for p in chosen:
        unknown = variant(whole, p, None, True)
        if unknown is None:
            continue
        value = at(whole.of[p.path[0]]["values"], p.path[1:])
        heads.append((p, len(plans)))
        plans.append(unknown)
        # What references lead to, they say.
        for o in [value] + (others_of(value, whole.found[p.key])
                if p.how != "kept" else []):
            plan = variant(whole, p, o, False)
            if plan is not None:
                values[len(plans)] = json.dumps(o)[:60]
                plans.append(plan)
    said = sweep.ask(program, work, plans, lines)
    ends = [first for _, first in heads[1:]] + [len(plans)]
    for (p, first), end in zip(heads, ends):
        known = [(values[i], said[i]) for i in range(first + 1, end)
            if not said[i].refused - said[0].refused]
        where = f"{source} ({p.how}): {'/'.join(map(str, p.path))}"
        texts = list(sweep.compare(where, said[first], known))
        if texts:
            yield f"{texts[0]} ({len(texts) - 1} more)"


if __name__ == "__main__":
    sweep.main(SAMPLE, "values that are known after apply decide nothing",
        load, places, judge)
