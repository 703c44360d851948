// Other names of paths, over HTTP: an origin of its own in front of the cloud under test.
import { type IncomingMessage, request } from "node:http";
import { json as readJson, text as readText } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { planAliases } from "../../../infra/aliases/plan.ts";
import type { RunningServer } from "../../../infra/local/http-server.ts";
import { startOriginProxy } from "../../../infra/local/origin-proxy.ts";
import { tokenFor } from "../../support/api.ts";
import { cloud } from "../../support/cloud.ts";
import { slackHeaders } from "../../support/signing.ts";
import { exampleStage } from "../support/synthesized.ts";
import { oldAliases, refused, vectors } from "./vectors.ts";

let origin: RunningServer | undefined;
let token = "";

beforeAll(async () => {
  const { awsEndpoint: endpoint, apiId, issuer } = cloud();
  const aliases = planAliases({ ...exampleStage, aliases: oldAliases });
  origin = await startOriginProxy({ port: 0, endpoint, apiId, liveApiId: "none", issuer, aliases });
  token = await tokenFor({ sub: "ada", org: "acme" });
});
afterAll(() => origin?.close());

interface Sent {
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Sends a path as it is written: `fetch` would tidy it up. */
async function send(on: string, { headers = {}, body }: Sent = {}) {
  const [method = "", path = ""] = on.split(" ");
  const { hostname, port } = new URL(origin?.url ?? "");
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers }, resolve).on("error", reject);
    sent.end(body);
  });
  const type = answer.headers["content-type"] ?? "";
  return {
    status: answer.statusCode,
    type,
    json: type.includes("json") ? await readJson(answer) : await readText(answer),
  };
}

const bearer = () => ({ authorization: `Bearer ${token}` });
const sendAsUser = (on: string, body?: unknown) =>
  send(on, {
    headers: { ...bearer(), ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

test.each(["/health", "/api/v1/health", "/api/api/health", "/api/health"])("%s is the health check", async (path) => {
  expect(await send(`GET ${path}`)).toMatchObject({ status: 200, json: { status: "ok" } });
});

test.each(["/integrations?x=%2e%2e", "/api/api/integrations", "/api/integrations"])(
  "%s is the user's list",
  async (path) => {
    expect(await sendAsUser(`GET ${path}`)).toMatchObject({ status: 200, json: { integrations: expect.any(Array) } });
  },
);

test("a mailbox that is not connected answers at the old name as at ours", async () => {
  const { status, json } = await sendAsUser("GET /api/v2/gmail/messages?q=a%2Fb");
  expect([status, json]).toMatchObject([404, { code: "not_connected" }]);
  for (const path of ["/api/v2/email/messages", "/api/xynergyos/v2/gmail/messages"])
    expect(await sendAsUser(`GET ${path}?q=a%2Fb`)).toMatchObject({ status, json: { code: "not_connected" } });
});

test("what a front end posts of a callback arrives", async () => {
  const body = { code: "c", state: "A".repeat(43) };
  expect(await sendAsUser("POST /integrations/figma/callback", body)).toMatchObject({
    status: 400,
    json: { error: "Invalid state token" },
  });
});

test("Slack's signature covers no address, so its events arrive", async () => {
  const body = JSON.stringify({ type: "url_verification", challenge: "3eZb", token: "t" });
  const headers = { "content-type": "application/json", ...slackHeaders("sandbox-slack-signing-secret", body) };
  expect(await send("POST /integrations/slack/webhook", { headers, body })).toMatchObject({
    status: 200,
    json: { challenge: "3eZb" },
  });
});

test.each([
  "GET /integrations/figma/callback?code=c&state=s",
  "GET /Integrations",
  "GET /integrations/%252e%252e/health",
])("%s is no other name of anything", async (on) => {
  expect((await sendAsUser(on)).status).toBe(404);
});

test("an administrator's paths have one name, also for an administrator", async () => {
  token = await tokenFor({ sub: "dana", org: "acme", role: "admin" });
  expect((await sendAsUser("GET /api/admin/webhooks?provider=slack")).status).toBe(200);
  expect((await sendAsUser("GET /api/api/admin/webhooks?provider=slack")).status).toBe(404);
  expect((await sendAsUser("GET /api/api/%61dmin/webhooks?provider=slack")).status).toBe(404);
});

test.each(vectors.filter(([, path]) => path === refused).map(([on]) => on))("%s is refused", async (on) => {
  expect(await sendAsUser(on)).toEqual({
    status: 400,
    type: "application/problem+json",
    json: {
      type: "urn:patchbay:problem:invalid_request",
      title: "The request is not valid",
      status: 400,
      code: "invalid_request",
      requestId: expect.stringMatching(/^[\w-]{36}$/),
      success: false,
      detail: expect.stringMatching(/^The path must not hold /),
      error: expect.stringMatching(/^The path must not hold /),
      message: expect.stringMatching(/^The path must not hold /),
    },
  });
});
