import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { beforeEach, expect, test } from "vitest";
import { providerNames } from "../../../infra/local/sandbox/state.ts";
import { asUser, createBrowser, tokenFor } from "../../support/api.ts";
import { dynamodb, ssm, tableName } from "../../support/aws.ts";
import { cloud } from "../../support/cloud.ts";
import { sandbox } from "../../support/sandbox.ts";
import { spy } from "../../support/spy.ts";

beforeEach(() => spy.forget());

test("serves the API on its fixed origin", async () => {
  expect((await createBrowser().get("/api/health")).status).toBe(200);
});

test("refuses a request without a token", async () => {
  expect((await createBrowser().get("/api/integrations")).status).toBe(401);
});

test.each([
  ["of another audience", { audience: "somebody-else" }],
  ["that has expired", { expiresIn: -60 }],
])("refuses a token %s", async (_, options) => {
  const token = await tokenFor({ sub: "u1" }, options);
  expect((await createBrowser(token).get("/api/integrations")).status).toBe(401);
});

test("accepts a token of the demo identity provider", async () => {
  expect((await (await asUser({ sub: "u1", org: "t1" })).get("/api/integrations")).status).toBe(200);
});

test("answers the preflight of the configured origin, and of no other", async () => {
  const preflight = (origin: string) =>
    createBrowser().request("/api/integrations", {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "GET" },
    });
  expect((await preflight(cloud().origin)).headers.get("access-control-allow-origin")).toBe(cloud().origin);
  expect((await preflight("https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
});

test("shows which Lambda makes which AWS call", async () => {
  await (await asUser({ sub: "u1", org: "t1" })).get("/api/integrations");
  const calls = await spy.calls("patchbay-test-integrations-list");
  expect(calls).toContainEqual(expect.objectContaining({ service: "dynamodb" }));
});

test("stores the sandbox's client ids in the parameter that an operator would fill", async () => {
  const found = await ssm().send(new GetParameterCommand({ Name: "/patchbay/test/client-ids" }));
  expect(JSON.parse(found.Parameter?.Value ?? "")).toMatchObject({
    slack: "sandbox-slack-client",
    gmail: "sandbox-google-client",
  });
});

test("reaches every sandbox provider", async () => {
  for (const name of providerNames) {
    await sandbox(name).reset();
    expect(await sandbox(name).requests()).toEqual([]);
  }
});

test("has no delayed TCP acknowledgement: an AWS call takes well under 40 ms", async () => {
  const client = dynamodb();
  const read = new GetItemCommand({ TableName: tableName("transient"), Key: { pk: { S: "x" }, sk: { S: "-" } } });
  const times: number[] = [];
  for (let call = 0; call < 20; call += 1) {
    const from = performance.now();
    await client.send(read);
    times.push(performance.now() - from);
  }
  expect(times.sort((a, b) => a - b)[10]).toBeLessThan(20);
});
