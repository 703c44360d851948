// Where the Lambdas are that ask a database in a VPC, what they reach there, and what that costs.
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { planDatabaseReservation } from "../../../infra/concurrency.ts";
import { computeDatabaseCost, describeDatabaseCost } from "../../../infra/mcp/describe-cost.ts";
import { endpointVariables } from "../../../infra/mcp/vpc-endpoints.ts";
import { listRoles } from "../support/roles.ts";
import { exampleStage, listResources, type SynthesizedStack, synthesize } from "../support/synthesized.ts";
import { dataApi, defineDatabaseStage, throughProxy } from "./support/database-stage.ts";

const model = { model: "amazon.nova-lite-v1:0" };
const inVpc = defineDatabaseStage({ connection: throughProxy, model });
const withExisting = defineDatabaseStage({
  connection: {
    ...throughProxy,
    vpc: { ...throughProxy.vpc, existingEndpoints: { kms: "sg-2a1b2c3d4e5f60718", dynamodb: true } },
  },
});

const list = (stacks: readonly SynthesizedStack[], type: string) =>
  listResources(stacks, type).map(({ Properties }) => Object(Properties));

const withNothing = synthesize(exampleStage);

/** The Lambdas that are in the VPC. */
const listMembers = (stacks: readonly SynthesizedStack[]) =>
  list(stacks, "AWS::Lambda::Function").filter(({ VpcConfig }) => VpcConfig !== undefined);

const serviceSchema = z.object({ "Fn::Join": z.tuple([z.literal(""), z.array(z.unknown())]) });

/** `com.amazonaws.<region>.kms` → kms */
const getService = ({ ServiceName }: { ServiceName: unknown }) =>
  String(serviceSchema.parse(ServiceName)["Fn::Join"][1].at(-1)).slice(1);

describe("a stage with its database in a VPC", () => {
  const stacks = synthesize(inVpc);
  const endpoints = list(stacks, "AWS::EC2::VPCEndpoint");
  const members = listMembers(stacks);
  const client = { "Fn::ImportValue": "patchbay-prod-database-client" };

  test("puts the Lambdas that ask it into the named subnets, in a security group of their own", () => {
    expect(members.map(({ FunctionName }) => FunctionName).sort()).toEqual([
      "patchbay-prod-mcp-probe-database",
      "patchbay-prod-mcp-query",
    ]);
    for (const { VpcConfig } of members)
      expect(VpcConfig).toEqual({ SubnetIds: throughProxy.vpc.subnetIds, SecurityGroupIds: [client] });
  });

  test("reaches KMS, Secrets Manager and Bedrock through endpoints by their own names, and DynamoDB through a gateway", () => {
    expect(endpoints.map((one) => `${one.VpcEndpointType} ${getService(one)}`).sort()).toEqual([
      "Gateway dynamodb",
      "Interface bedrock-runtime",
      "Interface kms",
      "Interface secretsmanager",
    ]);
    for (const { Environment } of members)
      for (const [service, variable] of Object.entries(endpointVariables))
        expect(Environment.Variables[variable]).toEqual({ "Fn::ImportValue": `patchbay-prod-endpoint-${service}` });
    const gateway = endpoints.find(({ VpcEndpointType }) => VpcEndpointType === "Gateway");
    expect(gateway).toMatchObject({ RouteTableIds: throughProxy.vpc.routeTableIds, VpcId: throughProxy.vpc.id });
  });

  test("changes nothing for the VPC's other programs: no private names, and no policy on their way to DynamoDB", () => {
    const interfaces = endpoints.filter(({ VpcEndpointType }) => VpcEndpointType === "Interface");
    expect(interfaces.map(({ PrivateDnsEnabled }) => PrivateDnsEnabled)).toEqual([false, false, false]);
    expect(endpoints.find(({ VpcEndpointType }) => VpcEndpointType === "Gateway")).not.toHaveProperty("PolicyDocument");
  });

  test("lets nobody but this account's programs through its endpoints, and nobody but its Lambdas to them", () => {
    for (const { PolicyDocument } of endpoints.filter(({ VpcEndpointType }) => VpcEndpointType === "Interface"))
      expect(PolicyDocument.Statement).toMatchObject([
        { Condition: { StringEquals: { "aws:PrincipalAccount": { Ref: "AWS::AccountId" } } } },
      ]);
    const rules = list(stacks, "AWS::EC2::SecurityGroupIngress");
    const admitted = rules.map(({ SourceSecurityGroupId, FromPort }) => [SourceSecurityGroupId, FromPort]);
    const own = { "Fn::GetAtt": ["Client", "GroupId"] };
    expect(admitted).toEqual(
      expect.arrayContaining([
        [own, 5432],
        [own, 443],
      ]),
    );
    expect(admitted).toHaveLength(2);
    expect(list(stacks, "AWS::EC2::SecurityGroup").every(({ SecurityGroupIngress }) => !SecurityGroupIngress)).toBe(
      true,
    );
  });

  test("opens the database's security group for them on its port", () => {
    expect(list(stacks, "AWS::EC2::SecurityGroupIngress")).toContainEqual(
      expect.objectContaining({
        GroupId: throughProxy.vpc.securityGroupId,
        FromPort: 5432,
        ToPort: 5432,
        IpProtocol: "tcp",
      }),
    );
  });

  test("allows its Lambdas no AWS service that they could not reach from there", () => {
    const names = new Set(members.map(({ FunctionName }) => FunctionName));
    const roles = listRoles(stacks).filter(({ name }) => names.has(name));
    const services = roles.flatMap(({ statements }) =>
      statements.flatMap(({ actions }) => actions.map((action) => action.split(":")[0])),
    );
    // Lambda itself writes the logs, makes the network interfaces, and rds-db is the database.
    const reachable = new Set(["dynamodb", "kms", "secretsmanager", "bedrock", "rds-db", "logs", "ec2"]);
    expect(services.filter((service = "") => !reachable.has(service))).toEqual([]);
    expect(roles).toHaveLength(names.size);
  });

  test("lets Lambda connect them, and keeps their own code from doing what that takes", () => {
    const roles = list(stacks, "AWS::IAM::Role").filter(({ Policies }) =>
      Policies?.some(({ PolicyName }: { PolicyName: string }) => PolicyName === "network"),
    );
    expect(roles).toHaveLength(members.length);
    for (const { Policies } of roles) {
      const [allow, deny] = Policies.at(-1).PolicyDocument.Statement;
      expect([allow.Effect, deny.Effect, deny.Action]).toEqual(["Allow", "Deny", allow.Action]);
      expect(JSON.stringify(deny.Condition.ArnEquals["lambda:SourceFunctionArn"])).toContain(
        ":function:patchbay-prod-mcp-",
      );
    }
  });

  test("caps the connections that questions hold", () => {
    const query = members.find(({ FunctionName }) => FunctionName === "patchbay-prod-mcp-query");
    expect(query).toMatchObject({ ReservedConcurrentExecutions: 10 });
    expect(planDatabaseReservation(100, 10)).toBeUndefined();
  });

  test("alarms when the database does not answer, and not when a question fails", () => {
    const alarm = list(stacks, "AWS::CloudWatch::Alarm").find(
      ({ AlarmName }) => AlarmName === "patchbay-prod-database-unreachable",
    );
    expect(alarm).toMatchObject({
      MetricName: "DatabaseFailed",
      Dimensions: [{ Name: "stage", Value: "prod" }],
      Threshold: 1,
    });
  });

  test("has endpoints of the VPC's own used where they are there, and opened for its Lambdas", () => {
    const reused = synthesize(withExisting);
    expect(list(reused, "AWS::EC2::VPCEndpoint").map(getService)).toEqual(["secretsmanager"]);
    expect(list(reused, "AWS::EC2::SecurityGroupIngress")).toContainEqual(
      expect.objectContaining({
        GroupId: "sg-2a1b2c3d4e5f60718",
        FromPort: 443,
        SourceSecurityGroupId: expect.anything(),
      }),
    );
    for (const { Environment } of listMembers(reused)) {
      expect(Environment.Variables).not.toHaveProperty("AWS_ENDPOINT_URL_KMS");
      expect(Environment.Variables).toHaveProperty("AWS_ENDPOINT_URL_SECRETS_MANAGER");
    }
  });
});

describe("a stage without a database in a VPC", () => {
  test.each([
    ["with nothing of it", exampleStage],
    ["with the Data API", defineDatabaseStage({ connection: dataApi, model })],
  ])("%s has no VPC, endpoint or security group in any template", (_, stage) => {
    const stacks = stage === exampleStage ? withNothing : synthesize(stage);
    const types = stacks.flatMap(({ resources }) => Object.values(resources).map(({ Type }) => Type));
    expect(types.filter((type) => type.startsWith("AWS::EC2::"))).toEqual([]);
    expect(listMembers(stacks)).toEqual([]);
    expect(JSON.stringify(stacks)).not.toMatch(/ec2:|rds-db|AWS_ENDPOINT_URL_/);
    expect(computeDatabaseCost(stage)).toEqual([]);
  });

  test("without any database has no stack, secret or Lambda of it either", () => {
    const text = JSON.stringify(withNothing);
    expect(text).not.toMatch(/patchbay-prod-database|probe-database|database\/context|DATABASE_PROBE|MCP_SETTINGS/);
    expect(describeDatabaseCost(exampleStage)).toEqual([]);
  });
});

describe("what the way to the database costs", () => {
  test("is each endpoint in each subnet for 730 hours, and at least two vCPUs of the proxy", () => {
    expect(describeDatabaseCost(inVpc)).toEqual([
      "The way to the database costs $65.70 a month before a question is asked (list prices of us-east-1):",
      "   $14.60  endpoint kms in 2 subnets",
      "   $14.60  endpoint secretsmanager in 2 subnets",
      "   $14.60  endpoint bedrock-runtime in 2 subnets",
      "    $0.00  endpoint dynamodb in the route tables",
      "   $21.90  RDS Proxy, at least (yours already)",
    ]);
  });

  test("leaves out what is there already, and a proxy that is not used", () => {
    expect(computeDatabaseCost(withExisting).map(({ item }) => item)).toEqual([
      "endpoint secretsmanager in 2 subnets",
      "RDS Proxy, at least (yours already)",
    ]);
    const direct = {
      ...throughProxy,
      resourceId: "cluster-0ABC",
      vpc: { ...throughProxy.vpc, subnetIds: throughProxy.vpc.subnetIds.slice(1) },
    };
    expect(
      computeDatabaseCost(defineDatabaseStage({ connection: direct })).map(({ dollarsAMonth }) => dollarsAMonth),
    ).toEqual([7.3, 7.3, 0]);
  });

  test("is said to be nothing a month through the Data API", () => {
    expect(describeDatabaseCost(defineDatabaseStage({ connection: dataApi }))).toEqual([
      "The database is asked through the Data API, which costs by the request and nothing a month.",
    ]);
  });
});
