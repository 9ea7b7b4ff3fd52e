/* SPDX-License-Identifier: MIT */

/*
 * PORTS as others write them: "TCP/443", "22/tcp", "https", "tcp and udp 53",
 * "eq www", "icmp echo".  A proposal is always parsed before it is made, so
 * that whoever follows it is not told of the next fault; what it stands for is
 * never read as if it had been written.
 *
 * The text is cut into groups at commas and the like.  In a group stand
 * protocols, numbers and names of services in any order; numbers without a
 * protocol are of the one before.
 */

#include "model/notation.h"

#include "base/str.h"
#include "model/notation_word.h"

#include <string.h>

struct synonym {
	const char *wrong, *right;
};

/* Names of services by the ports that IANA keeps for them, as Cisco, the
 * console of AWS and most others write them. */
static const struct synonym services[] = {
	{ "amqp", "tcp 5672" }, { "amqps", "tcp 5671" },
	{ "bgp", "tcp 179" }, { "cifs", "tcp 445" },
	{ "dhcp", "udp 67-68" }, { "dns", "udp,tcp 53" },
	{ "domain", "udp,tcp 53" }, { "ftp", "tcp 21" },
	{ "ftp-data", "tcp 20" }, { "git", "tcp 9418" },
	{ "http", "tcp 80" }, { "http-8080", "tcp 8080" },
	{ "http-alt", "tcp 8080" }, { "https", "tcp 443" },
	{ "https-8443", "tcp 8443" }, { "https-alt", "tcp 8443" },
	{ "ike", "udp 500" }, { "imap", "tcp 143" }, { "imap4", "tcp 143" },
	{ "imaps", "tcp 993" }, { "isakmp", "udp 500" },
	{ "kafka", "tcp 9092" }, { "kerberos", "tcp,udp 88" },
	{ "ldap", "tcp 389" }, { "ldaps", "tcp 636" },
	{ "memcached", "tcp 11211" }, { "microsoft-ds", "tcp 445" },
	{ "mongo", "tcp 27017" }, { "mongodb", "tcp 27017" },
	{ "ms-sql", "tcp 1433" }, { "ms-sql-s", "tcp 1433" },
	{ "ms-wbt-server", "tcp 3389" }, { "mssql", "tcp 1433" },
	{ "mysql", "tcp 3306" }, { "nat-t", "udp 4500" },
	{ "nfs", "tcp 2049" }, { "non500-isakmp", "udp 4500" },
	{ "ntp", "udp 123" }, { "openvpn", "udp 1194" },
	{ "oracle", "tcp 1521" }, { "oracle-rds", "tcp 1521" },
	{ "pop3", "tcp 110" }, { "pop3s", "tcp 995" },
	{ "postgres", "tcp 5432" }, { "postgresql", "tcp 5432" },
	{ "radius", "udp 1812-1813" }, { "rdp", "tcp 3389" },
	{ "redis", "tcp 6379" }, { "redshift", "tcp 5439" },
	{ "rsync", "tcp 873" }, { "smb", "tcp 445" }, { "smtp", "tcp 25" },
	{ "smtps", "tcp 465" }, { "snmp", "udp 161" },
	{ "snmptrap", "udp 162" }, { "sql-server", "tcp 1433" },
	{ "sqlnet", "tcp 1521" }, { "sqlserver", "tcp 1433" },
	{ "ssh", "tcp 22" }, { "submission", "tcp 587" },
	{ "syslog", "udp 514" }, { "tacacs", "tcp 49" },
	{ "telnet", "tcp 23" }, { "tftp", "udp 69" },
	{ "winrm", "tcp 5985" }, { "wireguard", "udp 51820" },
	{ "www", "tcp 80" }, { "zookeeper", "tcp 2181" },
};

static const struct synonym protocols[] = {
	{ "tcp", "tcp" }, { "udp", "udp" }, { "icmp", "icmp" },
	{ "icmp4", "icmp" }, { "icmpv4", "icmp" }, { "icmpv6", "icmpv6" },
	{ "icmp6", "icmpv6" }, { "ipv6-icmp", "icmpv6" },
	{ "esp", "proto/50" }, { "ah", "proto/51" }, { "ahp", "proto/51" },
	{ "gre", "proto/47" }, { "ospf", "proto/89" },
	{ "eigrp", "proto/88" }, { "igmp", "proto/2" },
	{ "ipip", "proto/4" }, { "ipinip", "proto/4" },
	{ "pim", "proto/103" }, { "sctp", "proto/132" },
	{ "vrrp", "proto/112" }, { "all", "all" }, { "any", "all" },
	{ "every", "all" }, { "everything", "all" }, { "ip", "all" },
	{ "*", "all" }, { "-1", "all" },
};

/* By the number that IP keeps for them. */
static const struct synonym numbers[] = {
	{ "1", "icmp" }, { "6", "tcp" }, { "17", "udp" }, { "58", "icmpv6" },
};

static const struct synonym icmp_types[] = {
	{ "echo", "8" }, { "echo-request", "8" }, { "ping", "8" },
	{ "echo-reply", "0" }, { "unreachable", "3" },
	{ "destination-unreachable", "3" }, { "net-unreachable", "3:0" },
	{ "host-unreachable", "3:1" }, { "port-unreachable", "3:3" },
	{ "packet-too-big", "3:4" }, { "fragmentation-needed", "3:4" },
	{ "administratively-prohibited", "3:13" }, { "redirect", "5" },
	{ "time-exceeded", "11" }, { "ttl-exceeded", "11:0" },
	{ "parameter-problem", "12" }, { "timestamp-request", "13" },
	{ "timestamp-reply", "14" }, { "traceroute", "30" },
};

static const struct synonym icmpv6_types[] = {
	{ "unreachable", "1" }, { "destination-unreachable", "1" },
	{ "packet-too-big", "2" }, { "time-exceeded", "3" },
	{ "parameter-problem", "4" }, { "echo", "128" },
	{ "echo-request", "128" }, { "ping", "128" }, { "echo-reply", "129" },
};

static const char *const noise[] = { "port", "ports", "traffic", "type",
	"code", "custom", "protocol", "proto", "dport", "service", "services",
	"for", "on", "ipv4", "aurora", "connection", "connections", "eq",
	NULL };

enum operator {
	NO_OPERATOR, ABOVE, FROM_ON, BELOW, UP_TO, BETWEEN
};

static const struct {
	const char *word;
	enum operator is;
} operators[] = {
	{ "gt", ABOVE }, { ">", ABOVE }, { "ge", FROM_ON }, { ">=", FROM_ON },
	{ "lt", BELOW }, { "<", BELOW }, { "le", UP_TO }, { "<=", UP_TO },
	{ "range", BETWEEN }, { "between", BETWEEN },
};

#define FIND(table, word)						\
	find_synonym(table, sizeof table / sizeof *table, word)

static const char *
find_synonym(const struct synonym *table, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (str_equal(table[i].wrong, word))
			return table[i].right;
	return NULL;
}

bool
notation_holds_word(const char *words, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = words; *p != '\0'; p += strspn(p, " ")) {
		size_t length = strcspn(p, " ");

		if (length == n && strncmp(p, word, n) == 0)
			return true;
		p += length;
	}
	return false;
}

char *
notation_lower(struct arena *a, const char *text, size_t n)
{
	char *copy = arena_strndup(a, text, n);

	for (char *p = copy; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return copy;
}

/* --------------------------------------------------------------- results */

enum { PARTS_MAX = 8 };

/* What is asked of one protocol; without ports all of it. */
struct asked {
	const char *protocol;
	const char *ports[PARTS_MAX];
	size_t n;
};

/* What a group says, and what the groups before it did. */
struct group {
	const char *protocols[PARTS_MAX];
	size_t n_protocols;
	const char *ports[PARTS_MAX];	/* numbers and ranges */
	size_t n_ports;
	const char *names[PARTS_MAX];	/* of services */
	size_t n_names;
	const char *icmp;		/* a type by its name */
	bool list;			/* "eq 80 443": several may stand */
};

struct reading {
	struct arena *a;
	struct asked asked[NOTATION_PORTS];
	size_t n;
	struct group group;
	struct group last;	/* whose protocols numbers alone have */
	bool bare_before;	/* "tcp," stood alone: of what follows, too? */
	enum operator operator;
	bool by_number;		/* "protocol 50" */
	bool part;		/* of PORTS: more may stand before it */
};

static bool
ask(struct reading *r, const char *protocol, const char *ports)
{
	struct asked *asked = NULL;

	for (size_t i = 0; i < r->n; i++)
		if (str_equal(r->asked[i].protocol, protocol))
			asked = &r->asked[i];
	if (asked == NULL) {
		if (r->n == NOTATION_PORTS)
			return false;
		asked = &r->asked[r->n++];
		*asked = (struct asked){ .protocol = protocol };
	} else if (ports == NULL || asked->n == 0) {
		asked->n = 0;		/* all of it */
		return true;
	}
	for (size_t i = 0; ports != NULL && i < asked->n; i++)
		if (str_equal(asked->ports[i], ports))
			return true;
	if (asked->n == PARTS_MAX)
		return false;
	if (ports != NULL)
		asked->ports[asked->n++] = ports;
	return true;
}

static bool
ask_all(struct reading *r, const char *protocol, const char *const *ports,
    size_t n)
{
	bool fits = n > 0 || ask(r, protocol, NULL);

	/* "any 443" is of both that have ports. */
	if (str_equal(protocol, "all") && n > 0)
		return ask_all(r, "tcp", ports, n) &&
		    ask_all(r, "udp", ports, n);
	if (strchr(protocol, '/') != NULL && n > 0)
		return false;
	for (size_t i = 0; i < n; i++)
		fits &= ask(r, protocol, ports[i]);
	return fits;
}

/* ---------------------------------------------------------------- groups */

/* "udp,tcp 53": the ports of a service, of its protocols or of those said. */
static bool
ask_service(struct reading *r, const char *service,
    const struct group *group)
{
	const char *blank = strchr(service, ' ');
	const char *ports = blank != NULL ? blank + 1 : NULL;
	bool fits = ports != NULL;

	for (size_t i = 0; fits && i < group->n_protocols; i++)
		fits = ask_all(r, group->protocols[i], &ports, 1);
	if (!fits || group->n_protocols > 0)
		return fits;
	for (const char *p = service; p < blank; ) {
		size_t length = strcspn(p, ", ");

		fits &= ask_all(r, arena_strndup(r->a, p, length),
		    group->n_ports > 0 ? group->ports : &ports,
		    group->n_ports > 0 ? group->n_ports : 1);
		p += length + 1;
	}
	return fits;
}

static bool
ask_icmp(struct reading *r, const char *protocol, const struct group *g)
{
	const char *type = g->icmp != NULL ? g->icmp :
	    g->n_ports > 0 ? g->ports[0] : NULL;

	if (g->icmp != NULL) {
		type = str_equal(protocol, "icmpv6") ?
		    FIND(icmpv6_types, type) : FIND(icmp_types, type);
		if (type == NULL || g->n_ports > 0)
			return false;
	} else if (g->n_ports == 2) {
		type = arena_printf(r->a, "%s:%s", g->ports[0], g->ports[1]);
	} else if (g->n_ports > 2) {
		return false;
	}
	return ask(r, protocol, type);
}

static bool
is_icmp(const char *protocol)
{
	return str_starts_with(protocol, "icmp");
}

/* "all tcp", "tcp any": of two such words the one that says more. */
static void
drop_all(struct group *g)
{
	for (size_t i = 0; i < g->n_protocols && g->n_protocols > 1; i++)
		if (str_equal(g->protocols[i], "all")) {
			g->protocols[i] = g->protocols[--g->n_protocols];
			i--;
		}
}

static bool
is_bare(const struct group *g)
{
	return g->n_protocols > 0 && g->n_ports == 0 && g->n_names == 0 &&
	    g->icmp == NULL;
}

static bool
has_ports(const char *protocol)
{
	return str_equal(protocol, "tcp") || str_equal(protocol, "udp");
}

/* "80 443" may be a range as well as a list. */
static bool
is_clear(const struct group *g)
{
	for (size_t i = 1; i < g->n_ports && !g->list; i++)
		if (!str_equal(g->ports[i], g->ports[0]) &&
		    (g->n_protocols != 1 || !is_icmp(g->protocols[0])))
			return false;
	return true;
}

/* joins: "and" stands behind, and a protocol alone goes with what follows. */
static bool
end_group(struct reading *r, bool joins, bool is_last)
{
	struct group g = r->group;
	bool fits = true;

	if (joins && is_bare(&g) && has_ports(g.protocols[0]))
		return true;		/* "tcp and udp 53" */
	r->group = (struct group){ 0 };
	drop_all(&g);
	if (g.n_protocols == 0 && g.n_names == 0 && g.n_ports == 0 &&
	    g.icmp == NULL)
		return is_last;		/* "80," */
	if (g.n_protocols == 0 && g.n_names == 0 && (g.n_ports > 0 ||
	    g.icmp != NULL)) {
		memcpy(g.protocols, r->last.protocols, sizeof g.protocols);
		g.n_protocols = r->last.n_protocols;
		if (g.n_protocols == 0)
			g.protocols[g.n_protocols++] = g.icmp != NULL ?
			    "icmp" : "tcp";
	}
	/* "tcp,udp/53": whether it is all of TCP cannot be told. */
	if (!is_bare(&g) && r->bare_before)
		return false;
	r->bare_before |= is_bare(&g) && has_ports(g.protocols[0]);
	if (!is_clear(&g))
		return false;
	for (size_t i = 0; i < g.n_names; i++)
		fits &= ask_service(r, g.names[i], &g);
	for (size_t i = 0; i < g.n_protocols && (g.n_names == 0 ||
	    g.n_ports > 0); i++)
		fits &= is_icmp(g.protocols[i]) ? ask_icmp(r, g.protocols[i],
		    &g) : g.icmp == NULL && ask_all(r, g.protocols[i],
		    g.ports, g.n_ports);
	r->last = g;
	return fits;
}

/* ----------------------------------------------------------------- words */

static bool
add(const char **v, size_t *n, const char *text)
{
	if (*n == PARTS_MAX)
		return false;
	v[(*n)++] = text;
	return true;
}

static bool
is_noise(const char *word)
{
	for (size_t i = 0; noise[i] != NULL; i++)
		if (str_equal(noise[i], word))
			return true;
	return false;
}

/* "1024-65535" of "gt 1023"; NULL: no port. */
static const char *
bounded(struct reading *r, const char *number)
{
	unsigned long port = 0;

	for (const char *p = number; *p != '\0' && port < 100000; p++)
		port = port * 10 + (unsigned long)(*p - '0');
	switch (r->operator) {
	case ABOVE:
	case FROM_ON:
		port += r->operator == ABOVE;
		return port > 65535 ? NULL : arena_printf(r->a, "%lu-65535",
		    port);
	case BELOW:
	case UP_TO:
		if (r->operator == BELOW && port-- == 0)
			return NULL;
		return arena_printf(r->a, "0-%lu", port);
	case NO_OPERATOR:
	case BETWEEN:
		break;
	}
	return number;
}

/* A number or a range, which is of what stands around it. */
static bool
take_number(struct reading *r, const char *text)
{
	struct group *g = &r->group;
	bool plain = text[strspn(text, "0123456789")] == '\0';
	const char *protocol;

	if (r->by_number && plain) {
		protocol = FIND(numbers, text);
		r->by_number = false;
		return add(g->protocols, &g->n_protocols, protocol != NULL ?
		    protocol : arena_printf(r->a, "proto/%s", text));
	}
	if (r->operator == BETWEEN && plain) {
		if (g->n_ports > 0 && str_ends_with(
		    g->ports[g->n_ports - 1], "-")) {
			g->ports[g->n_ports - 1] = arena_printf(r->a, "%s%s",
			    g->ports[g->n_ports - 1], text);
			r->operator = NO_OPERATOR;
			return true;
		}
		text = arena_printf(r->a, "%s-", text);
	} else if (r->operator != NO_OPERATOR) {
		text = plain ? bounded(r, text) : r->operator == BETWEEN ?
		    text : NULL;
		r->operator = NO_OPERATOR;
	}
	return text != NULL && add(g->ports, &g->n_ports, text);
}

static bool
take_word(struct reading *r, const char *word)
{
	struct group *g = &r->group;
	const char *found;

	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
		if (str_equal(operators[i].word, word)) {
			r->operator = operators[i].is;
			return true;
		}
	if (is_noise(word)) {
		r->by_number = str_starts_with(word, "proto");
		g->list |= str_equal(word, "eq");
		return true;
	}
	r->by_number = false;
	if ((found = FIND(protocols, word)) != NULL)
		return add(g->protocols, &g->n_protocols, found);
	if ((found = FIND(services, word)) != NULL)
		return add(g->names, &g->n_names, found);
	if (FIND(icmp_types, word) == NULL || g->icmp != NULL)
		return false;
	/* Of TCP it is port 7, which nobody means. */
	if (str_equal(word, "echo") && g->n_protocols == 0 && !r->part)
		return false;
	g->icmp = word;
	return true;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

/* The length of what stands between two ports of a range; 0: nothing such. */
static size_t
range_sign(const char *p)
{
	size_t n = 0, blanks = strspn(p, " ");

	if (p[blanks] == '-')
		n = blanks + 1;
	else if (*p == ':')
		n = 1;
	else if (strncmp(p, "..", 2) == 0)
		n = 2;
	if (n > 0 && blanks > 0)
		n += strspn(p + n, " ");
	return n > 0 && is_digit(p[n]) ? n : 0;
}

/* "443", "80-90", "80:90", "1024+"; NULL: it is none. */
static const char *
number_at(struct reading *r, const char **p)
{
	struct str out = str_new(r->a);
	bool icmp = r->group.n_protocols == 1 &&
	    is_icmp(r->group.protocols[0]);
	size_t digits = strspn(*p, "0123456789"), sign;

	str_add_bytes(&out, *p, digits);
	*p += digits;
	sign = icmp ? 0 : range_sign(*p);
	if (sign > 0) {
		*p += sign;
		digits = strspn(*p, "0123456789");
		str_add_char(&out, '-');
		str_add_bytes(&out, *p, digits);
		*p += digits;
		return range_sign(*p) > 0 ? NULL : str_text(&out);
	}
	if (**p == '-' && !icmp)
		return NULL;		/* to where? */
	if (**p == '+' && !is_letter((*p)[1]) && !is_digit((*p)[1])) {
		(*p)++;
		str_add(&out, "-65535");
	}
	return str_text(&out);
}

/* A word of letters and dashes; "tcp443" and "tcp-443" are two. */
static const char *
word_at(struct reading *r, const char **p)
{
	size_t length = strspn(*p, "abcdefghijklmnopqrstuvwxyz0123456789-");
	const char *word = arena_strndup(r->a, *p, length);
	size_t letters = strspn(*p, "abcdefghijklmnopqrstuvwxyz");

	if (FIND(services, word) == NULL && FIND(icmp_types, word) == NULL &&
	    FIND(protocols, word) == NULL && length > letters) {
		length = letters;
		word = arena_strndup(r->a, *p, length);
		if (FIND(protocols, word) == NULL && !is_noise(word))
			return NULL;
		length += (*p)[length] == '-';
	}
	*p += length;
	return word;
}

/* "and", or a comma with what it parts. */
static bool
is_joint(const char *word)
{
	return str_equal(word, "and") || str_equal(word, "or") ||
	    str_equal(word, "plus");
}

/* One thing of the text; false: it is not known. */
static bool
take(struct reading *r, const char **p)
{
	const char *word;

	if (strchr(" \t()[]/:_=", **p) != NULL) {
		(*p)++;
	} else if (strchr(",;&|+", **p) != NULL) {
		bool joins = strchr("&+", **p) != NULL;

		(*p)++;
		return end_group(r, joins, false);
	} else if (is_digit(**p)) {
		word = number_at(r, p);
		return word != NULL && take_number(r, word);
	} else if (strncmp(*p, "-1", 2) == 0 && !is_digit((*p)[2])) {
		*p += 2;
		return take_word(r, "-1");
	} else if (**p == '-' && (*p)[1] == ' ') {
		(*p)++;
	} else if (**p == '*') {
		(*p)++;
		return take_word(r, "*");
	} else if (**p == '<' || **p == '>') {
		size_t length = (*p)[1] == '=' ? 2 : 1;

		word = arena_strndup(r->a, *p, length);
		*p += length;
		return take_word(r, word);
	} else if (is_letter(**p)) {
		word = word_at(r, p);
		return word != NULL && (is_joint(word) ? end_group(r, true,
		    false) : take_word(r, word));
	} else {
		return false;
	}
	return true;
}

static const char *
text_of(struct arena *a, const struct asked *asked)
{
	struct str out = str_new(a);

	str_add(&out, asked->protocol);
	for (size_t i = 0; i < asked->n; i++)
		str_addf(&out, "%s%s", i > 0 ? "," : "/", asked->ports[i]);
	return str_text(&out);
}

bool
notation_ports_list_meant(struct arena *a, const char *text,
    struct ports_meant *out)
{
	struct reading r = { .a = a };
	struct ports_meant meant = { 0 };
	struct port_set ports;
	size_t n = strlen(text);
	const char *p;

	if (n > NOTATION_MEANT_MAX)
		return false;
	p = notation_lower(a, text, n);
	while (*p != '\0')
		if (!take(&r, &p))
			return false;
	if (!end_group(&r, false, true) || r.operator != NO_OPERATOR)
		return false;
	for (size_t i = 0; i < r.n; i++) {
		meant.v[meant.n] = text_of(a, &r.asked[i]);
		if (notation_ports_parse(a, meant.v[meant.n++], &ports,
		    NULL) != NULL)
			return false;
	}
	*out = meant;
	return meant.n > 0;
}

bool
notation_is_of_ports(struct arena *a, const char *text)
{
	struct reading r = { .a = a, .part = true };
	const char *p = notation_lower(a, text, strlen(text));

	while (*p != '\0')
		if (!take(&r, &p))
			return false;
	return true;
}

const char *
notation_ports_meant(struct arena *a, const char *text)
{
	struct ports_meant meant;

	return notation_ports_list_meant(a, text, &meant) && meant.n == 1 ?
	    meant.v[0] : NULL;
}

const char *
notation_ports_or_meant(struct arena *a, const char *text)
{
	struct port_set ports;

	return notation_ports_parse(a, text, &ports, NULL) == NULL ? text :
	    notation_ports_meant(a, text);
}
