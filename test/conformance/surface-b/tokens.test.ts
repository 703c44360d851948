// Two issuers beside each other: which token is taken for whom; everything else is 401, over HTTP and on the socket.
import { createHmac } from "node:crypto";
import { exportSPKI, importJWK, type JWK, SignJWT } from "jose";
import { expect, test } from "vitest";
import { cloud } from "../../support/cloud.ts";
import { sendControl } from "../../support/control.ts";
import { connectAll } from "../support/assistant.ts";
import { accepted, callRoutes, readVerdict, refused } from "../support/bad-tokens.ts";
import { createAssistantClient, readFailure } from "../support/old-client.ts";
import {
  buildGatewayClaims,
  firebaseAudience,
  firebaseToken,
  gatewayIssuer,
  gatewaySecret,
  gatewayToken,
  signHs256,
} from "../support/tokens.ts";

const now = () => Math.floor(Date.now() / 1000);

const buildFirebaseClaims = () => ({
  iss: cloud().issuer,
  aud: firebaseAudience,
  sub: "ada",
  type: "access",
  tenants: ["acme"],
  iat: now(),
  exp: now() + 900,
});

async function readPublicKey(): Promise<{ jwk: JWK; pem: string }> {
  const { jwks_uri } = await sendControl<{ jwks_uri: string }>(`${cloud().issuer}/.well-known/openid-configuration`);
  const { keys } = await sendControl<{ keys: JWK[] }>(jwks_uri);
  const jwk = keys[0] ?? {};
  const key = await importJWK(jwk, "RS256", { extractable: true });
  return { jwk, pem: await exportSPKI(key as Parameters<typeof exportSPKI>[0]) };
}

test("tokens of both issuers are taken, over HTTP and on the socket", async () => {
  expect(await readVerdict(await firebaseToken("ada"))).toEqual(accepted);
  expect(await readVerdict(await gatewayToken("ada"))).toEqual(accepted);
});

test.each<[string, () => Promise<string>]>([
  ["the gateway's refresh token", () => gatewayToken("ada", { type: "refresh" })],
  ["the gateway's token without a type", () => gatewayToken("ada", { type: undefined })],
  ["the gateway's expired token", () => gatewayToken("ada", { iat: now() - 1000, exp: now() - 100 })],
  ["the identity provider's expired token", () => firebaseToken("ada", {}, -100)],
  [
    "the gateway's claims under the identity provider's key",
    () => firebaseToken("ada", { iss: gatewayIssuer, type: "access" }),
  ],
  ["the identity provider's claims under the gateway's secret", () => signHs256(buildFirebaseClaims(), gatewaySecret)],
  ["the gateway's claims without an issuer", () => gatewayToken("ada", { iss: undefined })],
  ["a third issuer under the gateway's secret", () => gatewayToken("ada", { iss: "https://evil.example" })],
  ["the gateway's token for an audience", () => gatewayToken("ada", { aud: firebaseAudience })],
  ["the gateway's claims under another secret", () => signHs256(buildGatewayClaims("ada"), "y".repeat(40))],
])("%s: refused", async (_, sign) => {
  expect(await readVerdict(await sign())).toEqual(refused);
});

test("the identity provider's public key is no shared secret, under either issuer's name", async () => {
  const { jwk, pem } = await readPublicKey();
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  for (const claims of [buildFirebaseClaims(), buildGatewayClaims("ada")]) {
    const text = `${encode({ alg: "HS256", kid: jwk.kid })}.${encode(claims)}`;
    expect(await readVerdict(`${text}.${createHmac("sha256", pem).update(text).digest("base64url")}`)).toEqual(refused);
  }
});

test("the gateway's token says HS256, and nothing else", async () => {
  for (const alg of ["HS384", "HS512"]) {
    const token = await new SignJWT(buildGatewayClaims("ada"))
      .setProtectedHeader({ alg })
      .sign(new TextEncoder().encode(gatewaySecret.repeat(2)));
    expect(await readVerdict(token)).toEqual(refused);
  }
});

test("the same sub of two issuers are two people, who see nothing of each other", async () => {
  const sub = `same-${crypto.randomUUID()}`;
  const [first, second] = [
    createAssistantClient(await firebaseToken(sub)),
    createAssistantClient(await gatewayToken(sub)),
  ];
  await connectAll(first, "slack");
  expect(await first.get("/api/v1/oauth/connections")).toMatchObject({ connections: [{ service: "slack" }] });
  expect(await second.get("/api/v1/oauth/connections")).toMatchObject({ connections: [] });
  expect(await readFailure(second.get("/api/v2/slack/channels"))).toMatchObject({ status: 404 });
  const { integrations } = await first.get<{ integrations: { id: string }[] }>("/api/v1/integrations/list");
  expect(await readFailure(second.get(`/api/v2/slack/channels?account=${integrations[0]?.id}`))).toMatchObject({
    status: 404,
  });
  expect(await second.delete("/api/v1/oauth/slack/disconnect")).toMatchObject({ success: true });
  expect(await first.get("/api/v1/oauth/slack/status")).toMatchObject({ connected: true });
});

test("a sub that is written like the other issuer's person is not that person", async () => {
  const sub = `victim-${crypto.randomUUID()}`;
  const victim = createAssistantClient(await gatewayToken(sub));
  await connectAll(victim, "slack");
  for (const forged of [`gateway#${sub}`, `u@gateway#${sub}`, `c@gateway#acme`]) {
    const attacker = createAssistantClient(
      await firebaseToken(forged, { tenants: ["c@gateway#acme", "gateway#acme"] }),
      "c@gateway#acme",
    );
    expect(
      (await attacker.browser.get("/api/v1/oauth/connections", { "x-tenant-id": "gateway#acme" })).text,
    ).not.toContain("slack");
  }
});

test.each<[string, () => Promise<string>]>([
  ["the gateway's", () => gatewayToken("ada", { iat: now() - 1000, exp: now() - 100 })],
  ["the identity provider's", () => firebaseToken("ada", {}, -100)],
])("%s expired token is 401 with a challenge and a sentence on the routes of this surface", async (_, sign) => {
  const answers = await callRoutes(await sign(), /^\/api\/v[12]\//);
  expect(answers.length).toBeGreaterThan(20);
  expect(answers.filter((answer) => !/^401 Bearer\b.* a sentence:/.test(answer))).toEqual([]);
});
