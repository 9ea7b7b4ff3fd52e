/* SPDX-License-Identifier: MIT */
#include "model/select.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/*
 * AWS services by the last part of their endpoint service names, and the
 * families that people say; sorted.  "AWS PrivateLink Guide, AWS services
 * that integrate with AWS PrivateLink".
 */
static const char *const services[] = {
	"access-analyzer", "account", "acm", "acm-pca", "airflow",
	"airflow.api", "airflow.env", "airflow.ops", "apigateway",
	"application-autoscaling", "apprunner", "appsync", "appsync-api",
	"athena", "auditmanager", "autoscaling", "autoscaling-plans", "backup",
	"backup-gateway", "batch", "bedrock", "bedrock-agent",
	"bedrock-agent-runtime", "bedrock-runtime", "billing", "cassandra",
	"cleanrooms", "cloudcontrolapi", "cloudformation", "cloudhsmv2",
	"cloudtrail", "codeartifact", "codeartifact.api",
	"codeartifact.repositories", "codebuild", "codecommit",
	"codeconnections.api", "codedeploy", "codedeploy-commands-secure",
	"codepipeline", "cognito-idp", "comprehend", "comprehendmedical",
	"config", "connect", "controltower", "databrew", "datasync",
	"datazone", "deadline", "dms", "drs", "dynamodb", "dynamodb-streams",
	"ebs", "ec2", "ec2messages", "ecr", "ecr.api", "ecr.dkr", "ecs",
	"ecs-agent", "ecs-telemetry", "eks", "eks-auth", "elasticache",
	"elasticbeanstalk", "elasticbeanstalk-health", "elasticfilesystem",
	"elasticloadbalancing", "elasticmapreduce", "email-smtp",
	"emr-containers", "emr-serverless", "entityresolution", "events",
	"evidently", "execute-api", "firehose", "fis", "forecast", "fsx",
	"git-codecommit", "glue", "grafana", "groundstation", "guardduty",
	"guardduty-data", "healthlake", "imagebuilder", "inspector2", "iot",
	"iot.credentials", "iot.data", "iotsitewise", "kafka", "kendra",
	"kinesis", "kinesis-firehose", "kinesis-streams", "kms",
	"lakeformation", "lambda", "license-manager", "logs", "lookoutmetrics",
	"macie2", "mediaconnect", "memory-db", "mgn", "monitoring", "mq",
	"neptune-graph", "network-firewall", "notebook", "organizations",
	"outposts", "payment-cryptography", "pcs", "personalize", "pinpoint",
	"pipes", "polly", "pricing", "private-networks", "proton", "qldb",
	"ram", "rds", "rds-data", "redshift", "redshift-data",
	"redshift-serverless", "rekognition", "resource-groups",
	"rolesanywhere", "route53resolver", "rum", "s3",
	"s3-global.accesspoint", "s3-outposts", "s3express", "s3tables",
	"sagemaker", "sagemaker.api", "sagemaker.runtime", "scheduler",
	"schemas", "secretsmanager", "securityhub", "servicecatalog",
	"servicediscovery", "ses", "sns", "sqs", "ssm", "ssm-contacts",
	"ssm-incidents", "ssmmessages", "states", "storagegateway", "sts",
	"swf", "sync-states", "synthetics", "tagging", "textract",
	"timestream", "transcribe", "transcribestreaming", "transfer",
	"translate", "trustedadvisor", "verifiedpermissions", "vpc-lattice",
	"wafv2", "wellarchitected", "workspaces", "xray",
};

static int
compare(const void *key, const void *row)
{
	return strcmp(key, *(const char *const *)row);
}

bool
select_is_service(const char *word)
{
	return bsearch(word, services, sizeof services / sizeof services[0],
	    sizeof services[0], compare) != NULL;
}

size_t
select_services(const char *const **out)
{
	*out = services;
	return sizeof services / sizeof services[0];
}

bool
select_serves(const char *service, const char *word)
{
	size_t n = strlen(word);

	return str_starts_with(service, word) &&
	    (service[n] == '\0' || service[n] == '.');
}
