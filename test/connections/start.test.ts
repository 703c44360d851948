import "../http/lambda-environment.ts";
import { createHash } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { createAcme } from "../support/acme-provider.ts";
import { configureProviders, startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
const { deriveCodeVerifier } = await import("../../lib/oauth/code-verifier.ts");
const { startAuthorization } = await import("../../lib/connections/start.ts");
afterAll(() => aws.close());

const now = 1_800_000_000;
const owner = { tenant: "c#tenant-1", user: "ada" };
const provider = createAcme("https://acme.example", { authorizeParameters: { prompt: "consent" } });

beforeEach(() => {
  aws.forget();
  configureProviders(aws, { acme: "acme-client" });
  aws.on("PutItem", () => json({}));
});

type Request = Omit<Parameters<typeof startAuthorization>[1], "owner" | "surface">;

async function start(request: Request = {}, of = provider) {
  const started = await startAuthorization(of, { owner, surface: "integrations", ...request }, () => now);
  const url = new URL(started.authorizationUrl);
  return { ...started, url, query: Object.fromEntries(url.searchParams) };
}

type Row = Readonly<Record<string, { S?: string; N?: string } | undefined>>;
const listSaved = () => aws.calls.filter(({ operation }) => operation === "PutItem");
const readSavedRow = () => listSaved()[0]?.input.Item as Row;
const sha256 = (text: string) => createHash("sha256").update(text);
const toChallenge = (verifier: string) => sha256(verifier).digest("base64url");

test("makes the S256 challenge of RFC 7636 appendix B", () => {
  expect(toChallenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  );
});

test("sends the S256 challenge of the verifier that follows from the state and the row's salt", async () => {
  const { query, state } = await start();
  const verifier = deriveCodeVerifier(state, readSavedRow().verifierSalt?.S ?? "");
  expect(verifier).toMatch(/^[\w.~-]{43,128}$/);
  expect(query).toMatchObject({ code_challenge: toChallenge(verifier), code_challenge_method: "S256" });
});

test("stores no verifier, and nothing that it could be computed from alone", async () => {
  const { state } = await start();
  const { verifierSalt: { S: salt = "" } = {}, ...row } = readSavedRow();
  expect(Buffer.from(salt, "base64url")).toHaveLength(32);
  expect(Object.keys(row)).not.toContain("codeVerifier");
  for (const secret of [deriveCodeVerifier(state, salt), state]) expect(JSON.stringify(row)).not.toContain(secret);
  expect(deriveCodeVerifier(sha256(state).digest("hex"), salt)).not.toBe(deriveCodeVerifier(state, salt));
});

test("sends no challenge to a provider that takes none", async () => {
  const { query } = await start({}, createAcme("https://acme.example", { pkce: false }));
  expect(query).not.toHaveProperty("code_challenge");
  expect(readSavedRow().verifierSalt).toBeUndefined();
});

test("sends the browser to the authorization endpoint with all that it asks for", async () => {
  const { url, query, state } = await start();
  expect(url.origin + url.pathname).toBe("https://acme.example/authorize");
  expect(query).toMatchObject({
    response_type: "code",
    client_id: "acme-client",
    redirect_uri: "https://app.example.com/api/integrations/acme/callback",
    scope: "read write",
    prompt: "consent",
    state,
  });
});

test("creates a new state, verifier and cookie for every flow", async () => {
  const first = await start();
  const second = await start();
  expect(new Set([first.state, second.state, first.query.code_challenge, second.query.code_challenge]).size).toBe(4);
  expect(first.cookie.split(";")[0]).not.toBe(second.cookie.split(";")[0]);
});

test("uses 256 random bits for the state", async () => {
  expect(Buffer.from((await start()).state, "base64url")).toHaveLength(32);
});

test("stores the state as a hash only", async () => {
  const { state } = await start();
  expect(readSavedRow().pk?.S).toBe(`state#${sha256(state).digest("hex")}`);
  expect(JSON.stringify(readSavedRow())).not.toContain(state);
});

test("stores the browser's secret as a hash only", async () => {
  const { cookie } = await start();
  const secret = /=([^;]+)/.exec(cookie)?.[1] ?? "";
  expect(readSavedRow().browser?.S).toBe(sha256(secret).digest("hex"));
});

test("binds the flow to its user, provider, redirect URI and delivery, for fifteen minutes", async () => {
  await start({ account: "A".repeat(22) });
  expect(readSavedRow()).toMatchObject({
    tenant: { S: "c#tenant-1" },
    user: { S: "ada" },
    provider: { S: "acme" },
    surface: { S: "integrations" },
    delivery: { S: "get" },
    redirectUri: { S: "https://app.example.com/api/integrations/acme/callback" },
    account: { S: "A".repeat(22) },
    expiresAt: { N: String(now + 900) },
  });
});

test("an account that is connected again is asked for what is named and the usual scopes", async () => {
  const { query } = await start({ account: "A".repeat(22), scopes: ["admin"] });
  expect(query.scope).toBe("read write admin");
  expect((await start({ scopes: ["admin"] })).query.scope).toBe("admin");
});

test("sends the redirect to a front end that receives it itself", async () => {
  const frontEndRedirect = "https://studio.example.com/caught";
  const { query } = await start({}, createAcme("https://acme.example", { frontEndRedirect }));
  expect([query.redirect_uri, readSavedRow().delivery?.S]).toEqual([frontEndRedirect, "post"]);
});

test("keeps a return target as a browser reads it", async () => {
  await start({ returnTo: "/a/../settings" });
  expect(readSavedRow().returnTo?.S).toBe("https://app.example.com/settings");
});

test.each<[string, Request, string]>([
  ["a return target elsewhere", { returnTo: "//evil.example" }, "returnTo"],
  ["a parameter the provider does not take", { params: { shop: "x" } }, "params"],
  ["a parameter named like an object's own", { params: JSON.parse('{"__proto__":"x"}') }, "params"],
])("refuses %s and stores nothing", async (_, request, field) => {
  const error = await start(request).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "invalid_request", members: { field } });
  expect(listSaved()).toEqual([]);
});

test("says that a provider without a client id is not configured", async () => {
  const error = await start({}, createAcme("https://acme.example", { id: "other", displayName: "Figma" })).catch(
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({
    code: "not_configured",
    message: "Figma OAuth not configured. Please contact administrator.",
  });
});

test("reads no secret: a start needs only the client id", async () => {
  await start();
  expect(aws.calls.map(({ operation }) => operation)).not.toContain("GetSecretValue");
});
