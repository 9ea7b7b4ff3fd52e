# SPDX-License-Identifier: MIT
# awk -v n=N -v as=json|yaml -f template.awk: a template of N VPCs with what
# stands in them, about 19 kB each, as people write it: YAML in blocks, with
# short tags, comments, and routes that wait for their gateway.

function text(v) { return as == "json" ? "\"" v "\"" : v }
function quoted(v) { return as == "json" ? "\"" v "\"" : "'" v "'" }
function ref(v) { return as == "json" ? "{\"Ref\": \"" v "\"}" : "!Ref " v }
function sub_(v) {
	return as == "json" ? "{\"Fn::Sub\": \"" v "\"}" : "!Sub '" v "'"
}
function att(v, a) {
	if (as == "json")
		return "{\"Fn::GetAtt\": [\"" v "\", \"" a "\"]}"
	return "!GetAtt " v "." a
}
function call(f, v) {
	return as == "json" ? "{\"Fn::" f "\": " v "}" : "!" f " " v
}

# thing(NAME, TYPE, DEPENDS) and its properties, up to the next thing.
function thing(name, type, depends) {
	if (as == "json")
		printf "%s\n  \"%s\": {\n   \"Type\": \"AWS::%s\",\n%s   \"Properties\": {",
		    things++ ? "\n   }\n  }," : "", name, type,
		    depends ? "   \"DependsOn\": \"" depends "\",\n" : ""
	else
		printf "\n  %s:\n    Type: AWS::%s\n%s    Properties:\n", name,
		    type, depends ? "    DependsOn: " depends "\n" : ""
	properties = 0
}
function property(key, value) {
	if (as == "json")
		printf "%s\n    \"%s\": %s", properties++ ? "," : "", key, value
	else
		printf "      %s: %s\n", key, value
}
function name(value) {
	if (as == "json")
		property("Tags", "[{\"Key\": \"Name\", \"Value\": " value "}]")
	else
		printf "      Tags:\n        - Key: Name\n          Value: %s\n",
		    value
}
# rules(KEY), then rule(FIELD, VALUE, …) for each, then end_rules()
function rules(key) {
	all = 0
	if (as == "json")
		property(key, "[")
	else
		printf "      %s:\n", key
}
function rule(protocol, from, to, cidr, why) {
	ports = ""
	if (from != "" && as == "json")
		ports = ", \"FromPort\": " from ", \"ToPort\": \"" to "\""
	else if (from != "")
		ports = "          FromPort: " from "\n          ToPort: '" to "'\n"
	if (as == "json")
		printf "%s\n     {\"IpProtocol\": \"%s\"%s, \"CidrIp\": \"%s\", \"Description\": \"%s\"}",
		    all++ ? "," : "", protocol, ports, cidr, why
	else
		printf "        - IpProtocol: %s\n%s          CidrIp: %s\n          Description: %s\n",
		    protocol == "-1" ? "'-1'" : protocol, ports, cidr, why
}
function end_rules() { if (as == "json") printf "\n    ]" }
# A script of so many lines, which begin with "line 1", …
function script(v) {
	if (as == "json")
		property("UserData", "{\"Fn::Base64\": {\"Fn::Sub\": \"" v "\"}}")
	else {
		gsub(/\\n/, "\n          ", v)
		printf "      UserData:\n        Fn::Base64: !Sub |\n          %s\n", v
	}
}

BEGIN {
	if (as == "json")
		printf "{\n \"AWSTemplateFormatVersion\": \"2010-09-09\",\n \"Resources\": {"
	else
		printf "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n"
	for (i = 0; i < n; i++) {
		v = "Vpc" i
		if (as == "yaml")
			printf "\n  # ---- VPC %d and what stands in it\n", i
		thing(v, "EC2::VPC")
		property("CidrBlock", text("10." i % 256 ".0.0/16"))
		property("EnableDnsHostnames", "true")
		property("EnableDnsSupport", "true")
		name(sub_("${AWS::StackName}-" v))
		thing(v "Igw", "EC2::InternetGateway")
		name(text("igw" i))
		thing(v "Attach", "EC2::VPCGatewayAttachment")
		property("VpcId", ref(v))
		property("InternetGatewayId", ref(v "Igw"))
		for (s = 0; s < 6; s++) {
			thing(v "Subnet" s, "EC2::Subnet")
			property("VpcId", ref(v))
			property("AvailabilityZone", call("Select", "[" s % 3 ", " call("GetAZs", quoted("")) "]"))
			property("CidrBlock", call("Select", "[" s ", " call("Cidr", "[" att(v, "CidrBlock") ", 8, 8]") "]"))
			property("MapPublicIpOnLaunch", s < 3 ? "true" : "false")
			name(call("Join", "[" quoted("-") ", [" ref("AWS::StackName") ", " text("subnet") ", " quoted(i) ", " quoted(s) "]]"))
			thing(v "Table" s, "EC2::RouteTable")
			property("VpcId", ref(v))
			thing(v "Use" s, "EC2::SubnetRouteTableAssociation")
			property("SubnetId", ref(v "Subnet" s))
			property("RouteTableId", ref(v "Table" s))
			thing(v "Out" s, "EC2::Route", s < 3 ? v "Attach" : "")
			property("RouteTableId", ref(v "Table" s))
			property("DestinationCidrBlock", text("0.0.0.0/0"))
			if (s < 3)
				property("GatewayId", ref(v "Igw"))
			else
				property("NatGatewayId", ref(v "Nat" (i % 10 ? s % 3 : 0)))
		}
		for (s = 0; s < 3; s++) {
			thing(v "Eip" s, "EC2::EIP", v "Attach")
			property("Domain", text("vpc"))
			thing(v "Nat" s, "EC2::NatGateway")
			property("AllocationId", att(v "Eip" s, "AllocationId"))
			property("SubnetId", ref(v "Subnet" s))
		}
		for (g = 0; g < 8; g++) {
			thing(v "Group" g, "EC2::SecurityGroup")
			property("GroupDescription", text("group " g))
			property("VpcId", ref(v))
			rules("SecurityGroupEgress")
			rule("-1", "", "", "0.0.0.0/0", "Allow all outbound traffic by default")
			end_rules()
			rules("SecurityGroupIngress")
			for (r = 0; r < 6; r++)
				rule("tcp", 1000 * g + r, 1000 * g + r, "10." i % 256 "." r ".0/24", "from subnet " r)
			end_rules()
			thing(v "Host" g, "EC2::Instance")
			property("ImageId", text("ami-0123456789abcdef0"))
			property("InstanceType", text("t3.micro"))
			property("SubnetId", ref(v "Subnet" g % 6))
			if (as == "json")
				property("SecurityGroupIds", "[" ref(v "Group" g) "]")
			else
				printf "      SecurityGroupIds:\n        - %s\n", ref(v "Group" g)
			script("#!/bin/sh\\nset -eu\\nexport REGION=${AWS::Region} GROUP=" g "\\nyum install -y amazon-cloudwatch-agent\\n/opt/aws/bin/cfn-signal --stack ${AWS::StackName} --resource " v "Host" g)
		}
	}
	if (as == "json")
		print "\n   }\n  }\n }\n}"
}
