// Google's tokens, which the Lambda itself verifies on the Calendar path.
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from "jose";
import { beforeEach, expect, test } from "vitest";
import { pushClaims, pushEnvelope, pushToken } from "../support/signing.ts";
import { answer } from "../support/test-server.ts";
import { calendar, json } from "./support/genuine-requests.ts";
import {
  deliverTo,
  googleKey,
  googlePublicKey,
  publishKeys,
  push,
  startReceiverStage,
  takeLog,
} from "./support/receiver-stage.ts";

const stage = await startReceiverStage();
const another = await generateKeyPair("RS256", { extractable: true });
beforeEach(() => {
  stage.keys.play = publishKeys;
});

const body = pushEnvelope({ any: "thing" });
const presentToken = async (token: string | Promise<string>) => {
  const sent = { headers: { ...json, authorization: `Bearer ${await token}` }, body };
  return (await deliverTo(calendar, sent)).statusCode;
};
const expectRefused = async (token: string | Promise<string>) => {
  expect(await presentToken(token)).toBe(401);
  expect(stage.listQueued()).toEqual([]);
};

const claims = pushClaims(push);
const seconds = Math.floor(Date.now() / 1000);
const encodePart = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("lets a good token in, and fetches the keys once for many", async () => {
  const before = stage.keys.requests.length;
  for (let n = 0; n < 5; n++) expect(await presentToken(pushToken(claims, googleKey))).toBe(200);
  expect(stage.listQueued()).toHaveLength(5);
  expect(stage.keys.requests.length - before).toBe(1);
});

test.each<[string, Record<string, unknown>]>([
  ["another audience", { aud: "https://evil.example" }],
  ["a list of audiences", { aud: [push.audience, "https://evil.example"] }],
  ["no audience", { aud: undefined }],
  ["another issuer", { iss: "https://evil.example" }],
  ["the issuer with a slash", { iss: `${push.issuer}/` }],
  ["an end more than a minute ago", { exp: seconds - 61 }],
  ["no end", { exp: undefined }],
  ["an end as text", { exp: "9999999999" }],
  ["a beginning more than a minute ahead", { nbf: seconds + 90 }],
  ["another service account", { email: "push@evil.example" }],
  ["the service account in capitals", { email: push.serviceAccount.toUpperCase() }],
  ["no address", { email: undefined }],
  ["an address that is not verified", { email_verified: false }],
  ["an address of unknown standing", { email_verified: undefined }],
  ["an address verified as 1", { email_verified: 1 }],
])("refuses a token with %s", async (_, spoilt) => {
  takeLog();
  await expectRefused(pushToken({ ...claims, ...spoilt }, googleKey));
  expect(takeLog()).toContain('"reason":"token"');
});

test.each<[string, Record<string, unknown>]>([
  ["an end half a minute ago", { exp: seconds - 30 }],
  ["a beginning half a minute ahead", { nbf: seconds + 30 }],
])("allows for clocks that differ: %s", async (_, moved) => {
  expect(await presentToken(pushToken({ ...claims, ...moved }, googleKey))).toBe(200);
});

test.each(["none", "None", "NONE"])("refuses a token without a signature: alg %s", async (alg) => {
  const unsigned = `${encodePart({ alg, kid: "g-1" })}.${encodePart(claims)}`;
  await expectRefused(`${unsigned}.`);
  await expectRefused(`${unsigned}.c2ln`);
});

test("refuses a token signed with the public key as if it were a shared secret", async () => {
  for (const secret of [await exportSPKI(googlePublicKey), JSON.stringify(await exportJWK(googlePublicKey))]) {
    const token = new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: "g-1" });
    await expectRefused(token.sign(new TextEncoder().encode(secret)));
  }
});

test("refuses other algorithms of the same key", async () => {
  for (const alg of ["RS384", "RS512", "PS256"]) {
    const { privateKey } = await generateKeyPair(alg);
    await expectRefused(new SignJWT(claims).setProtectedHeader({ alg, kid: "g-1" }).sign(privateKey));
  }
});

test("refuses another's key under Google's name", async () => {
  await expectRefused(pushToken(claims, another.privateKey));
});

test.each<[string, () => Promise<object>]>([
  ["jku", async () => ({ jku: `${stage.keys.url}/evil` })],
  ["x5u", async () => ({ x5u: `${stage.keys.url}/evil` })],
  ["jwk", async () => ({ jwk: await exportJWK(another.publicKey) })],
])("does not believe the header %s, and fetches nothing from it", async (_, hint) => {
  const header = { alg: "RS256", kid: "g-1", ...(await hint()) };
  await expectRefused(new SignJWT(claims).setProtectedHeader(header).sign(another.privateKey));
  expect(stage.keys.requests.map(({ path }) => path)).not.toContain("/evil");
});

test("does not fetch the keys again for a thousand unknown names", async () => {
  const token = await pushToken(claims, another.privateKey, "unknown");
  const before = stage.keys.requests.length;
  for (let n = 0; n < 1000; n++) expect(await presentToken(token)).toBe(401);
  expect(stage.keys.requests.length - before).toBeLessThanOrEqual(1);
  expect(stage.listQueued()).toEqual([]);
});

test("works from memory while the keys' address does not answer", async () => {
  stage.keys.play = answer(500, "down");
  await expectRefused(pushToken(claims, another.privateKey, "unknown"));
  expect(await presentToken(pushToken(claims, googleKey))).toBe(200);
});

test.each(["", "Bearer", "Bearer a.b", "Basic YTpi", "a.b.c", `Bearer ${"x".repeat(9000)}.b.c`])(
  "refuses the header %j",
  async (authorization) => {
    expect((await deliverTo(calendar, { headers: { ...json, authorization }, body })).statusCode).toBe(401);
  },
);

test("says nothing of a token or its address in the log", async () => {
  const token = await pushToken({ ...claims, email: "push@evil.example" }, googleKey);
  await presentToken(token);
  const written = takeLog();
  expect(written).toContain('"reason":"token"');
  expect(written).not.toContain(token);
  expect(written).not.toContain("evil.example");
});

test.each(["PUBSUB_AUDIENCE", "PUBSUB_SERVICE_ACCOUNT", "PUBSUB_ISSUER"])("lets nobody in without %s", async (name) => {
  const value = process.env[name];
  delete process.env[name];
  expect(await presentToken(pushToken(claims, googleKey))).toBe(503);
  process.env[name] = "";
  expect(await presentToken(pushToken(claims, googleKey))).toBe(503);
  process.env[name] = value;
  expect(takeLog()).toContain("SecretMissing");
});

test("raises no alarm where the stage has no push subscription", async () => {
  const names = ["PUBSUB_AUDIENCE", "PUBSUB_SERVICE_ACCOUNT", "PUBSUB_ISSUER"];
  const values = names.map((name) => process.env[name]);
  for (const name of names) delete process.env[name];
  takeLog();
  expect(await presentToken(pushToken(claims, googleKey))).toBe(503);
  names.forEach((name, at) => {
    process.env[name] = values[at];
  });
  expect(takeLog()).not.toMatch(/SecretMissing|WebhookUnavailable/);
});
