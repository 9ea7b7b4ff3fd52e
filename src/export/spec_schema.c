/* SPDX-License-Identifier: MIT */
#include "export/spec.h"

#include "export/spec_schema.h"

/*
 * The JSON Schema of the spec (draft 2020-12), written from the tables that
 * the reader walks: every object of theirs is a definition, every row a
 * property.
 *
 * A schema tells shape, not sense: names that mean nothing, blocks that
 * overlap, sentences that do not parse are left to vpcplan check.
 */

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

static void
put_properties(struct schema *s, const struct spec_object *o)
{
	writer_key(&s->w, "properties");
	writer_begin_map(&s->w);
	for (const struct spec_key *k = o->keys; k->key != NULL; k++) {
		writer_key(&s->w, k->key);
		writer_begin_map_fit(&s->w);
		writer_member_text(&s->w, "description", k->about);
		schema_put_form(s, k);
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
	writer_key(&s->w, "anyOf");
	writer_begin_list_fit(&s->w);
	for (; *keys != NULL; keys++) {
		writer_begin_map_fit(&s->w);
		writer_key(&s->w, "required");
		writer_begin_list_fit(&s->w);
		writer_text(&s->w, *keys);
		writer_end(&s->w);
		writer_end(&s->w);
	}
	writer_end(&s->w);
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
	schema_put_comments(s);
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
	schema_write_type(s, "string");
	writer_end(&s->w);
	writer_key(&s->w, "required");
	writer_begin_list_fit(&s->w);
	writer_text(&s->w, key);
	writer_end(&s->w);
	schema_put_comments(s);
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
