import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from "vitest";
import { publicEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { signatureEndpoint } from "../../lib/http/webhook-endpoint.ts";
import { type AwsStandIn, awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { httpEvent } from "../support/events.ts";
import { json } from "../support/test-server.ts";
import { lambdaContext } from "./lambda-context.ts";
import { logged } from "./lambda-environment.ts";

const [inUse, before] = ["origin-secret-in-use", "origin-secret-of-before"];

let aws: AwsStandIn;
beforeAll(async () => {
  aws = await startAwsStandIn();
});
afterAll(() => aws.close());

/** Each test has a secret of its own: what was read is kept. */
let count = 0;
beforeEach(() => {
  aws.forget();
  logged.length = 0;
  process.env.ORIGIN_SECRET = `patchbay/test/origin-${++count}`;
  aws.on("GetSecretValue", () => json({ SecretString: JSON.stringify({ current: inUse, previous: before }) }));
});

const tell = publicEndpoint({}, async ({ origin, headers }) => ok({ ip: origin.ip, seen: Object.keys(headers) }));

async function ask(headers: Record<string, string> = {}) {
  const { statusCode, body = "{}" } = await tell(httpEvent({ on: "GET /x", headers }), lambdaContext);
  return { statusCode, ...JSON.parse(body) };
}

const through = (headers: Record<string, string> = {}) => ask({ "x-patchbay-origin": inUse, ...headers });

describe("behind an edge", () => {
  it.each([
    {},
    { "x-patchbay-origin": "" },
    { "x-patchbay-origin": "older" },
    { "x-patchbay-origin": `${inUse},${inUse}` },
  ])("an endpoint refuses a request with %j", async (headers: Record<string, string>) => {
    expect(await ask(headers)).toMatchObject({ statusCode: 403, code: "forbidden", status: 403, success: false });
    expect(logged.join()).toContain('"OriginRefused":1');
  });

  it.each([inUse, before])("an endpoint takes a request with the secret %s", async (secret) => {
    expect(await ask({ "x-patchbay-origin": secret })).toMatchObject({ statusCode: 200 });
  });

  it.each([
    ["198.51.100.10:46532", "198.51.100.10"],
    ["2406:2d40:728d:fa10::c4a:42838", "2406:2d40:728d:fa10::c4a"],
    ["[2001:db8::1]:443", "2001:db8::1"],
    ["198.51.100.10:46532, 6.6.6.6:1", "192.0.2.1"],
    ["somebody:80", "192.0.2.1"],
    ["", "192.0.2.1"],
  ])("the edge's word %j is the address %s", async (header, ip) => {
    const lies = { "x-forwarded-for": "6.6.6.6", forwarded: "for=6.6.6.6", "x-real-ip": "6.6.6.6" };
    expect(await through({ ...lies, "cloudfront-viewer-address": header })).toMatchObject({ ip });
  });

  it("an endpoint never sees the secret", async () => {
    expect((await through()).seen).not.toContain("x-patchbay-origin");
  });

  it("the secret is read once for many requests", async () => {
    await Promise.all([through(), through(), ask({}), through()]);
    await through();
    const name = process.env.ORIGIN_SECRET;
    expect(aws.calls).toEqual([{ operation: "GetSecretValue", input: { SecretId: name } }]);
  });

  it.each([
    ["is missing", () => awsError("ResourceNotFoundException"), "not_configured"],
    ["may not be read", () => awsError("AccessDeniedException"), "not_configured"],
    ["is no secret of ours", () => json({ SecretString: inUse }), "provider_unavailable"],
    ["cannot be read", () => awsError("InternalServiceError", 500), "provider_unavailable"],
  ])("nobody is taken while the secret %s", async (_, play, code) => {
    aws.on("GetSecretValue", play);
    expect(await through()).toMatchObject({ statusCode: 503, code });
    expect(logged.join()).toContain('"SecretMissing":1');
    expect(logged.join()).not.toContain(inUse);
  });

  it("a receiver refuses what comes past the edge before it looks at it, and tells nobody that a signature is wrong", async () => {
    const seen: string[] = [];
    const receive = signatureEndpoint(
      {
        provider: "acme",
        verify: async ({ headers }) => void seen.push(...Object.keys(headers)),
        read: () => ({ kind: "ping", response: ok({ ok: true }) }),
      },
      { enqueue: async () => undefined },
    );
    const send = async (headers: Record<string, string>) =>
      (await receive(httpEvent({ on: "POST /hook", headers, body: {} }))).statusCode;
    expect(await send({ "x-patchbay-origin": "older" })).toBe(403);
    expect([seen, logged.join()]).toEqual([[], expect.not.stringContaining("WebhookRefused")]);
    expect(await send({ "x-patchbay-origin": inUse })).toBe(200);
    expect(seen).not.toContain("x-patchbay-origin");
  });
});

test("without an edge no header says where a request comes from, and no secret is read", async () => {
  delete process.env.ORIGIN_SECRET;
  const lies = { "x-forwarded-for": "6.6.6.6", "cloudfront-viewer-address": "6.6.6.6:1", "x-patchbay-origin": "x" };
  expect(await ask(lies)).toMatchObject({ statusCode: 200, ip: "192.0.2.1" });
  expect(aws.calls).toEqual([]);
});
