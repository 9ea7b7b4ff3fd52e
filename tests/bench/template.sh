#!/bin/sh
# SPDX-License-Identifier: MIT
# CloudFormation: check and convert of a template grown to 20 MB, JSON and YAML,
# against reading the same bytes by json_load_file() and by yaml_parser_load().
# The goal is twice the time at most.
set -eu
bench=$1
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

# stacks N: a template of N VPCs with what stands in them, about 15 kB each.
stacks() {
	awk -v n="$1" '
	function thing(name, type, properties) {
		printf "%s\n  \"%s\": {\n   \"Type\": \"AWS::%s\",\n   \"Properties\": {\n%s\n   }\n  }",
		    things++ ? "," : "", name, type, properties
	}
	function ref(name) { return "{\"Ref\": \"" name "\"}" }
	BEGIN {
	printf "{\n \"AWSTemplateFormatVersion\": \"2010-09-09\",\n \"Resources\": {"
	for (i = 0; i < n; i++) {
		v = "Vpc" i
		thing(v, "EC2::VPC", "    \"CidrBlock\": \"10." i % 256 ".0.0/16\",\n    \"EnableDnsHostnames\": true,\n    \"EnableDnsSupport\": true,\n    \"Tags\": [{\"Key\": \"Name\", \"Value\": {\"Fn::Sub\": \"${AWS::StackName}-" v "\"}}]")
		thing(v "Igw", "EC2::InternetGateway", "    \"Tags\": [{\"Key\": \"Name\", \"Value\": \"igw" i "\"}]")
		thing(v "Attach", "EC2::VPCGatewayAttachment", "    \"VpcId\": " ref(v) ",\n    \"InternetGatewayId\": " ref(v "Igw"))
		for (s = 0; s < 6; s++) {
			thing(v "Subnet" s, "EC2::Subnet", "    \"VpcId\": " ref(v) ",\n    \"AvailabilityZone\": {\"Fn::Select\": [" s % 3 ", {\"Fn::GetAZs\": \"\"}]},\n    \"CidrBlock\": {\"Fn::Select\": [" s ", {\"Fn::Cidr\": [{\"Fn::GetAtt\": [\"" v "\", \"CidrBlock\"]}, 8, 8]}]},\n    \"MapPublicIpOnLaunch\": " (s < 3 ? "true" : "false") ",\n    \"Tags\": [{\"Key\": \"Name\", \"Value\": {\"Fn::Join\": [\"-\", [" ref("AWS::StackName") ", \"subnet\", \"" i "\", \"" s "\"]]}}]")
			thing(v "Table" s, "EC2::RouteTable", "    \"VpcId\": " ref(v))
			thing(v "Use" s, "EC2::SubnetRouteTableAssociation", "    \"SubnetId\": " ref(v "Subnet" s) ",\n    \"RouteTableId\": " ref(v "Table" s))
			thing(v "Out" s, "EC2::Route", "    \"RouteTableId\": " ref(v "Table" s) ",\n    \"DestinationCidrBlock\": \"0.0.0.0/0\",\n    " (s < 3 ? "\"GatewayId\": " ref(v "Igw") : "\"NatGatewayId\": " ref(v "Nat")))
		}
		thing(v "Eip", "EC2::EIP", "    \"Domain\": \"vpc\"")
		thing(v "Nat", "EC2::NatGateway", "    \"AllocationId\": {\"Fn::GetAtt\": [\"" v "Eip\", \"AllocationId\"]},\n    \"SubnetId\": " ref(v "Subnet0"))
		for (g = 0; g < 8; g++) {
			rules = ""
			for (r = 0; r < 6; r++)
				rules = rules (r ? ",\n" : "") "     {\"IpProtocol\": \"tcp\", \"FromPort\": " 1000 * g + r ", \"ToPort\": \"" 1000 * g + r "\", \"CidrIp\": \"10." i % 256 "." r ".0/24\", \"Description\": \"from subnet " r "\"}"
			thing(v "Group" g, "EC2::SecurityGroup", "    \"GroupDescription\": \"group " g "\",\n    \"VpcId\": " ref(v) ",\n    \"SecurityGroupEgress\": [{\"CidrIp\": \"0.0.0.0/0\", \"Description\": \"Allow all outbound traffic by default\", \"IpProtocol\": \"-1\"}],\n    \"SecurityGroupIngress\": [\n" rules "\n    ]")
			thing(v "Host" g, "EC2::Instance", "    \"ImageId\": \"ami-0123456789abcdef0\",\n    \"InstanceType\": \"t3.micro\",\n    \"SubnetId\": " ref(v "Subnet" g % 6) ",\n    \"SecurityGroupIds\": [" ref(v "Group" g) "],\n    \"UserData\": {\"Fn::Base64\": {\"Fn::Sub\": \"#!/bin/sh\\nset -eu\\nexport REGION=${AWS::Region} GROUP=" g "\\nyum install -y amazon-cloudwatch-agent\\n/opt/aws/bin/cfn-signal --stack ${AWS::StackName} --resource " v "Host" g "\\n\"}}")
		}
	}
	print "\n }\n}" }'
}

stacks "${STACKS:-950}" >"$data/template.json"
# The same in YAML: with what the Python of the machine has, if it has that.
python3 - "$data" 2>/dev/null <<'END' || echo "no YAML: python3-yaml is not installed"
import json, sys, yaml
tree = json.load(open(sys.argv[1] + "/template.json"))
with open(sys.argv[1] + "/template.yaml", "w") as out:
    yaml.dump(tree, out, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False)
END
ls -l "$data" | awk 'NR > 1 { printf "%-14s %6.1f MB\n", $NF, $5 / 1e6 }'

for command in "check -q" convert; do
	# shellcheck disable=SC2086 # a command and its option
	"$bench/pair" 5 "${command%% *} of a 20 MB template" "$VPCPLAN" \
	    $command "$data/template.json" -- "json_load_file" \
	    "$bench/load_jansson" "$data/template.json"
	# shellcheck disable=SC2086
	[ ! -s "$data/template.yaml" ] ||
	    "$bench/pair" 5 "${command%% *} of the same in YAML" "$VPCPLAN" \
		$command "$data/template.yaml" -- "yaml_parser_load" \
		"$bench/load_yaml" "$data/template.yaml"
done
