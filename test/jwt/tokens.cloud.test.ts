// Tokens that the gateway's authorizer or the endpoint behind it refuses.
import { createHmac } from "node:crypto";
import { exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import { expect, test } from "vitest";
import { createBrowser, tokenFor } from "../support/api.ts";
import { cloud } from "../support/cloud.ts";

const ada = { sub: "ada", org: "acme" };
const path = "/api/integrations";
const encodePart = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

const claims = (more: Record<string, unknown> = {}) => {
  const now = Math.floor(Date.now() / 1000);
  return { sub: "ada", org: "acme", iss: cloud().issuer, aud: "patchbay", iat: now, exp: now + 600, ...more };
};

async function publishedKey(): Promise<JWK> {
  const discovery = (await (await fetch(`${cloud().issuer}/.well-known/openid-configuration`)).json()) as {
    jwks_uri: string;
  };
  const { keys } = (await (await fetch(discovery.jwks_uri)).json()) as { keys: JWK[] };
  return keys[0] ?? {};
}

async function statusWith(token: string): Promise<number> {
  return (await createBrowser(token).get(path)).status;
}

test("lets a good token in", async () => {
  expect(await statusWith(await tokenFor(ada))).toBe(200);
});

test("refuses a request without a token, in the gateway's own words", async () => {
  const answer = await createBrowser().get(path);
  expect([answer.status, answer.json]).toEqual([401, { message: "Unauthorized" }]);
});

test("ignores a token in the query", async () => {
  const token = await tokenFor(ada);
  expect((await createBrowser().get(`${path}?access_token=${token}&authorization=Bearer%20${token}`)).status).toBe(401);
});

test("refuses two tokens in one header", async () => {
  const token = await tokenFor(ada);
  expect((await createBrowser().get(path, { authorization: `Bearer ${token}, Bearer ${token}` })).status).toBe(401);
});

test.each([
  ["that has expired", { expiresIn: -120 }],
  ["for another audience", { audience: "someone-else" }],
])("refuses a token %s", async (_, options) => {
  expect(await statusWith(await tokenFor(ada, options))).toBe(401);
});

test("refuses garbage", async () => {
  expect(await statusWith("a.b.c")).toBe(401);
});

test("refuses an unsigned token", async () => {
  expect(await statusWith(`${encodePart({ alg: "none" })}.${encodePart(claims())}.`)).toBe(401);
});

test("refuses a token signed with another key under the published key's id", async () => {
  const { privateKey } = await generateKeyPair("RS256");
  const { kid } = await publishedKey();
  const header = { alg: "RS256", ...(kid ? { kid } : {}) };
  expect(await statusWith(await new SignJWT(claims()).setProtectedHeader(header).sign(privateKey))).toBe(401);
});

test("refuses a token whose MAC is made with the public key", async () => {
  const jwk = await publishedKey();
  const key = await importJWK(jwk, "RS256");
  const pem = await exportSPKI(key as Parameters<typeof exportSPKI>[0]);
  const body = `${encodePart({ alg: "HS256", kid: jwk.kid })}.${encodePart(claims())}`;
  expect(await statusWith(`${body}.${createHmac("sha256", pem).update(body).digest("base64url")}`)).toBe(401);
});

test("refuses a service's token as a user's", async () => {
  const token = await tokenFor({ ...ada, scope: "integrations/tokens" } as typeof ada);
  expect(await statusWith(token)).toBe(403);
});

test("acts for the tenant that the header names, of those that the token has", async () => {
  const token = await tokenFor(ada, { claims: { org: ["acme", "globex"] } });
  const statusFor = async (tenant?: string) => {
    const header: Record<string, string> = tenant === undefined ? {} : { "X-Tenant-Id": tenant };
    return (await createBrowser(token).get("/api/integrations", header)).status;
  };
  expect(await Promise.all([undefined, "globex", "initech", "c#acme", "%61cme"].map(statusFor))).toEqual([
    400, 200, 403, 403, 403,
  ]);
  const twice = await fetch(new URL("/api/integrations", cloud().origin), {
    headers: [
      ["authorization", `Bearer ${token}`],
      ["x-tenant-id", "acme"],
      ["x-tenant-id", "globex"],
    ],
  });
  expect(twice.status).toBe(400);
});

test("refuses a token whose tenant claim cannot be read", async () => {
  const user = createBrowser(await tokenFor(ada, { claims: { org: { id: "acme" } } }));
  expect((await user.get("/api/integrations")).status).toBe(401);
});

test("keeps the deep health check for administrators", async () => {
  const user = createBrowser(await tokenFor({ ...ada, role: "user" }));
  expect((await user.get("/api/health/deep")).status).toBe(403);
});

test("tells an administrator how each dependency does", async () => {
  const admin = createBrowser(await tokenFor({ sub: "dana", org: "acme", role: "admin" }));
  const answer = await admin.get("/api/health/deep");
  expect(answer.status).toBe(200);
  const { dependencies } = answer.json as { dependencies: { name: string; ok: boolean; latencyMs: number }[] };
  expect(dependencies.map(({ name, ok }) => [name, ok])).toEqual([
    ["connections table", true],
    ["transient table", true],
    ["audit table", true],
    ["encryption key", true],
    ["revocations queue", true],
    ["refreshes queue", true],
    ["client ids", true],
    ["database", true],
  ]);
});

test("answers health to anybody", async () => {
  const answer = await createBrowser().get("/api/health");
  expect(answer.json).toEqual({ status: "ok", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
});
