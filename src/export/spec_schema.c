/* SPDX-License-Identifier: MIT */
#include "export/spec.h"

#include "base/map.h"
#include "document/writer.h"
#include "load/spec.h"
#include "model/facts.h"

/*
 * The JSON Schema of the spec (draft 2020-12), written from the tables that
 * the reader walks: every object of theirs is a definition, every row a
 * property.  What stands in a value follows from the row's form, by the table
 * at the end of this file.
 *
 * A schema tells shape, not sense: names that mean nothing, blocks that
 * overlap, sentences that do not parse are left to vpcplan check.
 */

struct schema {
	struct writer w;
	struct map seen;		/* definitions by name */
	VEC(const struct spec_object *) objects;
	struct arena *a;
};

/* Texts with a grammar of their own. */
static const struct leaf {
	const char *name, *about, *pattern, *example;
} leaves[] = {
	{ "name", "the name of a thing; vpc/name and kind:name where that is "
	  "needed", NULL, "app-a" },
	{ "text", "any text", NULL, NULL },
	{ "cidr", "an IPv4 or IPv6 block",
	  "^[0-9A-Fa-f.:]+/[0-9]+$", "10.0.0.0/16" },
	{ "ipv4_cidr", "an IPv4 block", "^[0-9.]+/[0-9]+$", "10.0.0.0/16" },
	{ "ipv6_cidr", "an IPv6 block", "^[0-9A-Fa-f.:]+/[0-9]+$",
	  "2001:db8:1a00::/56" },
	{ "address", "one address", "^[0-9A-Fa-f.:]+$", "10.0.0.10" },
	{ "elastic_ip_of", "an Elastic IP, by name or address", NULL,
	  "eip-1" },
	{ "date", "a day", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "2027-03-31" },
	{ "ports", "kinds of traffic",
	  "^(all|(tcp|udp)(/[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*)?"
	  "|icmp(v6)?(/[0-9]+(:[0-9]+)?)?|proto/[0-9]+)$", "tcp/443" },
	{ "port", "one port", "^(tcp|udp)/[0-9]+$", "tcp/8080" },
	{ "port_range", "TCP and UDP ports", "^[0-9]+(-[0-9]+)?$",
	  "1024-65535" },
	{ "peer", "a CIDR, a security group, a prefix list, self or anywhere",
	  NULL, "10.0.0.0/16" },
	{ "target", "a gateway, NAT, endpoint, peering, transit gateway, "
	  "workload or interface by name, local or blackhole", NULL, "igw" },
	{ "ingress_rule_text", "PORTS from PEER", "^\\s*\\S+\\s+from\\s+.+$",
	  "tcp/443 from 0.0.0.0/0" },
	{ "egress_rule_text", "PORTS to PEER", "^\\s*\\S+\\s+to\\s+.+$",
	  "tcp/5432 to db" },
	{ "ingress_entry_text", "NUMBER allow|deny PORTS from CIDR",
	  "^\\s*-?[0-9]+\\s+(allow|deny)\\s+\\S+\\s+from\\s+\\S+\\s*$",
	  "100 allow tcp/443 from 0.0.0.0/0" },
	{ "egress_entry_text", "NUMBER allow|deny PORTS to CIDR",
	  "^\\s*-?[0-9]+\\s+(allow|deny)\\s+\\S+\\s+to\\s+\\S+\\s*$",
	  "100 allow tcp/1024-65535 to 10.0.0.0/16" },
	{ "listener_text", "TARGET [on PORT]", NULL, "app on tcp/8080" },
	{ "expectation_text", "FROM reaches TO [on PORTS] [only] [over "
	  "ipv4|ipv6] [via VIA] [not via VIA] [surviving any az]; FROM never "
	  "reaches TO [on PORTS]; only FROM reaches TO [on PORTS]",
	  "reaches", "internet reaches web on tcp/443" },
};

/* ---------------------------------------------------------------- pieces */

static void
begin_any_of(struct schema *s)
{
	writer_key(&s->w, "anyOf");
	writer_begin_list_fit(&s->w);
}

static void
any_ref(struct schema *s, const char *definition)
{
	writer_begin_map_fit(&s->w);
	writer_member_text(&s->w, "$ref",
	    arena_printf(s->a, "#/$defs/%s", definition));
	writer_end(&s->w);
}

static void
any_type(struct schema *s, const char *type)
{
	writer_begin_map_fit(&s->w);
	writer_member_text(&s->w, "type", type);
	writer_end(&s->w);
}

static void
end_any_of(struct schema *s)
{
	writer_end(&s->w);
}

static void
end_with_unknown(struct schema *s)
{
	any_ref(s, "unknown");
	end_any_of(s);
}

static void
put_words(struct schema *s, const char *const *words)
{
	writer_key(&s->w, "enum");
	writer_begin_list_fit(&s->w);
	for (; *words != NULL; words++)
		writer_text(&s->w, *words);
	writer_end(&s->w);
}

static void
any_words(struct schema *s, const char *const *words)
{
	writer_begin_map_fit(&s->w);
	put_words(s, words);
	writer_end(&s->w);
}

static void
put_comments(struct schema *s)
{
	writer_key(&s->w, "patternProperties");
	writer_begin_map_fit(&s->w);
	writer_member_bool(&s->w, "^//", true);
	writer_end(&s->w);
}

/* A list of one definition, among the alternatives. */
static void
any_list(struct schema *s, const char *definition)
{
	writer_begin_map_fit(&s->w);
	writer_member_text(&s->w, "type", "array");
	writer_key(&s->w, "items");
	writer_begin_map_fit(&s->w);
	begin_any_of(s);
	any_ref(s, definition);
	end_with_unknown(s);
	writer_end(&s->w);
	writer_end(&s->w);
}

/* A map whose values are the words; keys are names or blocks. */
static void
put_map_of_words(struct schema *s, const char *const *words)
{
	writer_member_text(&s->w, "type", "object");
	put_comments(s);
	writer_key(&s->w, "additionalProperties");
	any_words(s, words);
}

/* ----------------------------------------------------------------- forms */

typedef void form_writer(struct schema *s, const struct spec_key *k,
    const char *definition);

static void
form_leaf(struct schema *s, const struct spec_key *k, const char *definition)
{
	(void)k;
	begin_any_of(s);
	any_ref(s, definition);
	end_with_unknown(s);
}

static void
form_text(struct schema *s, const struct spec_key *k, const char *definition)
{
	begin_any_of(s);
	if (k->words != NULL)
		any_words(s, k->words);
	else
		any_ref(s, definition);
	end_with_unknown(s);
}

static void
form_cidr(struct schema *s, const struct spec_key *k, const char *definition)
{
	(void)definition;
	begin_any_of(s);
	any_ref(s, k->family == 4 ? "ipv4_cidr" :
	    k->family == 6 ? "ipv6_cidr" : "cidr");
	end_with_unknown(s);
}

static void
form_cidrs(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)definition;
	begin_any_of(s);
	any_list(s, k->family == 4 ? "ipv4_cidr" :
	    k->family == 6 ? "ipv6_cidr" : "cidr");
	end_with_unknown(s);
}

static void
form_list(struct schema *s, const struct spec_key *k, const char *definition)
{
	(void)k;
	begin_any_of(s);
	any_list(s, definition);
	end_with_unknown(s);
}

static void
form_one_or_list(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)k;
	begin_any_of(s);
	any_ref(s, definition);
	any_list(s, definition);
	end_with_unknown(s);
}

static void
form_version(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)k;
	(void)definition;
	writer_member_integer(&s->w, "const", 1);
}

static void
form_flag(struct schema *s, const struct spec_key *k, const char *definition)
{
	(void)k;
	(void)definition;
	begin_any_of(s);
	any_type(s, "boolean");
	end_with_unknown(s);
}

static void
form_plain_flag(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)k;
	(void)definition;
	writer_member_text(&s->w, "type", "boolean");
}

static void
form_number(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)definition;
	begin_any_of(s);
	writer_begin_map_fit(&s->w);
	writer_member_text(&s->w, "type", "integer");
	writer_member_integer(&s->w, "minimum", k->min);
	writer_member_integer(&s->w, "maximum", k->max);
	writer_end(&s->w);
	end_with_unknown(s);
}

static void
form_words(struct schema *s, const struct spec_key *k, const char *definition)
{
	(void)definition;
	begin_any_of(s);
	any_words(s, k->words);
	end_with_unknown(s);
}

/* No unknown: what is decided by it cannot be left open. */
static void
form_known_words(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)definition;
	put_words(s, k->words);
}

static void
form_workload_kind(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)k;
	(void)definition;
	writer_key(&s->w, "enum");
	writer_begin_list_fit(&s->w);
	for (int kind = 0; kind < WORKLOAD_KIND_COUNT; kind++)
		writer_text(&s->w,
		    workload_type((enum workload_kind)kind)->key);
	writer_end(&s->w);
}

static void
form_things(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)definition;
	begin_any_of(s);
	writer_begin_map_fit(&s->w);
	writer_member_text(&s->w, "type", "object");
	put_comments(s);
	writer_key(&s->w, "additionalProperties");
	any_ref(s, k->object->name);
	writer_end(&s->w);
	end_with_unknown(s);
}

static void
form_objects(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)definition;
	begin_any_of(s);
	writer_begin_map_fit(&s->w);
	writer_member_text(&s->w, "type", "array");
	writer_key(&s->w, "items");
	any_ref(s, k->object->name);
	writer_end(&s->w);
	end_with_unknown(s);
}

static void
form_object(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)definition;
	begin_any_of(s);
	any_ref(s, k->object->name);
	end_with_unknown(s);
}

static void
form_gateway(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	begin_any_of(s);
	any_ref(s, definition);
	any_type(s, "boolean");
	any_ref(s, k->object->name);
	writer_begin_map_fit(&s->w);
	writer_member_text(&s->w, "type", "array");
	writer_key(&s->w, "items");
	writer_begin_map_fit(&s->w);
	begin_any_of(s);
	any_ref(s, definition);
	any_ref(s, k->object->name);
	end_any_of(s);
	writer_end(&s->w);
	writer_end(&s->w);
	end_with_unknown(s);
}

/* Strings and objects side by side; the string's form has the row's name. */
static void
form_strings_and_objects(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)definition;
	begin_any_of(s);
	writer_begin_map_fit(&s->w);
	writer_member_text(&s->w, "type", "array");
	writer_key(&s->w, "items");
	writer_begin_map_fit(&s->w);
	begin_any_of(s);
	any_ref(s, arena_printf(s->a, "%s_text", k->object->name));
	any_ref(s, k->object->name);
	end_with_unknown(s);
	writer_end(&s->w);
	writer_end(&s->w);
	end_with_unknown(s);
}

static void
form_routes(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	begin_any_of(s);
	writer_begin_map_fit(&s->w);
	writer_member_text(&s->w, "type", "object");
	put_comments(s);
	writer_key(&s->w, "additionalProperties");
	writer_begin_map_fit(&s->w);
	begin_any_of(s);
	any_ref(s, definition);
	end_with_unknown(s);
	writer_end(&s->w);
	writer_end(&s->w);
	writer_begin_map_fit(&s->w);
	writer_member_text(&s->w, "type", "array");
	writer_key(&s->w, "items");
	writer_begin_map_fit(&s->w);
	begin_any_of(s);
	any_ref(s, k->object->name);
	end_with_unknown(s);
	writer_end(&s->w);
	writer_end(&s->w);
	end_with_unknown(s);
}

static void
form_listeners(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	begin_any_of(s);
	writer_begin_map_fit(&s->w);
	writer_member_text(&s->w, "type", "object");
	writer_key(&s->w, "patternProperties");
	writer_begin_map_fit(&s->w);
	writer_member_bool(&s->w, "^//", true);
	writer_key(&s->w, "^(tcp|udp|tls|tcp_udp)/[0-9]+$");
	writer_begin_map_fit(&s->w);
	begin_any_of(s);
	any_ref(s, definition);
	any_ref(s, k->object->name);
	end_with_unknown(s);
	writer_end(&s->w);
	writer_end(&s->w);
	writer_member_bool(&s->w, "additionalProperties", false);
	writer_end(&s->w);
	end_with_unknown(s);
}

static void
form_public_ip(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)k;
	begin_any_of(s);
	any_type(s, "boolean");
	any_ref(s, definition);
	end_with_unknown(s);
}

static void
form_table_or_null(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)k;
	begin_any_of(s);
	any_ref(s, definition);
	any_type(s, "null");
	end_with_unknown(s);
}

static void
form_between(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)k;
	begin_any_of(s);
	writer_begin_map_fit(&s->w);
	writer_member_text(&s->w, "type", "array");
	writer_key(&s->w, "items");
	writer_begin_map_fit(&s->w);
	begin_any_of(s);
	any_ref(s, definition);
	end_with_unknown(s);
	writer_end(&s->w);
	writer_member_integer(&s->w, "minItems", 2);
	writer_member_integer(&s->w, "maxItems", 2);
	writer_end(&s->w);
	end_with_unknown(s);
}

static void
form_map_of_words(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)definition;
	put_map_of_words(s, k->words);
}

static void
form_tags(struct schema *s, const struct spec_key *k, const char *definition)
{
	(void)k;
	(void)definition;
	writer_member_text(&s->w, "type", "object");
	put_comments(s);
	writer_key(&s->w, "additionalProperties");
	writer_begin_map_fit(&s->w);
	begin_any_of(s);
	any_type(s, "string");
	end_with_unknown(s);
	writer_end(&s->w);
}

static void
form_exists(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)k;
	(void)definition;
	begin_any_of(s);
	writer_begin_map_fit(&s->w);
	writer_member_bool(&s->w, "const", true);
	writer_end(&s->w);
	any_ref(s, "condition");
	end_with_unknown(s);
}

static void
form_quotas(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)k;
	(void)definition;
	writer_member_text(&s->w, "type", "object");
	writer_key(&s->w, "properties");
	writer_begin_map(&s->w);
	for (int f = 0; f < FACT_COUNT; f++) {
		const struct fact_row *row = fact((enum fact)f);

		if (!row->is_quota)
			continue;
		writer_key(&s->w, row->key);
		writer_begin_map_fit(&s->w);
		writer_member_text(&s->w, "description", row->what);
		writer_member_text(&s->w, "type", "integer");
		writer_member_integer(&s->w, "minimum", 0);
		writer_end(&s->w);
	}
	writer_end(&s->w);
	put_comments(s);
	writer_member_bool(&s->w, "additionalProperties", false);
}

static void
form_incomplete(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)k;
	(void)definition;
	writer_member_text(&s->w, "type", "array");
	writer_key(&s->w, "items");
	writer_begin_map_fit(&s->w);
	writer_key(&s->w, "enum");
	writer_begin_list_fit(&s->w);
	for (int kind = 0; kind < KIND_COUNT; kind++)
		writer_text(&s->w, kind_key((enum kind)kind));
	writer_end(&s->w);
	writer_end(&s->w);
}

static void
form_only(struct schema *s, const struct spec_key *k, const char *definition)
{
	(void)k;
	(void)definition;
	writer_key(&s->w, "enum");
	writer_begin_list_fit(&s->w);
	writer_bool(&s->w, true);
	writer_bool(&s->w, false);
	writer_text(&s->w, "from");
	writer_end(&s->w);
}

static void
form_surviving(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)definition;
	begin_any_of(s);
	any_words(s, k->words);
	any_type(s, "boolean");
	end_any_of(s);
}

static const struct {
	form_writer *write;
	const char *definition;
} forms[FORM_COUNT] = {
	[FORM_VERSION] = { form_version, NULL },
	[FORM_NAME] = { form_leaf, "text" },
	[FORM_REASON] = { form_leaf, "text" },
	[FORM_STATE] = { form_text, "text" },
	[FORM_TEXT] = { form_text, "text" },
	[FORM_DATE] = { form_leaf, "date" },
	[FORM_FLAG] = { form_flag, NULL },
	[FORM_NUMBER] = { form_number, NULL },
	[FORM_CIDR] = { form_cidr, NULL },
	[FORM_ADDRESS] = { form_leaf, "address" },
	[FORM_REF] = { form_leaf, "name" },
	[FORM_PORTS] = { form_leaf, "ports" },
	[FORM_PORT] = { form_leaf, "port" },
	[FORM_EPHEMERAL] = { form_leaf, "port_range" },
	[FORM_NAMES] = { form_list, "text" },
	[FORM_TEXTS] = { form_list, "name" },
	[FORM_CIDRS] = { form_cidrs, NULL },
	[FORM_CIDR_AS_LIST] = { form_cidr, NULL },
	[FORM_ADDRESSES] = { form_list, "elastic_ip_of" },
	[FORM_PRIVATE_ADDRESSES] = { form_list, "address" },
	[FORM_INTERFACE_ADDRESSES] = { form_list, "address" },
	[FORM_REFS] = { form_list, "name" },
	[FORM_REF_AS_LIST] = { form_leaf, "name" },
	[FORM_REF_OR_REFS] = { form_one_or_list, "name" },
	[FORM_EXPOSURE] = { form_words, NULL },
	[FORM_WORKLOAD_KIND] = { form_workload_kind, NULL },
	[FORM_ENDPOINT_TYPE] = { form_words, NULL },
	[FORM_TARGET_TYPE] = { form_words, NULL },
	[FORM_BLOCK_MODE] = { form_known_words, NULL },
	[FORM_THINGS] = { form_things, NULL },
	[FORM_THING_LIST] = { form_objects, NULL },
	[FORM_GATEWAY] = { form_gateway, "name" },
	[FORM_DEFAULT_GROUP] = { form_object, NULL },
	[FORM_PART] = { form_object, NULL },
	[FORM_RULES] = { form_strings_and_objects, NULL },
	[FORM_ENTRIES] = { form_strings_and_objects, NULL },
	[FORM_ROUTES] = { form_routes, "target" },
	[FORM_TRANSIT_ROUTES] = { form_routes, "name" },
	[FORM_LISTENERS] = { form_listeners, "listener_text" },
	[FORM_FORWARDS] = { form_objects, NULL },
	[FORM_PEER] = { form_leaf, "peer" },
	[FORM_ROUTE_TO] = { form_leaf, "name" },
	[FORM_ROUTE_VIA] = { form_leaf, "target" },
	[FORM_ROUTE_STATE] = { form_words, NULL },
	[FORM_ROUTE_ORIGIN] = { form_words, NULL },
	[FORM_TRANSIT_ROUTE_TO] = { form_leaf, "name" },
	[FORM_TRANSIT_ROUTE_VIA] = { form_leaf, "name" },
	[FORM_ACTION] = { form_known_words, NULL },
	[FORM_FORWARD_PORTS] = { form_leaf, "ports" },
	[FORM_FORWARD_PEER] = { form_leaf, "peer" },
	[FORM_PUBLIC_IP] = { form_public_ip, "elastic_ip_of" },
	[FORM_INTERFACE_PUBLIC_IP] = { form_public_ip, "elastic_ip_of" },
	[FORM_TABLE_OR_NULL] = { form_table_or_null, "name" },
	[FORM_ATTACHED] = { form_leaf, "name" },
	[FORM_BETWEEN] = { form_between, "name" },
	[FORM_EXCLUDE] = { form_map_of_words, NULL },
	[FORM_RESERVED] = { form_map_of_words, NULL },
	[FORM_PROPAGATED] = { form_words, NULL },
	[FORM_DEFAULT_ACL] = { form_flag, NULL },
	[FORM_OWNER] = { form_leaf, "text" },
	[FORM_TAGS] = { form_tags, NULL },
	[FORM_EXISTS] = { form_exists, NULL },
	[FORM_IGNORE] = { form_objects, NULL },
	[FORM_EXPECT] = { form_strings_and_objects, NULL },
	[FORM_QUOTAS] = { form_quotas, NULL },
	[FORM_INCOMPLETE] = { form_incomplete, NULL },
	[FORM_END_OF_FLOW] = { form_leaf, "name" },
	[FORM_NEVER] = { form_plain_flag, NULL },
	[FORM_ONLY] = { form_only, NULL },
	[FORM_OVER] = { form_known_words, NULL },
	[FORM_VIA] = { form_one_or_list, "name" },
	[FORM_NOT_VIA] = { form_one_or_list, "name" },
	[FORM_SURVIVING] = { form_surviving, NULL },
};

/* --------------------------------------------------------------- objects */

static void
put_properties(struct schema *s, const struct spec_object *o)
{
	writer_key(&s->w, "properties");
	writer_begin_map(&s->w);
	for (const struct spec_key *k = o->keys; k->key != NULL; k++) {
		writer_key(&s->w, k->key);
		writer_begin_map_fit(&s->w);
		writer_member_text(&s->w, "description", k->about);
		forms[k->form].write(s, k, forms[k->form].definition);
		writer_end(&s->w);
	}
	writer_end(&s->w);
}

static void
put_required(struct schema *s, const struct spec_object *o)
{
	bool begun = false;

	for (const struct spec_key *k = o->keys; k->key != NULL; k++) {
		if (!k->required)
			continue;
		if (!begun) {
			writer_key(&s->w, "required");
			writer_begin_list_fit(&s->w);
			begun = true;
		}
		writer_text(&s->w, k->key);
	}
	if (begun)
		writer_end(&s->w);
}

static void
put_needs(struct schema *s, const char *const *keys)
{
	if (keys == NULL)
		return;
	begin_any_of(s);
	for (; *keys != NULL; keys++) {
		writer_begin_map_fit(&s->w);
		writer_key(&s->w, "required");
		writer_begin_list_fit(&s->w);
		writer_text(&s->w, *keys);
		writer_end(&s->w);
		writer_end(&s->w);
	}
	end_any_of(s);
}

static void
put_either(struct schema *s, const char *const *keys)
{
	if (keys == NULL)
		return;
	writer_key(&s->w, "allOf");
	writer_begin_list_fit(&s->w);
	for (size_t i = 0; keys[i] != NULL; i++) {
		for (size_t j = i + 1; keys[j] != NULL; j++) {
			writer_begin_map_fit(&s->w);
			writer_key(&s->w, "not");
			writer_begin_map_fit(&s->w);
			writer_key(&s->w, "required");
			writer_begin_list_fit(&s->w);
			writer_text(&s->w, keys[i]);
			writer_text(&s->w, keys[j]);
			writer_end(&s->w);
			writer_end(&s->w);
			writer_end(&s->w);
		}
	}
	writer_end(&s->w);
}

static void
put_object(struct schema *s, const struct spec_object *o)
{
	writer_member_text(&s->w, "description", o->about);
	writer_member_text(&s->w, "type", "object");
	put_properties(s, o);
	put_required(s, o);
	put_needs(s, o->needs);
	put_either(s, o->either);
	put_comments(s);
	writer_member_bool(&s->w, "additionalProperties", false);
}

/* Every object that o leads to, each definition once, in order of sight. */
static void
collect(struct schema *s, const struct spec_object *o)
{
	for (const struct spec_key *k = o->keys; k->key != NULL; k++) {
		void **slot;

		if (k->object == NULL)
			continue;
		slot = map_slot(&s->seen, k->object->name);
		if (*slot != NULL)
			continue;
		*slot = s;
		vec_push(s->a, &s->objects, k->object);
	}
}

static void
put_leaf(struct schema *s, const struct leaf *leaf)
{
	writer_key(&s->w, leaf->name);
	writer_begin_map_fit(&s->w);
	writer_member_text(&s->w, "description", leaf->about);
	writer_member_text(&s->w, "type", "string");
	if (leaf->pattern != NULL)
		writer_member_text(&s->w, "pattern", leaf->pattern);
	if (leaf->example != NULL) {
		writer_key(&s->w, "examples");
		writer_begin_list_fit(&s->w);
		writer_text(&s->w, leaf->example);
		writer_end(&s->w);
	}
	writer_end(&s->w);
}

/* An object with one member, a text. */
static void
put_wrapped(struct schema *s, const char *name, const char *about,
    const char *key)
{
	writer_key(&s->w, name);
	writer_begin_map_fit(&s->w);
	writer_member_text(&s->w, "description", about);
	writer_member_text(&s->w, "type", "object");
	writer_key(&s->w, "properties");
	writer_begin_map_fit(&s->w);
	writer_key(&s->w, key);
	any_type(s, "string");
	writer_end(&s->w);
	writer_key(&s->w, "required");
	writer_begin_list_fit(&s->w);
	writer_text(&s->w, key);
	writer_end(&s->w);
	put_comments(s);
	writer_member_bool(&s->w, "additionalProperties", false);
	writer_end(&s->w);
}

static void
put_definitions(struct schema *s)
{
	writer_key(&s->w, "$defs");
	writer_begin_map(&s->w);
	put_wrapped(s, "unknown", "a value that is not known, and why",
	    "unknown");
	put_wrapped(s, "condition", "a condition that is not decided; \"not "
	    "IsProd\" is the opposite of \"IsProd\"", "maybe");
	for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++)
		put_leaf(s, &leaves[i]);
	for (size_t i = 0; i < s->objects.n; i++) {
		writer_key(&s->w, s->objects.v[i]->name);
		writer_begin_map(&s->w);
		put_object(s, s->objects.v[i]);
		writer_end(&s->w);
	}
	writer_end(&s->w);
}

void
export_spec_schema(struct str *out)
{
	struct schema s = {
		.w = writer_new(out),
		.seen = map_new(out->a),
		.a = out->a,
	};

	collect(&s, &spec_root);
	for (size_t i = 0; i < s.objects.n; i++)
		collect(&s, s.objects.v[i]);
	writer_begin_map(&s.w);
	writer_member_text(&s.w, "$schema",
	    "https://json-schema.org/draft/2020-12/schema");
	writer_member_text(&s.w, "title", "vpcplan spec, version 1");
	put_object(&s, &spec_root);
	put_definitions(&s);
	writer_end(&s.w);
	writer_finish(&s.w);
}
