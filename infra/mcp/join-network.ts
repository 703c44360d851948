// Puts a Lambda into the database's VPC.
import { Fn } from "aws-cdk-lib";
import { Effect, PolicyDocument, PolicyStatement, type Role } from "aws-cdk-lib/aws-iam";
import { CfnFunction, type Function as Lambda } from "aws-cdk-lib/aws-lambda";
import { acknowledgeFinding } from "../acknowledge.ts";
import type { Stage } from "../config.ts";
import { buildArn, databaseClientExport, endpointExport, type Place } from "../names.ts";
import { endpointVariables, listOwnEndpoints, planDatabaseNetwork } from "./vpc-endpoints.ts";

/** What Lambda itself does with the role: docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
const interfaceActions = [
  "ec2:CreateNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
];

export interface NetworkMembership {
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
  /** Addresses of the endpoints that AWS's clients call in place of the services' own. */
  readonly environment: Readonly<Record<string, string>>;
  readonly policy: PolicyDocument;
}

/** @param name the Lambda's @returns undefined for a stage whose database is in no VPC */
export function joinDatabaseNetwork(name: string, config: Stage, place: Place): NetworkMembership | undefined {
  const network = planDatabaseNetwork(config);
  if (network === undefined) return undefined;
  const addresses = listOwnEndpoints(network).map((service) => [
    endpointVariables[service],
    Fn.importValue(endpointExport(config.stage, service)),
  ]);
  return {
    subnetIds: [...network.vpc.subnetIds],
    securityGroupIds: [Fn.importValue(databaseClientExport(config.stage))],
    environment: Object.fromEntries(addresses),
    policy: allowLambdaOnly(buildArn(place, "lambda", `function:${name}`)),
  };
}

/** Lambda may connect the function to its subnets; the function's own code may not do what that takes. */
function allowLambdaOnly(functionArn: string): PolicyDocument {
  const actions = [...interfaceActions];
  const conditions = { ArnEquals: { "lambda:SourceFunctionArn": functionArn } };
  return new PolicyDocument({
    statements: [
      new PolicyStatement({ effect: Effect.ALLOW, actions, resources: ["*"] }),
      new PolicyStatement({ effect: Effect.DENY, actions, resources: ["*"], conditions }),
    ],
  });
}

export function acknowledgeInterfaces(role: Role): void {
  acknowledgeFinding(
    role,
    "AwsSolutions-IAM5[Resource::*]",
    "Lambda describes and creates network interfaces with the role; the function's own code is denied it",
  );
}

/** By ids: the CDK's own way looks the VPC up in an account. */
export function connectToSubnets(lambda: Lambda, { subnetIds, securityGroupIds }: NetworkMembership): void {
  const { defaultChild } = lambda.node;
  if (!(defaultChild instanceof CfnFunction)) throw new Error("The CDK's Lambda has changed its shape.");
  defaultChild.vpcConfig = { subnetIds, securityGroupIds };
}
