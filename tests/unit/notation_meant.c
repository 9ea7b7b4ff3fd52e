/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "model/notation.h"
#include "unit.h"

#include <string.h>

struct case_of_text {
	const char *wrong, *meant;	/* NULL: nothing is proposed */
};

static void
compare(const struct case_of_text *c, const char *meant)
{
	if (c->meant == NULL)
		ck_assert_msg(meant == NULL, "\"%s\" gives \"%s\"", c->wrong,
		    meant);
	else
		ck_assert_msg(meant != NULL && strcmp(meant, c->meant) == 0,
		    "\"%s\" gives \"%s\", not \"%s\"", c->wrong,
		    meant != NULL ? meant : "nothing", c->meant);
}

START_TEST(ports_are_guessed)
{
	static const struct case_of_text cases[] = {
		{ "TCP/443", "tcp/443" }, { "tcp:443", "tcp/443" },
		{ "22/tcp", "tcp/22" }, { "443", "tcp/443" },
		{ "80,443", "tcp/80,443" }, { "1024-65535", "tcp/1024-65535" },
		{ "HTTP", "tcp/80" }, { "https", "tcp/443" },
		{ "ssh", "tcp/22" }, { "ping", "icmp/8" },
		{ "tcp 443", "tcp/443" }, { "tcp443", "tcp/443" },
		{ "tcp-443", "tcp/443" }, { "UDP_53", "udp/53" },
		{ "port 5432", "tcp/5432" }, { "tcp port 22", "tcp/22" },
		{ "tcp/80; 443", "tcp/80,443" },
		{ "tcp/80,tcp/443", "tcp/80,443" },
		{ "tcp/*", "tcp" }, { "any", "all" }, { "-1", "all" },
		{ "udp/7000:7100", "udp/7000-7100" },
		{ "7000..7100", "tcp/7000-7100" },
		{ "udp/53..", NULL }, { "tcp/80:", "tcp/80" },
		{ "tcp/80:443:90", NULL },
		{ "ICMP", "icmp" }, { "tcp/all", "tcp" },
		/* what may mean several things, or nothing */
		{ "80 443", NULL }, { "tcp/80 44", NULL },
		{ "tcp/80,udp/53", NULL }, { "tcp/https", "tcp/443" },
		{ "tcp/1024-", NULL }, { "tcp/70000", NULL },
		{ "443-80", NULL }, { "dns", NULL }, { "", NULL },
		{ "tcp/443/80", NULL }, { "tcpp/443", NULL },
		{ "ssh (22)", "tcp/22" }, { "https/8443", "tcp/8443" },
		{ "http and https", "tcp/80,443" }, { "HTTP,HTTPS", "tcp/80,443" },
		{ "eq www", "tcp/80" }, { "tcp range 5000 5010", "tcp/5000-5010" },
		{ "tcp gt 1023", "tcp/1024-65535" }, { "udp lt 1024", "udp/0-1023" },
		{ "tcp/1024+", "tcp/1024-65535" }, { "tcp/>=1024", "tcp/1024-65535" },
		{ "gt 65535", NULL }, { "lt 0", NULL }, { "range 80", NULL },
		{ "eq 80 443", "tcp/80,443" }, { "icmp echo", "icmp/8" },
		{ "echo", NULL }, { "icmp/echo-reply", "icmp/0" },
		{ "icmpv6/echo", "icmpv6/128" }, { "icmp/3/4", "icmp/3:4" },
		{ "icmp type 3 code 4", "icmp/3:4" }, { "esp", "proto/50" },
		{ "protocol 47", "proto/47" }, { "protocol 6", "tcp" },
		{ "all traffic", "all" }, { "Custom TCP 8080", "tcp/8080" },
		{ "MYSQL/Aurora", "tcp/3306" }, { "udp/dns", "udp/53" },
		{ "esp/443", NULL }, { "tcp,udp/53", NULL }, { "icmp/https", NULL },
		{ "10.0.0.0/8", NULL }, { "web", NULL },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		compare(&cases[i], notation_ports_meant(a, cases[i].wrong));
	arena_free(a);
}
END_TEST

START_TEST(ports_of_several_protocols_are_guessed)
{
	static const struct {
		const char *wrong, *first, *last;	/* NULL: nothing */
	} cases[] = {
		{ "dns", "udp/53", "tcp/53" },
		{ "tcp and udp 53", "tcp/53", "udp/53" },
		{ "tcp+udp/53", "tcp/53", "udp/53" },
		{ "tcp/80,udp/53", "tcp/80", "udp/53" },
		{ "tcp:80,tcp:443,icmp", "tcp/80,443", "icmp" },
		{ "*/443", "tcp/443", "udp/443" },
		{ "icmp,tcp/22", "icmp", "tcp/22" },
		{ "tcp,udp/53", NULL, NULL },
		{ "tcp,udp,icmp,esp,gre", NULL, NULL },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ports_meant m;

		ck_assert_msg(notation_ports_list_meant(a, cases[i].wrong,
		    &m) == (cases[i].first != NULL), "%s", cases[i].wrong);
		if (cases[i].first == NULL)
			continue;
		ck_assert_str_eq(m.v[0], cases[i].first);
		ck_assert_str_eq(m.v[m.n - 1], cases[i].last);
	}
	arena_free(a);
}
END_TEST

START_TEST(blocks_are_guessed)
{
	static const struct {
		const char *wrong;
		size_t all;		/* 0: nothing is proposed */
		const char *first, *last, *around;
	} cases[] = {
		{ "10.0.0.1-10.0.0.9", 4, "10.0.0.1/32", "10.0.0.8/31",
		  "10.0.0.0/28" },
		{ "10.0.0.1-9", 4, "10.0.0.1/32", "10.0.0.8/31",
		  "10.0.0.0/28" },
		{ "10.0.0.0 - 10.0.0.255", 1, "10.0.0.0/24", "10.0.0.0/24",
		  NULL },
		{ "range 10.0.0.1 10.0.0.2", 2, "10.0.0.1/32", "10.0.0.2/32",
		  "10.0.0.0/30" },
		{ "10.0.0.1..10.0.0.2", 2, "10.0.0.1/32", "10.0.0.2/32",
		  "10.0.0.0/30" },
		{ "2001:db8::-2001:db8::1", 1, "2001:db8::/127",
		  "2001:db8::/127", NULL },
		{ "10.0.0.1-10.0.0.254", 14, "10.0.0.1/32", NULL,
		  "10.0.0.0/24" },
		{ "0.0.0.0-255.255.255.255", 1, "0.0.0.0/0", "0.0.0.0/0",
		  NULL },
		{ "10.0.0.0 0.0.0.255", 1, "10.0.0.0/24", "10.0.0.0/24", NULL },
		{ "10.0.0.0 255.255.255.0", 1, "10.0.0.0/24", "10.0.0.0/24",
		  NULL },
		{ "10.0.0.0/255.255.255.0", 1, "10.0.0.0/24", "10.0.0.0/24",
		  NULL },
		{ "10.0.0.0 netmask 255.255.255.0", 1, "10.0.0.0/24",
		  "10.0.0.0/24", NULL },
		{ "0.0.0.0 0.0.0.0", 1, "0.0.0.0/0", "0.0.0.0/0", NULL },
		{ "10.0.0.9 0.0.0.0", 1, "10.0.0.9/32", "10.0.0.9/32", NULL },
		{ "10.0.0.9 255.255.255.255", 1, "10.0.0.9/32", "10.0.0.9/32",
		  NULL },
		{ "host 10.0.0.1", 1, "10.0.0.1/32", "10.0.0.1/32", NULL },
		{ "10.0.0.*", 1, "10.0.0.0/24", "10.0.0.0/24", NULL },
		{ "10.x.x.x", 1, "10.0.0.0/8", "10.0.0.0/8", NULL },
		{ "10/8", 1, "10.0.0.0/8", "10.0.0.0/8", NULL },
		{ "10.1/16", 1, "10.1.0.0/16", "10.1.0.0/16", NULL },
		{ "10.0.0.0 /16", 1, "10.0.0.0/16", "10.0.0.0/16", NULL },
		{ "10.0.0.0\\16", 1, "10.0.0.0/16", "10.0.0.0/16", NULL },
		{ "any", 1, "0.0.0.0/0", "0.0.0.0/0", NULL },
		{ "0/0", 1, "0.0.0.0/0", "0.0.0.0/0", NULL },
		{ "::0", 1, "::/0", "::/0", NULL },
		{ "10.0.0.0/24, 10.0.1.0/24", 2, "10.0.0.0/24", "10.0.1.0/24",
		  NULL },
		/* what may mean several things, or nothing */
		{ "10.0.0.0 0.0.255.0", 0, NULL, NULL, NULL },
		{ "10.0.0.9-10.0.0.1", 0, NULL, NULL, NULL },
		{ "10.0.0.1-2001:db8::1", 0, NULL, NULL, NULL },
		{ "10.0.0.0/33", 0, NULL, NULL, NULL },
		{ "10.0.0.010", 0, NULL, NULL, NULL },
		{ "10.0.0.1.2", 0, NULL, NULL, NULL },
		{ "10.0.0.0/24, app", 0, NULL, NULL, NULL },
		{ "10.0.0.1-300", 0, NULL, NULL, NULL },
		{ "app", 0, NULL, NULL, NULL }, { "", 0, NULL, NULL, NULL },
		{ "/16", 0, NULL, NULL, NULL }, { "*.*", 0, NULL, NULL, NULL },
		{ "web-9", 0, NULL, NULL, NULL }, { "1-2", 0, NULL, NULL, NULL },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct blocks_meant m;
		bool meant = notation_blocks_meant(a, cases[i].wrong, &m);

		ck_assert_msg(meant == (cases[i].all > 0), "\"%s\"",
		    cases[i].wrong);
		if (!meant)
			continue;
		ck_assert_uint_eq(m.all, cases[i].all);
		ck_assert_str_eq(m.v[0], cases[i].first);
		if (cases[i].last != NULL)
			ck_assert_str_eq(m.v[m.n - 1], cases[i].last);
		if (cases[i].around != NULL)
			ck_assert_str_eq(m.around, cases[i].around);
		else
			ck_assert_ptr_null(m.around);
	}
	arena_free(a);
}
END_TEST

/* Whatever is proposed parses. */
static void
check_line(struct arena *a, const char *text, const struct line_meant *m)
{
	struct port_set ports;
	struct name_text name;
	struct cidr block;

	ck_assert_uint_gt(m->ports.n, 0);
	for (size_t i = 0; i < m->ports.n; i++)
		ck_assert_msg(notation_ports_parse(a, m->ports.v[i], &ports,
		    NULL) == NULL, "\"%s\" gives %s", text, m->ports.v[i]);
	for (size_t i = 0; i < m->n_peers; i++)
		ck_assert_msg(notation_is_address(m->peers[i]) ?
		    notation_address_parse(a, m->peers[i], &block) == NULL :
		    notation_name_parse(a, m->peers[i], &name) == NULL,
		    "\"%s\" gives %s", text, m->peers[i]);
}

START_TEST(lines_of_others_are_guessed)
{
	static const struct {
		const char *wrong;
		const char *ports, *peer, *last, *other_end;
	} cases[] = {
		{ "permit tcp any any eq 443", "tcp/443", "anywhere",
		  "anywhere", NULL },
		{ "permit ip any any", "all", "anywhere", "anywhere", NULL },
		{ "permit tcp 10.0.0.0 0.0.0.255 host 10.1.0.5 eq www",
		  "tcp/80", "10.0.0.0/24", "10.0.0.0/24", "host 10.1.0.5" },
		{ "access-list 101 permit udp host 10.0.0.1 any range 5000 5010",
		  "udp/5000-5010", "10.0.0.1/32", "10.0.0.1/32", NULL },
		{ "permit icmp any any echo", "icmp/8", "anywhere", "anywhere",
		  NULL },
		{ "-p tcp --dport 22 -s 10.0.0.0/8 -j ACCEPT", "tcp/22",
		  "10.0.0.0/8", "10.0.0.0/8", NULL },
		{ "allow from 10.0.0.0/8 to any port 443 proto tcp", "tcp/443",
		  "10.0.0.0/8", "10.0.0.0/8", NULL },
		{ "https from web, app and db", "tcp/443", "web", "db", NULL },
		{ "tcp/443 from 10.0.0.1-10.0.0.3", "tcp/443", "10.0.0.1/32",
		  "10.0.0.2/31", NULL },
		{ "443 from security group web", "tcp/443", "web", "web",
		  NULL },
		{ "web 443", "tcp/443", "web", "web", NULL },
		{ "tcp/443 <- web", "tcp/443", "web", "web", NULL },
		{ "http from 10.0.0.1:80", NULL, NULL, NULL, NULL },
		{ "permit tcp any eq 80 any", NULL, NULL, NULL, NULL },
		{ "permit tcp any any neq 80", NULL, NULL, NULL, NULL },
		{ "tcp/443 from web except app", NULL, NULL, NULL, NULL },
		{ "tcp/443 from web to app", NULL, NULL, NULL, NULL },
		{ "tcp/443 from web on 8080", NULL, NULL, NULL, NULL },
		{ "remark web", NULL, NULL, NULL, NULL },
		{ "tcp/443 from from", NULL, NULL, NULL, NULL },
		{ "permit tcp host any eq 443", NULL, NULL, NULL, NULL },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct line_meant m;
		bool meant = notation_line_meant(a, cases[i].wrong, INGRESS,
		    false, &m);

		ck_assert_msg(meant == (cases[i].ports != NULL), "\"%s\"",
		    cases[i].wrong);
		if (!meant)
			continue;
		check_line(a, cases[i].wrong, &m);
		ck_assert_str_eq(m.ports.v[0], cases[i].ports);
		ck_assert_str_eq(m.peers[0], cases[i].peer);
		ck_assert_str_eq(m.peers[m.n_peers - 1], cases[i].last);
		if (cases[i].other_end != NULL)
			ck_assert_str_eq(m.other_end, cases[i].other_end);
		else
			ck_assert_ptr_null(m.other_end);
	}
	arena_free(a);
}
END_TEST

START_TEST(what_no_line_says_is_told)
{
	struct arena *a = arena_new();
	struct line_meant m;

	ck_assert(notation_line_meant(a, "20 permit tcp any any established",
	    INGRESS, true, &m));
	ck_assert(m.replies);
	ck_assert_str_eq(m.number, "20");
	ck_assert_str_eq(m.action, "allow");
	ck_assert_str_eq(m.peers[0], "0.0.0.0/0");
	ck_assert(notation_line_meant(a, "tcp/22 from web # for Jim", INGRESS,
	    false, &m));
	ck_assert_str_eq(m.why, "for Jim");
	ck_assert(notation_line_meant(a, "22 from 10.0.0.1-10.0.0.254",
	    INGRESS, false, &m));
	ck_assert_uint_eq(m.n_peers, 0);
	ck_assert_uint_eq(m.all_peers, 14);
	ck_assert_str_eq(m.range, "10.0.0.1-10.0.0.254");
	ck_assert(notation_line_meant(a, "deny ip any any", INGRESS, false,
	    &m));
	ck_assert_str_eq(m.action, "deny");
	arena_free(a);
}
END_TEST

START_TEST(rules_are_guessed)
{
	static const struct case_of_text cases[] = {
		{ "TCP/443 from anywhere", "tcp/443 from anywhere" },
		{ "https from any", "tcp/443 from anywhere" },
		{ "allow tcp/443 FROM app", "tcp/443 from app" },
		{ "from app on tcp/443", "tcp/443 from app" },
		{ "tcp 443 from 10.0.0.0/8", "tcp/443 from 10.0.0.0/8" },
		{ "tcp/443 to app", "tcp/443 from app" },
		{ "tcp/80, 443 from 'shop db'", "tcp/80,443 from 'shop db'" },
		{ "allow 443", "tcp/443 from \xe2\x80\xa6" },
		{ "deny tcp/443 from app", NULL },
		{ "tcp/443 from app to db", NULL },
		{ "tcp/443 from shop db", NULL },
		{ "tcp/443 from 10.0.0.0/33", NULL },
		{ "tcp/443 from 'shop db", NULL },
		{ "", NULL }, { "from app", NULL },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		compare(&cases[i], notation_rule_meant(a, cases[i].wrong,
		    INGRESS));
	ck_assert_str_eq(notation_rule_meant(a, "SSH to db", EGRESS),
	    "tcp/22 to db");
	arena_free(a);
}
END_TEST

START_TEST(entries_are_guessed)
{
	static const struct case_of_text cases[] = {
		{ "100 ALLOW TCP/443 from 10.0.0.0/16",
		    "100 allow tcp/443 from 10.0.0.0/16" },
		{ "allow 100 tcp/443 from 10.0.0.0/16",
		    "100 allow tcp/443 from 10.0.0.0/16" },
		{ "110 drop all from any", "110 deny all from 0.0.0.0/0" },
		{ "tcp/443 from 10.0.0.0/16",
		    "100 allow tcp/443 from 10.0.0.0/16" },
		{ "100 allow 443 from 10.0.0.0/16",
		    "100 allow tcp/443 from 10.0.0.0/16" },
		/* an ACL knows no names */
		{ "100 allow TCP/443 from app", NULL },
		{ "100 allow", NULL },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		compare(&cases[i], notation_entry_meant(a, cases[i].wrong,
		    INGRESS, 100));
	arena_free(a);
}
END_TEST

START_TEST(expectations_are_guessed)
{
	static const struct case_of_text cases[] = {
		{ "app Reaches db ON tcp/5432", "app reaches db on tcp/5432" },
		{ "app reaches db over IPv6", "app reaches db over ipv6" },
		{ "app can reach db on port 5432",
		    "app reaches db on tcp/5432" },
		{ "app -> db on 5432", "app reaches db on tcp/5432" },
		{ "app to db", "app reaches db" },
		{ "internet cannot reach db", "internet never reaches db" },
		{ "App must not reach Db", "App never reaches Db" },
		{ "app reaches internet through NAT gateway",
		    "app reaches internet via nat" },
		{ "app reaches db on TCP/443 surviving any AZ",
		    "app reaches db on tcp/443 surviving any az" },
		{ "internet -> vm tcp:80", "internet reaches vm on tcp/80" },
		{ "app reaches 8.8.8.8:443", "app reaches 8.8.8.8 on tcp/443" },
		{ "app can reach db:5432 surviving any AZ",
		    "app reaches db on tcp/5432 surviving any az" },
		{ "app reaches sg:web", "app reaches sg:web" },
		{ "app reaches db TO x", NULL },
		{ "everything works", NULL },
		{ "internet can't reach app", "internet never reaches app" },
		{ "app doesn't reach db on 22",
		    "app never reaches db on tcp/22" },
		{ "an't reaches db", NULL },
		{ "'my app' Reaches db", "'my app' reaches db" }, { "", NULL },
		/* who, to whom and what, in other orders */
		{ "deny internet to app", "internet never reaches app" },
		{ "allow app to db on 443", "app reaches db on tcp/443" },
		{ "allow access to db from app", "app reaches db" },
		{ "block internet from db", "internet never reaches db" },
		{ "prevent internet from reaching db",
		    "internet never reaches db" },
		{ "deny ssh from internet to app",
		    "internet never reaches app on tcp/22" },
		{ "allow tcp/443 from internet to web",
		    "internet reaches web on tcp/443" },
		{ "db is not reachable from the internet",
		    "internet never reaches db" },
		{ "web is reachable from internet on 443",
		    "internet reaches web on tcp/443" },
		{ "db accepts app on 5432", "app reaches db on tcp/5432" },
		{ "app <- web", "web reaches app" },
		{ "app !-> db", "app never reaches db" },
		{ "app->db:5432", "app reaches db on tcp/5432" },
		{ "app -> db: 5432", "app reaches db on tcp/5432" },
		{ "app => db (tcp/5432)", "app reaches db on tcp/5432" },
		{ "db is only reachable from app", "only app reaches db" },
		{ "nobody but app reaches db", "only app reaches db" },
		{ "no traffic from internet to db",
		    "internet never reaches db" },
		/* clauses */
		{ "app reaches db surviving az c",
		    "app reaches db surviving any az" },
		{ "app reaches db even if an az fails on 5432",
		    "app reaches db on tcp/5432 surviving any az" },
		{ "app reaches s3 without nat", "app reaches s3 not via nat" },
		{ "app reaches s3 through the s3 endpoint",
		    "app reaches s3 via endpoint" },
		{ "app reaches db on 80 and 443",
		    "app reaches db on tcp/80,443" },
		/* what would say something else */
		{ "app only reaches s3", NULL },
		{ "app reaches db and never reaches s3", NULL },
		{ "app reaches db not web", NULL },
		{ "app reaches db and s3", NULL },
		{ "app survives any az", NULL }, { "nobody reaches db", NULL },
		{ "app <-> db", NULL }, { "db is blocked from app", NULL },
		{ "only app and web reach db", NULL },
		{ "never reachable from internet", NULL },
		{ "app reaches db within 5ms", NULL },
		{ "internet never reaches app via nat", NULL },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		compare(&cases[i], notation_expectation_meant(a,
		    cases[i].wrong));
	arena_free(a);
}
END_TEST

START_TEST(several_sentences_are_guessed)
{
	static const struct {
		const char *wrong, *first, *last;
		size_t n;
		enum sentence_lack lacks;
	} cases[] = {
		{ "app reaches db and s3", "app reaches db", "app reaches s3",
		    2, LACKS_NOTHING },
		{ "app, web reach db on 5432", "app reaches db on tcp/5432",
		    "web reaches db on tcp/5432", 2, LACKS_NOTHING },
		{ "db is isolated from internet", "internet never reaches db",
		    "db never reaches internet", 2, LACKS_NOTHING },
		{ "app only reaches s3", "app reaches s3", "app reaches s3", 1,
		    LACKS_OTHERS_TO },
		{ "app reaches s3 and nothing else", "app reaches s3",
		    "app reaches s3", 1, LACKS_OTHERS_TO },
		{ "no one reaches db", "internet never reaches db",
		    "internet never reaches db", 1, LACKS_EVERYBODY },
		{ "app survives any az",
		    "\xe2\x80\xa6 reaches app surviving any az",
		    "\xe2\x80\xa6 reaches app surviving any az", 1,
		    LACKS_FROM },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sentences_meant meant;

		ck_assert_msg(notation_expectations_meant(a, cases[i].wrong,
		    &meant), "\"%s\" gives nothing", cases[i].wrong);
		ck_assert_uint_eq(meant.n, cases[i].n);
		ck_assert_str_eq(meant.v[0], cases[i].first);
		ck_assert_str_eq(meant.v[meant.n - 1], cases[i].last);
		ck_assert_int_eq(meant.lacks, cases[i].lacks);
	}
	arena_free(a);
}
END_TEST

START_TEST(long_texts_are_left_alone)
{
	struct arena *a = arena_new();
	char text[4096];

	memset(text, '4', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	ck_assert_ptr_null(notation_ports_meant(a, text));
	ck_assert_ptr_null(notation_rule_meant(a, text, INGRESS));
	ck_assert_ptr_null(notation_entry_meant(a, text, EGRESS, 100));
	ck_assert_ptr_null(notation_expectation_meant(a, text));
	arena_free(a);
}
END_TEST

Suite *suite_meant(void);

Suite *
suite_meant(void)
{
	return unit_suite_of("meant", (const TTest *const[]){
		ports_are_guessed, ports_of_several_protocols_are_guessed,
		blocks_are_guessed, lines_of_others_are_guessed,
		what_no_line_says_is_told, rules_are_guessed,
		entries_are_guessed,
		expectations_are_guessed, several_sentences_are_guessed,
		long_texts_are_left_alone, NULL });
}
