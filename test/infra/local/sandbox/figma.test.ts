import { expect, test } from "vitest";
import { redirectUri, useProvider } from "./provider.ts";

const figma = useProvider("figma");
const basic = (secret = "sandbox-figma-secret") => ({
  authorization: `Basic ${Buffer.from(`sandbox-figma-client:${secret}`).toString("base64")}`,
});
const all = "current_user:read,projects:read,file_content:read";

async function code(query: Record<string, string> = {}, account = "ada"): Promise<string> {
  const back = await figma.consent("/oauth", { scope: all, ...query }, { _approve: "1", _account: account });
  return back.searchParams.get("code") ?? "";
}

const exchange = (more: Record<string, string>, secret?: string) =>
  figma.form(
    "/v1/oauth/token",
    { grant_type: "authorization_code", redirect_uri: redirectUri, ...more },
    basic(secret),
  );

const connect = async (account?: string) => (await exchange({ code: await code({}, account) })).body;

const refresh = (token: unknown) => figma.form("/v1/oauth/refresh", { refresh_token: String(token) }, basic());

test("answers the code exchange with the user's id as a string and ninety days", async () => {
  expect(await connect()).toMatchObject({ user_id_string: "1100000000000000001", expires_in: 7_776_000 });
});

test("requires Basic authentication, and answers errors in the `error: true` format", async () => {
  const answer = await exchange({ code: await code() }, "guess");
  expect(answer).toMatchObject({ status: 401, body: { error: true, status: 401 } });
});

test("refuses a code that was already used", async () => {
  const used = await code();
  await exchange({ code: used });
  expect((await exchange({ code: used })).status).toBe(400);
});

test("checks the verifier when a challenge was sent", async () => {
  const challenged = await code({ code_challenge: "x".repeat(43), code_challenge_method: "S256" });
  expect((await exchange({ code: challenged, code_verifier: "y".repeat(43) })).status).toBe(400);
});

test("omits the refresh token from a refresh, and keeps the old one valid", async () => {
  const { refresh_token } = await connect();
  expect((await refresh(refresh_token)).body).not.toHaveProperty("refresh_token");
  expect((await refresh(refresh_token)).status).toBe(200);
});

test("invalidates the family of a reused refresh token when rotation is on", async () => {
  await figma.behave({ rotation: true });
  const { refresh_token } = await connect();
  const { body: next } = await refresh(refresh_token);
  expect((await refresh(refresh_token)).status).toBe(400);
  expect((await refresh(next.refresh_token)).status).toBe(400);
  expect((await figma.asBearer("/v1/me", next.access_token)).status).toBe(403);
});

test("lets one of two simultaneous refreshes succeed when rotation is on", async () => {
  await figma.behave({ rotation: true, reuseDetection: false });
  const { refresh_token } = await connect();
  const answers = await Promise.all([refresh(refresh_token), refresh(refresh_token)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
});

test("answers 403, not 401, to a token it never issued", async () => {
  const answer = await figma.asBearer("/v1/me", "figu_guess");
  expect(answer).toMatchObject({ status: 403, body: { status: 403, err: "Invalid token" } });
});

test("answers 403 to an expired token", async () => {
  const { access_token } = await connect();
  await figma.control("POST", "expire-tokens");
  expect(await figma.asBearer("/v1/me", access_token)).toMatchObject({ status: 403, body: { err: "Token expired" } });
});

test("names the scope that a token lacks", async () => {
  const { body } = await exchange({ code: await code({ scope: "current_user:read" }) });
  const answer = await figma.asBearer("/v1/teams/1001/projects", body.access_token);
  expect(answer).toMatchObject({ status: 403, body: { err: expect.stringContaining("projects:read") } });
});

test("lists projects and files of a team", async () => {
  const { access_token } = await connect();
  const projects = await figma.asBearer("/v1/teams/1001/projects", access_token);
  expect(projects.body.projects).toContainEqual({ id: "2001", name: "Website" });
  const files = await figma.asBearer("/v1/projects/2001/files", access_token);
  expect(files.body.files).toMatchObject([{ key: "FigHome000000000000001" }, { key: "FigPrice00000000000002" }]);
});

test("truncates a file at the requested depth", async () => {
  const { access_token } = await connect();
  const { body } = await figma.asBearer("/v1/files/FigHome000000000000001?depth=1", access_token);
  expect(JSON.stringify(body.document)).toContain("Archive");
  expect(JSON.stringify(body.document)).not.toContain("Desktop");
});

test("returns only the requested nodes", async () => {
  const { access_token } = await connect();
  const { body } = await figma.asBearer("/v1/files/FigHome000000000000001?ids=1:20", access_token);
  expect(JSON.stringify(body.document)).toContain("Phone");
  expect(JSON.stringify(body.document)).not.toContain("Desktop");
});

test.each(["/v1/files/FigNothing", "/v1/files/FigShop000000000000004", "/v1/teams/1002/projects"])(
  "hides %s from people without access",
  async (path) => {
    const { access_token } = await connect();
    expect(await figma.asBearer(path, access_token)).toMatchObject({ status: 404, body: { err: "Not found" } });
  },
);
