/* SPDX-License-Identifier: MIT */
#include "export/spec_schema.h"

#include "model/facts.h"

/*
 * What stands in a value, by the form of its key: the table at the end names
 * a writer and the definition of the text.
 */

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

void
schema_write_type(struct schema *s, const char *type)
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

void
schema_put_comments(struct schema *s)
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
	schema_put_comments(s);
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
	schema_write_type(s, "boolean");
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
	schema_put_comments(s);
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
	schema_write_type(s, "boolean");
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
	schema_put_comments(s);
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
	schema_write_type(s, "boolean");
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
	schema_write_type(s, "null");
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

/* The map itself or a word of it may be unknown. */
static void
form_map_of_open_words(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)definition;
	begin_any_of(s);
	writer_begin_map_fit(&s->w);
	writer_member_text(&s->w, "type", "object");
	schema_put_comments(s);
	writer_key(&s->w, "additionalProperties");
	writer_begin_map_fit(&s->w);
	begin_any_of(s);
	any_words(s, k->words);
	end_with_unknown(s);
	writer_end(&s->w);
	writer_end(&s->w);
	end_with_unknown(s);
}

static void
form_tags(struct schema *s, const struct spec_key *k, const char *definition)
{
	(void)k;
	(void)definition;
	writer_member_text(&s->w, "type", "object");
	schema_put_comments(s);
	writer_key(&s->w, "additionalProperties");
	writer_begin_map_fit(&s->w);
	begin_any_of(s);
	schema_write_type(s, "string");
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
form_pools(struct schema *s, const struct spec_key *k,
    const char *definition)
{
	(void)k;
	(void)definition;
	writer_member_text(&s->w, "type", "object");
	schema_put_comments(s);
	writer_key(&s->w, "additionalProperties");
	writer_begin_map(&s->w);
	begin_any_of(s);
	any_ref(s, "ipv4_cidr");
	any_list(s, "ipv4_cidr");
	end_with_unknown(s);
	writer_end(&s->w);
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
	schema_put_comments(s);
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
	schema_write_type(s, "boolean");
	end_any_of(s);
}

static const struct {
	form_writer *write;
	const char *definition;
} forms[FORM_COUNT] = {
	[FORM_VERSION] = { form_version, NULL },
	[FORM_NAME] = { form_leaf, "text" },
	[FORM_REGION] = { form_leaf, "text" },
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
	[FORM_BLOCK_MODE] = { form_words, NULL },
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
	[FORM_EXCLUDE] = { form_map_of_open_words, NULL },
	[FORM_RESERVED] = { form_map_of_words, NULL },
	[FORM_PROPAGATED] = { form_words, NULL },
	[FORM_DEFAULT_ACL] = { form_flag, NULL },
	[FORM_OWNER] = { form_leaf, "text" },
	[FORM_TAGS] = { form_tags, NULL },
	[FORM_EXISTS] = { form_exists, NULL },
	[FORM_IGNORE] = { form_objects, NULL },
	[FORM_EXPECT] = { form_strings_and_objects, NULL },
	[FORM_POOLS] = { form_pools, NULL },
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

void
schema_put_form(struct schema *s, const struct spec_key *k)
{
	forms[k->form].write(s, k, forms[k->form].definition);
}
