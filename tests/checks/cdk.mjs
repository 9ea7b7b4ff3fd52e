// SPDX-License-Identifier: MIT
// Run by cdk.tap: cdk.mjs WORK-DIRECTORY.  Each program builds a stack and
// returns what it asked CDK for: the exposure of subnets, what stands where,
// and who reaches whom.  What vpcplan makes of the template must be that.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import * as cdk from "aws-cdk-lib";
import * as autoscaling from "aws-cdk-lib/aws-autoscaling";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as ecs from "aws-cdk-lib/aws-ecs";
import * as patterns from "aws-cdk-lib/aws-ecs-patterns";
import * as efs from "aws-cdk-lib/aws-efs";
import * as eks from "aws-cdk-lib/aws-eks";
import * as elb from "aws-cdk-lib/aws-elasticloadbalancingv2";
import * as targets from "aws-cdk-lib/aws-elasticloadbalancingv2-targets";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as rds from "aws-cdk-lib/aws-rds";

const work = process.argv[2];
const vpcplan = process.env.VPCPLAN;
const { PUBLIC, PRIVATE_WITH_EGRESS, PRIVATE_ISOLATED } = ec2.SubnetType;
const three = [
  { name: "Public", subnetType: PUBLIC, cidrMask: 24 },
  { name: "Private", subnetType: PRIVATE_WITH_EGRESS, cidrMask: 24 },
  { name: "Isolated", subnetType: PRIVATE_ISOLATED, cidrMask: 24 },
];
const amazon = ec2.MachineImage.genericLinux({ "eu-west-1": "ami-0123456789abcdef0" });
const micro = ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MICRO);

function host(stack, name, vpc, subnetType, more = {}) {
  return new ec2.Instance(stack, name, {
    vpc, instanceType: micro, machineImage: amazon,
    vpcSubnets: { subnetType }, ...more,
  });
}

function handler(stack, name, vpc, subnetType) {
  return new lambda.Function(stack, name, {
    vpc, vpcSubnets: { subnetType }, runtime: lambda.Runtime.NODEJS_22_X,
    handler: "index.handler", code: lambda.Code.fromInline("//"),
  });
}

const programs = {
  subnets(stack) {
    const vpc = new ec2.Vpc(stack, "Vpc", { maxAzs: 2, subnetConfiguration: three });
    host(stack, "Front", vpc, PUBLIC, { associatePublicIpAddress: true })
      .connections.allowFromAnyIpv4(ec2.Port.tcp(443));
    host(stack, "Middle", vpc, PRIVATE_WITH_EGRESS);
    host(stack, "Back", vpc, PRIVATE_ISOLATED);
    return {
      exposure: { Public: "public", Private: "private", Isolated: "isolated" },
      subnets: 6,
      reach: [
        ["Front", "internet", "tcp/443", "yes"],
        ["Middle", "internet", "tcp/443", "yes"],
        ["Back", "internet", "tcp/443", "no"],
        ["internet", "Front", "tcp/443", "yes"],
        ["internet", "Front", "tcp/22", "no"],
        ["internet", "Middle", "tcp/22", "no"],
        ["Middle", "Back", "tcp/22", "no"],
      ],
    };
  },

  endpoints(stack) {
    const vpc = new ec2.Vpc(stack, "Vpc", {
      maxAzs: 2, natGateways: 0,
      subnetConfiguration: [three[0], three[2]],
      gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
    });
    vpc.addInterfaceEndpoint("Queue", {
      service: ec2.InterfaceVpcEndpointAwsService.SQS,
    });
    handler(stack, "Worker", vpc, PRIVATE_ISOLATED);
    return {
      exposure: { Public: "public", Isolated: "isolated" },
      subnets: 4,
      reach: [
        ["Worker", "service:s3", "tcp/443", "yes"],
        ["Worker", "service:sqs", "tcp/443", "yes"],
        ["Worker", "service:dynamodb", "tcp/443", "no"],
        ["Worker", "internet", "tcp/443", "no"],
      ],
    };
  },

  peering(stack) {
    const two = ["10.0.0.0/16", "10.1.0.0/16"].map((cidr, i) =>
      new ec2.Vpc(stack, `Vpc${i}`, {
        ipAddresses: ec2.IpAddresses.cidr(cidr), maxAzs: 1, natGateways: 0,
        subnetConfiguration: [three[2]],
      }));
    const peering = new ec2.CfnVPCPeeringConnection(stack, "Peering", {
      vpcId: two[0].vpcId, peerVpcId: two[1].vpcId,
    });
    two.forEach((vpc, i) => vpc.isolatedSubnets.forEach((subnet, k) =>
      new ec2.CfnRoute(stack, `Route${i}${k}`, {
        routeTableId: subnet.routeTable.routeTableId,
        destinationCidrBlock: two[1 - i].vpcCidrBlock,
        vpcPeeringConnectionId: peering.ref,
      })));
    host(stack, "Near", two[0], PRIVATE_ISOLATED);
    host(stack, "Far", two[1], PRIVATE_ISOLATED)
      .connections.allowFrom(ec2.Peer.ipv4("10.0.0.0/16"), ec2.Port.tcp(5432));
    return {
      exposure: { Isolated: "private" },	// peering leads out
      subnets: 2,
      reach: [
        ["Near", "Far", "tcp/5432", "yes"],
        ["Near", "Far", "tcp/5433", "no"],
        ["Far", "Near", "tcp/5432", "no"],
        ["Near", "internet", "tcp/443", "no"],
      ],
    };
  },

  balancer(stack) {
    const vpc = new ec2.Vpc(stack, "Vpc", { maxAzs: 2, subnetConfiguration: three });
    const group = new autoscaling.AutoScalingGroup(stack, "App", {
      vpc, instanceType: micro, machineImage: amazon, minCapacity: 2, maxCapacity: 4,
      vpcSubnets: { subnetType: PRIVATE_WITH_EGRESS },
    });
    const front = new elb.ApplicationLoadBalancer(stack, "Front", {
      vpc, internetFacing: true,
    });
    front.addListener("Http", { port: 80, open: true })
      .addTargets("App", { port: 8080, protocol: elb.ApplicationProtocol.HTTP, targets: [group] });
    const database = new rds.DatabaseInstance(stack, "Database", {
      vpc, engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 }),
      vpcSubnets: { subnetType: PRIVATE_ISOLATED }, multiAz: true,
    });
    database.connections.allowDefaultPortFrom(group);
    return {
      exposure: { Public: "public", Private: "private", Isolated: "isolated" },
      subnets: 6,
      places: {
        Front: ["application_load_balancer", "Public"],
        App: ["auto_scaling_group", "Private"],
        Database: ["rds", "Isolated"],
      },
      reach: [
        ["internet", "Front", "tcp/80", "yes"],
        ["internet", "Front", "tcp/443", "no"],
        ["Front", "App", "tcp/8080", "yes"],
        ["Front", "App", "tcp/80", "no"],
        ["internet", "App", "tcp/8080", "no"],
        ["App", "Database", "tcp/5432", "yes"],
        ["App", "internet", "tcp/443", "yes"],
        ["Front", "Database", "tcp/5432", "no"],
        ["internet", "Database", "tcp/5432", "no"],
      ],
    };
  },

  cluster(stack) {
    const vpc = new ec2.Vpc(stack, "Vpc", { maxAzs: 2, subnetConfiguration: three });
    const cluster = new eks.Cluster(stack, "Cluster", {
      vpc, version: eks.KubernetesVersion.V1_31, defaultCapacity: 0,
      vpcSubnets: [{ subnetType: PRIVATE_WITH_EGRESS }],
      kubectlLayer: lambda.LayerVersion.fromLayerVersionArn(stack, "Kubectl",
        "arn:aws:lambda:eu-west-1:111122223333:layer:kubectl:1"),
    });
    cluster.addNodegroupCapacity("Nodes", {
      minSize: 2, subnets: { subnetType: PRIVATE_WITH_EGRESS },
    });
    return {
      exposure: { Public: "public", Private: "private", Isolated: "isolated" },
      subnets: 6,
      places: {
        "Cluster/Resource": ["eks_cluster", "Private"],
        "Cluster/NodegroupNodes": ["eks_nodes", "Private"],
      },
      reach: [
        ["internet", "Cluster/NodegroupNodes", "tcp/443", "no"],
      ],
    };
  },

  transit(stack) {
    const hub = new ec2.CfnTransitGateway(stack, "Hub", {
      defaultRouteTableAssociation: "disable", defaultRouteTablePropagation: "disable",
    });
    const table = new ec2.CfnTransitGatewayRouteTable(stack, "Table", {
      transitGatewayId: hub.attrId,
    });
    ["A", "B", "C"].forEach((name, i) => {
      const vpc = new ec2.Vpc(stack, `Vpc${name}`, {
        ipAddresses: ec2.IpAddresses.cidr(`10.${i}.0.0/16`), maxAzs: 1, natGateways: 0,
        subnetConfiguration: [three[2]],
      });
      const attachment = new ec2.CfnTransitGatewayVpcAttachment(stack, `To${name}`, {
        transitGatewayId: hub.attrId, vpcId: vpc.vpcId,
        subnetIds: vpc.isolatedSubnets.map((s) => s.subnetId),
      });
      const of = {
        transitGatewayAttachmentId: attachment.attrId, transitGatewayRouteTableId: table.ref,
      };
      new ec2.CfnTransitGatewayRouteTableAssociation(stack, `Uses${name}`, of);
      if (name !== "C")		// nobody knows the way to C
        new ec2.CfnTransitGatewayRouteTablePropagation(stack, `Tells${name}`, of);
      new ec2.CfnRoute(stack, `Route${name}`, {
        routeTableId: vpc.isolatedSubnets[0].routeTable.routeTableId,
        destinationCidrBlock: "10.0.0.0/8", transitGatewayId: hub.attrId,
      }).addDependency(attachment);
      host(stack, `Host${name}`, vpc, PRIVATE_ISOLATED)
        .connections.allowFrom(ec2.Peer.ipv4("10.0.0.0/8"), ec2.Port.tcp(443));
    });
    return {
      exposure: { Isolated: "private" },	// the gateway leads out
      subnets: 3,
      reach: [
        ["HostA", "HostB", "tcp/443", "yes"],
        ["HostA", "HostB", "tcp/22", "no"],
        ["HostA", "HostC", "tcp/443", "no"],
        ["HostC", "HostA", "tcp/443", "one-way"],
        ["HostA", "internet", "tcp/443", "no"],
      ],
    };
  },

  privatelink(stack) {
    const [provider, consumer] = ["Provider", "Consumer"].map((name) =>
      new ec2.Vpc(stack, name, {
        maxAzs: 2, natGateways: 0, subnetConfiguration: [three[2]],
      }));
    const front = new elb.NetworkLoadBalancer(stack, "Front", {
      vpc: provider, vpcSubnets: { subnetType: PRIVATE_ISOLATED }, crossZoneEnabled: true,
    });
    const app = host(stack, "App", provider, PRIVATE_ISOLATED);
    app.connections.allowFrom(ec2.Peer.ipv4(provider.vpcCidrBlock), ec2.Port.tcp(8080));
    front.addListener("Https", { port: 443 })
      .addTargets("App", { port: 8080, targets: [new targets.InstanceTarget(app, 8080)] });
    const service = new ec2.VpcEndpointService(stack, "Service", {
      vpcEndpointServiceLoadBalancers: [front], acceptanceRequired: false,
    });
    consumer.addInterfaceEndpoint("Way", {
      service: { name: service.vpcEndpointServiceName, port: 443, privateDnsDefault: false },
    });
    handler(stack, "Worker", consumer, PRIVATE_ISOLATED);
    return {
      exposure: { Isolated: "isolated" },
      subnets: 4,
      places: { Front: ["network_load_balancer", "Isolated"] },
      reach: [
        ["Worker", "endpoint:'S/Consumer'", "tcp/443", "yes"],
        ["Worker", "endpoint:'S/Consumer'", "tcp/8080", "no"],
        ["Worker", "App", "tcp/8080", "no"],
      ],
    };
  },

  fargate(stack) {
    const vpc = new ec2.Vpc(stack, "Vpc", { maxAzs: 2, subnetConfiguration: three });
    const web = new patterns.ApplicationLoadBalancedFargateService(stack, "Web", {
      vpc, listenerPort: 80, taskImageOptions: {
        image: ecs.ContainerImage.fromRegistry("nginx"), containerPort: 8080,
      },
    });
    const files = new efs.FileSystem(stack, "Files", {
      vpc, vpcSubnets: { subnetType: PRIVATE_ISOLATED },
    });
    files.connections.allowDefaultPortFrom(web.service);
    return {
      exposure: { Public: "public", Private: "private", Isolated: "isolated" },
      subnets: 6,
      places: {
        "Web/LB": ["application_load_balancer", "Public"],
        "Web/Service/Service": ["fargate_service", "Private"],
        "Files/EfsMountTarget1": ["efs", "Isolated"],
      },
      reach: [
        ["internet", "Web/LB", "tcp/80", "yes"],
        ["internet", "Web/LB", "tcp/8080", "no"],
        ["Web/LB", "Web/Service/Service", "tcp/8080", "yes"],
        ["internet", "Web/Service/Service", "tcp/8080", "no"],
        ["Web/Service/Service", "internet", "tcp/443", "yes"],
        ["Web/Service/Service", "Files/EfsMountTarget1", "tcp/2049", "yes"],
        ["Web/LB", "Files/EfsMountTarget1", "tcp/2049", "no"],
      ],
    };
  },
};

// ------------------------------------------------------------- comparing

let n = 0;
let problems = [];

function check(what, got, wanted) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b)
    problems.push(`${what}: ${a}, not ${b}`);
}

function run(...args) {
  const r = spawnSync(vpcplan, args, { encoding: "utf8", maxBuffer: 1 << 26 });
  if (r.status === null || r.status > 1)
    problems.push(`${args.slice(0, -1).join(" ")}: status ${r.status}, ${r.stderr.trim()}`);
  return r.stdout || "{}";
}

function verdict(title) {
  console.log(`${problems.length === 0 ? "ok" : "not ok"} ${++n} - ${title}`);
  problems.forEach((p) => console.log(`# ${p}`));
  problems = [];
}

for (const [title, program] of Object.entries(programs)) {
  // As the CDK CLI does it; zones would be looked up: these do.
  const app = new cdk.App({ outdir: join(work, title), context: {
    "aws:cdk:enable-path-metadata": true,
    "availability-zones:account=111122223333:region=eu-west-1":
      ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
  } });
  const stack = new cdk.Stack(app, "S", { env: { region: "eu-west-1", account: "111122223333" } });
  const asked = program(stack);
  app.synth();
  const file = join(work, title, "S.template.json");
  const region = ["--region", "eu-west-1"];

  const findings = JSON.parse(run("check", "--format", "json", ...region, file)).findings;
  check("errors", findings.filter((f) => f.severity === "error").map((f) => f.message), []);
  verdict(`${title}: nothing is wrong with it`);

  const scene = JSON.parse(run("draw", "--format", "scene", ...region, file));
  const subnets = scene.accounts.flatMap((a) => a.vpcs).flatMap((v) => v.subnets);
  check("subnets", subnets.length, asked.subnets);
  for (const s of subnets) {
    const kind = Object.keys(asked.exposure).find((k) => s.label.includes(`${k}Subnet`));
    check(s.label, s.exposure, asked.exposure[kind]);
  }
  verdict(`${title}: each subnet is what was asked for`);

  const spec = JSON.parse(run("convert", ...region, file));
  const workloads = Object.assign({}, ...Object.values(spec.vpcs).map((v) => v.workloads ?? {}));
  for (const [name, [kind, tier]] of Object.entries(asked.places ?? {})) {
    const found = Object.entries(workloads).find(([k]) => k.includes(name))?.[1];
    check(`${name} is`, found?.kind, kind);
    check(`${name} stands in`, found?.subnets?.every((s) => s.includes(`/${tier}Subnet`)), true);
  }
  verdict(`${title}: everything stands where it was put`);

  for (const [from, to, on, wanted] of asked.reach) {
    const name = (s) => /^(internet|service:|endpoint:)/.test(s) ? s : `S/${s}`;
    const answer = JSON.parse(run("reach", "--from", name(from), "--to", name(to), "--on", on,
      "--family", "ipv4", "--format", "json", ...region, file));
    check(`${from} to ${to} on ${on}`, answer.verdict, wanted);
  }
  verdict(`${title}: who reaches whom`);
}
console.log(`1..${n}`);
