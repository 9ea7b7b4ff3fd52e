/* SPDX-License-Identifier: MIT */

/* Services of endpoints under other names than AWS's. */

#include "load/spec_read.h"

#include "base/names.h"
#include "base/str.h"
#include "model/select.h"
#include "text/sanitise.h"

#include <string.h>

/* What others, or AWS elsewhere, call them. */
static const struct {
	const char *wrong, *right;
} meant[] = {
	{ "storage", "s3" }, { "blob", "s3" }, { "blob_storage", "s3" },
	{ "bucket", "s3" }, { "gcs", "s3" }, { "dynamo", "dynamodb" },
	{ "cosmosdb", "dynamodb" }, { "ddb", "dynamodb" },
	{ "ecr.docker", "ecr.dkr" }, { "docker", "ecr.dkr" },
	{ "registry", "ecr.dkr" }, { "container_registry", "ecr.dkr" },
	{ "acr", "ecr.dkr" }, { "keyvault", "secretsmanager" },
	{ "vault", "secretsmanager" }, { "secrets", "secretsmanager" },
	{ "cloudwatch", "monitoring" }, { "cloudwatch_logs", "logs" },
	{ "eventbridge", "events" }, { "step_functions", "states" },
	{ "systems_manager", "ssm" }, { "session_manager", "ssmmessages" },
	{ "parameter_store", "ssm" }, { "elb", "elasticloadbalancing" },
	{ "efs", "elasticfilesystem" }, { "emr", "elasticmapreduce" },
	{ "queue", "sqs" }, { "servicebus", "sqs" },
	{ NULL, NULL }
};

static const char *
find(const char *word, const char *const *services, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_equal(services[i], word))
			return services[i];
	return NULL;
}

const char *
spec_service_meant(const char *wrong, const char *const *services,
    size_t n)
{
	const char *right;

	for (size_t i = 0; i < n; i++)
		if (spec_same_word(services[i], wrong))
			return services[i];
	for (size_t i = 0; meant[i].wrong != NULL; i++)
		if (spec_same_word(meant[i].wrong, wrong) &&
		    (right = find(meant[i].right, services, n)) != NULL)
			return right;
	return names_nearest(wrong, services, n);
}

/* Whether one is the other with a slip of the fingers: AWS has new services
 * each month, and short names of theirs that are near to each other. */
static bool
is_slip(const char *wrong, const char *right)
{
	enum { LENGTH = 6, LONG = 10 };
	size_t n = strlen(wrong), slips = n >= LONG ? 2 : 1;

	return n >= LENGTH && str_distance(wrong, right, slips) <= slips;
}

void
spec_check_service(struct spec *s, struct endpoint *e)
{
	const char *const *services, *right;
	size_t n = select_services(&services);
	bool is_word = false;
	struct finding *f;

	if (select_is_service(e->service.v) ||
	    str_starts_with(e->service.v, "com."))
		return;
	right = spec_service_meant(e->service.v, services, n);
	for (size_t i = 0; meant[i].wrong != NULL; i++)
		is_word |= spec_same_word(meant[i].wrong, e->service.v);
	if (right == NULL || (!is_word && !spec_same_word(right,
	    e->service.v) && !is_slip(e->service.v, right)))
		return;
	f = read_complain(s->l, node_get(s->object, "service"),
	    arena_printf(s->l->a, "AWS has no service of the name \"%s\"; did "
	    "you mean \"%s\"?", sanitise_text(s->l->a, e->service.v),
	    right));
	finding_help(&s->l->findings, f, "write \"service\": \"%s\"", right);
	e->service.v = right;
}
