# SPDX-License-Identifier: MIT
# What a template leaves open decides nothing.  Each property of whole
# templates, one at a time, becomes what nothing decides: a parameter without
# a value, an import of nobody, an attribute of a custom resource; or one side
# of an undecided condition whose other side is AWS::NoValue; and each resource
# hangs on such a condition.  What is said then must be "unknown", or what is
# said of every value that it may be; and a finding must be one that each of
# them has, too, or say itself that it is not certain.
# For the arguments see sweep.py.  Templates are JSON, or YAML where
# python3-yaml is there.

import collections
import copy
import json
import re
import sys

sys.dont_write_bytecode = True
import sweep
from sweep import Said, at, drop, is_read, put, short

try:
    import yaml
except ImportError:
    yaml = None

SAMPLE = 120

# What is not a part of the network, or is another question.
OTHER = {"Tags", "Description", "GroupDescription", "ImageId", "Name",
    "GroupName", "FirewallName", "DBSubnetGroupDescription", "UserData",
    "DBInstanceClass", "Version", "BgpAsn", "FirewallPolicyArn", "Ipv6Pool",
    "InstanceType"}

# What AWS does not do without, so that it cannot be AWS::NoValue.
REQUIRED = {"VpcId", "RouteTableId", "NetworkAclId", "TransitGatewayId",
    "TransitGatewayAttachmentId", "TransitGatewayRouteTableId",
    "LoadBalancerArn", "CustomerGatewayId", "VpnConnectionId",
    "VpnGatewayId", "RouteTableIds", "VPCZoneIdentifier", "SubnetIds",
    "LaunchTemplateData", "PeerVpcId", "ServiceName", "Engine",
    "IpProtocol", "Protocol", "RuleAction", "RuleNumber", "DefaultActions",
    "ClusterName", "Subnets",
    # Else it is of the default VPC, where a group of another is refused.
    "SubnetId",
    ("Lambda::Function", "SecurityGroupIds"),
    ("EC2::SecurityGroupEgress", "GroupId")}
NOT_REQUIRED = {("EC2::SecurityGroup", "VpcId"),
    ("EC2::VPNConnection", "VpnGatewayId")}

# What a text may be; what stands at the same property elsewhere is tried too.
WORDS = {"AvailabilityZone": ["eu-west-1a", "eu-west-1c"],
    "CidrIp": ["0.0.0.0/0", "10.0.0.0/8", "198.51.100.7/32"],
    "CidrIpv6": ["::/0", "2001:db8:1::/64"],
    "CidrBlock": ["0.0.0.0/0", "10.0.0.0/8"],
    "DestinationCidrBlock": ["10.0.0.0/8", "8.8.8.0/24"],
    "DestinationIpv6CidrBlock": ["::/0", "2600::/16"],
    "IpProtocol": ["-1", "udp", "icmp"], "Protocol": ["-1", "17", "HTTP"],
    "FromPort": [22, 443, 0], "ToPort": [22, 443, 65535],
    "From": [22, 443, 0], "To": [22, 443, 65535],
    "Port": [80, 443], "RuleNumber": [1, 32766],
    "RuleAction": ["allow", "deny"], "Scheme": ["internal",
        "internet-facing"],
    "Type": ["network", "application"], "Engine": ["mysql", "postgres"],
    "VpcEndpointType": ["Gateway", "Interface"],
    "ServiceName": ["com.amazonaws.eu-west-1.dynamodb",
        "com.amazonaws.eu-west-1.ec2"],
    "DefaultRouteTableAssociation": ["enable", "disable"],
    "DefaultRouteTablePropagation": ["enable", "disable"],
    "SecurityGroupReferencingSupport": ["enable", "disable"],
    "TargetType": ["instance", "ip"], "ConnectivityType": ["private"]}

UNDECIDED = {"Fn::Equals": [{"Ref": "Undecided"}, "yes"]}
HELD = {"Fn::Equals": ["yes", "yes"]}
NOT_HELD = {"Fn::Equals": ["yes", "no"]}

NO_VALUE = {"Ref": "AWS::NoValue"}

# What stands there instead.
FORMS = {
    "parameter": lambda v: {"Ref": "Unsaid"},
    "import": lambda v: {"Fn::ImportValue": "of-nobody"},
    "custom": lambda v: {"Fn::GetAtt": ["Maker", "Value"]},
    "if": lambda v: {"Fn::If": ["Maybe", v, NO_VALUE]},
}

Place = collections.namedtuple("Place", "path key form")
Source = collections.namedtuple("Source", "name template found")


# ---------------------------------------------------------------- places

def is_function(value):
    return isinstance(value, dict) and len(value) == 1 and \
        next(iter(value)).split(":")[0] in ("Ref", "Fn")


def is_plain(value):
    return all(is_plain(v) for v in value) if isinstance(value, list) else \
        not isinstance(value, dict) or is_function(value)


def properties(node, path):
    """Each value below a resource's properties, with the property's name."""
    for key, value in node.items() if isinstance(node, dict) else \
            enumerate(node) if isinstance(node, list) else ():
        if key in OTHER:
            continue
        here = path + (key,)
        yield here, next(k for k in reversed(here) if isinstance(k, str))
        if not is_function(value):
            yield from properties(value, here)


def places(template):
    for name, resource in template["Resources"].items():
        path = ("Resources", name)
        yield Place(path, "Condition", "condition")
        yield Place(path, "Condition", "conditions")
        for inner, key in properties(resource.get("Properties", {}),
                path + ("Properties",)):
            # No parameter is a map, or a list of maps.
            plain = is_plain(at(template, inner))
            for form in FORMS:
                if plain or form == "if":
                    yield Place(inner, key, form)


def with_open_ends(template, condition):
    """The same network, in which there is what the forms refer to."""
    out = copy.deepcopy(template)
    out.setdefault("Parameters", {}).update({"Unsaid": {"Type": "String"},
        "Undecided": {"Type": "String"}})
    out.setdefault("Conditions", {})["Maybe"] = condition
    out["Resources"]["Maker"] = {"Type": "Custom::Maker",
        "Properties": {"ServiceToken": "arn:aws:lambda:eu-west-1:"
            "111122223333:function:maker"}}
    return out


def hung(template, names):
    """These resources under the condition."""
    out = copy.deepcopy(template)
    for name in names:
        out["Resources"][name]["Condition"] = "Maybe"
    return out


def names_in(node):
    """The resources that a value refers to."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "Ref":
                yield value
            elif key == "Fn::GetAtt":
                yield value[0] if isinstance(value, list) else \
                    value.split(".")[0]
            else:
                yield from names_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from names_in(value)


def users(template, name):
    """The resource, and all that are not without it."""
    found = [name]
    for one in found:
        for other, r in template["Resources"].items():
            if other not in found and one in names_in(
                    r.get("Properties", {})):
                found.append(other)
    return found


def is_ours(template, value):
    """Names something that the template itself makes."""
    return any(n in template["Resources"] for n in names_in(value))


# Of what is not of this template, by what stands there otherwise.
IDS = {"EC2::VPC": "vpc", "EC2::Subnet": "subnet",
    "EC2::SecurityGroup": "sg", "EC2::RouteTable": "rtb",
    "EC2::InternetGateway": "igw", "EC2::NatGateway": "nat",
    "EC2::NetworkAcl": "acl", "EC2::Instance": "i",
    "EC2::TransitGateway": "tgw", "EC2::VPNGateway": "vgw",
    "EC2::TransitGatewayVpcAttachment": "tgw-attach",
    "EC2::TransitGatewayRouteTable": "tgw-rtb", "EC2::EIP": "eipalloc",
    "EC2::CustomerGateway": "cgw", "EC2::VPNConnection": "vpn",
    "EC2::VPCPeeringConnection": "pcx", "EC2::LaunchTemplate": "lt",
    "EC2::EgressOnlyInternetGateway": "eigw"}


def foreign(template, value):
    """The same of another stack; None: there is no such."""
    if isinstance(value, list):
        out = [foreign(template, v) for v in value]
        return None if None in out or not out else out
    for name in names_in(value):
        kind = template["Resources"].get(name, {}).get("Type", "")[5:]
        return f"{IDS[kind]}-0fedcba9876543210" if kind in IDS else None
    return None


def taken(template, place):
    """What has one already, of which AWS lets it have one alone."""
    kind = at(template, place.path[:2])["Type"]
    return [r["Properties"].get(place.key) for r in
        template["Resources"].values() if r["Type"] == kind] if \
        kind.endswith("Association") else []


def others(template, place, found):
    """Other values that may stand there."""
    value = at(template, place.path)
    gone = taken(template, place) if place.key != "RouteTableId" else []
    for v in found[place.key] + WORDS.get(place.key, []):
        if v not in gone and type(v) is type(value) and is_function(v) == is_function(value):
            yield v
    if value in (True, False, "true", "false"):
        yield value not in (True, "true")
    if isinstance(value, list) and len(value) > 1:
        yield value[:1]
        yield value[1:]
    if is_ours(template, value) and foreign(template, value):
        yield foreign(template, value)


def is_required(template, place):
    kind = at(template, place.path[:2])["Type"][5:]
    if isinstance(place.path[-1], int):
        return len(at(template, place.path[:-1])) == 1
    # Without a block there are no addresses to assign: AWS refuses that.
    if place.key == "Ipv6CidrBlock" and at(template, place.path[:-1]).get(
            "AssignIpv6AddressOnCreation"):
        return True
    return (kind, place.key) not in NOT_REQUIRED and (
        place.key in REQUIRED or (kind, place.key) in REQUIRED or kind.endswith("Association"))


def decisions(template, place, found):
    """The values that it may have, each with what it is called."""
    value = at(template, place.path)
    if place.form == "if":
        known = [(short(template, place.path), template)]
        if not is_required(template, place):
            known += [("none", drop(template, place.path))]
        return known
    out = []
    for v in [value] + list(others(template, place, found)):
        # What a stack itself makes is not there when it is given its
        # parameters, nor is its export another's.
        if place.form != "custom" and is_ours(template, v):
            continue
        if v not in out and len(out) < 7:
            out.append(v)
    return [(json.dumps(v)[:60], put(template, place.path, v)) for v in out]


def hangs(template, place):
    """The resources that hang on the condition."""
    name = place.path[1]
    return [name] if place.form == "condition" else \
        users(template, name) if place.form == "conditions" else []


def variants(template, place, found):
    """What is undecided; and (what it is called, the template) of each way
    in which it may be decided."""
    undecided = with_open_ends(template, UNDECIDED)
    held = with_open_ends(template, HELD)
    names = hangs(template, place)
    if not names:
        return put(undecided, place.path, FORMS[place.form](at(template,
            place.path))), decisions(held, place, found)
    known = [("it", hung(held, names))]
    # What others refer to must be there.
    if names == users(template, names[0]):
        known += [("not it", hung(with_open_ends(template, NOT_HELD),
            names))]
    return hung(undecided, names), known


# --------------------------------------------------------------- reports

# Rules whose findings are about a resource and do not name it.
UNNAMED = {"AWS::ElasticLoadBalancingV2::Listener": {"PL002"}}

# Told once for a whole file, at the first that it is about.
ONCE = ["SG012"]

# What stands in a network, and what is asked about it.
ENDS = re.compile(r"AWS::(EC2::(Instance|Subnet)|Lambda::Function|"
    r"RDS::DBInstance|AutoScaling::AutoScalingGroup|"
    r"ElasticLoadBalancingV2::LoadBalancer)$")


def expectations(template, but):
    """What is asked about it, of all that is sure to be there."""
    ends = []
    kinds = collections.Counter()
    for name, r in template["Resources"].items():
        if ENDS.match(r["Type"]) and name not in but and \
                kinds[r["Type"]] < 3:
            kinds[r["Type"]] += 1
            ends.append(("subnet:" if r["Type"].endswith("Subnet") else "")
                + name)
    ends += ["internet", "8.8.8.8", "192.168.0.9"]
    return [f"{x} {verb} {y}" for x in ends for y in ends if x != y and
        not (x + y)[0].isdigit() for verb in ("reaches", "never reaches")]


def same_place(thing):
    """Whatever function stands there."""
    return re.sub(r"/Fn::If/[12]|/0$", "", thing)


# ------------------------------------------------------------------ main

def merge(findings, rule):
    """The findings of a rule as one, of whatever it is."""
    all_of = [k for k in findings if k[0] == rule]
    if all_of:
        findings[(rule, "")] = [findings.pop(k) for k in all_of][0]


def called(template, name):
    """What a resource is called in messages."""
    tags = template["Resources"][name].get("Properties", {}).get("Tags", [])
    return [name] + [t["Value"] for t in tags if isinstance(t, dict) and
        t.get("Key") == "Name" and isinstance(t.get("Value"), str)] \
        if isinstance(tags, list) else [name]


def without(said, names, template):
    """Without the findings that speak of what may not be there."""
    about = re.compile(r"\b(" + "|".join(re.escape(c) for n in names
        for c in called(template, n)) + r")\b")
    silent = {r for n in names for r in
        UNNAMED.get(template["Resources"][n]["Type"], ())}
    return Said({(rule, thing): texts for (rule, thing), texts in
        said.findings.items() if rule not in silent and not
        about.search(" ".join([thing] + texts))}, said.verdicts, said.refused)


def judge(program, work, path, source, chosen):
    """Yields what is wrong at each of the places."""
    for place in chosen:
        yield from judge_one(program, work, source, place)


def judge_one(program, work, source, place):
    template = source.template
    where = (f"{source.name} ({place.form}): "
        f"{'/'.join(map(str, place.path))}")
    names = hangs(template, place)
    undecided, known = variants(template, place, source.found)
    first, undecided, *decided = sweep.ask(program, work,
        [template, undecided] + [t for name, t in known],
        expectations(template, names), same_place)
    if not is_read(first):
        return                  # it is broken on purpose
    if not is_read(undecided):
        yield f"{where}: it is not read"
        return
    if names:
        undecided = without(undecided, names, template)
    for said in (undecided, *decided):
        for rule in ONCE:
            merge(said.findings, rule)
    # What AWS refuses is no value that it may be.
    yield from sweep.compare(where, undecided, [(name, one) for
        (name, t), one in zip(known, decided) if is_read(one) and
        not one.refused - first.refused])


def parse(path):
    """A template, its short tags written as what they stand for."""
    if path.endswith(".json"):
        return json.load(open(path))

    class Loader(yaml.SafeLoader):
        pass

    def tag(loader, name, node):
        value = loader.construct_scalar(node) \
            if isinstance(node, yaml.ScalarNode) else \
            loader.construct_sequence(node, True) \
            if isinstance(node, yaml.SequenceNode) else \
            loader.construct_mapping(node, True)
        return {name if name in ("Ref", "Condition") else "Fn::" + name:
            value.split(".", 1) if name == "GetAtt" and
            isinstance(value, str) else value}

    Loader.add_multi_constructor("!", tag)
    return yaml.load(open(path), Loader)


def load(path):
    """A template, and the values of each property in it."""
    if not yaml and not path.endswith(".json"):
        return None
    try:
        template = parse(path)
        found = collections.defaultdict(list)
        for name, resource in template["Resources"].items():
            resource["Type"].split(":")
            for inner, key in properties(resource.get("Properties", {}),
                    ("Resources", name, "Properties")):
                value = at(template, inner)
                if value not in found[key]:
                    found[key].append(value)
    except (ValueError, KeyError, AttributeError, TypeError):
        return None             # broken on purpose
    return Source(path, template, found)


if __name__ == "__main__":
    sweep.main(SAMPLE, "properties that nothing decides decide nothing",
        load, lambda s: places(s.template), judge)
