/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_WORKLOAD_H
#define VPCPLAN_MODEL_WORKLOAD_H

/*
 * What runs in a network: workloads (named groups of interfaces that are
 * alike, load balancers among them) and interfaces.  The kind table says what
 * each kind of workload serves and needs.
 */

#include "model/filter.h"

enum workload_kind {
	WORKLOAD_INSTANCE,
	WORKLOAD_AUTO_SCALING_GROUP,
	WORKLOAD_APPLICATION_LOAD_BALANCER,
	WORKLOAD_NETWORK_LOAD_BALANCER,
	WORKLOAD_GATEWAY_LOAD_BALANCER,
	WORKLOAD_CLASSIC_LOAD_BALANCER,
	WORKLOAD_RDS,
	WORKLOAD_AURORA,
	WORKLOAD_ELASTICACHE,
	WORKLOAD_REDSHIFT,
	WORKLOAD_DOCDB,
	WORKLOAD_NEPTUNE,
	WORKLOAD_OPENSEARCH,
	WORKLOAD_MSK,
	WORKLOAD_MQ,
	WORKLOAD_EFS,
	WORKLOAD_FSX,
	WORKLOAD_LAMBDA,
	WORKLOAD_ECS_SERVICE,
	WORKLOAD_FARGATE_SERVICE,
	WORKLOAD_EKS_CLUSTER,
	WORKLOAD_EKS_NODES,
	WORKLOAD_APPLIANCE,
	WORKLOAD_NAT_INSTANCE,
	WORKLOAD_INTERFACE,
	WORKLOAD_KIND_COUNT
};

/* A row of the kind table.  Sources: the notes in model/kinds.c. */
struct workload_type {
	const char *key;	/* "application_load_balancer", as in a spec */
	const char *words;	/* "application load balancer" */
	const char *short_word;	/* "ALB", for diagrams */
	const char *ports;	/* short string; NULL: stated, or by engine */
	bool serves_none;	/* never listens, whatever is stated: lambda */
	unsigned addresses;	/* per subnet, at least; 0: by count alone */
	unsigned zones;		/* AZs it must span; 0: no demand */
	bool is_load_balancer, is_data_store;
	bool can_be_public;	/* may have a public address */
	bool takes_ipv6;	/* has IPv6 where its subnet has */
	bool source_check;	/* default */
	bool wide_ephemeral;	/* clients use 1024-65535 */
	bool has_groups;	/* carries the default group if it names none */
	unsigned rank;		/* order in diagrams, 4.4 of the layout */
};

const struct workload_type *workload_type(enum workload_kind kind);

/* Whether it is a load balancer that faces the internet: which is AWS's
 * default where no scheme is stated.  A gateway load balancer never does. */
struct flag_value workload_faces_internet(const struct workload *w);

/* Ranks of what stands among workloads in a diagram and is none. */
enum { RANK_NAT_GATEWAY = 30, RANK_ENDPOINT = 120 };

/* The kind with that key; false if there is none. */
bool workload_kind_find(const char *key, enum workload_kind *out);

/* Whether a NetworkType, as databases and caches have it ("IPV4", "DUAL",
 * "dual_stack"), has IPv6; false: no such word is known. */
bool workload_network_type(const char *word, bool *ipv6);

/* Whether what it serves hangs on an engine: rds, aurora, elasticache. */
bool workload_has_engine(enum workload_kind kind);

/*
 * The short string of ports that an engine of such a kind serves ("postgres":
 * "tcp/5432"); NULL if there is no such engine.
 */
const char *engine_ports(enum workload_kind kind, const char *engine);

/* The i-th engine of the kind as people write it; NULL behind the last. */
const char *engine_name(enum workload_kind kind, size_t i);

struct workload;

/* "ALB", "EC2", "RDS"; of a cache that says its engine, that: "Redis". */
const char *workload_short_word(const struct workload *w);

enum target_type { TARGET_TYPE_ABSENT, TARGET_TYPE_INSTANCE, TARGET_TYPE_IP,
	TARGET_TYPE_LAMBDA, TARGET_TYPE_LOAD_BALANCER, TARGET_TYPE_UNKNOWN };

enum listener_protocol { LISTENER_TCP, LISTENER_UDP, LISTENER_TLS,
	LISTENER_TCP_UDP };

const char *listener_protocol_name(enum listener_protocol p);

struct listener {
	struct place at;
	enum listener_protocol protocol;
	struct number_value port;
	VEC(struct ref) targets;		/* workloads or interfaces */
	struct number_value target_port;	/* absent: the listener's */
	struct number_value health_port;	/* absent: the target port */
	enum target_type target_type;	/* absent: ip for fargate, else instance */
	struct flag_value preserve_client;
	const char *id;			/* ARN, or NULL */
};

struct pods {			/* an EKS node group's appetite */
	struct number_value per_node;
	struct text_value mode;	/* "secondary", "prefix" … */
	VEC(struct ref) subnet_refs;
};

/*
 * One interface, or some that are alike in one subnet.  Without addresses it
 * stands for any usable address of its subnet.
 */
struct interface {
	struct thing is;
	struct workload *workload;	/* whose; NULL: a bare one */
	struct endpoint *endpoint;	/* whose; NULL: no endpoint's */
	struct ref subnet_ref;
	VEC(struct ref) group_refs;
	VEC(struct address_value) addresses;	/* IPv4 private */
	VEC(struct address_value) ipv6_addresses;
	struct flag_value public_ip;	/* has a public IPv4 address */
	VEC(struct address_value) public_addresses;	/* which, if known */
	struct flag_value source_check;
	struct flag_value ipv6;		/* has an IPv6 address */
	const char *type;		/* AWS's InterfaceType, or NULL */
	const char *description;
	const char *holder;		/* of one that is nobody's here: the
					   instance that has it, which the
					   input does not list; or NULL */
	struct forwards forwards;	/* of an appliance's interface */
	bool groups_stated;
	bool of_service;		/* attached, and to no instance: a
					   service of AWS's has it */
	bool denial_stated;		/* whether it drops what internet
					   gateways deliver by IPv6 is … */
	bool denies_internet;		/* … stated as this */

	/* link */
	bool groups_known;		/* false: it may carry others */
	bool groups_depend;		/* nothing but maybe_groups keeps them
					   from being known */
	struct subnet *subnet;		/* NULL: unknown */
	VEC(struct security_group *) groups;
	VEC(struct ref) maybe_groups;	/* carried under a condition each */
};

/* Whether it is somebody's who sends and receives: a workload's, that of an
 * instance which the input does not list, or of a service's host. */
bool interface_is_inhabited(const struct interface *e);

/*
 * Whether it drops what internet gateways deliver by IPv6: as is stated of it
 * (DenyAllIgwTraffic), or of its load balancer (ipv6.deny_all_igw_traffic),
 * where an internal one does unless it is told otherwise ("Edit attributes
 * for your Application Load Balancer").
 */
struct flag_value interface_denies_internet(const struct interface *e);

/* Whether a load balancer has it, which AWS tells of the interface alone: by
 * its type, or by its description. */
bool interface_is_of_balancer(const struct interface *e);

/* The same of an endpoint to whose service packets go. */
bool interface_is_of_endpoint(const struct interface *e);

struct workload {
	struct thing is;
	enum workload_kind kind;
	bool kind_untold;		/* a load balancer, and it is not known
					   of which kind */
	VEC(struct ref) subnet_refs;
	VEC(struct ref) group_refs;
	bool groups_stated;
	bool subnets_stated;
	struct flag_value public_ip;
	struct address_value public_address;	/* public_ip named an EIP */
	VEC(struct address_value) addresses;
	struct flag_value source_check, ipv6, multi_az, publicly_accessible;
	struct flag_value cross_zone;
	struct text_value scheme;	/* "internet-facing" or "internal" */
	struct flag_value denies_internet;	/* of a load balancer: drops what
					   internet gateways deliver by IPv6 */
	struct text_value engine, az;
	struct ports_value ports;	/* absent: as the kind table says */
	struct port_range ephemeral;	/* TCP ports; 0-0: by kind */
	const char *ephemeral_why;	/* they are not known, but of these:
					   why; or NULL */
	struct number_value count, max, surge;
	struct number_value connections;	/* at once, to one destination */
	VEC(struct text_value) needs;
	VEC(struct listener *) listeners;
	bool listeners_known;
	const char *listeners_why;	/* not known: why; or NULL */
	struct forwards forwards;
	struct pods pods;
	bool has_pods;

	VEC(struct interface *) interfaces;	/* link makes those of subnets */
	bool interfaces_stated;
};

/* What an interface does not say itself: as its owner, its subnet and the
 * table of kinds have it.  For link, and for who changes those in memory. */
void interface_inherit(struct interface *e);

struct elastic_ip {
	struct thing is;
	struct address_value address;
	struct ref attached_to;		/* interface, instance or NAT */
	bool attachment_known;
	uint32_t uses;			/* link */
};

#endif
