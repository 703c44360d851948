import { expect, test } from "vitest";
import { createBrowser, tokenFor } from "../support/api.ts";
import { readDeployedEnvironment } from "../support/aws.ts";
import { httpEvent } from "../support/events.ts";
import { startLambdaProcess } from "../support/lambda-process.ts";
import { createUser } from "./support/test-user.ts";

const endpoints = [
  ["GET", "/api/integrations"],
  ["GET", "/api/integrations/available"],
  ["GET", "/api/integrations/figma/auth"],
  ["POST", "/api/integrations/figma/callback"],
  ["POST", "/api/integrations/figma/confirm"],
  ["POST", "/api/integrations/figma/refresh"],
  ["DELETE", "/api/integrations/figma"],
  ["GET", "/api/integrations/figma/settings"],
  ["PUT", "/api/integrations/figma/settings"],
  ["GET", "/api/v1/oauth/slack/start"],
  ["GET", "/api/v1/oauth/slack/status"],
  ["GET", "/api/v1/oauth/connections"],
  ["DELETE", "/api/v1/oauth/slack/disconnect"],
] as const;

test.each(endpoints)("asks whoever sends %s %s without a token to sign in", async (method, path) => {
  expect((await createBrowser().request(path, { method })).status).toBe(401);
});

test("names the scheme to sign in with, should the gateway let a request without a token through", async () => {
  const lambda = await startLambdaProcess("integrations/list", await readDeployedEnvironment("integrations-list"));
  const answer = await lambda.invoke(httpEvent({ on: "GET /api/integrations" }));
  await lambda.stop();
  expect(answer).toMatchObject({ statusCode: 401, headers: { "www-authenticate": "Bearer" } });
});

test("ignores a token in the query", async () => {
  const token = await tokenFor({ sub: "queried", org: "acme" });
  const paths = [`/api/integrations?access_token=${token}`, `/api/integrations?authorization=Bearer%20${token}`];
  for (const path of paths) expect((await createBrowser().get(path)).status).toBe(401);
});

test.each([
  ["expired", { expiresIn: -120 }],
  ["made for another audience", { audience: "somebody-else" }],
])("refuses a token that is %s", async (_, options) => {
  const token = await tokenFor({ sub: "late", org: "acme" }, options);
  expect((await createBrowser(token).get("/api/integrations")).status).toBe(401);
});

test("refuses a token whose signature was changed", async () => {
  const [head, payload] = (await tokenFor({ sub: "forger", org: "acme" })).split(".");
  const signature = Buffer.alloc(256, 7).toString("base64url");
  expect((await createBrowser(`${head}.${payload}.${signature}`).get("/api/integrations")).status).toBe(401);
});

test("refuses a token without signature algorithm", async () => {
  const [, payload] = (await tokenFor({ sub: "forger", org: "acme" })).split(".");
  const head = Buffer.from('{"alg":"none"}').toString("base64url");
  expect((await createBrowser(`${head}.${payload}.`).get("/api/integrations")).status).toBe(401);
});

test("does not accept a service's token as a user's", async () => {
  const serviceClaims = { sub: "a-service", org: "acme", scope: "integrations/tokens" };
  const token = await tokenFor(serviceClaims);
  const answer = await createBrowser(token).get("/api/integrations");
  expect(answer).toMatchObject({ status: 403, json: { code: "forbidden" } });
});

test("lets a signed-in user in", async () => {
  expect((await (await createUser()).get("/api/integrations")).status).toBe(200);
});
