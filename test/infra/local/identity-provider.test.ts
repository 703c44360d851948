import { createHash } from "node:crypto";
import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startIdentityProvider } from "../../../infra/local/identity-provider/start.ts";
import { findFreePort } from "../../../infra/local/ports.ts";
import { createCookieJar } from "../../support/cookie-jar.ts";

const pageOrigin = "http://localhost:6600";
const page = `${pageOrigin}/settings/integrations`;
const verifier = "a-verifier-of-more-than-forty-three-characters-0";
const jar = createCookieJar();
let issuer = "";
let close = async () => {};

beforeAll(async () => {
  ({ issuer, close } = await startIdentityProvider({ port: await findFreePort(), pageOrigin, audience: "patchbay" }));
});
beforeEach(() => jar.clear());
afterAll(() => close());

/** Follows redirects inside the provider, up to the page or a form. */
async function browse(url: string, form?: Record<string, string>): Promise<URL> {
  const cookie = jar.header(new URL(url).pathname) ?? "";
  const post = form && { method: "POST", body: new URLSearchParams(form) };
  const answer = await fetch(url, { redirect: "manual", headers: { cookie }, ...post });
  jar.store(answer.headers.getSetCookie());
  const next = URL.parse(answer.headers.get("location") ?? "", url);
  if (answer.status < 300 || answer.status > 399 || next === null) return new URL(url);
  return next.origin === pageOrigin ? next : browse(next.href);
}

function authorize(more: Record<string, string>): string {
  const query = new URLSearchParams({
    client_id: "patchbay-page",
    response_type: "code",
    redirect_uri: page,
    scope: "openid profile email",
    state: "s",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...more,
  });
  return `${issuer}/auth?${query}`;
}

function redeem(at: URL, codeVerifier = verifier, origin = pageOrigin): Promise<Response> {
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    code: at.searchParams.get("code") ?? "",
    redirect_uri: page,
    client_id: "patchbay-page",
    code_verifier: codeVerifier,
  });
  return fetch(`${issuer}/token`, { method: "POST", headers: { origin }, body });
}

async function verifyToken(token: string): Promise<JWTPayload> {
  const { jwks_uri } = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as {
    jwks_uri: string;
  };
  return (await jwtVerify(token, createRemoteJWKSet(new URL(jwks_uri)), { issuer, audience: "patchbay" })).payload;
}

async function signIn(login_hint: string): Promise<JWTPayload> {
  const answer = await redeem(await browse(authorize({ login_hint })));
  const { access_token } = (await answer.json()) as { access_token: string };
  return verifyToken(access_token);
}

async function requestToken(wish: object): Promise<string> {
  const answer = await fetch(`${issuer}/sandbox/tokens`, { method: "POST", body: JSON.stringify(wish) });
  return ((await answer.json()) as { token: string }).token;
}

test("signs in the user of login_hint without a click, for an hour", async () => {
  const { iat = 0, exp = 0, ...claims } = await signIn("ada");
  expect(claims).toMatchObject({ sub: "ada", org: "acme", role: "user", name: "Ada Acme", email: "ada@acme.example" });
  expect(exp - iat).toBe(3600);
});

test("has an administrator of a tenant, one of the stage, and a user without an organisation", async () => {
  expect(await signIn("dana")).toMatchObject({ org: "acme", role: "admin" });
  jar.clear();
  expect(await signIn("finn")).toMatchObject({ role: "stage-admin" });
  jar.clear();
  expect(await signIn("erin")).not.toHaveProperty("org");
});

test("signs in the user who is clicked when there is no login_hint", async () => {
  const asked = await browse(authorize({}));
  expect(asked.pathname).toMatch(/^\/sign-in\//);
  const back = await browse(asked.href, { user: "cleo" });
  const { access_token } = (await (await redeem(back)).json()) as { access_token: string };
  expect(await verifyToken(access_token)).toMatchObject({ sub: "cleo", org: "globex" });
});

test("remembers who is signed in", async () => {
  await signIn("ben");
  expect((await browse(authorize({}))).searchParams.has("code")).toBe(true);
});

test("lets only the page's origin read the token answer", async () => {
  const answer = await redeem(await browse(authorize({ login_hint: "ada" })));
  expect(answer.headers.get("access-control-allow-origin")).toBe(pageOrigin);
  const elsewhere = await redeem(await browse(authorize({ login_hint: "ada" })), verifier, "https://evil.example");
  expect(elsewhere.headers.get("access-control-allow-origin")).toBeNull();
});

test("refuses a wrong code verifier", async () => {
  expect((await redeem(await browse(authorize({ login_hint: "ada" })), `${verifier}1`)).status).toBe(400);
});

test("refuses a redirect URI that is not the page's", async () => {
  const at = await browse(authorize({ login_hint: "ada", redirect_uri: "https://evil.example/" }));
  expect(at.origin).toBe(new URL(issuer).origin);
});

test("signs requested tokens with the same key", async () => {
  const token = await requestToken({ sub: "ada", claims: { org: null, scope: "integrations/tokens" } });
  const claims = await verifyToken(token);
  expect(claims).toMatchObject({ sub: "ada", scope: "integrations/tokens", email: "ada@acme.example" });
  expect(claims).not.toHaveProperty("org");
});

test("issues expired tokens, tokens not yet valid and tokens for other audiences on request", async () => {
  const { iat = 0, ...claims } = decodeJwt(
    await requestToken({
      sub: "x",
      expiresIn: -10,
      notBefore: 60,
      audience: ["a", "b"],
      issuer: "https://other.example",
    }),
  );
  expect(claims).toMatchObject({ aud: ["a", "b"], iss: "https://other.example", exp: iat - 10, nbf: iat + 60 });
});

test("lists the demo users", async () => {
  const users = await (await fetch(`${issuer}/sandbox/users`)).json();
  expect(users).toContainEqual(expect.objectContaining({ sub: "dana", role: "admin" }));
});
