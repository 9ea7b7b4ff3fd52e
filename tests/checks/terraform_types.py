# SPDX-License-Identifier: MIT
# Types of Terraform and their attributes, a row each: what is added to a small
# network, where the spec must have what, and the attribute that tells it.
# Without that attribute the spec must have something else there.
#
#     terraform_types.py PROGRAM WORK-DIRECTORY

import copy
import json
import os
import subprocess
import sys

PROGRAM, WORK = sys.argv[1:3]
ROWS = []


def of(kind, number):
    return f"{kind}-0{number:016x}"


VPC, PEER = of("vpc", 1), of("vpc", 2)
A, B, C = of("subnet", 1), of("subnet", 2), of("subnet", 3)
IGW, VGW, EIGW = of("igw", 1), of("vgw", 1), of("eigw", 1)
TABLE, GROUP, OTHER = of("rtb", 1), of("sg", 1), of("sg", 2)
TGW, PCX, NAT, ENI = of("tgw", 1), of("pcx", 1), of("nat", 1), of("eni", 1)
LIST, ACL, EIP = of("pl", 1), of("acl", 1), of("eipalloc", 1)
LB = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:"
WEB, TARGETS = LB + "loadbalancer/app/web/1", LB + "targetgroup/t/1"
LISTENER = LB + "listener/app/web/1/1"


def r(kind, called, /, **values):
    """A resource; its name is what people call it, where tags can say so."""
    return {"address": f"{kind}.{called}", "mode": "managed", "type": kind,
        "name": called, "values": dict({"tags": {"Name": called}}, **values)}


def group(name, number, /, **values):
    return r("aws_security_group", name, id=of("sg", number), name=name,
        vpc_id=VPC, **dict({"ingress": [], "egress": []}, **values))


BASE = [
    r("aws_vpc", "v", id=VPC, cidr_block="10.0.0.0/16",
        main_route_table_id=of("rtb", 9), default_security_group_id=of("sg",
        9), default_network_acl_id=of("acl", 9)),
    r("aws_subnet", "a", id=A, vpc_id=VPC, cidr_block="10.0.0.0/24",
        availability_zone="eu-west-1a"),
    r("aws_subnet", "b", id=B, vpc_id=VPC, cidr_block="10.0.1.0/24",
        availability_zone="eu-west-1b"),
    r("aws_internet_gateway", "i", id=IGW, vpc_id=VPC),
    r("aws_route_table", "t", id=TABLE, vpc_id=VPC, route=[]),
    group("g", 1), group("h", 2),
]
PEER_VPC = r("aws_vpc", "p", id=PEER, cidr_block="10.1.0.0/16")


def row(path, expected, *resources, drop=None, change=()):
    """drop: the attribute, of the last resource or one that is named."""
    ROWS.append((path, expected, resources, drop, dict(change)))


def convert(resources):
    state = {"format_version": "1.0", "terraform_version": "1.9.8",
        "values": {"root_module": {"resources": resources}}}
    path = os.path.join(WORK, "state.json")
    with open(path, "w") as f:
        json.dump(state, f)
    done = subprocess.run([PROGRAM, "convert", path], capture_output=True,
        text=True, timeout=60)
    return json.loads(done.stdout) if done.stdout else {"error": done.stderr}


def look(spec, path):
    """"vpcs/v/subnets/a": what stands there; | is / in a key."""
    for part in path.split("/"):
        if isinstance(spec, list):
            spec = spec[int(part)] if part.isdigit() and \
                int(part) < len(spec) else None
        elif isinstance(spec, dict):
            spec = spec.get(part.replace("|", "/"))
        else:
            return None
    return spec


def without(resources, address, key):
    changed = copy.deepcopy(resources)
    for one in changed:
        if one["address"] != address:
            continue
        at = one["values"]
        parts = key.split("/")
        for part in parts[:-1]:
            at = at[int(part) if part.isdigit() else part]
        if isinstance(at, list):
            at.pop(int(parts[-1]))
        else:
            del at[parts[-1]]
    return changed


S = "vpcs/v/"
# VPC and blocks
row("vpcs/v/cidr", "10.0.0.0/16", drop="aws_vpc.v:cidr_block")
row(S + "dns/support", False, drop="aws_vpc.v:enable_dns_support",
    change={"aws_vpc.v": {"enable_dns_support": False}})
row(S + "dns/hostnames", True, drop="aws_vpc.v:enable_dns_hostnames",
    change={"aws_vpc.v": {"enable_dns_hostnames": True}})
row(S + "ipv6_cidrs", ["2001:db8:1:100::/56"],
    drop="aws_vpc.v:ipv6_cidr_block",
    change={"aws_vpc.v": {"ipv6_cidr_block": "2001:db8:1:100::/56"}})
row(S + "cidrs", ["10.0.0.0/16", "10.5.0.0/16"],
    r("aws_vpc_ipv4_cidr_block_association", "x", vpc_id=VPC,
    cidr_block="10.5.0.0/16"), drop="vpc_id")
row(S + "ipv6_cidrs", ["2001:db8:1:200::/56"],
    r("aws_vpc_ipv6_cidr_block_association", "x", vpc_id=VPC,
    ipv6_cidr_block="2001:db8:1:200::/56"), drop="ipv6_cidr_block")
row("vpcs/d/default", True, r("aws_default_vpc", "d", id=of("vpc", 7),
    cidr_block="172.31.0.0/16"))

# Subnets
ONE = r("aws_subnet", "c", id=C, vpc_id=VPC, cidr_block="10.0.2.0/24",
    availability_zone="eu-west-1c", availability_zone_id="euw1-az3",
    map_public_ip_on_launch=True, ipv6_cidr_block="2001:db8:1:101::/64",
    enable_dns64=True)
for key, path, value in (("cidr_block", "cidr", "10.0.2.0/24"),
        ("availability_zone", "az", "eu-west-1c"),
        ("availability_zone_id", "az_id", "euw1-az3"),
        ("map_public_ip_on_launch", "public_ip", True), ("ipv6_cidr_block",
        "ipv6_cidr", "2001:db8:1:101::/64"), ("enable_dns64", "dns64",
        True)):
    row(f"{S}subnets/c/{path}", value, ONE, drop=key,
        change={"aws_vpc.v": {"ipv6_cidr_block": "2001:db8:1:100::/56"}})
row(S + "subnets/c/ipv6_only", True, r("aws_subnet", "c", id=C, vpc_id=VPC,
    ipv6_cidr_block="2001:db8:1:101::/64", ipv6_native=True,
    availability_zone="eu-west-1c"), drop="ipv6_native",
    change={"aws_vpc.v": {"ipv6_cidr_block": "2001:db8:1:100::/56"}})
row(S + "subnets/a/reserved", {"10.0.0.16/28": "prefix"},
    r("aws_ec2_subnet_cidr_reservation", "x", subnet_id=A,
    cidr_block="10.0.0.16/28", reservation_type="prefix"), drop="subnet_id")
row("vpcs/d/subnets/s/az", "eu-west-1a", r("aws_default_vpc", "d",
    id=of("vpc", 7), cidr_block="172.31.0.0/16"), r("aws_default_subnet", "s",
    id=C, vpc_id=of("vpc", 7), availability_zone="eu-west-1a",
    cidr_block="172.31.0.0/20"))

# Routes: each target, inside, apart, and of a table that is taken over
TARGETS_OF = {
    "gateway_id": (IGW, "i", []),
    "nat_gateway_id": (NAT, "n", [r("aws_nat_gateway", "n", id=NAT,
        subnet_id=A)]),
    "egress_only_gateway_id": (EIGW, "e", [r(
        "aws_egress_only_internet_gateway", "e", id=EIGW, vpc_id=VPC)]),
    "transit_gateway_id": (TGW, "core", [r("aws_ec2_transit_gateway", "core",
        id=TGW)]),
    "vpc_peering_connection_id": (PCX, "peer", [PEER_VPC, r(
        "aws_vpc_peering_connection", "peer", id=PCX, vpc_id=VPC,
        peer_vpc_id=PEER)]),
    "vpc_endpoint_id": (of("vpce", 1), "fw", [r("aws_vpc_endpoint", "fw",
        id=of("vpce", 1), vpc_id=VPC, vpc_endpoint_type="GatewayLoadBalancer",
        subnet_ids=[A], service_name="com.amazonaws.vpce.eu-west-1.vpce-svc-1"
        )]),
    "network_interface_id": (ENI, "x", [r("aws_instance", "x", id=of("i", 1),
        subnet_id=A, primary_network_interface_id=ENI)]),
}
for key, (target, name, more) in TARGETS_OF.items():
    ipv6 = key == "egress_only_gateway_id"
    to = "::/0" if ipv6 else "0.0.0.0/0"
    cidr = "ipv6_cidr_block" if ipv6 else "cidr_block"
    if key == "network_interface_id":
        more = [r("aws_network_interface", "x", id=ENI, subnet_id=A)]
    row(f"{S}route_tables/t/routes/{to.replace('/', '|')}", name, *more,
        r("aws_route", "x", **{"route_table_id": TABLE, key: target,
        "destination_" + cidr: to}), drop=key)
    row(f"{S}route_tables/u/routes/{to.replace('/', '|')}", name, *more,
        r("aws_route_table", "u", id=of("rtb", 2), vpc_id=VPC,
        route=[{cidr: to, key: target}]), drop="route/0/" + key)
    row(f"{S}route_tables/m/routes/{to.replace('/', '|')}", name, *more,
        r("aws_default_route_table", "m", id=of("rtb", 9),
        default_route_table_id=of("rtb", 9), vpc_id=VPC,
        route=[{cidr: to, key: target}]), drop="route/0/" + key)
row(S + "route_tables/m/main", True, r("aws_default_route_table", "m",
    id=of("rtb", 9), default_route_table_id=of("rtb", 9), vpc_id=VPC,
    route=[]))
row(S + "route_tables/t/routes/l", "i", r("aws_ec2_managed_prefix_list",
    "l", id=LIST, name="l", address_family="IPv4", max_entries=2,
    entry=[{"cidr": "192.0.2.0/24"}]), r("aws_route", "x",
    route_table_id=TABLE, destination_prefix_list_id=LIST, gateway_id=IGW),
    drop="destination_prefix_list_id")
row(S + "subnets/a/route_table", "t", r("aws_route_table_association", "x",
    subnet_id=A, route_table_id=TABLE), drop="route_table_id")
row(S + "route_tables/t/edge_of", "i", r("aws_route_table_association", "x",
    gateway_id=IGW, route_table_id=TABLE), drop="gateway_id")
row(S + "route_tables/t/main", True, r("aws_main_route_table_association",
    "x", vpc_id=VPC, route_table_id=TABLE), drop="route_table_id")

# Gateways, NAT, addresses
row(S + "internet_gateway", "i", drop="aws_internet_gateway.i:vpc_id")
row("vpcs/p/internet_gateway", "j", PEER_VPC, r("aws_internet_gateway", "j",
    id=of("igw", 2)), r("aws_internet_gateway_attachment", "x",
    internet_gateway_id=of("igw", 2), vpc_id=PEER), drop="vpc_id")
row(S + "egress_only_gateway", "e", r("aws_egress_only_internet_gateway", "e",
    id=EIGW, vpc_id=VPC), drop="vpc_id")
row(S + "nat_gateways/n/subnet", "a", r("aws_nat_gateway", "n", id=NAT,
    subnet_id=A), drop="subnet_id")
row(S + "nat_gateways/n/private", True, r("aws_nat_gateway", "n", id=NAT,
    subnet_id=A, connectivity_type="private"), drop="connectivity_type")
row(S + "nat_gateways/n/addresses", ["e"], r("aws_eip", "e", id=EIP,
    allocation_id=EIP), r("aws_nat_gateway", "n", id=NAT, subnet_id=A,
    allocation_id=EIP), drop="allocation_id")
row(S + "nat_gateways/n/addresses", ["e", "f"], r("aws_eip", "e", id=EIP),
    r("aws_eip", "f", id=of("eipalloc", 2)), r("aws_nat_gateway", "n",
    id=NAT, subnet_id=A, allocation_id=EIP, secondary_allocation_ids=[
    of("eipalloc", 2)]), drop="secondary_allocation_ids")
row(S + "nat_gateways/n/private_addresses", ["10.0.0.9"],
    r("aws_nat_gateway", "n", id=NAT, subnet_id=A, private_ip="10.0.0.9"),
    drop="private_ip")
row(S + "nat_gateways/n/regional", True, r("aws_nat_gateway", "n", id=NAT,
    vpc_id=VPC, availability_mode="regional"), drop="availability_mode")
INSTANCE = r("aws_instance", "x", id=of("i", 1), subnet_id=A,
    vpc_security_group_ids=[GROUP], private_ip="10.0.0.10",
    associate_public_ip_address=True, source_dest_check=False)
for key, path, value in (("subnet_id", "subnets", ["a"]),
        ("vpc_security_group_ids", "security_groups", ["g"]), ("private_ip",
        "addresses", ["10.0.0.10"]), ("associate_public_ip_address",
        "public_ip", True), ("source_dest_check", "source_check", False)):
    row(f"{S}workloads/x/{path}", value, INSTANCE, drop=key)
row("elastic_ips/e/attached_to", "v/x", INSTANCE, r("aws_eip", "e", id=EIP,
    instance=of("i", 1)), drop="instance")
row("elastic_ips/e/attached_to", "v/x", INSTANCE, r("aws_eip", "e", id=EIP),
    r("aws_eip_association", "y", allocation_id=EIP, instance_id=of("i", 1)),
    drop="allocation_id")

# ACLs
ENTRY = {"rule_no": 100, "action": "allow", "protocol": "tcp",
    "cidr_block": "10.0.0.0/8", "from_port": 22, "to_port": 23}
row(S + "network_acls/n/ingress", ["100 allow tcp/22-23 from 10.0.0.0/8"],
    r("aws_network_acl", "n", id=ACL, vpc_id=VPC, ingress=[ENTRY],
    egress=[]), drop="ingress/0")
row(S + "network_acls/n/egress", ["100 allow tcp/22-23 to 10.0.0.0/8"],
    r("aws_network_acl", "n", id=ACL, vpc_id=VPC, ingress=[],
    egress=[ENTRY]), drop="egress/0")
row(S + "subnets/a/network_acl", "n", r("aws_network_acl", "n", id=ACL,
    vpc_id=VPC, subnet_ids=[A], ingress=[], egress=[]), drop="subnet_ids")
row(S + "subnets/a/network_acl", "n", r("aws_network_acl", "n", id=ACL,
    vpc_id=VPC, ingress=[], egress=[]), r("aws_network_acl_association", "x",
    network_acl_id=ACL, subnet_id=A), drop="network_acl_id")
N = r("aws_network_acl", "n", id=ACL, vpc_id=VPC, ingress=[], egress=[])
APART = {"network_acl_id": ACL, "rule_number": 90, "rule_action": "deny",
    "protocol": "17", "from_port": 53, "to_port": 53}
row(S + "network_acls/n/ingress", ["90 deny udp/53 from 10.9.0.0/16"], N,
    r("aws_network_acl_rule", "x", cidr_block="10.9.0.0/16", **APART),
    drop="network_acl_id")
row(S + "network_acls/n/egress", ["90 deny udp/53 to 10.9.0.0/16"], N,
    r("aws_network_acl_rule", "x", egress=True, cidr_block="10.9.0.0/16",
    **APART), drop="egress")
row(S + "network_acls/n/ingress", ["90 deny udp/53 from 2001:db8::/32"], N,
    r("aws_network_acl_rule", "x", ipv6_cidr_block="2001:db8::/32", **APART),
    drop="ipv6_cidr_block")
row(S + "network_acls/n/ingress", ["90 deny icmp/8 from 10.9.0.0/16"], N,
    r("aws_network_acl_rule", "x", **dict(APART, protocol="icmp",
    from_port=None, to_port=None, icmp_type=8, icmp_code=-1,
    cidr_block="10.9.0.0/16")), drop="icmp_type")
row(S + "network_acls/n/default", True, r("aws_default_network_acl", "n",
    id=of("acl", 9), default_network_acl_id=of("acl", 9), vpc_id=VPC,
    ingress=[ENTRY], egress=[]))
row(S + "network_acls/n/ingress", ["100 allow tcp/22-23 from 10.0.0.0/8"],
    r("aws_default_network_acl", "n", id=of("acl", 9),
    default_network_acl_id=of("acl", 9), vpc_id=VPC, ingress=[ENTRY],
    egress=[]), drop="ingress/0")

# Groups, and the three ways to write their rules
INLINE = {"from_port": 443, "to_port": 443, "protocol": "tcp"}
PREFIXES = r("aws_ec2_managed_prefix_list", "l", id=LIST, name="l",
    address_family="IPv4", max_entries=2, entry=[{"cidr": "192.0.2.0/24"}])
for key, value, words in (("cidr_blocks", ["10.9.0.0/16"], "10.9.0.0/16"),
        ("ipv6_cidr_blocks", ["2001:db8::/32"], "2001:db8::/32"),
        ("security_groups", [GROUP], "g"), ("self", True, "self"),
        ("prefix_list_ids", [LIST], "l")):
    for way, word in (("ingress", "from"), ("egress", "to")):
        text = f"tcp/443 {word} {words}"
        row(f"{S}security_groups/k/{way}", [text], PREFIXES, group("k", 3,
            **{way: [dict(INLINE, **{key: value})]}), drop=f"{way}/0/{key}")
        old = "source_security_group_id" if key == "security_groups" else key
        row(f"{S}security_groups/h/{way}", [text], PREFIXES,
            r("aws_security_group_rule", "x", **dict(INLINE, type=way,
            security_group_id=OTHER, **{old: GROUP if old != key else
            value})), drop=old)
        if key == "self":
            continue
        new = {"cidr_blocks": "cidr_ipv4", "ipv6_cidr_blocks": "cidr_ipv6",
            "security_groups": "referenced_security_group_id",
            "prefix_list_ids": "prefix_list_id"}[key]
        row(f"{S}security_groups/h/{way}", [text], PREFIXES,
            r(f"aws_vpc_security_group_{way}_rule", "x", from_port=443,
            to_port=443, ip_protocol="tcp", security_group_id=OTHER,
            **{new: value[0]}), drop=new)
row(S + "default_security_group/ingress", ["tcp/443 from 10.9.0.0/16"],
    r("aws_default_security_group", "d", id=of("sg", 9), vpc_id=VPC,
    name="default", egress=[], ingress=[dict(INLINE,
    cidr_blocks=["10.9.0.0/16"])]), drop="ingress/0")
row("prefix_lists/l/entries", ["192.0.2.0/24"], PREFIXES, drop="entry/0")
row("prefix_lists/l/entries", ["192.0.2.0/24", "198.51.100.0/24"], PREFIXES,
    r("aws_ec2_managed_prefix_list_entry", "x", prefix_list_id=LIST,
    cidr="198.51.100.0/24"), drop="prefix_list_id")
row("prefix_lists/l/max", 2, PREFIXES, drop="max_entries")

# Interfaces
CARD = r("aws_network_interface", "card", id=ENI, subnet_id=B,
    security_groups=[OTHER], private_ips=["10.0.1.9"],
    source_dest_check=False, attachment=[{"instance": of("i", 1),
    "device_index": 1}])
for key, path, value in (("subnet_id", "subnet", "b"), ("security_groups",
        "security_groups", ["h"]), ("private_ips", "addresses",
        ["10.0.1.9"]), ("source_dest_check", "source_check", False)):
    row(f"{S}workloads/x/interfaces/card/{path}", value, INSTANCE, CARD,
        drop=key)
row(S + "workloads/x/interfaces/card/subnet", "b", INSTANCE,
    r("aws_network_interface", "card", id=ENI, subnet_id=B),
    r("aws_network_interface_attachment", "y", instance_id=of("i", 1),
    network_interface_id=ENI, device_index=1), drop="network_interface_id")
row(S + "workloads/x/interfaces/card/security_groups", ["default", "h"],
    INSTANCE, r("aws_network_interface", "card", id=ENI, subnet_id=B,
    attachment=[{"instance": of("i", 1), "device_index": 1}]),
    r("aws_network_interface_sg_attachment", "y", security_group_id=OTHER,
    network_interface_id=ENI), drop="security_group_id")

# Peering, endpoints and their associations
PEERING = r("aws_vpc_peering_connection", "peer", id=PCX, vpc_id=VPC,
    peer_vpc_id=PEER, auto_accept=True)
row("peerings/peer/between", ["v", "p"], PEER_VPC, PEERING, drop="vpc_id")
row("peerings/peer/between", ["v", "p"], PEER_VPC, PEERING,
    drop="peer_vpc_id")


def endpoint(**values):
    return r("aws_vpc_endpoint", "e", id=of("vpce", 1), vpc_id=VPC, **dict({
        "service_name": "com.amazonaws.eu-west-1.ssm",
        "vpc_endpoint_type": "Interface"}, **values))


for key, path, value, has in (("service_name", "service", "ssm",
        "com.amazonaws.eu-west-1.ssm"), ("vpc_endpoint_type", "type",
        "interface", "Interface"), ("subnet_ids", "subnets", ["a"], [A]),
        ("security_group_ids", "security_groups", ["g"], [GROUP])):
    row(f"{S}endpoints/e/{path}", value, endpoint(**{key: has}), drop=key)
row(S + "endpoints/e/private_dns", None, endpoint(private_dns_enabled=True),
    drop="private_dns_enabled")
row(S + "endpoints/e/ipv6", True, endpoint(ip_address_type="dualstack"),
    drop="ip_address_type")
row(S + "endpoints/e/route_tables", ["t"], endpoint(
    vpc_endpoint_type="Gateway", route_table_ids=[TABLE]),
    drop="route_table_ids")
row(S + "endpoints/e/type", "gateway", r("aws_vpc_endpoint", "e",
    id=of("vpce", 1), vpc_id=VPC, service_name="com.amazonaws.eu-west-1.s3"))
row(S + "endpoints/e/route_tables", ["t"], endpoint(
    vpc_endpoint_type="Gateway"), r("aws_vpc_endpoint_route_table_association",
    "x", vpc_endpoint_id=of("vpce", 1), route_table_id=TABLE),
    drop="vpc_endpoint_id")
row(S + "endpoints/e/subnets", ["a"], endpoint(),
    r("aws_vpc_endpoint_subnet_association", "x",
    vpc_endpoint_id=of("vpce", 1), subnet_id=A), drop="subnet_id")
row(S + "endpoints/e/security_groups", ["g"], endpoint(),
    r("aws_vpc_endpoint_security_group_association", "x",
    vpc_endpoint_id=of("vpce", 1), security_group_id=GROUP),
    drop="security_group_id")

# Transit gateways
CORE = r("aws_ec2_transit_gateway", "core", id=TGW,
    association_default_route_table_id=of("tgw-rtb", 9),
    propagation_default_route_table_id=of("tgw-rtb", 9))
TABLE_OF = r("aws_ec2_transit_gateway_route_table", "rt",
    id=of("tgw-rtb", 1), transit_gateway_id=TGW)
ATTACHED = r("aws_ec2_transit_gateway_vpc_attachment", "at",
    id=of("tgw-attach", 1), transit_gateway_id=TGW, vpc_id=VPC,
    subnet_ids=[A], appliance_mode_support="enable",
    security_group_referencing_support="disable",
    transit_gateway_default_route_table_association=False,
    transit_gateway_default_route_table_propagation=False)
T = "transit_gateways/core/"
for key, path, value in (("vpc_id", "vpc", "v"), ("subnet_ids", "subnets",
        ["a"]), ("appliance_mode_support", "appliance_mode", True),
        ("security_group_referencing_support", "sg_references", False),
        ("transit_gateway_id", "vpc", "v")):
    row(f"{T}attachments/at/{path}", value, CORE, TABLE_OF, ATTACHED,
        drop=key)
row(T + "sg_references", True, r("aws_ec2_transit_gateway", "core", id=TGW,
    security_group_referencing_support="enable"),
    drop="security_group_referencing_support")
ONE_TO = {"transit_gateway_attachment_id": of("tgw-attach", 1),
    "transit_gateway_route_table_id": of("tgw-rtb", 1)}
row(T + "attachments/at/table", "rt", CORE, TABLE_OF, ATTACHED,
    r("aws_ec2_transit_gateway_route_table_association", "x", **ONE_TO),
    drop="transit_gateway_route_table_id")
row(T + "attachments/at/propagates_to", ["rt"], CORE, TABLE_OF, ATTACHED,
    r("aws_ec2_transit_gateway_route_table_propagation", "x", **ONE_TO),
    drop="transit_gateway_route_table_id")
row(T + "tables/rt/routes/10.9.0.0|16", "at", CORE, TABLE_OF, ATTACHED,
    r("aws_ec2_transit_gateway_route", "x",
    destination_cidr_block="10.9.0.0/16", **ONE_TO),
    drop="transit_gateway_attachment_id")
row(T + "tables/rt/routes/10.9.0.0|16", "blackhole", CORE, TABLE_OF,
    r("aws_ec2_transit_gateway_route", "x", blackhole=True,
    destination_cidr_block="10.9.0.0/16",
    transit_gateway_route_table_id=of("tgw-rtb", 1)), drop="blackhole")

# VPN, DHCP, block public access
GATE = r("aws_vpn_gateway", "vgw", id=VGW, vpc_id=VPC)
row(S + "vpn_gateway", "vgw", GATE, drop="vpc_id")
row(S + "vpn_gateway", "vgw", r("aws_vpn_gateway", "vgw", id=VGW),
    r("aws_vpn_gateway_attachment", "x", vpn_gateway_id=VGW, vpc_id=VPC),
    drop="vpn_gateway_id")
row(S + "route_tables/t/propagates", ["vgw"], GATE,
    r("aws_vpn_gateway_route_propagation", "x", vpn_gateway_id=VGW,
    route_table_id=TABLE), drop="vpn_gateway_id")
row(S + "route_tables/u/propagates", ["vgw"], GATE, r("aws_route_table", "u",
    id=of("rtb", 2), vpc_id=VPC, route=[], propagating_vgws=[VGW]),
    drop="propagating_vgws")
VPN = r("aws_vpn_connection", "vpn", id=of("vpn", 1), vpn_gateway_id=VGW,
    customer_gateway_id=of("cgw", 1), type="ipsec.1",
    static_routes_only=True)
CGW = r("aws_customer_gateway", "cgw", id=of("cgw", 1),
    ip_address="203.0.113.9", bgp_asn="65000", type="ipsec.1")
row("vpns/vpn/on", "v/vgw", GATE, CGW, VPN, drop="vpn_gateway_id")
row("vpns/vpn/static", True, GATE, CGW, VPN, drop="static_routes_only")
row("vpns/vpn/cidrs", ["192.168.0.0/16"], GATE, CGW, VPN,
    r("aws_vpn_connection_route", "x", vpn_connection_id=of("vpn", 1),
    destination_cidr_block="192.168.0.0/16"), drop="vpn_connection_id")
row("vpns/vpn/on", "core", CORE, CGW, r("aws_vpn_connection", "vpn",
    id=of("vpn", 1), transit_gateway_id=TGW, customer_gateway_id=of("cgw",
    1), type="ipsec.1"), drop="transit_gateway_id")
row("block_public_access/0/mode", "block-bidirectional",
    r("aws_vpc_block_public_access_options", "x",
    internet_gateway_block_mode="block-bidirectional"),
    drop="internet_gateway_block_mode")
row("block_public_access/0/exclude", {"v": "allow-bidirectional"},
    r("aws_vpc_block_public_access_options", "o",
    internet_gateway_block_mode="block-bidirectional"),
    r("aws_vpc_block_public_access_exclusion", "x", vpc_id=VPC,
    internet_gateway_exclusion_mode="allow-bidirectional"), drop="vpc_id")

# Firewalls, zones, launch templates, classic balancers
row(S + "endpoints/fw/subnets", ["a"], r("aws_networkfirewall_firewall", "fw",
    name="fw", vpc_id=VPC, subnet_mapping=[{"subnet_id": A}]),
    drop="subnet_mapping")
row(S + "workloads/x/security_groups", ["g"], r("aws_launch_template", "lt",
    id=of("lt", 1), network_interfaces=[{"security_groups": [GROUP]}]),
    r("aws_autoscaling_group", "x", name="x", vpc_zone_identifier=[A],
    launch_template=[{"id": of("lt", 1)}]),
    drop="aws_launch_template.lt:network_interfaces")
row(S + "workloads/x/public_ip", True, r("aws_launch_template", "lt",
    id=of("lt", 1), network_interfaces=[{"associate_public_ip_address":
    "true"}]), r("aws_autoscaling_group", "x", name="x",
    vpc_zone_identifier=[A], launch_template=[{"id": of("lt", 1)}]),
    drop="aws_launch_template.lt:network_interfaces")
CLASSIC = r("aws_elb", "c", id="c", name="c", internal=True, subnets=[A],
    security_groups=[GROUP], instances=[of("i", 1)], listener=[{
    "lb_port": 80, "lb_protocol": "http", "instance_port": 8080,
    "instance_protocol": "http"}])
row(S + "workloads/c/listeners/tcp|80", "x on tcp/8080", INSTANCE, CLASSIC,
    drop="listener")
row(S + "workloads/c/listeners/tcp|80", "x on tcp/8080", INSTANCE, CLASSIC,
    drop="instances")

# Balancers
FRONT = r("aws_lb", "web", id=WEB, arn=WEB, name="web", internal=True,
    load_balancer_type="application", subnets=[A, B], security_groups=[GROUP],
    enable_cross_zone_load_balancing=False)
L = S + "workloads/web/"
for key, path, value in (("internal", "scheme", "internal"), ("subnets",
        "subnets", ["a", "b"]), ("security_groups", "security_groups",
        ["g"])):
    row(L + path, value, FRONT, drop=key)
NLB = r("aws_lb", "web", id=WEB, arn=WEB, name="web", internal=True,
    load_balancer_type="network", subnet_mapping=[{"subnet_id": A,
    "private_ipv4_address": "10.0.0.20"}], ip_address_type="dualstack",
    enable_cross_zone_load_balancing=True)
for key, path, value in (("load_balancer_type", "kind",
        "network_load_balancer"), ("subnet_mapping", "subnets", ["a"]),
        ("subnet_mapping", "addresses", ["10.0.0.20"]), ("ip_address_type",
        "ipv6", True), ("enable_cross_zone_load_balancing", "cross_zone",
        True)):
    row(L + path, value, NLB, drop=key)
POOL = r("aws_lb_target_group", "t", id=TARGETS, arn=TARGETS, name="t",
    port=8080, protocol="HTTP", vpc_id=VPC, target_type="instance",
    health_check=[{"port": "8081", "protocol": "HTTP"}])
JOIN = r("aws_lb_target_group_attachment", "x", target_group_arn=TARGETS,
    target_id=of("i", 1))
LISTEN = r("aws_lb_listener", "l", id=LISTENER, arn=LISTENER,
    load_balancer_arn=WEB, port=443, protocol="HTTPS", default_action=[{
    "type": "forward", "target_group_arn": TARGETS}])
for subject, path, value in (("aws_lb_listener.l:default_action", "to",
        ["x"]), ("aws_lb_target_group.t:port", "on", "tcp/8080"),
        ("aws_lb_target_group.t:health_check", "health", "tcp/8081"),
        ("aws_lb_target_group_attachment.x:target_id", "to", ["x"])):
    row(L + "listeners/tcp|443/" + path, value, FRONT, INSTANCE, POOL, JOIN,
        LISTEN, drop=subject)
row(L + "listeners/tcp|443/to", ["x"], FRONT, INSTANCE, POOL, JOIN,
    r("aws_lb_listener", "l", id=LISTENER, arn=LISTENER,
    load_balancer_arn=WEB, port=443, protocol="HTTPS", default_action=[{
    "type": "forward", "forward": [{"target_group": [{"arn": TARGETS}]}]}]),
    drop="default_action/0/forward")

# Workloads
DB_GROUP = [r("aws_db_subnet_group", "d", id="d", name="d",
    subnet_ids=[A, B])]
CACHE_GROUP = [r("aws_elasticache_subnet_group", "d", name="d",
    subnet_ids=[A, B])]
W = S + "workloads/"
for kind, values, more in (
        ("aws_db_instance", {"identifier": "x", "engine": "postgres",
            "db_subnet_group_name": "d", "vpc_security_group_ids": [GROUP]},
            DB_GROUP),
        ("aws_rds_cluster", {"cluster_identifier": "x",
            "engine": "aurora-mysql", "db_subnet_group_name": "d",
            "vpc_security_group_ids": [GROUP]}, DB_GROUP),
        ("aws_elasticache_cluster", {"cluster_id": "x", "engine": "redis",
            "subnet_group_name": "d", "security_group_ids": [GROUP]},
            CACHE_GROUP),
        ("aws_elasticache_replication_group", {"replication_group_id": "x",
            "subnet_group_name": "d", "security_group_ids": [GROUP]},
            CACHE_GROUP),
        ("aws_redshift_cluster", {"cluster_identifier": "x",
            "cluster_subnet_group_name": "d", "vpc_security_group_ids":
            [GROUP]}, [r("aws_redshift_subnet_group", "d", name="d",
            subnet_ids=[A, B])]),
        ("aws_lambda_function", {"function_name": "x", "vpc_config": [{
            "subnet_ids": [A, B], "security_group_ids": [GROUP]}]}, []),
        ("aws_ecs_service", {"name": "x", "network_configuration": [{
            "subnets": [A, B], "security_groups": [GROUP]}]}, []),
        ("aws_eks_cluster", {"name": "x", "vpc_config": [{"subnet_ids": [A,
            B]}]}, []),
        ("aws_eks_node_group", {"node_group_name": "x", "subnet_ids": [A,
            B]}, []),
        ("aws_autoscaling_group", {"name": "x", "vpc_zone_identifier": [A,
            B], "launch_template": [{"id": of("lt", 1)}]},
            [r("aws_launch_template", "lt", id=of("lt", 1),
            vpc_security_group_ids=[GROUP])]),
        ("aws_fsx_lustre_file_system", {"subnet_ids": [A, B],
            "security_group_ids": [GROUP]}, []),
        ("aws_apigatewayv2_vpc_link", {"name": "x", "subnet_ids": [A, B],
            "security_group_ids": [GROUP]}, []),
        ("aws_route53_resolver_endpoint", {"name": "x",
            "direction": "INBOUND", "security_group_ids": [GROUP],
            "ip_address": [{"subnet_id": A}, {"subnet_id": B}]}, []),
        ("aws_opensearch_domain", {"domain_name": "x", "vpc_options": [{
            "subnet_ids": [A, B], "security_group_ids": [GROUP]}]}, []),
        ("aws_msk_cluster", {"cluster_name": "x", "broker_node_group_info":
            [{"client_subnets": [A, B], "security_groups": [GROUP]}]}, []),
        ("aws_mq_broker", {"broker_name": "x", "subnet_ids": [A, B],
            "security_groups": [GROUP]}, [])):
    one = r(kind, "x", **values)
    row(W + "x/subnets", ["a", "b"], *more, one, drop=next(k for k in values
        if k in ("vpc_config", "network_configuration", "vpc_options",
        "subnet_ids", "vpc_zone_identifier", "ip_address",
        "broker_node_group_info") or k.endswith("subnet_group_name")))
    if "eks" not in kind:
        row(W + "x/security_groups/0", "g", *more, one, drop=next(k for k in
            values if k in ("vpc_config", "network_configuration",
            "vpc_options", "broker_node_group_info", "launch_template") or
            k.endswith("security_group_ids") or k == "security_groups"))
for kind, key, has, path, value in (
        ("aws_db_instance", "port", 5433, "ports", "tcp/5433"),
        ("aws_db_instance", "multi_az", True, "multi_az", True),
        ("aws_db_instance", "publicly_accessible", True,
            "publicly_accessible", True),
        ("aws_db_instance", "network_type", "DUAL", "ipv6", True),
        ("aws_db_instance", "availability_zone", "eu-west-1a", "az",
            "eu-west-1a")):
    row(W + "x/" + path, value, *DB_GROUP, r(kind, "x", identifier="x",
        engine="postgres", db_subnet_group_name="d", **{key: has}), drop=key)
row(W + "x/public_ip", True, r("aws_ecs_service", "x", name="x",
    launch_type="FARGATE", network_configuration=[{"subnets": [A],
    "assign_public_ip": True}]),
    drop="network_configuration/0/assign_public_ip")
row(W + "x/kind", "fargate_service", r("aws_ecs_service", "x", name="x",
    launch_type="FARGATE", network_configuration=[{"subnets": [A]}]),
    drop="launch_type")
row(W + "x/ipv6", True, r("aws_lambda_function", "x", function_name="x",
    vpc_config=[{"subnet_ids": [A], "ipv6_allowed_for_dual_stack": True}]),
    drop="vpc_config/0/ipv6_allowed_for_dual_stack")
row(W + "x/interfaces/a/subnet", "a", r("aws_efs_file_system", "x",
    id="fs-0123456789abcdef0"), r("aws_efs_mount_target", "m",
    file_system_id="fs-0123456789abcdef0", subnet_id=A,
    security_groups=[GROUP], ip_address="10.0.0.30"), drop="subnet_id")
row(W + "x/interfaces/a/security_groups", ["g"], r("aws_efs_file_system",
    "x", id="fs-0123456789abcdef0"), r("aws_efs_mount_target", "m",
    file_system_id="fs-0123456789abcdef0", subnet_id=A,
    security_groups=[GROUP]), drop="security_groups")
row(L + "listeners/tcp|443/to", ["x"], FRONT, POOL, LISTEN,
    r("aws_autoscaling_group", "x", name="x", vpc_zone_identifier=[A],
    target_group_arns=[TARGETS]), drop="target_group_arns")
row(S + "services/s/load_balancer", "web", NLB, r("aws_vpc_endpoint_service",
    "s", id=of("vpce-svc", 1), service_name="com.amazonaws.vpce.eu-west-1."
    + of("vpce-svc", 1), network_load_balancer_arns=[WEB]),
    drop="network_load_balancer_arns")
row(S + "flow_logs", True, r("aws_flow_log", "x", vpc_id=VPC,
    traffic_type="ALL"), drop="vpc_id")

wrong = 0
for number, (path, expected, resources, drop, change) in enumerate(ROWS, 1):
    everything = copy.deepcopy(BASE) + copy.deepcopy(list(resources))
    for address, values in change.items():
        for one in everything:
            if one["address"] == address:
                one["values"].update(values)
    subject = everything[-1]["address"] if resources else None
    if drop is not None and ":" in drop:
        subject, drop = drop.split(":")
    got = look(convert(everything), path)
    problem = "" if got == expected else f"{path} is {json.dumps(got)}"
    if not problem and drop is not None:
        got = look(convert(without(everything, subject, drop)), path)
        if got == expected:
            problem = f"without {drop}, {path} is the same"
    wrong += bool(problem)
    print(f"{'not ok' if problem else 'ok'} {number} - {subject} {drop}: "
        f"{path} {json.dumps(expected)}"[:160])
    if problem:
        print("#", problem, "expected", json.dumps(expected))
print(f"1..{len(ROWS)}")
