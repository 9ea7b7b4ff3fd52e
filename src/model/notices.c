/* SPDX-License-Identifier: MIT */
#include "model/notices.h"

#include <stddef.h>

/* What the input declares makes no difference to these rules. */
#define SAME_WITHOUT_INTENT						\
	"The same: it needs no declared intent."

const struct notice notice_json_syntax = {
	.code = "IN001",
	.name = "json-syntax",
	.severity = SEVERITY_ERROR,
	.class = CLASS_REJECT,
	.title = "the text is not JSON, or YAML that can be read",
	.aws = "The AWS CLI, CloudFormation and Terraform write and read JSON as "
	    "RFC 8259 has it: no comments, no comma behind the last item, each "
	    "key once in an object.",
	.why = "What cannot be parsed cannot be judged.  A key that stands twice "
	    "is worse: most parsers silently keep the later one, so the plan "
	    "that is read is not the plan that was reviewed.",
	.intent = SAME_WITHOUT_INTENT "  The exit status is 2, not 1, also where "
	    "the rest could be read and was judged: behind a key that stands "
	    "twice, or a string that is not UTF-8.  Of a broken text all faults "
	    "are told, and what else is wrong in it for sure (unknown keys, "
	    "wrong types, names that point nowhere); its network is judged, and "
	    "expectations are decided, when it is mended.",
	.bad = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\",}}}",
	.good = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\"}}}",
	.reference = "RFC 8259, The JavaScript Object Notation (JSON) Data "
	    "Interchange Format",
};

const struct notice notice_unknown_key = {
	.code = "IN002",
	.name = "unknown-key",
	.severity = SEVERITY_ERROR,
	.class = CLASS_BROKEN,
	.title = "a key that means nothing here",
	.aws = "AWS never sees this key: it belongs to the plan alone.  Keys of "
	    "AWS's own output that the program does not read are passed over "
	    "without a word.",
	.why = "A mistyped key would otherwise be ignored, and AWS's default "
	    "taken in its place: \"rout_table\" puts a subnet into the main "
	    "table and nobody notices.",
	.intent = SAME_WITHOUT_INTENT "  Keys that begin with \"//\" are "
	    "comments.",
	.bad = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\",\n"
	    "  \"subnet\": {\"app-a\": {\"az\": \"a\", \"cidr\": "
	    "\"10.0.0.0/24\"}}}}}",
	.good = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\",\n"
	    "  \"subnets\": {\"app-a\": {\"az\": \"a\", \"cidr\": "
	    "\"10.0.0.0/24\"}}}}}",
	.reference = "the schema of the spec: vpcplan schema spec",
};

const struct notice notice_wrong_type = {
	.code = "IN003",
	.name = "wrong-type-or-missing",
	.severity = SEVERITY_ERROR,
	.class = CLASS_REJECT,
	.title = "a value of the wrong type, not one of those allowed, or absent",
	.aws = "AWS checks the type and the presence of every parameter before it "
	    "looks at what it means, and refuses the call.",
	.why = "The value is left out of the analysis, so every answer that needs "
	    "it is weaker until it is mended.",
	.intent = SAME_WITHOUT_INTENT,
	.bad = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": 10}}}",
	.good = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\"}}}",
	.reference = "the schema of the spec: vpcplan schema spec",
};

const struct notice notice_dangling_reference = {
	.code = "IN004",
	.name = "dangling-reference",
	.severity = SEVERITY_ERROR,
	.class = CLASS_REJECT,
	.title = "a name that nothing declares",
	.aws = "AWS answers with InvalidSubnetID.NotFound, "
	    "InvalidRouteTableID.NotFound and the like, when half of the "
	    "deployment is already done.",
	.why = "A subnet, table, group or gateway that is not there gives no "
	    "route and admits nothing.  It is mostly a typing error: the "
	    "nearest declared name is shown.",
	.intent = "The same.  Where the input does not hold the whole list (the "
	    "output of one describe call, a list under \"incomplete\") absence "
	    "proves nothing, and the rule is silent.",
	.bad = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\",\n"
	    "  \"subnets\": {\"app-a\": {\"az\": \"a\", \"cidr\": "
	    "\"10.0.0.0/24\", \"route_table\": \"ap\"}},\n"
	    "  \"route_tables\": {\"app\": {\"main\": true}}}}}",
	.good = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\",\n"
	    "  \"subnets\": {\"app-a\": {\"az\": \"a\", \"cidr\": "
	    "\"10.0.0.0/24\", \"route_table\": \"app\"}},\n"
	    "  \"route_tables\": {\"app\": {\"main\": true}}}}}",
	.reference = "Amazon EC2 API Reference, Error codes",
};

const struct notice notice_cross_vpc_reference = {
	.code = "IN005",
	.name = "cross-vpc-reference",
	.severity = SEVERITY_ERROR,
	.class = CLASS_REJECT,
	.title = "a thing of one VPC or transit gateway used in another",
	.aws = "A route table, a network ACL and the groups of an interface must "
	    "belong to the VPC of the subnet that uses them; a NAT gateway, an "
	    "endpoint and an internet gateway serve as route targets in their "
	    "own VPC only.  Attachments are associated with tables of their own "
	    "transit gateway.",
	.why = "AWS refuses the association.  Between VPCs traffic goes through a "
	    "peering connection, a transit gateway or an endpoint.",
	.intent = SAME_WITHOUT_INTENT "  Groups named as the peer of a rule are "
	    "SG009's.",
	.bad = "{\"vpcplan\": 1, \"vpcs\": {\n"
	    "  \"shop\": {\"cidr\": \"10.0.0.0/16\",\n"
	    "    \"subnets\": {\"app-a\": {\"az\": \"a\", \"cidr\": "
	    "\"10.0.0.0/24\", \"route_table\": \"data/app\"}}},\n"
	    "  \"data\": {\"cidr\": \"10.1.0.0/16\", \"route_tables\": "
	    "{\"app\": {\"main\": true}}}}}",
	.good = "{\"vpcplan\": 1, \"vpcs\": {\n"
	    "  \"shop\": {\"cidr\": \"10.0.0.0/16\", \"route_tables\": "
	    "{\"app\": {\"main\": true}},\n"
	    "    \"subnets\": {\"app-a\": {\"az\": \"a\", \"cidr\": "
	    "\"10.0.0.0/24\", \"route_table\": \"app\"}}},\n"
	    "  \"data\": {\"cidr\": \"10.1.0.0/16\"}}}",
	.reference = "Amazon VPC User Guide, Subnet route tables",
};

const struct notice notice_ambiguous_name = {
	.code = "IN006",
	.name = "ambiguous-name",
	.severity = SEVERITY_ERROR,
	.class = CLASS_BROKEN,
	.title = "a bare name that several things have",
	.aws = "AWS knows ids, which are unique; a name is only a tag, and any "
	    "number of things may carry the same one.",
	.why = "Whichever thing the program chose, a reader could have meant the "
	    "other.  Put the kind in front (\"subnet:app\", \"workload:app\"), "
	    "or the VPC (\"shop/app\").",
	.intent = "The same.  A name that its own VPC has means that one; a "
	    "workload beats a tier that is only the default of its subnets.",
	.bad = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\",\n"
	    "  \"subnets\": {\"app\": {\"az\": \"a\", \"cidr\": "
	    "\"10.0.0.0/24\"}},\n"
	    "  \"workloads\": {\"app\": {\"kind\": \"instance\", \"subnets\": "
	    "[\"app\"]}}}},\n"
	    " \"expect\": [\"internet never reaches app\"]}",
	.good = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\",\n"
	    "  \"subnets\": {\"app\": {\"az\": \"a\", \"cidr\": "
	    "\"10.0.0.0/24\"}},\n"
	    "  \"workloads\": {\"app\": {\"kind\": \"instance\", \"subnets\": "
	    "[\"app\"]}}}},\n"
	    " \"expect\": [\"internet never reaches workload:app\"]}",
	.reference = "Amazon EC2 User Guide, Tag your Amazon EC2 resources",
};

const struct notice notice_conflicting_definitions = {
	.code = "IN007",
	.name = "conflicting-definitions",
	.severity = SEVERITY_ERROR,
	.class = CLASS_BROKEN,
	.title = "one id, two contents",
	.aws = "An id names one thing.  Two descriptions of it that differ were "
	    "taken at different times, or one was edited.",
	.why = "Half of the answers would rest on the one, half on the other.  "
	    "The first one given is used.  --separate judges each file alone.",
	.intent = SAME_WITHOUT_INTENT,
	.bad = "{\"Vpcs\": [{\"VpcId\": \"vpc-1\", \"CidrBlock\": "
	    "\"10.0.0.0/16\"},\n"
	    "  {\"VpcId\": \"vpc-1\", \"CidrBlock\": \"10.1.0.0/16\"}]}",
	.good = "{\"Vpcs\": [{\"VpcId\": \"vpc-1\", \"CidrBlock\": "
	    "\"10.0.0.0/16\"},\n"
	    "  {\"VpcId\": \"vpc-2\", \"CidrBlock\": \"10.1.0.0/16\"}]}",
	.reference = "Amazon EC2 User Guide, Resource IDs",
};

const struct notice notice_inline_and_separate = {
	.code = "IN008",
	.name = "inline-and-separate",
	.severity = SEVERITY_WARNING,
	.class = CLASS_BROKEN,
	.title = "rules or routes that Terraform writes both inside and apart",
	.aws = "A security group, network ACL or route table whose blocks stand "
	    "in it owns all rules or routes that AWS has for it.  Resources of "
	    "their own add more, and the next apply takes them away again.",
	.why = "Each apply undoes what the one before did: rules come and go "
	    "with every run of the pipeline.",
	.intent = SAME_WITHOUT_INTENT "  Groups are told apart by direction: "
	    "where only egress stands inside, ingress may stand apart.",
	.bad = "{\"format_version\": \"1.2\", \"planned_values\": "
	    "{\"root_module\": {\"resources\": [\n"
	    "  {\"address\": \"aws_route_table.a\", \"mode\": \"managed\", "
	    "\"type\": \"aws_route_table\", \"name\": \"a\",\n"
	    "   \"values\": {\"id\": \"rtb-0a1b2c3d\", \"route\": "
	    "[{\"cidr_block\": \"10.1.0.0/16\", \"gateway_id\": \"igw-1\"}]}},\n"
	    "  {\"address\": \"aws_route.b\", \"mode\": \"managed\", "
	    "\"type\": \"aws_route\", \"name\": \"b\", \"values\":\n"
	    "   {\"route_table_id\": \"rtb-0a1b2c3d\", "
	    "\"destination_cidr_block\": \"10.2.0.0/16\", "
	    "\"gateway_id\": \"igw-1\"}}]}},\n"
	    "  \"configuration\": {\"root_module\": {\"resources\": [\n"
	    "  {\"address\": \"aws_route_table.a\", \"expressions\": "
	    "{\"route\": {\"constant_value\": []}}}]}}}",
	.good = "{\"format_version\": \"1.2\", \"planned_values\": "
	    "{\"root_module\": {\"resources\": [\n"
	    "  {\"address\": \"aws_route_table.a\", \"mode\": \"managed\", "
	    "\"type\": \"aws_route_table\", \"name\": \"a\",\n"
	    "   \"values\": {\"id\": \"rtb-0a1b2c3d\", \"route\": []}},\n"
	    "  {\"address\": \"aws_route.b\", \"mode\": \"managed\", "
	    "\"type\": \"aws_route\", \"name\": \"b\", \"values\":\n"
	    "   {\"route_table_id\": \"rtb-0a1b2c3d\", "
	    "\"destination_cidr_block\": \"10.2.0.0/16\", "
	    "\"gateway_id\": \"igw-1\"}}]}}}",
	.reference = "Terraform Registry, aws_route_table, aws_security_group, "
	    "aws_network_acl",
};

/* A table that is taken over, and one that becomes the main one: of VPCs. */
#define TABLES_OF(one, other)						\
	"{\"format_version\": \"1.2\", \"planned_values\": "		\
	"{\"root_module\": {\"resources\": [\n"				\
	"  {\"address\": \"aws_default_route_table.a\", \"mode\": "	\
	"\"managed\", \"type\": \"aws_default_route_table\",\n"		\
	"   \"name\": \"a\", \"values\": {\"id\": \"rtb-0a1b2c3d\", "	\
	"\"vpc_id\": \"" one "\", \"route\": []}},\n"			\
	"  {\"address\": \"aws_route_table.b\", \"mode\": \"managed\", "	\
	"\"type\": \"aws_route_table\", \"name\": \"b\",\n"		\
	"   \"values\": {\"id\": \"rtb-0b2c3d4e\", \"vpc_id\": \"" other	\
	"\", \"route\": []}},\n"					\
	"  {\"address\": \"aws_main_route_table_association.b\", "	\
	"\"mode\": \"managed\", \"name\": \"b\",\n"			\
	"   \"type\": \"aws_main_route_table_association\", "		\
	"\"values\": {\"vpc_id\": \"" other "\",\n"			\
	"    \"route_table_id\": \"rtb-0b2c3d4e\"}}]}}}"

const struct notice notice_main_table_twice = {
	.code = "IN014",
	.name = "main-table-twice",
	.severity = SEVERITY_WARNING,
	.class = CLASS_BROKEN,
	.title = "a VPC whose main table Terraform both takes over and replaces",
	.aws = "A VPC has one main route table.  aws_default_route_table takes "
	    "over the one that AWS made and takes all its routes away; "
	    "aws_main_route_table_association makes another the main one.  "
	    "Terraform says not to use both for one VPC.",
	.why = "Subnets without a table of their own follow the associated "
	    "table, so routes of the other serve nobody; and once the VPC "
	    "shows its new main table, it is that which Terraform takes over.",
	.intent = SAME_WITHOUT_INTENT "  Where the association names the table "
	    "that was taken over, nothing is said.",
	.bad = TABLES_OF("vpc-0a1b2c3d", "vpc-0a1b2c3d"),
	.good = TABLES_OF("vpc-0a1b2c3d", "vpc-0b2c3d4e"),
	.reference = "Terraform Registry, aws_default_route_table, "
	    "aws_main_route_table_association",
};

const struct notice notice_cidr_malformed = {
	.code = "AD001",
	.name = "cidr-malformed",
	.severity = SEVERITY_ERROR,
	.class = CLASS_REJECT,
	.title = "not a CIDR block",
	.aws = "AWS takes IPv4 blocks as four decimal octets and a prefix length "
	    "from 0 to 32, IPv6 blocks as RFC 4291 writes them with a length "
	    "from 0 to 128, and refuses anything else.",
	.why = "A block that cannot be read takes part in no check, so overlaps "
	    "with it go unseen.  Leading zeros are refused because some "
	    "programs read them as octal: 010.0.0.0 is 8.0.0.0 to them.",
	.intent = SAME_WITHOUT_INTENT,
	.bad = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.256.0/16\"}}}",
	.good = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\"}}}",
	.reference = "Amazon VPC User Guide, VPC CIDR blocks",
};

const struct notice notice_cidr_host_bits = {
	.code = "AD002",
	.name = "cidr-host-bits-set",
	.severity = SEVERITY_WARNING,
	.class = CLASS_BROKEN,
	.title = "a CIDR block that begins in its middle",
	.aws = "The API silently clears the bits behind the prefix: "
	    "100.68.0.18/18 becomes 100.68.0.0/18.  Terraform refuses such a "
	    "block, or shows a difference for ever.",
	.why = "What is deployed is not what was written.  Mostly the length is "
	    "wrong, or one address was meant.  The analysis uses what AWS "
	    "makes of it.",
	.intent = SAME_WITHOUT_INTENT,
	.bad = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.1.5/16\"}}}",
	.good = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\"}}}",
	.reference = "Amazon VPC User Guide, VPC CIDR blocks",
};

const struct notice notice_invisible_character = {
	.code = "IN015",
	.name = "invisible-character",
	.severity = SEVERITY_WARNING,
	.class = CLASS_FRAGILE,
	.title = "a name with a character that does not show",
	.aws = "Names and tags may hold nearly any character of Unicode, also "
	    "those that show nothing or turn the direction of what follows.  "
	    "Two names that differ in one of them are two names.",
	.why = "Whoever reviews the plan reads another name than the one that is "
	    "compared; whoever types what is shown refers to nothing.  Reports "
	    "and diagrams show \"?\" in its place.",
	.intent = SAME_WITHOUT_INTENT "  Letters of any script are fine, and so "
	    "are the joiners (U+200C, U+200D) between characters that are not "
	    "ASCII: Persian and emoji need them.",
	.bad = "{\"vpcplan\": 1, \"vpcs\": {\"shop\\u200b\": {\"cidr\": "
	    "\"10.0.0.0/16\"}}}",
	.good = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\"}}}",
	.reference = "Unicode Technical Report #36, Unicode Security "
	    "Considerations",
};

const struct notice notice_lock_out_of_date = {
	.code = "AD017",
	.name = "lock-out-of-date",
	.severity = SEVERITY_ERROR,
	.class = CLASS_BROKEN,
	.title = "a plan that its lock does not say, or says otherwise",
	.aws = "A subnet and a VPC are created with a block, and no block can be "
	    "changed.  Where the plan leaves it open, vpcplan.lock.json beside it "
	    "has it.",
	.why = "Plan and lock were not committed together: what is judged here is "
	    "not what will be built, and the next \"vpcplan alloc\" changes the "
	    "lock under whoever runs it.",
	.intent = "The same.  Silent where there is no lock beside the plan; that "
	    "a subnet has no block is a finding of its own.",
	.bad = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\", \"subnets\": {\n"
	    "  \"app-a\": {\"az\": \"a\", \"size\": 20}}}}}\n"
	    "vpcplan.lock.json: {\"vpcplan_lock\": 1, \"subnets\": {\n"
	    "  \"shop/app-a\": {\"cidr\": \"10.0.0.0/22\", \"why\": \"size 22\"}}}",
	.good = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\", \"subnets\": {\n"
	    "  \"app-a\": {\"az\": \"a\", \"size\": 22}}}}}\n"
	    "vpcplan.lock.json: {\"vpcplan_lock\": 1, \"subnets\": {\n"
	    "  \"shop/app-a\": {\"cidr\": \"10.0.0.0/22\", \"why\": \"size 22\"}}}",
	.reference = "Amazon VPC User Guide, Subnet CIDR blocks",
};

const struct notice notice_route_target_count = {
	.code = "RT001",
	.name = "route-target-count",
	.severity = SEVERITY_ERROR,
	.class = CLASS_REJECT,
	.title = "a route with no target, or with several",
	.aws = "CreateRoute takes exactly one target and refuses a call with none "
	    "or with more.",
	.why = "The route does not come into being; its destinations follow the "
	    "next shorter route, or none.",
	.intent = SAME_WITHOUT_INTENT,
	.bad = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\", \"internet_gateway\": \"igw\",\n"
	    "  \"route_tables\": {\"main\": {\"main\": true, \"routes\": "
	    "[{\"to\": \"0.0.0.0/0\"}]}}}}}",
	.good = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\", \"internet_gateway\": \"igw\",\n"
	    "  \"route_tables\": {\"main\": {\"main\": true, \"routes\": "
	    "[{\"to\": \"0.0.0.0/0\", \"via\": \"igw\"}]}}}}}",
	.reference = "Amazon EC2 API Reference, CreateRoute",
};

const struct notice notice_protocol_port_mismatch = {
	.code = "SG011",
	.name = "protocol-port-mismatch",
	.severity = SEVERITY_ERROR,
	.class = CLASS_REJECT,
	.title = "ports that the protocol cannot have",
	.aws = "TCP and UDP rules need ports from 0 to 65535, the lower one "
	    "first; ICMP rules need a type and a code from 0 to 255, or -1 for "
	    "any; with any type the code must be any, too.  With \"-1\" or any other "
	    "protocol AWS ignores the ports and opens them all.",
	.why = "AWS refuses the rule, or takes it for far wider than it reads.",
	.intent = SAME_WITHOUT_INTENT,
	.bad = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\",\n"
	    "  \"security_groups\": {\"web\": {\"ingress\": [\"tcp/443-80 from "
	    "10.0.0.0/8\"]}}}}}",
	.good = "{\"vpcplan\": 1, \"vpcs\": {\"shop\": {\"cidr\": "
	    "\"10.0.0.0/16\",\n"
	    "  \"security_groups\": {\"web\": {\"ingress\": [\"tcp/80-443 from "
	    "10.0.0.0/8\"]}}}}}",
	.reference = "Amazon EC2 API Reference, IpPermission",
};

const struct notice *const notices_of_readers[] = {
	&notice_cidr_malformed,
	&notice_cidr_host_bits,
	&notice_lock_out_of_date,
	&notice_json_syntax,
	&notice_unknown_key,
	&notice_wrong_type,
	&notice_dangling_reference,
	&notice_cross_vpc_reference,
	&notice_ambiguous_name,
	&notice_conflicting_definitions,
	&notice_inline_and_separate,
	&notice_route_before_attachment,
	&notice_egress_taken_away,
	&notice_properties_refused,
	&notice_template_limit,
	&notice_main_table_twice,
	&notice_invisible_character,
	&notice_route_target_count,
	&notice_protocol_port_mismatch,
	NULL
};
