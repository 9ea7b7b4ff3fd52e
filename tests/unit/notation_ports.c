/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "model/notation.h"
#include "unit.h"

#include <string.h>

/* What the grammar has: its canonical form, and the rules it takes. */
static const struct {
	const char *text, *canonical;
	size_t rules;
} good[] = {
	{ "all", "all", 1 },
	{ "tcp", "tcp", 1 },
	{ "udp", "udp", 1 },
	{ "tcp/443", "tcp/443", 1 },
	{ "tcp/80,443", "tcp/80,443", 2 },
	{ "tcp/443,80", "tcp/80,443", 2 },
	{ "tcp/80,80", "tcp/80", 1 },
	{ "tcp/80,81", "tcp/80-81", 1 },
	{ "tcp/1024-65535", "tcp/1024-65535", 1 },
	{ "tcp/0-65535", "tcp", 1 },
	{ "tcp/0", "tcp/0", 1 },
	{ "tcp/00080", "tcp/80", 1 },
	{ "tcp/20-25,80,8000-8010", "tcp/20-25,80,8000-8010", 3 },
	{ "udp/53", "udp/53", 1 },
	{ "udp/65535", "udp/65535", 1 },
	{ "icmp", "icmp", 1 },
	{ "icmp/8", "icmp/8", 1 },
	{ "icmp/0", "icmp/0", 1 },
	{ "icmp/255", "icmp/255", 1 },
	{ "icmp/3:4", "icmp/3:4", 1 },
	{ "icmp/3:0", "icmp/3:0", 1 },
	{ "icmpv6", "icmpv6", 1 },
	{ "icmpv6/128", "icmpv6/128", 1 },
	{ "icmpv6/2:0", "icmpv6/2:0", 1 },
	{ "proto/50", "proto/50", 1 },
	{ "proto/0", "proto/0", 1 },
	{ "proto/6", "tcp", 1 },
	{ "proto/58", "icmpv6", 1 },
};

START_TEST(the_grammar_is_read_and_printed)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		struct port_set ports, again;
		bool range_fault = true;
		const char *text;

		ck_assert_msg(notation_ports_parse(a, good[i].text, &ports,
		    &range_fault) == NULL, "%s", good[i].text);
		ck_assert(!range_fault);
		text = notation_ports_format(a, ports);
		ck_assert_str_eq(text, good[i].canonical);
		ck_assert_ptr_null(notation_ports_parse(a, text, &again,
		    NULL));
		ck_assert(port_set_equal(ports, again));
		ck_assert_msg(notation_ports_rules(ports) == good[i].rules,
		    "%s takes %zu rules", good[i].text,
		    notation_ports_rules(ports));
	}
	arena_free(a);
}
END_TEST

static const struct {
	const char *text;
	bool range_fault;
	const char *mentions;
} bad[] = {
	{ "", false, "expected PORTS" },
	{ "tcp/443-80", true, "443-80 is reversed" },
	{ "tcp/443-80", true, "80-443" },
	{ "tcp/70000", true, "0 to 65535" },
	{ "tcp/80-70000", true, "0 to 65535" },
	{ "tcp/99999999999999999999", true, "0 to 65535" },
	{ "udp/80,65536", true, "0 to 65535" },
	{ "icmp/300", true, "type goes from 0 to 255" },
	{ "icmp/3:256", true, "code goes from 0 to 255" },
	{ "proto/256", true, "0 to 255" },
	{ "tcp/", false, "expected ports behind the slash" },
	{ "tcp/80-", false, "no end" },
	{ "tcp/80,", false, "expected ports" },
	{ "tcp/-1", false, "expected ports" },
	{ "tcp/http", false, "expected ports" },
	{ "tcp/80x", false, "found \"x\"" },
	{ "tcp/443-80x", true, "reversed" },
	{ "icmp/", false, "ICMP type" },
	{ "icmp/3:", false, "ICMP code" },
	{ "icmp/8,0", false, "found \",0\"" },
	{ "proto/esp", false, "protocol number" },
	{ "443", false, "needs its protocol" },
	{ "443/tcp", false, "needs its protocol" },
	{ "any", false, "\"all\"" },
	{ "-1", false, "\"all\"" },
	{ "TCP/443", false, "unknown protocol" },
	{ "tcp:443", false, "unknown protocol" },
	{ "tcpx/443", false, "unknown protocol" },
	{ " tcp/443", false, "unknown protocol" },
	{ "all/443", false, "unknown protocol" },
};

START_TEST(faults_are_told_from_one_another)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct port_set ports = port_set_empty();
		bool range_fault = !bad[i].range_fault;
		const char *why = notation_ports_parse(a, bad[i].text, &ports,
		    &range_fault);

		ck_assert_msg(why != NULL, "%s", bad[i].text);
		ck_assert_msg(strstr(why, bad[i].mentions) != NULL,
		    "%s: %s", bad[i].text, why);
		ck_assert_msg(range_fault == bad[i].range_fault, "%s: %s",
		    bad[i].text, why);
		ck_assert(port_set_is_empty(ports));
	}
	arena_free(a);
}
END_TEST

static struct port_set
ports_of(struct arena *a, const char *text)
{
	struct port_set ports;

	ck_assert_ptr_null(notation_ports_parse(a, text, &ports, NULL));
	return ports;
}

START_TEST(sets_that_no_text_states_are_printed_for_people)
{
	struct arena *a = arena_new();
	struct port_set all = port_set_everything();
	struct port_set ports;

	ck_assert_str_eq(notation_ports_format(a, port_set_empty()), "none");

	ports = port_set_union(a, ports_of(a, "udp/53"),
	    ports_of(a, "tcp/53,443"));
	ports = port_set_union(a, ports, ports_of(a, "icmp/8"));
	ports = port_set_union(a, ports, ports_of(a, "proto/50"));
	ports = port_set_union(a, ports, ports_of(a, "proto/51"));
	ports = port_set_union(a, ports, ports_of(a, "proto/47"));
	ck_assert_str_eq(notation_ports_format(a, ports),
	    "tcp/53,443 + udp/53 + icmp/8 + proto/47,50-51");
	ck_assert_uint_eq(notation_ports_rules(ports), 7);

	ports = port_set_subtract(a, all, ports_of(a, "tcp/25"));
	ck_assert_str_eq(notation_ports_format(a, ports), "all except tcp/25");

	/* three parts: of a type, types, of a type */
	ports = port_set_of_ranges(a, (struct port_range[]){
	    { port_point(PROTOCOL_ICMP, 3 << 8 | 4),
	      port_point(PROTOCOL_ICMP, 6 << 8 | 1) } }, 1);
	ck_assert_str_eq(notation_ports_format(a, ports),
	    "icmp/3:4-255,4-5,6:0-1");
	ck_assert_uint_eq(notation_ports_rules(ports), 252 + 2 + 2);

	/* inside one type */
	ports = port_set_of_ranges(a, (struct port_range[]){
	    { port_point(PROTOCOL_ICMP, 3 << 8 | 4),
	      port_point(PROTOCOL_ICMP, 3 << 8 | 6) } }, 1);
	ck_assert_str_eq(notation_ports_format(a, ports), "icmp/3:4-6");

	/* a range that crosses protocols: all of 5, TCP, and 7 */
	ports = port_set_union(a, ports_of(a, "proto/5"),
	    port_set_union(a, ports_of(a, "tcp"), ports_of(a, "proto/7")));
	ck_assert_str_eq(notation_ports_format(a, ports), "tcp + proto/5,7");
	arena_free(a);
}
END_TEST

START_TEST(random_lists_come_back)
{
	struct arena *a = arena_new();
	struct unit_random r = { 20260926 };

	for (int i = 0; i < 2000; i++) {
		struct str s = str_new(a);
		struct port_set ports, again;
		uint32_t items = 1 + unit_random_below(&r, 5);

		str_add(&s, unit_random_below(&r, 2) == 0 ? "tcp" : "udp");
		for (uint32_t n = 0; n < items; n++) {
			uint32_t first = unit_random_below(&r, 65536);
			uint32_t last = first +
			    unit_random_below(&r, 65536 - first);

			str_addf(&s, "%c%u-%u", n == 0 ? '/' : ',', first,
			    last);
		}
		ports = ports_of(a, str_text(&s));
		again = ports_of(a, notation_ports_format(a, ports));
		ck_assert_msg(port_set_equal(ports, again), "%s",
		    str_text(&s));
		ck_assert_uint_eq(notation_ports_rules(ports), ports.n);
	}
	arena_free(a);
}
END_TEST

Suite *suite_ports(void);

Suite *
suite_ports(void)
{
	return unit_suite_of("ports", (const TTest *const[]){
		the_grammar_is_read_and_printed,
		faults_are_told_from_one_another,
		sets_that_no_text_states_are_printed_for_people,
		random_lists_come_back, NULL });
}
