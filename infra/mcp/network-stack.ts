// How the Lambdas in the database's VPC reach the database and the AWS services that they call. Only for a stage whose database is there.
import { Aws, CfnOutput, Fn, Stack } from "aws-cdk-lib";
import { CfnSecurityGroup, CfnSecurityGroupEgress, CfnSecurityGroupIngress, CfnVPCEndpoint } from "aws-cdk-lib/aws-ec2";
import type { Construct } from "constructs";
import { databaseClientExport, endpointExport, stackName } from "../names.ts";
import { type DatabaseNetwork, type InterfaceService, listOwnEndpoints } from "./vpc-endpoints.ts";

const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };

/** A group without a rule of its own lets everything out; this one lets nothing out. */
const nothing = { ipProtocol: "icmp", cidrIp: "255.255.255.255/32", fromPort: 252, toPort: 86 };

export class DatabaseNetworkStack extends Stack {
  private readonly network: DatabaseNetwork;
  private readonly client: CfnSecurityGroup;

  constructor(scope: Construct, stage: string, network: DatabaseNetwork) {
    super(scope, "DatabaseNetwork", {
      stackName: stackName(stage, "database-network"),
      description: "Patchbay: way to the database",
    });
    this.network = network;
    const { vpc } = network;
    this.client = new CfnSecurityGroup(this, "Client", {
      groupDescription: `Lambdas of Patchbay ${stage} that ask the database`,
      vpcId: vpc.id,
      // DynamoDB's addresses are public ones; the subnets' routes decide what else can be reached.
      securityGroupEgress: [{ ...https, cidrIp: "0.0.0.0/0", description: "AWS services, by endpoints" }],
    });
    this.openDatabase();
    this.addEndpoints(stage);
    if (!vpc.existingEndpoints?.dynamodb) this.addDynamoGateway();
    new CfnOutput(this, "ClientGroup", { value: this.client.attrGroupId, exportName: databaseClientExport(stage) });
  }

  private openDatabase(): void {
    const { port, vpc } = this.network;
    const rule = { ipProtocol: "tcp", fromPort: port, toPort: port };
    new CfnSecurityGroupEgress(this, "ToDatabase", {
      ...rule,
      groupId: this.client.attrGroupId,
      destinationSecurityGroupId: vpc.securityGroupId,
      description: "The database",
    });
    this.admitClient("FromClient", vpc.securityGroupId, rule);
  }

  private admitClient(id: string, groupId: string, rule: typeof https): void {
    new CfnSecurityGroupIngress(this, id, {
      ...rule,
      groupId,
      sourceSecurityGroupId: this.client.attrGroupId,
      description: "Lambdas of Patchbay",
    });
  }

  /**
   * Under names of their own: with private DNS on, every other program in the VPC would be led to them, and be refused. They accept
   * nobody but our Lambdas, and requests for nothing but this account's.
   */
  private addEndpoints(stage: string): void {
    const { vpc, services } = this.network;
    const own = listOwnEndpoints(this.network);
    for (const service of services) {
      const existing = vpc.existingEndpoints?.[service];
      if (existing) this.admitClient(`To-${service}`, existing, https);
    }
    if (own.length === 0) return;
    const group = new CfnSecurityGroup(this, "Endpoints", {
      groupDescription: `Endpoints of Patchbay ${stage}`,
      vpcId: vpc.id,
      securityGroupEgress: [nothing],
    });
    this.admitClient("ToEndpoints", group.attrGroupId, https);
    for (const service of own) this.addEndpoint(service, stage, group);
  }

  private addEndpoint(service: InterfaceService, stage: string, group: CfnSecurityGroup): void {
    const { vpc } = this.network;
    const endpoint = new CfnVPCEndpoint(this, service, {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${Aws.REGION}.${service}`,
      vpcEndpointType: "Interface",
      subnetIds: [...vpc.subnetIds],
      securityGroupIds: [group.attrGroupId],
      privateDnsEnabled: false,
      policyDocument: allowOwnAccount,
    });
    // Each entry is a hosted zone and a name; the first is the one for all zones.
    const name = Fn.select(1, Fn.split(":", Fn.select(0, endpoint.attrDnsEntries)));
    new CfnOutput(this, `Address-${service}`, { value: `https://${name}`, exportName: endpointExport(stage, service) });
  }

  /** Everybody's in these subnets, who may go on with tables of other accounts: without a policy of ours. It costs nothing. */
  private addDynamoGateway(): void {
    const { vpc } = this.network;
    new CfnVPCEndpoint(this, "dynamodb", {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${Aws.REGION}.dynamodb`,
      vpcEndpointType: "Gateway",
      routeTableIds: [...vpc.routeTableIds],
    });
  }
}

/** Foreign credentials get nothing through it. What a Lambda may do is its role's matter. */
const allowOwnAccount = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: "*",
      Action: "*",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalAccount": Aws.ACCOUNT_ID } },
    },
  ],
};
