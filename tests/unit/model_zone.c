/* SPDX-License-Identifier: MIT */
#include "model/zone.h"

#include "model_plan.h"

#include <string.h>

START_TEST(endings_that_are_zones)
{
	static const struct {
		const char *name, *tier;
	} rows[] = {
		{ "app-a", "app" },
		{ "app_b", "app" },
		{ "app.c", "app" },
		{ "app a", "app" },
		{ "app-A", "app" },
		{ "app-2a", "app" },
		{ "app_1c", "app" },
		{ "app-az1", "app" },
		{ "app-AZ2", "app" },
		{ "app-aza", "app" },
		{ "app-az-1", "app" },
		{ "app-az-b", "app" },
		{ "app-ap-northeast-2a", "app" },
		{ "app_us_east_1b", "app" },
		{ "app-us-gov-west-1a", "app" },
		{ "app-ap-northeast-2-a", "app" },
		{ "app-apne2-az1", "app" },
		{ "app-use1-az4", "app" },
		{ "shop-private-eu-west-1c", "shop-private" },
		{ "공개-서브넷-a", "공개-서브넷" },
		{ "app--a", "app" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t n = name_length_without_zone(rows[i].name);

		ck_assert_msg(n == strlen(rows[i].tier),
		    "%s: \"%.*s\"", rows[i].name, (int)n, rows[i].name);
		ck_assert(strncmp(rows[i].name, rows[i].tier, n) == 0);
	}
}
END_TEST

START_TEST(endings_that_are_none)
{
	static const char *const names[] = {
		"appa", "app", "a", "-a", "2a", "az1", "us-east-1a", "app-1",
		"app-x", "app-12a", "private1", "app-azure", "app-db",
		"web-2ab", "공개a", "", "-", "PublicSubnet1",
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		ck_assert_msg(name_length_without_zone(names[i]) ==
		    strlen(names[i]), "%s", names[i]);
}
END_TEST

START_TEST(a_tier_is_the_name_without_the_zone_unless_stated)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *a = plan_subnet(p, v, "app-a", "10.0.0.0/24");
	struct subnet *b = plan_subnet(p, v, "app-c", "10.0.1.0/24");
	struct subnet *c = plan_subnet(p, v, NULL, "10.0.2.0/24");

	b->tier = plan_text(p, "apps");
	c->is.id = "subnet-0123456789abcdefa";
	plan_link(p);
	ck_assert_str_eq(a->tier.v, "app");
	ck_assert_int_eq(a->tier.is.origin, ORIGIN_DERIVED);
	ck_assert_str_eq(b->tier.v, "apps");
	ck_assert_int_eq(b->tier.is.origin, ORIGIN_LITERAL);
	ck_assert_int_eq(c->tier.is.state, VALUE_ABSENT);
	plan_free(p);
}
END_TEST

START_TEST(one_zone_has_one_key_however_it_is_written)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	static const char *const zones[] = { "a", "2a", "ap-northeast-2a" };
	struct subnet *s[3], *other;

	v->is.region = "ap-northeast-2";
	for (size_t i = 0; i < 3; i++) {
		s[i] = plan_subnet(p, v, arena_printf(p->a, "s%zu", i),
		    "10.0.0.0/24");
		s[i]->az = plan_text(p, zones[i]);
	}
	other = plan_subnet(p, v, "other", "10.0.3.0/24");
	other->az = plan_text(p, "b");
	plan_link(p);
	for (size_t i = 0; i < 3; i++)
		ck_assert_str_eq(s[i]->az_key, "ap-northeast-2a");
	ck_assert_str_eq(other->az_key, "ap-northeast-2b");
	plan_free(p);
}
END_TEST

START_TEST(the_same_letter_of_two_regions_is_two_zones)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "one", "10.0.0.0/16");
	struct vpc *w = plan_vpc(p, "two", "10.1.0.0/16");
	struct subnet *s = plan_subnet(p, v, "s", "10.0.0.0/24");
	struct subnet *t = plan_subnet(p, w, "t", "10.1.0.0/24");

	v->is.region = "eu-west-1";
	w->is.region = "eu-west-2";
	s->az = plan_text(p, "a");
	t->az = plan_text(p, "a");
	plan_link(p);
	ck_assert_str_ne(s->az_key, t->az_key);
	plan_free(p);
}
END_TEST

START_TEST(an_id_that_any_subnet_tells_is_the_key_of_its_zone)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *both = plan_subnet(p, v, "s", "10.0.0.0/24");
	struct subnet *name = plan_subnet(p, v, "t", "10.0.1.0/24");
	struct subnet *id = plan_subnet(p, v, "u", "10.0.2.0/24");

	both->az = plan_text(p, "us-east-1a");
	both->az_id = plan_text(p, "use1-az4");
	name->az = plan_text(p, "us-east-1a");
	id->az_id = plan_text(p, "use1-az4");
	plan_link(p);
	ck_assert_str_eq(both->az_key, "use1-az4");
	ck_assert_str_eq(name->az_key, "use1-az4");
	ck_assert_str_eq(id->az_key, "use1-az4");
	plan_free(p);
}
END_TEST

START_TEST(forms_of_zones)
{
	static const struct {
		const char *text;
		enum zone_form form;
		size_t region;
	} rows[] = {
		{ "a", ZONE_LETTER, 0 }, { "2a", ZONE_SHORT, 0 },
		{ "ap-northeast-2a", ZONE_NAME, 14 },
		{ "us-gov-west-1b", ZONE_NAME, 13 },
		{ "eusc-de-east-1a", ZONE_NAME, 14 },
		{ "us-west-2-lax-1a", ZONE_NAME, 9 },
		{ "us-east-1-wl1-bos-wlz-1", ZONE_NAME, 9 },
		{ "apne2-az1", ZONE_ID, 0 }, { "usw2-lax1-az1", ZONE_ID, 0 },
		{ "use1-wl1-bos-wlz1", ZONE_ID, 0 },
		{ "", ZONE_OTHER, 0 }, { "A", ZONE_OTHER, 0 },
		{ "a ", ZONE_OTHER, 0 }, { "ap-northeast-2", ZONE_OTHER, 0 },
		{ "ap-northeast-2aa", ZONE_OTHER, 0 },
		{ "ap-northeast-2A", ZONE_OTHER, 0 },
		{ "az1", ZONE_OTHER, 0 }, { "1", ZONE_OTHER, 0 },
		{ "us-east-1-", ZONE_OTHER, 0 },
		{ "us-east-1-1a", ZONE_OTHER, 0 },
		{ "us-west-2-lax-1", ZONE_OTHER, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t region = 99;

		ck_assert_msg(zone_form(rows[i].text, &region) ==
		    rows[i].form, "\"%s\"", rows[i].text);
		ck_assert_msg(region == rows[i].region, "\"%s\"",
		    rows[i].text);
	}
	ck_assert(zone_is_region("ap-northeast-2"));
	ck_assert(zone_is_region("us-iso-east-1"));
	ck_assert(!zone_is_region("ap-northeast-2a"));
	ck_assert(!zone_is_region("Seoul"));
	ck_assert(!zone_is_region("us-east"));
	ck_assert(!zone_is_region(""));
}
END_TEST

START_TEST(without_a_region_a_name_tells_it_to_the_letters)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct vpc *w = plan_vpc(p, "other", "10.1.0.0/16");
	static const char *const zones[] = { "a", "2a", "ap-northeast-2a" };
	struct subnet *s[3], *c, *far;

	for (size_t i = 0; i < 3; i++) {
		s[i] = plan_subnet(p, v, arena_printf(p->a, "s%zu", i),
		    "10.0.0.0/24");
		s[i]->az = plan_text(p, zones[i]);
	}
	c = plan_subnet(p, v, "c", "10.0.3.0/24");
	c->az = plan_text(p, "c");
	far = plan_subnet(p, w, "far", "10.1.0.0/24");
	far->az = plan_text(p, "a");
	plan_link(p);
	for (size_t i = 0; i < 3; i++)
		ck_assert_str_eq(s[i]->az_key, "ap-northeast-2a");
	ck_assert_str_eq(c->az_key, "ap-northeast-2c");
	ck_assert_str_eq(far->az_key, "ap-northeast-2a");
	plan_free(p);
}
END_TEST

START_TEST(names_of_two_regions_tell_the_letters_nothing)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "one", "10.0.0.0/16");
	struct vpc *w = plan_vpc(p, "two", "10.1.0.0/16");
	struct vpc *x = plan_vpc(p, "three", "10.2.0.0/16");
	struct subnet *s = plan_subnet(p, v, "s", "10.0.0.0/24");
	struct subnet *t = plan_subnet(p, w, "t", "10.1.0.0/24");
	struct subnet *u = plan_subnet(p, x, "u", "10.2.0.0/24");

	s->az = plan_text(p, "eu-west-1a");
	t->az = plan_text(p, "eu-west-2a");
	u->az = plan_text(p, "2a");
	plan_link(p);
	ck_assert_str_eq(s->az_key, "eu-west-1a");
	ck_assert_str_eq(t->az_key, "eu-west-2a");
	ck_assert_str_eq(u->az_key, "a");
	plan_free(p);
}
END_TEST

START_TEST(an_id_and_a_name_that_nothing_pairs_may_be_one_zone)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *name = plan_subnet(p, v, "t", "10.0.1.0/24");
	struct subnet *id = plan_subnet(p, v, "u", "10.0.2.0/24");

	name->az = plan_text(p, "us-east-1a");
	id->az_id = plan_text(p, "use1-az4");
	plan_link(p);
	ck_assert_str_eq(name->az_key, "us-east-1a");
	ck_assert_ptr_null(id->az_key);
	plan_free(p);
}
END_TEST

START_TEST(a_zone_that_is_not_known_has_no_key)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, v, "s-a", "10.0.0.0/24");

	s->az.is = value_unknown(plan_place(p), "Fn::GetAZs");
	plan_link(p);
	ck_assert_ptr_null(s->az_key);
	plan_free(p);
}
END_TEST

Suite *suite_zone(void);

Suite *
suite_zone(void)
{
	return unit_suite_of("zone", (const TTest *const[]){
		endings_that_are_zones, endings_that_are_none,
		a_tier_is_the_name_without_the_zone_unless_stated,
		one_zone_has_one_key_however_it_is_written,
		the_same_letter_of_two_regions_is_two_zones,
		an_id_that_any_subnet_tells_is_the_key_of_its_zone,
		forms_of_zones,
		without_a_region_a_name_tells_it_to_the_letters,
		names_of_two_regions_tell_the_letters_nothing,
		an_id_and_a_name_that_nothing_pairs_may_be_one_zone,
		a_zone_that_is_not_known_has_no_key, NULL });
}
