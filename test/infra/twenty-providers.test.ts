// A deployment with twenty providers stays within AWS's limits, and deployed resources do not move to another stack.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { z } from "zod";
import { refuseTooManyRoutes } from "../../infra/api-quotas.ts";
import { defineStage } from "../../infra/config.ts";
import { routes } from "../../infra/routes.ts";
import type { ProviderId } from "../../lib/provider-ids.ts";
import type { Manifest } from "../../lib/providers/manifest.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { listFixedNames } from "../compatibility/support/fixed-names.ts";
import { exampleInput, listResources, type SynthesizedStack, synthesize } from "./support/synthesized.ts";

const stage = defineStage({
  ...exampleInput,
  providers: {},
  pubsub: {
    topic: "projects/a/topics/b",
    audience: "https://app.example.com/push",
    serviceAccount: "push@a.iam.gserviceaccount.com",
  },
});

/** A provider of the future; every third one has no webhooks. */
function later(number: number): Manifest {
  const id = `provider${number}` as ProviderId;
  const push: Manifest["webhook"] = {
    receivers: [{ path: `/api/integrations/${id}/webhook`, run: `${id}/webhook`, summary: "Its events" }],
    proofs: ["webhook-secret", "channel-signing"],
    verifier: { name: `${id}Signature`, header: "X-Signature", about: "A signature." },
    secret: { variable: `${id.toUpperCase()}_WEBHOOK_SECRET`, about: "Its secret." },
  };
  return {
    id,
    displayName: `Provider ${number}`,
    application: id,
    environmentPrefix: id.toUpperCase(),
    registerAt: "https://example.com/apps",
    tags: {},
    ...(number % 3 === 0 ? {} : { webhook: push, hasSubscriptions: true as const }),
    sandbox: { port: 100 + number, endpoints: { authorize: "/authorize", token: "/token", api: "" } },
    stack: `connect-${2 + Math.ceil(number / 5)}`,
    // Every third is like Salesforce: services alone use it, with tokens.
    endpoints: number % 3 === 0 ? [] : [{ on: `GET /api/integrations/${id}/items`, run: `${id}/list-items` }],
  };
}

const withMoreProviders = (count: number) => [
  ...manifests,
  ...Array.from({ length: count }, (_, index) => later(index + 1)),
];
const twenty = synthesize(stage, withMoreProviders(20 - manifests.length));
const api = twenty.filter(({ name }) => !name.endsWith("-live"));
const count = (type: string) => listResources(api, type).length;
const text = (value: unknown) => JSON.stringify(value);

const namesByHeading = z.record(z.string(), z.record(z.string(), z.string()));

/** The names and routes of deployed stages: the list that test/compatibility/templates.test.ts keeps. */
const { names: deployedNames, routes: deployedRoutes } = namesByHeading.parse(
  JSON.parse(await readFile(join(import.meta.dirname, "../compatibility/templates.json"), "utf8")),
);

describe("twenty providers", () => {
  it("stay below the resource limit of every stack", () => {
    const sizes = twenty.map(({ name, resources }) => [name, Object.keys(resources).length] as const);
    expect(sizes.filter(([, size]) => size > 400)).toEqual([]);
    expect(sizes.map(([name]) => name)).toContain("patchbay-prod-connect-3");
  });

  it("fit into one API", () => {
    expect(count("AWS::ApiGatewayV2::Route")).toBeLessThanOrEqual(300);
    expect(count("AWS::ApiGatewayV2::Integration")).toBeLessThanOrEqual(300);
    expect(count("AWS::ApiGatewayV2::Authorizer")).toBe(2);
  });

  it("fit into the variables and the policy of every Lambda", () => {
    const variables = listResources(twenty, "AWS::Lambda::Function").map(({ Properties }) => Object(Properties));
    const large = variables.filter(({ Environment }) => text(Environment.Variables).length > 4096);
    expect(large.map(({ FunctionName }) => FunctionName)).toEqual([]);
    const roles = listResources(twenty, "AWS::IAM::Role").map(({ Properties }) => Object(Properties));
    const wordy = roles.filter(({ Policies = [] }) => text(Policies).length > 10_240);
    expect(wordy.map(({ Description }) => Description)).toEqual([]);
  });

  it("have alarms of at most ten metrics", () => {
    const alarms = listResources(twenty, "AWS::CloudWatch::Alarm").map(({ Properties }) => Object(Properties));
    expect(alarms.filter(({ Metrics = [] }) => Metrics.length > 10)).toEqual([]);
    expect(alarms.length).toBeGreaterThan(40);
  });

  it("have queue, worker and receiver only with webhooks", () => {
    const { names, routes: keys } = listFixedNames(twenty, "prod");
    const all = Object.keys({ ...names, ...keys });
    const of = (id: string) => all.filter((name) => name.includes(`webhooks-${id}`) || name.includes(`${id}/webhook`));
    expect(of("provider3")).toEqual([]);
    expect(of("provider4").length).toBeGreaterThan(0);
    expect(text(Object(findFunction(twenty, "patchbay-prod-webhooks-v1-health")).Environment)).not.toContain(
      "provider3",
    );
  });
});

describe("what was deployed before", () => {
  it.each([
    ["today's providers", () => synthesize(stage)],
    ["twenty providers", () => twenty],
  ])("keeps its stack, its logical id and its name with %s", (_, stacks) => {
    const { names, routes: keys } = listFixedNames(stacks(), "prod");
    expect(Object.keys(deployedNames ?? {}).length).toBeGreaterThan(200);
    expect(names).toMatchObject(deployedNames ?? {});
    expect(keys).toMatchObject(deployedRoutes ?? {});
  });

  it("does not move when one more provider is added", () => {
    const before = synthesize(stage, withMoreProviders(19 - manifests.length));
    expect(listFixedNames(twenty, "prod")).toMatchObject(listFixedNames(before, "prod"));
  });

  it("has a stack for every provider since 0.1.0", () => {
    const without = manifests.filter(({ stack }) => stack === undefined).map(({ id }) => id);
    expect(without).toEqual(["figma", "slack", "github", "gmail", "calendar"]);
  });
});

test("refuses a table that exceeds an API's limits before it is deployed", () => {
  const [first] = routes;
  const rows = Array.from({ length: 301 }, (_, index) => ({ on: `GET /api/${index}` as const, run: "a/b" }));
  const many = rows.flatMap((row) => (first ? [{ ...first, ...row }] : []));
  expect(() => refuseTooManyRoutes(many)).toThrow(/has 301 routes .* quota "Routes per API"/);
  expect(() => refuseTooManyRoutes(many.slice(1))).not.toThrow();
});

const findFunction = (stacks: readonly SynthesizedStack[], name: string) =>
  listResources(stacks, "AWS::Lambda::Function").find(({ Properties }) => Object(Properties).FunctionName === name)
    ?.Properties;
