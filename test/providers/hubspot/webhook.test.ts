import { describe, expect, test } from "vitest";
import { signatureEndpoint } from "../../../lib/http/webhook-endpoint.ts";
import { hubspotWebhook, isSigned } from "../../../lib/providers/hubspot/webhook.ts";
import { hubspotHeaders } from "../../support/signing.ts";
import { contactCreated, hubspot, hubspotBatch, json } from "../../webhooks/support/genuine-requests.ts";
import { deliverTo, startReceiverStage, takeLog } from "../../webhooks/support/receiver-stage.ts";

const stage = await startReceiverStage();

const secret = "fake-hubspot-secret";
const address = "https://app.example.com/api/integrations/hubspot/webhook";
const now = 1_800_000_000_000;
const at = signatureEndpoint(hubspotWebhook, { now: () => now });
const body = JSON.stringify([contactCreated]);
const signedAt = (timestamp: number | string, signed = address, query?: Record<string, string>) => ({
  headers: { ...json, ...hubspotHeaders(secret, signed, body, timestamp) },
  body,
  ...(query && { query }),
});

/** From HubSpot's own library, tests/spec/utils/test_signature.py of hubspot-api-python, and one of the same kind. */
const published = ["yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"];

describe("a signature of version 3", () => {
  const post = {
    address: "https://www.example.com/webhook_uri",
    body: "{'example_field':'example_value'}",
    timestamp: "1693657560000",
  };
  const signature = "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=";

  test("of HubSpot's library is good", () => {
    expect(isSigned(post, signature, published)).toBe(true);
  });

  test("is over the address with its escapes decoded, and over the bytes of the body", () => {
    const encoded = {
      address: "https://www.example.com/webhook_uri?email=a%40b.co&x=1%2f2",
      body: Buffer.from('{"a":"é"}'),
      timestamp: "1700000000000",
    };
    expect(isSigned(encoded, "0Li/o3XBYZKEQxlgN1a5VqwzDDtfR5aEeEyRokF490w=", published)).toBe(true);
  });

  test.each([
    ["another secret", post, ["zzzzzzzz"]],
    ["another address", { ...post, address: "https://www.example.com/webhook_uri/" }, published],
    ["another host", { ...post, address: "https://evil.example/webhook_uri" }, published],
    ["another body", { ...post, body: `${post.body} ` }, published],
    ["another time", { ...post, timestamp: "1693657560001" }, published],
    ["no secret", post, []],
  ])("does not fit %s", (_, changed, secrets) => {
    expect(isSigned(changed, signature, secrets)).toBe(false);
  });

  test.each([
    ["%20", "a%20b", "a%20b"],
    ["%25", "50%25", "50%25"],
    ["%26 and %3D", "a%26b%3Dc", "a%26b%3Dc"],
    ["%2C and %3B", "a%2Cb%3B", "a,b;"],
    ["%21%24%27%28%29%2A", "%21%24%27%28%29%2A", "!$'()*"],
  ])("is over %s as HubSpot leaves or decodes it", (_, sent, signed) => {
    const given = hubspotHeaders(secret, `${address}?q=${signed}`, body, now)["x-hubspot-signature-v3"];
    expect(isSigned({ address: `${address}?q=${sent}`, body, timestamp: String(now) }, given, [secret])).toBe(true);
  });
});

test.each([-300_000, -1, 0, 1, 300_000])("accepts a timestamp %i ms away", async (away) => {
  expect((await deliverTo(at, signedAt(now + away))).statusCode).toBe(200);
});

test.each([-300_001, 300_001, -86_400_000])("refuses a timestamp %i ms away, though signed", async (away) => {
  expect((await deliverTo(at, signedAt(now + away))).statusCode).toBe(401);
  expect(takeLog()).toContain('"reason":"timestamp"');
});

test.each(["1800000000", "1800000000000.0", "0x1a318ba5c00", "1.8e12", "+1800000000000", " 1800000000000"])(
  "refuses the timestamp %j, though signed",
  async (timestamp) => {
    expect((await deliverTo(at, signedAt(timestamp))).statusCode).toBe(401);
  },
);

test("verifies the query as it was sent", async () => {
  const sent = signedAt(now, `${address}?a=x@y&b=1%202`, { a: "x@y", b: "1 2" });
  const event = { rawQueryString: "a=x%40y&b=1%202" };
  const { requestEvent } = await import("../../webhooks/support/receiver-stage.ts");
  expect((await at({ ...requestEvent(sent), ...event })).statusCode).toBe(200);
  expect((await at({ ...requestEvent(sent), rawQueryString: "a=x%40y" })).statusCode).toBe(401);
});

test.each([
  ["a stage before the path", "https://app.example.com/prod/api/integrations/hubspot/webhook"],
  ["the gateway's own host", "https://abc.execute-api.eu-central-1.amazonaws.com/api/integrations/hubspot/webhook"],
  ["plain http", "http://app.example.com/api/integrations/hubspot/webhook"],
])("refuses a signature over %s", async (_, signed) => {
  expect((await deliverTo(at, signedAt(now, signed))).statusCode).toBe(401);
});

test("takes its own host from the configuration and not from a header", async () => {
  const sent = signedAt(now, address.replace("app.example.com", "evil.example"));
  const headers = { ...sent.headers, host: "evil.example", "x-forwarded-host": "evil.example" };
  expect((await deliverTo(at, { ...sent, headers })).statusCode).toBe(401);
});

test("refuses a signature of another method, of version 2 and of version 1", async () => {
  const { createHash, createHmac } = await import("node:crypto");
  const timestamp = String(now);
  const other = createHmac("sha256", secret).update(`GET${address}${body}${timestamp}`).digest("base64");
  const second = createHash("sha256").update(`${secret}POST${address}${body}`).digest("hex");
  const common = { ...json, "x-hubspot-request-timestamp": timestamp };
  for (const signature of [{ "x-hubspot-signature-v3": other }, { "x-hubspot-signature": second }])
    expect((await deliverTo(at, { headers: { ...common, ...signature }, body })).statusCode).toBe(401);
});

test("puts a batch on the queue as one message, without what was written into a contact", async () => {
  const changed = { ...contactCreated, subscriptionType: "contact.propertyChange", propertyName: "phone" };
  const sent = hubspotBatch([contactCreated, { ...changed, propertyValue: "+1 415 555 1212" }, 7]);
  expect((await deliverTo(hubspot, sent)).statusCode).toBe(200);
  const [queued, ...more] = stage.listQueued();
  expect(more).toEqual([]);
  expect(queued).toMatchObject({ provider: "hubspot", kind: "batch", headers: {} });
  expect(JSON.parse(String(queued?.body))).toEqual([contactCreated, changed, 7]);
});

test.each(["", "nonsense", "{}", '"a"', "null", "7"])("answers 400 to the signed body %j", async (text) => {
  expect((await deliverTo(hubspot, hubspotBatch(text))).statusCode).toBe(400);
  expect(stage.listQueued()).toEqual([]);
});

test("answers 415 to a form, though signed", async () => {
  const { headers, body: text = "" } = hubspotBatch();
  const sent = { headers: { ...headers, "content-type": "application/x-www-form-urlencoded" }, body: text };
  expect((await deliverTo(hubspot, sent)).statusCode).toBe(415);
});
