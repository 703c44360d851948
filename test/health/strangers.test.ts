// What the health of the receivers tells, and to whom.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { lambdaContext } from "../http/lambda-context.ts";
import { audience, startIssuer } from "../jwt/issuer-stand-in.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { httpEvent } from "../support/events.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
const issuer = await startIssuer();
Object.assign(process.env, {
  JWT_ISSUER: issuer.url,
  JWT_AUDIENCE: JSON.stringify([audience]),
  JWT_ALGORITHM: "ES256",
  WEBHOOK_PROBE: JSON.stringify({
    providers: [{ id: "slack", paths: ["/api/v1/webhooks/slack/events"], secrets: ["test/slack/webhook"] }],
    queues: { prefix: "http://queues.example/", deadLetterSuffix: "-dead-letters" },
  }),
});
const { handler } = await import("../../functions/webhooks-v1/health.ts");
afterAll(() => Promise.all([aws.close(), issuer.end.close()]));

const lengths = { ApproximateNumberOfMessages: "0", ApproximateNumberOfMessagesNotVisible: "2" };
beforeEach(() => {
  aws.on("DescribeSecret", ({ SecretId }) => json({ Name: SecretId }));
  aws.on("GetQueueAttributes", () => json({ Attributes: lengths }));
});

/** The answer to a request with these headers, as nothing of the gateway has checked them. */
async function ask(headers: Record<string, string> = {}): Promise<unknown> {
  const event = httpEvent({ on: "GET /api/v1/webhooks/health", headers });
  const { statusCode, body = "" } = await handler(event, lambdaContext);
  return { statusCode, body: JSON.parse(body) as unknown };
}

const bearer = async (claims: Record<string, unknown>) => ({ authorization: `Bearer ${await issuer.sign(claims)}` });
const forStrangers = { statusCode: 200, body: { status: "ok" } };

test("tells an administrator the receivers, their secrets and their queues", async () => {
  for (const claims of [{ roles: ["admin"], org: "acme" }, { staff: "operator" }]) {
    expect(await ask(await bearer(claims))).toEqual({
      statusCode: 200,
      body: {
        status: "ok",
        receivers: [{ path: "/api/v1/webhooks/slack/events", provider: "slack", secret: true }],
        queues: [{ provider: "slack", waiting: 0, inFlight: 2, deadLetters: 0 }],
      },
    });
  }
});

test("tells anybody without a token the status alone", async () => {
  expect(await ask()).toEqual(forStrangers);
});

const forgeToken = (claims: object) => `Bearer ${[{ alg: "none" }, claims].map(encode).join(".")}.c2ln`;
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

test.each<[string, () => Promise<Record<string, string>>]>([
  ["a user", () => bearer({ org: "acme" })],
  ["an administrator whose token has ended", () => bearer({ roles: ["admin"], exp: 1 })],
  ["an administrator of another audience", () => bearer({ roles: ["admin"], aud: "other" })],
  ["an administrator whose tenant cannot be read", () => bearer({ roles: ["admin"], org: 7 })],
  ["an administrator of several tenants who names none", () => bearer({ roles: ["admin"], org: ["a", "b"] })],
  ["a service", () => bearer({ roles: ["admin"], scope: "integrations/tokens" })],
  ["a forged token", async () => ({ authorization: forgeToken({ sub: "ada", roles: ["admin"], exp: 9_999_999_999 }) })],
  ["a word that is no token", async () => ({ authorization: "Bearer admin" })],
  ["an empty header", async () => ({ authorization: "" })],
])("tells %s the status alone", async (_, headers) => {
  expect(await ask(await headers())).toEqual(forStrangers);
});
