/* SPDX-License-Identifier: MIT */
#include "model/notices.h"

/*
 * The rows of the catalogue that are CloudFormation's own.
 */

#define SAME_WITHOUT_INTENT						\
	"The same: it does not depend on what is declared."

#define VPC								\
	"  \"Vpc\": {\"Type\": \"AWS::EC2::VPC\", \"Properties\": "	\
	"{\"CidrBlock\": \"10.0.0.0/16\"}},\n"

#define ATTACHED							\
	VPC "  \"Igw\": {\"Type\": \"AWS::EC2::InternetGateway\"},\n"	\
	"  \"Attach\": {\"Type\": \"AWS::EC2::VPCGatewayAttachment\", "	\
	"\"Properties\":\n"						\
	"    {\"VpcId\": {\"Ref\": \"Vpc\"}, \"InternetGatewayId\": "	\
	"{\"Ref\": \"Igw\"}}},\n"					\
	"  \"Table\": {\"Type\": \"AWS::EC2::RouteTable\", \"Properties\":\n" \
	"    {\"VpcId\": {\"Ref\": \"Vpc\"}}},\n"

#define ROUTE								\
	"    {\"RouteTableId\": {\"Ref\": \"Table\"}, \"GatewayId\": "	\
	"{\"Ref\": \"Igw\"},\n"						\
	"     \"DestinationCidrBlock\": \"0.0.0.0/0\"}}}}"

const struct notice notice_route_before_attachment = {
	.code = "IN010",
	.name = "route-before-attachment",
	.severity = SEVERITY_WARNING,
	.class = CLASS_FRAGILE,
	.title = "a route that CloudFormation may create before its gateway is "
	    "attached",
	.aws = "CloudFormation orders resources by what they refer to.  A route "
	    "refers to the gateway and not to its attachment, and AWS refuses a "
	    "route to a gateway that is not attached to the VPC.",
	.why = "Whether the stack comes up depends on which of the two is "
	    "faster: it works for months, and fails in the next account.",
	.intent = "The same.  Only for templates that hold both; what the route "
	    "depends on may in turn depend on the attachment.",
	.bad = "{\"Resources\": {\n" ATTACHED
	    "  \"Out\": {\"Type\": \"AWS::EC2::Route\", \"Properties\":\n"
	    ROUTE,
	.good = "{\"Resources\": {\n" ATTACHED
	    "  \"Out\": {\"Type\": \"AWS::EC2::Route\", \"DependsOn\": "
	    "\"Attach\", \"Properties\":\n" ROUTE,
	.reference = "AWS CloudFormation User Guide, DependsOn attribute",
};

#define GROUP(egress)							\
	"  \"App\": {\"Type\": \"AWS::EC2::SecurityGroup\", \"Properties\":\n" \
	"    {\"VpcId\": {\"Ref\": \"Vpc\"}, \"GroupDescription\": \"app\",\n" \
	"     \"SecurityGroupEgress\": [" egress "]}}"

#define OPEN "{\"IpProtocol\": \"-1\", \"CidrIp\": \"0.0.0.0/0\"}"

const struct notice notice_egress_taken_away = {
	.code = "IN011",
	.name = "open-egress-taken-away",
	.severity = SEVERITY_WARNING,
	.class = CLASS_BROKEN,
	.title = "an egress rule that CloudFormation takes away again",
	.aws = "When CloudFormation adds an egress rule that is a resource of its "
	    "own, it takes the rule away that lets everything out to 0.0.0.0/0: "
	    "AWS's default, and one like it that a template states.",
	.why = "The template says that everything may go out, and only what the "
	    "separate rules name does.  It shows after the deployment, and the "
	    "difference of two templates does not tell it.",
	.intent = "The same.  A group that states no egress is not reported: "
	    "there the separate rules replace AWS's own, as they are meant to.",
	.bad = "{\"Resources\": {\n" VPC GROUP(OPEN) ",\n"
	    "  \"ToDb\": {\"Type\": \"AWS::EC2::SecurityGroupEgress\", "
	    "\"Properties\":\n"
	    "    {\"GroupId\": {\"Ref\": \"App\"}, \"IpProtocol\": \"tcp\", "
	    "\"FromPort\": 5432,\n"
	    "     \"ToPort\": 5432, \"CidrIp\": \"10.0.1.0/24\"}}}}",
	.good = "{\"Resources\": {\n" VPC GROUP("\n      " OPEN ",\n"
	    "      {\"IpProtocol\": \"tcp\", \"FromPort\": 5432, \"ToPort\": "
	    "5432, \"CidrIp\": \"10.0.1.0/24\"}") "}}",
	.reference = "AWS CloudFormation language discussion 157; AWS CDK issue "
	    "987",
};

const struct notice notice_properties_refused = {
	.code = "IN012",
	.name = "properties-refused-together",
	.severity = SEVERITY_ERROR,
	.class = CLASS_REJECT,
	.title = "properties that AWS refuses together, or one without another",
	.aws = "Of some properties a resource takes one and no more, and with "
	    "some values of one property others are refused or required: a "
	    "gateway endpoint has no subnets, an instance with interfaces of its "
	    "own no groups beside them.  The pages of the resource types say which.",
	.why = "The template is well-formed, and its deployment fails and rolls "
	    "back, minutes later.",
	.intent = SAME_WITHOUT_INTENT "  What a condition chooses is judged "
	    "where it is surely there.",
	.bad = "{\"Resources\": {\n" VPC
	    "  \"S3\": {\"Type\": \"AWS::EC2::VPCEndpoint\", \"Properties\":\n"
	    "    {\"VpcId\": {\"Ref\": \"Vpc\"}, \"ServiceName\": "
	    "\"com.amazonaws.eu-west-1.s3\",\n"
	    "     \"RouteTableIds\": [\"rtb-1\"], \"SubnetIds\": "
	    "[\"subnet-1\"]}}}}",
	.good = "{\"Resources\": {\n" VPC
	    "  \"S3\": {\"Type\": \"AWS::EC2::VPCEndpoint\", \"Properties\":\n"
	    "    {\"VpcId\": {\"Ref\": \"Vpc\"}, \"ServiceName\": "
	    "\"com.amazonaws.eu-west-1.s3\",\n"
	    "     \"RouteTableIds\": [\"rtb-1\"]}}}}",
	.reference = "AWS CloudFormation Template Reference, the page of the "
	    "resource's type",
};

#define IS "{\"Condition\": \"A\"}"
#define SIX								\
	IS ", " IS ",\n    " IS ", " IS ", " IS ", " IS ",\n    "
#define FOUR IS ", " IS ", " IS ", " IS

const struct notice notice_template_limit = {
	.code = "IN013",
	.name = "template-over-limit",
	.severity = SEVERITY_ERROR,
	.class = CLASS_REJECT,
	.title = "a template that is larger than CloudFormation takes",
	.aws = "A template has at most 500 resources, 200 parameters, 200 "
	    "outputs and 200 mappings of 200 attributes, and is at most 1 MB "
	    "long; names and descriptions have limits, too.  None of them can "
	    "be raised.",
	.why = "CloudFormation refuses it before it looks at any resource.",
	.intent = SAME_WITHOUT_INTENT "  The rest of the template is read and "
	    "judged all the same.",
	.bad = "{\"Parameters\": {\"Stage\": {\"Type\": \"String\"}}, "
	    "\"Conditions\": {\n"
	    "  \"A\": {\"Fn::Equals\": [{\"Ref\": \"Stage\"}, \"prod\"]},\n"
	    "  \"Any\": {\"Fn::Or\": [" SIX FOUR ", " IS "]}},\n"
	    " \"Resources\": {\"Vpc\": {\"Type\": \"AWS::EC2::VPC\", "
	    "\"Condition\": \"Any\",\n"
	    "  \"Properties\": {\"CidrBlock\": \"10.0.0.0/16\"}}}}",
	.good = "{\"Parameters\": {\"Stage\": {\"Type\": \"String\"}}, "
	    "\"Conditions\": {\n"
	    "  \"A\": {\"Fn::Equals\": [{\"Ref\": \"Stage\"}, \"prod\"]},\n"
	    "  \"Any\": {\"Fn::Or\": [" SIX FOUR "]}},\n"
	    " \"Resources\": {\"Vpc\": {\"Type\": \"AWS::EC2::VPC\", "
	    "\"Condition\": \"Any\",\n"
	    "  \"Properties\": {\"CidrBlock\": \"10.0.0.0/16\"}}}}",
	.reference = "AWS CloudFormation User Guide, Understand CloudFormation "
	    "quotas",
};
