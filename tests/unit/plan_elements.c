/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "load/load.h"
#include "model/notation.h"
#include "plan/openings.h"
#include "unit.h"

#include <string.h>

/*
 * Twin networks that differ in one element, of every kind that there is, with
 * the flows that must close by it, and why; the way back must open them.
 *
 * Quotes are single in the texts here, and double in the spec.
 */

static const char base[] =
"{'vpcplan': 1, 'region': 'eu-west-1', 'account': '111122223333',\n"
" 'vpcs': {\n"
" 'shop': {'cidr': '10.0.0.0/16', 'ipv6_cidrs': ['2001:db8:1::/56'],\n"
" 'internet_gateway': 'igw', 'egress_only_gateway': 'eigw', 'vpn_gateway': 'vgw',\n"
" 'dns': {'hostnames': true},\n"
" 'subnets': {\n"
" 'pub': {'az': 'a', 'cidr': '10.0.0.0/24', 'route_table': 'pub'},\n"
" 'app': {'az': 'a', 'cidr': '10.0.1.0/24', 'route_table': 'app', 'ipv6_cidr': "
"'2001:db8:1:1::/64'},\n"
" 'db': {'az': 'a', 'cidr': '10.0.2.0/24', 'route_table': 'db', 'network_acl': 'db'}},\n"
" 'nat_gateways': {'nat': {'subnet': 'pub'}},\n"
" 'route_tables': {\n"
" 'pub': {'routes': {'0.0.0.0/0': 'igw'}},\n"
" 'app': {'routes': {'203.0.113.0/24': 'nat', '::/0': 'eigw', '10.1.0.0/16': "
"'px', '10.2.0.0/16': 'core', '192.168.0.0/16': 'vgw'}},\n"
" 'db': {'main': true}},\n"
" 'network_acls': {'db': {'ingress': ['100 allow tcp/5432 from 10.0.1.0/24'], "
"'egress': ['100 allow tcp/1024-65535 to 10.0.1.0/24']}},\n"
" 'endpoints': {'queue': {'service': 'sqs', 'type': 'interface', 'subnets': "
"['app'], 'security_groups': ['sqs']},\n"
" 'orders': {'service': 'orders', 'type': 'interface', 'subnets': ['pub'], "
"'security_groups': ['orders'], 'private_dns': false},\n"
" 's3': {'service': 's3', 'type': 'gateway', 'route_tables': ['app']}},\n"
" 'security_groups': {\n"
" 'web': {'ingress': ['tcp/443 from pl:clients'], 'egress': []},\n"
" 'app': {'egress': ['tcp/8443 to 203.0.113.0/24', 'tcp/8080 to ::/0', 'tcp/5432 "
"to db', 'tcp/22 to 10.1.0.0/16', 'tcp/80 to 10.2.0.0/16', 'tcp/25 to "
"192.168.0.0/16', 'tcp/443 to sg:sqs', 'tcp/9443 to "
"sg:orders', 'tcp/443 to pl:s3']},\n"
" 'orders': {'ingress': ['tcp/9443 from app'], 'egress': []},\n"
" 'desk': {'ingress': ['tcp/3389 from 198.51.101.0/24'], 'egress': []},\n"
" 'db': {'ingress': ['tcp/5432 from app'], 'egress': []},\n"
" 'sqs': {'ingress': ['tcp/443 from app'], 'egress': []}},\n"
" 'workloads': {\n"
" 'web': {'kind': 'instance', 'interfaces': {'main': {'subnet': 'pub', "
"'security_groups': ['web'], 'public_ip': 'front'}}},\n"
" 'desk': {'kind': 'instance', 'subnets': ['pub'], 'security_groups': ['desk']},\n"
" 'app': {'kind': 'instance', 'subnets': ['app'], 'security_groups': ['app']},\n"
" 'db': {'kind': 'rds', 'engine': 'postgres', 'subnets': ['db'], "
"'security_groups': ['db']}}},\n"
" 'peer': {'cidr': '10.1.0.0/16',\n"
" 'subnets': {'peer': {'az': 'a', 'cidr': '10.1.1.0/24', 'route_table': 'peer'}},\n"
" 'route_tables': {'peer': {'main': true, 'routes': {'10.0.0.0/16': 'px'}}},\n"
" 'security_groups': {'jump': {'ingress': ['tcp/22 from 10.0.0.0/16'], 'egress': []}},\n"
" 'workloads': {'jump': {'kind': 'instance', 'subnets': ['peer'], "
"'security_groups': ['jump']}}},\n"
" 'hub': {'cidr': '10.2.0.0/16',\n"
" 'subnets': {'hub': {'az': 'a', 'cidr': '10.2.1.0/24', 'route_table': 'hub'}},\n"
" 'route_tables': {'hub': {'main': true, 'routes': {'10.0.0.0/16': 'core'}}},\n"
" 'security_groups': {'proxy': {'ingress': ['tcp/80 from shop/app'], 'egress': []}, "
"'api': {'ingress': ['tcp/9443 from 10.2.1.0/24'], 'egress': []}},\n"
" 'services': {'orders': {'load_balancer': 'front'}},\n"
" 'workloads': {'proxy': {'kind': 'instance', 'subnets': ['hub'], "
"'security_groups': ['proxy']},\n"
" 'api': {'kind': 'instance', 'subnets': ['hub'], 'security_groups': ['api']},\n"
" 'front': {'kind': 'network_load_balancer', 'scheme': 'internal', 'subnets': ['hub'], "
"'listeners': {'tcp/9443': 'api'}},\n"
" 'back': {'kind': 'network_load_balancer', 'scheme': 'internal', 'subnets': ['hub']}}}},\n"
" 'peerings': {'px': {'between': ['shop', 'peer'], 'state': 'active'}},\n"
" 'transit_gateways': {'core': {'sg_references': true, 'attachments': {'shop': "
"{'vpc': 'shop', 'sg_references': true, 'subnets': ['app'], 'table': 'all', "
"'propagates_to': ['all']},\n"
" 'hub': {'vpc': 'hub', 'subnets': ['hub'], 'table': 'all', 'propagates_to': "
"['all']}}, 'tables': {'all': {}}}},\n"
" 'vpns': {'line': {'on': 'shop/vgw', 'networks': ['office'], 'static': true}},\n"
" 'networks': {'office': {'cidrs': ['192.168.0.0/16']}},\n"
" 'elastic_ips': {'front': {'address': '203.0.113.200'}, 'desk': {'address': "
"'203.0.113.201', 'attached_to': 'shop/desk'}},\n"
" 'prefix_lists': {'s3': {'managed': 'com.amazonaws.eu-west-1.s3'}, 'clients': "
"{'entries': ['198.51.100.0/24'], 'max': 5}}\n"
"}\n";

struct twins {
	enum kind kind;
	const char *old, *new;		/* in the text, where it is once */
	const char *closes;		/* "app -> db on tcp/5432: because\n" */
};

static const struct twins all[] = {
	{ KIND_VPC,
	  "'hostnames': true",
	  "'hostnames': false",
	  "closes shop/app -> sqs on tcp/443: shop DNS hostnames no (was yes)\n" },
	{ KIND_SUBNET,
	  "'cidr': '10.0.1.0/24', 'route_table': 'app'",
	  "'cidr': '10.0.1.0/24', 'route_table': 'db'",
	  "closes shop/app -> hub/proxy on tcp/80: subnet:shop/app route table db (was app)\n"
	  "closes shop/app -> internet on tcp/8443: subnet:shop/app route table db (was app)\n"
	  "closes shop/app -> internet on tcp/8080: subnet:shop/app route table db (was app)\n"
	  "closes shop/app -> office on tcp/25: subnet:shop/app route table db (was app)\n"
	  "closes shop/app -> peer/jump on tcp/22: subnet:shop/app route table db (was app)\n"
	  "closes shop/app -> s3 on tcp/443: subnet:shop/app route table db (was app)\n" },
	{ KIND_ROUTE_TABLE,
	  "'203.0.113.0/24': 'nat', ",
	  "",
	  "closes shop/app -> internet on tcp/8443: rt:shop/app lost 203.0.113.0/24 -> nat\n" },
	{ KIND_INTERNET_GATEWAY,
	  "'internet_gateway': 'igw', ",
	  "",
	  "closes internet -> shop/desk on tcp/3389: internet gateway shop/igw is gone\n"
	  "closes internet -> shop/web on tcp/443: internet gateway shop/igw is gone\n"
	  "closes shop/app -> internet on tcp/8443: internet gateway shop/igw is gone\n" },
	{ KIND_EGRESS_ONLY_GATEWAY,
	  "'egress_only_gateway': 'eigw', ",
	  "",
	  "closes shop/app -> internet on tcp/8080: egress-only internet gateway "
	  "shop/eigw is gone\n" },
	{ KIND_NAT_GATEWAY,
	  "'nat': {'subnet': 'pub'}",
	  "'nat': {'subnet': 'pub', 'private': true}",
	  "closes shop/app -> internet on tcp/8443: shop/nat private yes (was no)\n" },
	{ KIND_VPN_GATEWAY,
	  " 'vpn_gateway': 'vgw',",
	  "",
	  "closes shop/app -> office on tcp/25: VPN gateway shop/vgw is gone and "
	  "vpn:line on shop/vgw (was vgw)\n" },
	{ KIND_VPN,
	  "'networks': ['office']",
	  "'networks': []",
	  "closes shop/app -> office on tcp/25: vpn:line lost network office\n" },
	{ KIND_TRANSIT_GATEWAY,
	  "'core': {'sg_references': true",
	  "'core': {'sg_references': false",
	  "closes shop/app -> hub/proxy on tcp/80: tgw:core group references no (was yes)\n" },
	{ KIND_ATTACHMENT,
	  "'subnets': ['hub'], 'table': 'all', 'propagates_to': ['all']",
	  "'subnets': ['hub'], 'table': 'all', 'propagates_to': []",
	  "closes shop/app -> hub/proxy on tcp/80: attachment:hub lost propagates to all\n" },
	{ KIND_TRANSIT_TABLE,
	  "'all': {}",
	  "'all': {'routes': {'10.2.0.0/16': 'blackhole'}}",
	  "closes shop/app -> hub/proxy on tcp/80: tgw-rt:all gained 10.2.0.0/16 -> "
	  "blackhole\n" },
	{ KIND_PEERING,
	  "'active'",
	  "'pending-acceptance'",
	  "closes shop/app -> peer/jump on tcp/22: peering:px state "
	  "pending-acceptance (was active)\n" },
	{ KIND_ENDPOINT,
	  "'subnets': ['app'], 'security_groups': ['sqs']}",
	  "'subnets': ['app'], 'security_groups': ['db']}",
	  "opens shop/app -> shop/queue on tcp/5432: shop/queue gained "
	  "security group db\n"
	  "closes shop/app -> shop/queue on tcp/443: shop/queue lost "
	  "security group sqs\n" },
	{ KIND_ENDPOINT_SERVICE,
	  "'load_balancer': 'front'",
	  "'load_balancer': 'back'",
	  "closes shop/app -> shop/orders on tcp/9443: service:hub/orders load balancer "
	  "back (was front)\n" },
	{ KIND_PREFIX_LIST,
	  "198.51.100.0/24",
	  "198.51.100.0/25",
	  "narrows internet -> shop/web on tcp/443: pl:clients entry "
	  "198.51.100.0/25 (was 198.51.100.0/24)\n" },
	{ KIND_NETWORK_ACL,
	  "'100 allow tcp/5432 from 10.0.1.0/24'",
	  "'100 allow tcp/5432 from 10.0.1.0/25'",
	  "narrows shop/app -> shop/db on tcp/5432: acl:shop/db ingress 100 "
	  "allow tcp/5432 from 10.0.1.0/25 (was allow tcp/5432 from "
	  "10.0.1.0/24)\n" },
	{ KIND_SECURITY_GROUP,
	  "'ingress': ['tcp/5432 from app']",
	  "'ingress': []",
	  "closes shop/app -> shop/db on tcp/5432: sg:shop/db lost ingress tcp/5432 "
	  "from app\n" },
	{ KIND_INTERFACE,
	  "'security_groups': ['web'], 'public_ip'",
	  "'security_groups': ['db'], 'public_ip'",
	  "opens shop/app -> shop/web on tcp/5432: shop/web gained security "
	  "group db\n"
	  "closes internet -> shop/web on tcp/443: shop/web lost security "
	  "group web\n" },
	{ KIND_ELASTIC_IP,
	  ", 'attached_to': 'shop/desk'",
	  "",
	  "closes internet -> shop/desk on tcp/3389: eip:desk lost attached to desk\n" },
	{ KIND_WORKLOAD,
	  "'postgres'",
	  "'mysql'",
	  "closes shop/app -> shop/db on tcp/5432: shop/db engine mysql (was postgres)\n" },
	{ KIND_NETWORK,
	  "'cidrs': ['192.168.0.0/16']",
	  "'cidrs': ['192.168.0.0/17']",
	  "narrows shop/app -> office on tcp/25: net:office lost CIDR "
	  "192.168.0.0/16\n" },
	{ KIND_BLOCK_PUBLIC_ACCESS,
	  "'elastic_ips'",
	  "'block_public_access': [{'mode': 'block-ingress'}], 'elastic_ips'",
	  "closes internet -> shop/desk on tcp/3389: the block public access setting is new\n"
	  "closes internet -> shop/web on tcp/443: the block public access setting is new\n" },
};

/* Fields that close what the first row of their kind does not. */
static const struct twins more[] = {
	{ KIND_SUBNET,
	  ", 'ipv6_cidr': '2001:db8:1:1::/64'",
	  "",
	  "closes shop/app -> internet on tcp/8080: subnet:shop/app lost IPv6 CIDR "
	  "2001:db8:1:1::/64\n" },
	{ KIND_NAT_GATEWAY,
	  "'nat': {'subnet': 'pub'}",
	  "'nat': {'subnet': 'pub', 'state': 'failed'}",
	  "closes shop/app -> internet on tcp/8443: shop/nat gained state failed\n" },
	{ KIND_VPN,
	  "'static': true",
	  "'static': true, 'state': 'deleted'",
	  "closes shop/app -> office on tcp/25: vpn:line gained state deleted\n" },
	{ KIND_ATTACHMENT,
	  "'hub': {'vpc': 'hub', 'subnets'",
	  "'hub': {'vpc': 'hub', 'state': 'deleted', 'subnets'",
	  "closes shop/app -> hub/proxy on tcp/80: attachment:hub gained state deleted\n" },
	{ KIND_ENDPOINT,
	  "'security_groups': ['orders'], 'private_dns': false}",
	  "'security_groups': ['orders'], 'private_dns': false, 'state': "
	  "'pendingAcceptance'}",
	  "closes shop/app -> shop/orders on tcp/9443: shop/orders gained state "
	  "pendingAcceptance\n" },
	{ KIND_PREFIX_LIST,
	  "com.amazonaws.eu-west-1.s3",
	  "com.amazonaws.eu-west-1.dynamodb",
	  "closes shop/app -> s3 on tcp/443: pl:s3 managed com.amazonaws.eu-west-1.dynamodb "
	  "(was com.amazonaws.eu-west-1.s3)\n" },
	{ KIND_WORKLOAD,
	  "'listeners': {'tcp/9443': 'api'}",
	  "'listeners': {'tcp/9443': 'api on tcp/9444'}",
	  "closes hub/front -> hub/api on tcp/9443: hub/front listener tcp/9443 -> api "
	  "on 9444 (was api)\n"
	  "closes shop/app -> shop/orders on tcp/9443: hub/front listener tcp/9443 -> api "
	  "on 9444 (was api)\n" },
	{ KIND_PEERING,
	  "'between': ['shop', 'peer']",
	  "'between': ['shop', 'hub']",
	  "closes shop/app -> peer/jump on tcp/22: peering:px accepter hub (was peer)\n" },
	{ KIND_NETWORK_ACL,
	  "'100 allow tcp/1024-65535 to 10.0.1.0/24'",
	  "'100 allow tcp/1024-65535 to 10.0.9.0/24'",
	  "closes shop/app -> shop/db on tcp/5432: acl:shop/db egress 100 allow "
	  "tcp/1024-65535 to 10.0.9.0/24 (was allow tcp/1024-65535 to 10.0.1.0/24)\n" },
	{ KIND_SECURITY_GROUP,
	  ", 'tcp/22 to 10.1.0.0/16'",
	  "",
	  "closes shop/app -> peer/jump on tcp/22: sg:shop/app lost egress tcp/22 to "
	  "10.1.0.0/16\n" },
};

/*
 * Kinds that no spec can state: describe-* and plans alone have them.  A
 * customer gateway is the far end of a VPN's tunnel: its address decides on no
 * packet that the tunnel carries, so there are no twins with a flow for it.
 */
static bool
is_not_stated(enum kind kind)
{
	return kind == KIND_CUSTOMER_GATEWAY;
}

struct side {
	const struct model *m;
	struct reach *r;
};

static struct side
read_side(struct arena *a, const char *text)
{
	struct load_options options = { .format = NULL };
	struct load *l = load_new(a, &options);
	struct str json = str_new(a);
	struct side s;

	for (; *text != '\0'; text++)
		str_add_char(&json, *text == '\'' ? '"' : *text);
	load_bytes(l, "network.json", str_text(&json), json.n, true);
	s.m = load_finish(l);
	ck_assert_msg(l->complaints.n == 0, "%s", str_text(&json));
	s.r = reach_new(a, s.m, routes_new(a, s.m));
	return s;
}

static const char *
with(struct arena *a, const struct twins *t)
{
	const char *at = strstr(base, t->old);
	struct str s = str_new(a);

	ck_assert_msg(at != NULL && strstr(at + 1, t->old) == NULL,
	    "\"%s\" is not there once", t->old);
	str_add_bytes(&s, base, (size_t)(at - base));
	str_add(&s, t->new);
	str_add(&s, at + strlen(t->old));
	return str_text(&s);
}

/* What is decided, in one text: closed flows, or those of the way back. */
static const char *
openings_text(struct arena *a, struct side before, struct side after,
    bool back)
{
	struct openings all_of = openings_find(a, compare_models(a,
	    pairing_new(a, before.m, after.m)),
	    (struct reach *const[2]){ before.r, after.r });
	struct str s = str_new(a);

	for (size_t i = 0; i < all_of.n; i++) {
		const struct opening *o = all_of.v[i];
		const char *word = opening_word(o->kind);

		if (o->kind == OPENING_MAY_OPEN ||
		    o->kind == OPENING_IS_OPEN ||
		    o->kind == OPENING_IS_CLOSED ||
		    o->kind == OPENING_MAY_CLOSE ||
		    o->kind == OPENING_ONE_WAY)
			continue;
		if (back)
			word = o->kind == OPENING_OPENS ? "closes" :
			    o->kind == OPENING_CLOSES ? "opens" :
			    o->kind == OPENING_WIDENS ? "narrows" :
			    o->kind == OPENING_NARROWS ? "widens" : word;
		str_addf(&s, "%s %s -> %s on %s%s", word, o->from, o->to,
		    notation_ports_format(a, o->ports), back ? "" : ":");
		for (size_t k = 0; !back && k < o->because.n; k++)
			str_addf(&s, "%s %s", k > 0 ? " and" : "",
			    o->because.v[k]);
		str_add_char(&s, '\n');
	}
	return str_text(&s);
}

/* Lines without their reasons, in order of their texts. */
static const char *
sorted(struct arena *a, const char *text)
{
	VEC(const char *) lines = { 0 };
	struct str s = str_new(a);

	while (*text != '\0') {
		size_t n = strcspn(text, "\n"), n_flow = strcspn(text, ":\n");

		vec_push(a, &lines, arena_strndup(a, text, n_flow));
		text += n + 1;
	}
	for (size_t i = 0; i < lines.n; i++)
		for (size_t k = i; k > 0 && strcmp(lines.v[k - 1],
		    lines.v[k]) > 0; k--) {
			const char *kept = lines.v[k];

			lines.v[k] = lines.v[k - 1];
			lines.v[k - 1] = kept;
		}
	for (size_t i = 0; i < lines.n; i++)
		str_addf(&s, "%s\n", lines.v[i]);
	return str_text(&s);
}

static void
check_twins(const struct twins *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct arena *a = arena_new();
		struct side x = read_side(a, base);
		struct side y = read_side(a, with(a, &v[i]));
		const char *there = openings_text(a, x, y, false);

		ck_assert_msg(v[i].closes[0] != '\0', "nothing is expected "
		    "of twins that differ in %s",
		    kind_with_article(v[i].kind));
		ck_assert_str_eq(there, v[i].closes);
		ck_assert_str_eq(sorted(a, openings_text(a, y, x, true)),
		    sorted(a, there));
		arena_free(a);
	}
}

START_TEST(each_kind_of_element_opens_and_closes_what_it_must)
{
	check_twins(all, sizeof all / sizeof *all);
	check_twins(more, sizeof more / sizeof *more);
}
END_TEST

START_TEST(no_kind_is_missing)
{
	for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
		bool found = is_not_stated(kind);

		for (size_t i = 0; i < sizeof all / sizeof *all; i++)
			found |= all[i].kind == kind;
		ck_assert_msg(found, "no twins differ in %s",
		    kind_with_article(kind));
	}
}
END_TEST

unit_suite suite_elements;

Suite *
suite_elements(void)
{
	const TTest *const tests[] = {
		each_kind_of_element_opens_and_closes_what_it_must,
		no_kind_is_missing, NULL
	};

	return unit_suite_of("elements", tests);
}
