import { describe, expect, it } from "vitest";
import { defineStage } from "../../infra/config.ts";
import { surfacesFor } from "../../infra/routes.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import {
  exampleInput,
  exampleStage,
  listResources,
  type Resource,
  type SynthesizedStack,
  synthesize,
} from "./support/synthesized.ts";

// cdk-nag's AWS Solutions pack runs inside: a finding without an acknowledged reason throws here.
const stacks = synthesize();
const properties = (type: string, from: readonly SynthesizedStack[] = stacks) =>
  listResources(from, type).map(({ Properties }) => Object(Properties));

describe("the stacks", () => {
  it("are those of the design, named after the stage", () => {
    const surfaces = [
      "integrations",
      "oauth-v1",
      "provider-data",
      "v2-data",
      "webhooks",
      "admin",
      "broker",
      "crm",
      "ehr",
    ];
    const later = new Set(manifests.flatMap(({ stack }) => stack ?? []));
    const others = ["api", "async", "data", "live", "observability", "stage"];
    expect(stacks.map(({ name }) => name).sort()).toEqual(
      [...surfaces, ...later, ...others].sort().map((name) => `patchbay-prod-${name}`),
    );
  });

  it("hold at most 400 resources each", () => {
    const sizes = stacks.map(({ name, resources }) => [name, Object.keys(resources).length] as const);
    expect(sizes.filter(([, size]) => size > 400)).toEqual([]);
  });

  it("export only ids that AWS chooses: of the two APIs, the stream and the key", () => {
    const exported = stacks.flatMap(({ template }) =>
      Object.values(template.Outputs ?? {}).flatMap(({ Export }) => Export ?? []),
    );
    expect(exported.map(({ Name }) => Name).sort()).toEqual(
      ["api-id", "feed-stream", "key-arn", "live-api-id"].map((name) => `patchbay-prod-${name}`),
    );
  });
});

describe("every Lambda", () => {
  const lambdas = properties("AWS::Lambda::Function");

  it("runs on arm64 and Node 24, without tracing", () => {
    const kinds = new Set(
      lambdas.map(({ Architectures, Runtime, Handler, TracingConfig }) =>
        JSON.stringify([Architectures, Runtime, Handler, TracingConfig]),
      ),
    );
    expect([...kinds]).toEqual(['[["arm64"],"nodejs24.x","index.handler",null]']);
  });

  it("logs to a group of its own with the configured retention", () => {
    const groups = new Map(
      properties("AWS::Logs::LogGroup").map((group) => [group.LogGroupName, group.RetentionInDays]),
    );
    const kept = lambdas.map(({ FunctionName }) => groups.get(`/aws/lambda/${FunctionName}`));
    expect(new Set(kept)).toEqual(new Set([90]));
  });

  it("answers before API Gateway gives up after 30 s", () => {
    const background = /-jobs-|-process-webhook-|-sequence-feed$/;
    const slow = lambdas.filter(({ FunctionName, Timeout }) => !background.test(FunctionName) && Timeout > 29);
    expect(slow).toEqual([]);
  });
});

describe("the tables and the key", () => {
  const byName = (from: readonly SynthesizedStack[]) =>
    new Map(listResources(from, "AWS::DynamoDB::Table").map((table) => [Object(table.Properties).TableName, table]));
  const shape = (table: Resource | undefined) => {
    const { DeletionProtectionEnabled = false, PointInTimeRecoverySpecification: backup } = Object(table?.Properties);
    return [DeletionProtectionEnabled, backup?.PointInTimeRecoveryEnabled ?? false, table?.DeletionPolicy];
  };

  it.each(["connections", "audit", "feed"])("protect %s against deletion", (name) => {
    expect(shape(byName(stacks).get(`patchbay-prod-${name}`))).toEqual([true, true, "Retain"]);
  });

  it.each(["transient", "deliveries"])("do not protect %s, which is short-lived", (name) => {
    expect(shape(byName(stacks).get(`patchbay-prod-${name}`))).toEqual([false, false, "Delete"]);
  });

  it("expire the rows of every table but connections", () => {
    const expiring = [...byName(stacks)].map(([name, { Properties }]) => [
      name,
      Object(Properties).TimeToLiveSpecification?.AttributeName,
    ]);
    expect(Object.fromEntries(expiring)).toEqual({
      "patchbay-prod-connections": undefined,
      "patchbay-prod-transient": "ttl",
      "patchbay-prod-audit": "ttl",
      "patchbay-prod-deliveries": "ttl",
      "patchbay-prod-feed": "ttl",
    });
  });

  it("rotate the key and keep it", () => {
    const [key] = listResources(stacks, "AWS::KMS::Key");
    expect([Object(key?.Properties).EnableKeyRotation, key?.DeletionPolicy]).toEqual([true, "Retain"]);
  });

  it("are deleted with the stack on a developer's machine", () => {
    const base = "http://localhost:5400";
    const local = synthesize(defineStage({ ...exampleInput, stage: "test", publicBaseUrl: base, appUrl: base }));
    const tables = [...byName(local).values()];
    expect(tables.map((table) => [Object(table.Properties).DeletionProtectionEnabled, table.DeletionPolicy])).toEqual(
      tables.map(() => [false, "Delete"]),
    );
  });
});

describe("the API", () => {
  const http = stacks.filter(({ name }) => name !== "patchbay-prod-live");

  it("allows exactly the configured origins, with credentials", () => {
    const [api] = properties("AWS::ApiGatewayV2::Api", http);
    expect(api.CorsConfiguration).toMatchObject({
      AllowOrigins: ["https://app.example.com", "https://admin.example.com"],
      AllowCredentials: true,
    });
  });

  it("allows the headers that clients send, also those that earlier systems' front ends send along", () => {
    const [api] = properties("AWS::ApiGatewayV2::Api", http);
    expect(api.CorsConfiguration.AllowHeaders).toEqual([
      ...["authorization", "content-type", "idempotency-key", "if-match", "x-tenant-id"],
      ...["mcp-protocol-version", "mcp-method", "mcp-name"],
      ...["x-request-id", "x-csrf-token"],
    ]);
  });

  it("logs no query string", () => {
    const [stage] = properties("AWS::ApiGatewayV2::Stage", http);
    const format: string = stage.AccessLogSettings.Format;
    expect(format).toContain("$context.path");
    expect(format).not.toMatch(/query|\$context\.(requestOverride|customDomain)|identity\.caller|protocol/i);
  });

  it("throttles every route", () => {
    const [stage] = properties("AWS::ApiGatewayV2::Stage", http);
    const keys = properties("AWS::ApiGatewayV2::Route", http).map(({ RouteKey }) => RouteKey);
    expect(Object.keys(stage.RouteSettings).sort()).toEqual(keys.sort());
    expect(stage.RouteSettings["GET /api/health"]).toEqual({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 });
  });

  it("requires a token on every route of a user or an admin, and on no other", () => {
    const open = properties("AWS::ApiGatewayV2::Route", http)
      .filter(({ AuthorizationType }) => AuthorizationType === "NONE")
      .map(({ RouteKey }) => RouteKey);
    const rows = Object.values(surfacesFor(manifests, exampleStage)).flat();
    const proven = rows.filter(({ caller }) => ["state", "signature", "pubsub", "nobody"].includes(caller));
    expect(open.sort()).toEqual(proven.map(({ on }) => on).sort());
    expect(open.length).toBeGreaterThan(25);
  });

  it("accepts Google's tokens on Pub/Sub's routes once a subscription is configured", () => {
    const pubsub = {
      topic: "projects/a/topics/b",
      audience: "https://app.example.com/push",
      serviceAccount: "push@a.iam.gserviceaccount.com",
    };
    const configured = synthesize(defineStage({ ...exampleInput, pubsub }));
    const push = properties("AWS::ApiGatewayV2::Route", configured).find(({ RouteKey }) =>
      /gmail\/push/.test(RouteKey),
    );
    const issuers = properties("AWS::ApiGatewayV2::Authorizer", configured).map(
      ({ JwtConfiguration }) => JwtConfiguration,
    );
    expect(push.AuthorizationType).toBe("JWT");
    expect(issuers).toContainEqual({ Issuer: "https://accounts.google.com", Audience: [pubsub.audience] });
  });
});

describe("every resource that can have tags", () => {
  const tagged = [
    "AWS::DynamoDB::Table",
    "AWS::Lambda::Function",
    "AWS::SQS::Queue",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
  ];
  const more = ["AWS::IAM::Role", "AWS::SNS::Topic", "AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::Stage"];

  it.each([...tagged, ...more])("of the type %s carries the stage's name", (type) => {
    const found = listResources(stacks, type).map(({ Properties }) => JSON.stringify(Object(Properties).Tags));
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((tags) => !/"patchbay:stage"[^}]*"prod"/.test(tags ?? ""))).toEqual([]);
  });
});
