/* SPDX-License-Identifier: MIT */
#include "load/detect.h"

#include "base/str.h"
#include "load/cloudformation.h"
#include "load/describe.h"
#include "load/spec.h"
#include "load/terraform.h"
#include "text/sanitise.h"

#include <string.h>

const struct loader *const loaders[] = {
	&loader_spec,
	&loader_describe,
	&loader_cloudformation,
	&loader_terraform,
	NULL
};

const struct loader *
detect_by_name(const char *name)
{
	for (size_t i = 0; loaders[i] != NULL; i++)
		if (str_equal(loaders[i]->name, name))
			return loaders[i];
	return NULL;
}

const struct loader *
detect_loader(const struct document *d)
{
	for (size_t i = 0; loaders[i] != NULL; i++)
		if (loaders[i]->recognise(node_root(d)))
			return loaders[i];
	return NULL;
}

const char *
detect_signs(struct arena *a)
{
	struct str s = str_new(a);

	for (size_t i = 0; loaders[i] != NULL; i++)
		str_addf(&s, "%s%s (%s)", i == 0 ? "" : ", ",
		    loaders[i]->name, loaders[i]->sign);
	return str_text(&s);
}

/* The first bytes of a text without marks, blanks and the zeros of UTF-16. */
static size_t
first_bytes(const char *bytes, size_t length, char *out, size_t room)
{
	size_t n = 0;

	for (size_t i = 0; i < length && n < room; i++)
		if (strchr(" \t\r\n\xef\xbb\xbf\xfe\xff", bytes[i]) == NULL)
			out[n++] = bytes[i];
	return n;
}

bool
detect_is_json(const char *bytes, size_t length)
{
	enum { LOOK = 64 };
	char first[2];
	size_t n = first_bytes(bytes, length < LOOK ? length : LOOK, first,
	    sizeof first);

	if (n < 2)
		return false;
	if (first[0] == '{')
		return first[1] == '"' || first[1] == '}' || first[1] == '/';
	return first[0] == '[' && strchr("{[\"]", first[1]) != NULL;
}

/* Whether some line begins with word, in quotes or not. */
static bool
has_line(const char *bytes, size_t length, const char *word)
{
	size_t n = strlen(word);

	for (size_t at = 0; at < length; ) {
		const char *end = memchr(bytes + at, '\n', length - at);
		bool quoted = bytes[at] == '"' || bytes[at] == '\'';

		at += quoted;
		if (length - at >= n && memcmp(bytes + at, word, n) == 0)
			return true;
		if (end == NULL)
			return false;
		at = (size_t)(end - bytes) + 1;
	}
	return false;
}

/* "Vpcs:\n- CidrBlock: …": a word in mixed case, a colon, a list. */
static bool
is_yaml_output(const char *bytes, size_t length)
{
	size_t i = 0;

	while (i < length && ((bytes[i] >= 'A' && bytes[i] <= 'Z') ||
	    (bytes[i] >= 'a' && bytes[i] <= 'z')))
		i++;
	return i > 1 && length - i > 2 && bytes[i] == ':' &&
	    bytes[i + 1] == '\n' && (bytes[i + 2] == '-' ||
	    bytes[i + 2] == ' ');
}

bool
detect_is_yaml(const char *path, const char *bytes, size_t length)
{
	static const char *const signs[] = { "Resources", "vpcplan:",
		"AWSTemplateFormatVersion", NULL };

	if (is_yaml_output(bytes, length))
		return true;
	if (!str_ends_with(path, ".yaml") && !str_ends_with(path, ".yml") &&
	    !str_ends_with(path, ".template"))
		return false;
	for (size_t i = 0; signs[i] != NULL; i++)
		if (has_line(bytes, length, signs[i]))
			return true;
	return false;
}

/* How the other outputs of the AWS CLI, and other files, begin. */
#define HCL	"this looks like Terraform configuration: run terraform plan " \
	"-out and give the output of terraform show -json"

static const struct {
	const char *begins;
	const char *advice;
	bool is_input;		/* somebody meant it to be read */
} signs[] = {
	{ "---------------", "this looks like aws --output table: run the "
	  "command again with --output json", true },
	{ "usage: aws", "this is the help of the AWS CLI, not its output",
	  true },
	{ "An error occurred", "this is an error message of the AWS CLI: run "
	  "the command again", true },
	{ "Unable to locate credentials", "this is an error message of the "
	  "AWS CLI: run the command again with credentials", true },
	{ "{\"@level\":", "this is the log of terraform plan -json: save the "
	  "plan with -out and give the output of terraform show -json", true },
	{ "\x1f\x8b", "this is compressed by gzip: unpack it first", false },
	{ "PK\x03\x04", "this is a zip archive; of a saved Terraform plan "
	  "give the output of terraform show -json", false },
	{ "resource \"", HCL, false }, { "module \"", HCL, false },
	{ "terraform {", HCL, false }, { "provider \"", HCL, false },
	{ "variable \"", HCL, false }, { "locals {", HCL, false },
	{ "data \"", HCL, false }, { "output \"", HCL, false },
	{ NULL, NULL, false }
};

/* "VPCS\t10.0.0.0/16\t…": upper case, then a tab. */
static bool
is_text_output(const char *bytes, size_t length)
{
	size_t i = 0;

	while (i < length && ((bytes[i] >= 'A' && bytes[i] <= 'Z') ||
	    bytes[i] == '_'))
		i++;
	return i > 1 && i < length && bytes[i] == '\t';
}

const char *
detect_advice(const char *bytes, size_t length, bool *is_input)
{
	for (size_t i = 0; signs[i].begins != NULL; i++) {
		size_t n = strlen(signs[i].begins);

		*is_input = signs[i].is_input;
		if (length >= n && memcmp(bytes, signs[i].begins, n) == 0)
			return signs[i].advice;
	}
	*is_input = is_text_output(bytes, length);
	return *is_input ? "this looks like aws --output text: run the "
	    "command again with --output json" : NULL;
}

/* JSON of kinds that people have and that no loader reads. */
static const struct {
	const char *key;
	const char *what;
} unread[] = {
	{ "Resources", "its \"Resources\" state no \"Type\", as those of a "
	  "CloudFormation template do" },
	{ "encrypted_data", "it is encrypted by OpenTofu: give the output of "
	  "tofu show -json" },
	{ "provider_schemas", "it is the output of terraform providers schema: "
	  "give that of terraform show -json" },
	{ "diagnostics", "it is the output of terraform validate -json: give "
	  "that of terraform show -json" },
	{ "format_version", "it is the output of terraform show -json where "
	  "there is no state yet" },
	{ NULL, NULL }
};

const char *
detect_unread(const struct document *d)
{
	struct node root = node_root(d);

	for (size_t i = 0; unread[i].key != NULL; i++)
		if (node_exists(node_get(root, unread[i].key)))
			return unread[i].what;
	return NULL;
}

/* Signs of formats, and what is written for them. */
static const struct {
	const char *wrong, *sign;
} near_signs[] = {
	{ "vpcs", "vpcs" }, { "vpc", "vpcs" }, { "vpcplan", "vpcplan" },
	{ "vpc_plan", "vpcplan" }, { "vpc-plan", "vpcplan" },
	{ "plan", "vpcplan" }, { "resource", "Resources" },
	{ "resources", "Resources" }, { "subnet", "Subnets" },
	{ "subnets", "Subnets" }, { "security_groups", "SecurityGroups" },
	{ "securitygroups", "SecurityGroups" },
	{ "route_tables", "RouteTables" }, { "routetables", "RouteTables" },
};

static const char *
near_sign(const char *key)
{
	for (size_t i = 0; i < sizeof near_signs / sizeof *near_signs; i++)
		if (str_equal_but_case(key, near_signs[i].wrong))
			return near_signs[i].sign;
	return NULL;
}

const char *
detect_near(struct arena *a, const struct document *d)
{
	enum { SHOWN = 6 };
	struct node root = node_root(d);
	const char *sign = NULL;
	struct str keys = str_new(a);
	size_t n = 0;

	if (node_kind(root) != NODE_MAP)
		return NULL;
	for (struct node c = node_first(root); node_exists(c);
	    c = node_next(c), n++) {
		if (sign == NULL)
			sign = near_sign(node_key(c));
		if (n < SHOWN)
			str_addf(&keys, "%s\"%s\"", n > 0 ? ", " : "",
			    sanitise_text(a, node_key(c)));
	}
	if (sign == NULL)
		return NULL;
	return arena_printf(a, "it has %s%s; did you mean \"%s\"?",
	    str_text(&keys), n > SHOWN ? ", …" : "", sign);
}
