import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { redirectUri, useProvider } from "./provider.ts";

const github = useProvider("github");
const client = { client_id: "sandbox-github-client", client_secret: "sandbox-github-secret" };
const asJson = { accept: "application/json" };
const verifier = "a-verifier-of-more-than-forty-three-characters-0";
const challenge = createHash("sha256").update(verifier).digest("base64url");

async function code(query: Record<string, string> = {}): Promise<string> {
  const back = await github.consent("/login/oauth/authorize", { scope: "repo gist", ...query });
  return back.searchParams.get("code") ?? "";
}

async function exchange(more: Record<string, string>, headers: Record<string, string> = asJson) {
  return github.form("/login/oauth/access_token", { ...client, redirect_uri: redirectUri, ...more }, headers);
}

const signIn = async () => (await exchange({ code: await code() })).body;

function applications(method: string, what: "token" | "grant", token: unknown, secret = client.client_secret) {
  const credentials = Buffer.from(`${client.client_id}:${secret}`).toString("base64");
  return fetch(github.url(`/applications/${client.client_id}/${what}`), {
    method,
    headers: { authorization: `Basic ${credentials}` },
    body: JSON.stringify({ access_token: token }),
  });
}

test("answers as a form unless JSON is requested", async () => {
  const { headers, text } = await exchange({ code: await code() }, {});
  expect(headers.get("content-type")).toContain("application/x-www-form-urlencoded");
  expect(text).toContain("scope=repo%2Cgist");
  expect(new URLSearchParams(text).get("access_token")).toMatch(/^gho_/);
});

test("answers errors with status 200", async () => {
  expect(await exchange({ code: "guess" })).toMatchObject({ status: 200, body: { error: "bad_verification_code" } });
});

test("refuses a wrong secret with status 200", async () => {
  const answer = await exchange({ code: await code(), client_secret: "guess" });
  expect(answer).toMatchObject({ status: 200, body: { error: "incorrect_client_credentials" } });
});

test("accepts the verifier of the challenge", async () => {
  const used = await code({ code_challenge: challenge, code_challenge_method: "S256" });
  expect((await exchange({ code: used, code_verifier: verifier })).body).toHaveProperty("access_token");
});

test.each([
  ["another verifier", { code_verifier: `${verifier}1` }],
  ["no verifier", {}],
])("refuses %s than the one of the challenge", async (_, given: Record<string, string>) => {
  const used = await code({ code_challenge: challenge, code_challenge_method: "S256" });
  expect((await exchange({ code: used, ...given })).body).toMatchObject({ error: "bad_verification_code" });
});

test("lists the repositories of the user who approved, with the granted scopes in a header", async () => {
  const { access_token } = await signIn();
  const { headers, body } = await github.asBearer("/user/repos", access_token);
  const names = Object.values(body).map((repository) => (repository as { full_name: string }).full_name);
  expect(names).toEqual(expect.arrayContaining(["octo/hello-world", "octo/dotfiles", "octo/secret-plans"]));
  expect(headers.get("x-oauth-scopes")).toBe("repo, gist");
});

test("answers 401 Bad credentials to a token it never issued", async () => {
  expect(await github.asBearer("/user", "gho_guess")).toMatchObject({
    status: 401,
    body: { message: "Bad credentials" },
  });
});

test("deletes a token with the app's credentials", async () => {
  const { access_token } = await signIn();
  expect((await applications("DELETE", "token", access_token)).status).toBe(204);
  expect((await github.asBearer("/user", access_token)).status).toBe(401);
});

test("keeps a token when the app's secret is wrong", async () => {
  const { access_token } = await signIn();
  expect((await applications("DELETE", "token", access_token, "guess")).status).toBe(401);
  expect((await github.asBearer("/user", access_token)).status).toBe(200);
});

test("deletes all tokens of a user with the grant", async () => {
  const [one, other] = [await signIn(), await signIn()];
  await applications("DELETE", "grant", one.access_token);
  expect((await github.asBearer("/user", other.access_token)).status).toBe(401);
});

test("invalidates the old access and refresh tokens when an expiring token is refreshed", async () => {
  await github.behave({ rotation: true });
  const { access_token, refresh_token, expires_in } = await signIn();
  const refresh = { grant_type: "refresh_token", refresh_token: String(refresh_token) };
  const { body: next } = await exchange(refresh);
  expect([access_token, refresh_token, expires_in]).toEqual([
    expect.stringMatching(/^ghu_/),
    expect.stringMatching(/^ghr_/),
    28_800,
  ]);
  expect((await github.asBearer("/user", access_token)).status).toBe(401);
  expect((await github.asBearer("/user", next.access_token)).status).toBe(200);
  expect((await exchange(refresh)).body).toMatchObject({ error: "bad_refresh_token" });
});
