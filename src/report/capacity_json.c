/* SPDX-License-Identifier: MIT */
#include "report/capacity.h"

#include "document/writer.h"
#include "report/schema.h"
#include "text/sanitise.h"

static void
write_cidr(struct writer *w, const char *key, struct cidr c)
{
	char text[CIDR_TEXT_MAX];

	writer_member_text(w, key, cidr_format(c, text));
}

static void
write_name(struct writer *w, const struct capacity_report *r,
    const struct thing *t)
{
	writer_member_text(w, "name", sanitise_text(r->a, thing_label(t)));
	writer_member_text(w, "id", t->id == NULL ? NULL :
	    sanitise_text(r->a, t->id));
}

static void
write_take(struct writer *w, const struct capacity_report *r,
    const struct appetite *by)
{
	const struct thing *t = by->of;

	writer_begin_map_inline(w);
	writer_member_text(w, "kind", t->kind == KIND_WORKLOAD ?
	    workload_type(((const struct workload *)t)->kind)->key :
	    kind_name(t->kind));
	writer_member_text(w, "name", sanitise_text(r->a, thing_label(t)));
	writer_member_bool(w, "pods", by->is_pods);
	writer_member_integer(w, "planned", by->now);
	writer_member_integer(w, "most", by->most);
	writer_end(w);
}

static void
write_takes(struct writer *w, const struct capacity_report *r,
    const struct subnet_use *use)
{
	writer_key(w, "takes");
	writer_begin_list(w);
	for (size_t i = 0; i < use->takes.n; i++)
		write_take(w, r, &use->takes.v[i]);
	writer_end(w);
}

/* Whole /28 blocks, for pods; null where nothing takes any. */
static void
write_prefixes(struct writer *w, const struct subnet_use *use)
{
	writer_key(w, "prefixes");
	if (use->prefixes_most == 0) {
		writer_null(w);
		return;
	}
	writer_begin_map_inline(w);
	writer_member_integer(w, "room", capacity_prefix_room(use,
	    use->standing + use->most - use->prefixes_most * 16));
	writer_member_integer(w, "planned", use->prefixes_now);
	writer_member_integer(w, "most", use->prefixes_most);
	writer_end(w);
}

static void
write_grown(struct writer *w, const struct capacity_report *r,
    const struct subnet *s)
{
	const struct subnet_use *use;

	writer_key(w, "grown");
	if (r->grown == NULL) {
		writer_null(w);
		return;
	}
	use = capacity_of(r->grown, s);
	writer_begin_map_inline(w);
	writer_member_integer(w, "planned", use->now);
	writer_member_integer(w, "most", use->most);
	writer_member_bool(w, "fits", capacity_fits_now(use) &&
	    capacity_fits_most(use));
	writer_end(w);
}

static void
write_subnet(struct writer *w, const struct capacity_report *r,
    const struct subnet *s)
{
	const struct subnet_use *use = capacity_of(r->now, s);
	bool known = use->usable > 0;

	writer_begin_map(w);
	write_name(w, r, &s->is);
	writer_member_text(w, "az", !value_is_known(s->az.is) ? NULL :
	    sanitise_text(r->a, s->az.v));
	writer_key(w, "cidr");
	if (value_is_known(s->cidr.is)) {
		char text[CIDR_TEXT_MAX];

		writer_text(w, cidr_format(s->cidr.v, text));
	} else {
		writer_null(w);
	}
	writer_key(w, "usable");
	if (known)
		writer_integer(w, use->usable);
	else
		writer_null(w);
	writer_member_integer(w, "used", use->standing);
	writer_member_integer(w, "planned", use->now);
	writer_member_integer(w, "most", use->most);
	writer_key(w, "free");
	if (known)
		writer_integer(w, use->usable - use->standing - use->now);
	else
		writer_null(w);
	writer_member_bool(w, "at_least", use->unknown);
	writer_key(w, "fits");
	if (known)
		writer_bool(w, capacity_fits_now(use) &&
		    capacity_fits_most(use));
	else
		writer_null(w);
	write_grown(w, r, s);
	write_prefixes(w, use);
	write_takes(w, r, use);
	writer_end(w);
}

static void
write_block(struct writer *w, const struct block_space *b)
{
	char text[CIDR_TEXT_MAX];

	writer_begin_map(w);
	write_cidr(w, "cidr", b->block);
	writer_member_integer(w, "addresses", b->size);
	writer_member_integer(w, "free", b->free);
	writer_key(w, "free_blocks");
	writer_begin_list_fit(w);
	for (size_t i = 0; i < b->n_holes; i++)
		writer_text(w, cidr_format(b->holes[i], text));
	writer_end(w);
	writer_end(w);
}

static void
write_unplaced(struct writer *w, const struct capacity_report *r,
    const struct vpc *v)
{
	struct unplaced_list list = space_place(r->a, v);

	writer_key(w, "unplaced");
	writer_begin_list(w);
	for (size_t i = 0; i < list.n; i++) {
		writer_begin_map_inline(w);
		writer_member_text(w, "name", sanitise_text(r->a,
		    thing_label(&list.v[i].subnet->is)));
		writer_member_integer(w, "size", list.v[i].length);
		writer_member_integer(w, "free", list.v[i].free);
		writer_member_integer(w, "largest", list.v[i].largest);
		writer_end(w);
	}
	writer_end(w);
}

static void
write_vpc(struct writer *w, const struct capacity_report *r,
    const struct vpc *v)
{
	struct vpc_space space = space_of_vpc(r->a, v);

	writer_begin_map(w);
	write_name(w, r, &v->is);
	writer_member_integer(w, "addresses", space.size);
	writer_member_integer(w, "free", space.free);
	writer_key(w, "blocks");
	writer_begin_list(w);
	for (size_t i = 0; i < space.blocks.n; i++)
		write_block(w, &space.blocks.v[i]);
	writer_end(w);
	writer_key(w, "subnets");
	writer_begin_list(w);
	for (size_t i = 0; i < v->subnets.n; i++)
		write_subnet(w, r, v->subnets.v[i]);
	writer_end(w);
	write_unplaced(w, r, v);
	writer_end(w);
}

static void
write_summary(struct writer *w, const struct capacity_report *r)
{
	int64_t short_of = 0;

	for (size_t i = 0; i < r->m->subnets.n; i++)
		short_of += !capacity_report_fits(r, r->m->subnets.v[i]);
	writer_key(w, "summary");
	writer_begin_map_inline(w);
	writer_member_integer(w, "subnets", (int64_t)r->m->subnets.n);
	writer_member_integer(w, "without_room", short_of);
	writer_end(w);
}

void
report_capacity_json(struct str *out, const struct capacity_report *r)
{
	struct writer w = writer_new(out);

	writer_begin_map(&w);
	writer_member_text(&w, "schema", "vpcplan.capacity/1");
	writer_key(&w, "tool");
	writer_begin_map_inline(&w);
	writer_member_text(&w, "name", "vpcplan");
	writer_member_text(&w, "version", r->version);
	writer_end(&w);
	writer_member_text(&w, "growth", r->growth);
	writer_key(&w, "vpcs");
	writer_begin_list(&w);
	for (size_t i = 0; i < r->m->vpcs.n; i++)
		write_vpc(&w, r, r->m->vpcs.v[i]);
	writer_end(&w);
	write_summary(&w, r);
	writer_end(&w);
	writer_finish(&w);
}

static const char *const lines[] = {
"{",
"  '$schema': 'https://json-schema.org/draft/2020-12/schema',",
"  'title': 'vpcplan capacity',",
"  'description': 'What vpcplan capacity --format json prints. Addresses are IPv4.',",
"  'type': 'object',",
"  'additionalProperties': false,",
"  'required': ['schema', 'tool', 'growth', 'vpcs', 'summary'],",
"  'properties': {",
"    'schema': { 'const': 'vpcplan.capacity/1' },",
"    'tool': {",
"      'type': 'object',",
"      'additionalProperties': false,",
"      'required': ['name', 'version'],",
"      'properties': {",
"        'name': { 'const': 'vpcplan' },",
"        'version': { 'type': 'string' }",
"      }",
"    },",
"    'growth': {",
"      'description': 'As asked for; null: not asked.',",
"      'type': ['string', 'null']",
"    },",
"    'vpcs': { 'type': 'array', 'items': { '$ref': '#/$defs/vpc' } },",
"    'summary': {",
"      'type': 'object',",
"      'additionalProperties': false,",
"      'required': ['subnets', 'without_room'],",
"      'properties': {",
"        'subnets': { '$ref': '#/$defs/count' },",
"        'without_room': { '$ref': '#/$defs/count' }",
"      }",
"    }",
"  },",
"  '$defs': {",
"    'count': { 'type': 'integer', 'minimum': 0 },",
"    'text_or_null': { 'type': ['string', 'null'] },",
"    'vpc': {",
"      'type': 'object',",
"      'additionalProperties': false,",
"      'required': ['name', 'id', 'addresses', 'free', 'blocks', 'subnets', 'unplaced'],",
"      'properties': {",
"        'name': { 'type': 'string' },",
"        'id': { '$ref': '#/$defs/text_or_null' },",
"        'addresses': { '$ref': '#/$defs/count' },",
"        'free': { 'description': 'In no subnet.', '$ref': '#/$defs/count' },",
"        'blocks': {",
"          'type': 'array',",
"          'items': {",
"            'type': 'object',",
"            'additionalProperties': false,",
"            'required': ['cidr', 'addresses', 'free', 'free_blocks'],",
"            'properties': {",
"              'cidr': { 'type': 'string' },",
"              'addresses': { '$ref': '#/$defs/count' },",
"              'free': { '$ref': '#/$defs/count' },",
"              'free_blocks': {",
"                'description': 'Each as large as can be, the largest first.',",
"                'type': 'array',",
"                'items': { 'type': 'string' }",
"              }",
"            }",
"          }",
"        },",
"        'subnets': { 'type': 'array', 'items': { '$ref': '#/$defs/subnet' } },",
"        'unplaced': {",
"          'description': 'Subnets for which no free block is large enough.',",
"          'type': 'array',",
"          'items': {",
"            'type': 'object',",
"            'additionalProperties': false,",
"            'required': ['name', 'size', 'free', 'largest'],",
"            'properties': {",
"              'name': { 'type': 'string' },",
"              'size': { '$ref': '#/$defs/count' },",
"              'free': { '$ref': '#/$defs/count' },",
"              'largest': { '$ref': '#/$defs/count' }",
"            }",
"          }",
"        }",
"      }",
"    },",
"    'subnet': {",
"      'type': 'object',",
"      'additionalProperties': false,",
"      'required': [",
"        'name', 'id', 'az', 'cidr', 'usable', 'used', 'planned', 'most', 'free', 'at_least',",
"        'fits', 'grown', 'prefixes', 'takes'",
"      ],",
"      'properties': {",
"        'name': { 'type': 'string' },",
"        'id': { '$ref': '#/$defs/text_or_null' },",
"        'az': { '$ref': '#/$defs/text_or_null' },",
"        'cidr': { '$ref': '#/$defs/text_or_null' },",
"        'usable': { 'type': ['integer', 'null'], 'minimum': 0 },",
"        'used': {",
"          'description': 'By what stands, as AWS counts it.',",
"          '$ref': '#/$defs/count'",
"        },",
"        'planned': {",
"          'description': 'By what is to be created, as many as there are to be.',",
"          '$ref': '#/$defs/count'",
"        },",
"        'most': {",
"          'description': 'By the same at its maximum and while it is replaced.',",
"          '$ref': '#/$defs/count'",
"        },",
"        'free': { 'type': ['integer', 'null'] },",
"        'at_least': {",
"          'description': 'Some number is not known: it may be more.',",
"          'type': 'boolean'",
"        },",
"        'fits': { 'type': ['boolean', 'null'] },",
"        'grown': {",
"          'type': ['object', 'null'],",
"          'additionalProperties': false,",
"          'required': ['planned', 'most', 'fits'],",
"          'properties': {",
"            'planned': { '$ref': '#/$defs/count' },",
"            'most': { '$ref': '#/$defs/count' },",
"            'fits': { 'type': 'boolean' }",
"          }",
"        },",
"        'prefixes': {",
"          'description': 'Whole /28 blocks for pods, and room for how many at best.',",
"          'type': ['object', 'null'],",
"          'additionalProperties': false,",
"          'required': ['room', 'planned', 'most'],",
"          'properties': {",
"            'room': { '$ref': '#/$defs/count' },",
"            'planned': { '$ref': '#/$defs/count' },",
"            'most': { '$ref': '#/$defs/count' }",
"          }",
"        },",
"        'takes': {",
"          'type': 'array',",
"          'items': {",
"            'type': 'object',",
"            'additionalProperties': false,",
"            'required': ['kind', 'name', 'pods', 'planned', 'most'],",
"            'properties': {",
"              'kind': { 'type': 'string' },",
"              'name': { 'type': 'string' },",
"              'pods': { 'type': 'boolean' },",
"              'planned': { '$ref': '#/$defs/count' },",
"              'most': { '$ref': '#/$defs/count' }",
"            }",
"          }",
"        }",
"      }",
"    }",
"  }",
"}",
NULL
};

void
report_capacity_schema(struct str *out)
{
	report_write_schema(out, lines);
}
