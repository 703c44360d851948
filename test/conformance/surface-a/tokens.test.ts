// The old server's tokens: which are taken, and for whom; everything else is 401, over HTTP and on the socket.
import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { createBrowser } from "../../support/api.ts";
import { accepted, callRoutes, readVerdict, refused } from "../support/bad-tokens.ts";
import { connect, createStudioPerson, listIntegrations } from "../support/studio.ts";
import { buildStudioClaims, signHs256, studioSecret, studioToken } from "../support/tokens.ts";

const now = () => Math.floor(Date.now() / 1000);
const day = 86_400;

test("an access token of the old server is taken, over HTTP and on the socket", async () => {
  expect(await readVerdict(await studioToken("ada"))).toEqual(accepted);
});

test.each<[string, Record<string, unknown>]>([
  ["the refresh token", { type: "refresh" }],
  ["the password reset token", { type: "reset" }],
  ["a token without a type", { type: undefined }],
  ["an expired token", { iat: now() - 1000, exp: now() - 100 }],
  ["a token that never ends", { exp: undefined }],
  ["a token of two days ago that is still valid", { iat: now() - 2 * day, exp: now() + day }],
  ["a token that does not say when it was issued", { iat: undefined }],
  ["a token that names an issuer", { iss: "https://id.example.com/" }],
  ["a token that names an audience", { aud: "patchbay" }],
  ["a token without a person", { id: undefined }],
  ["a token whose person is empty", { id: "" }],
  ["a token whose person is a list", { id: ["ada"] }],
  ["a token whose person is true", { id: true }],
])("%s is refused", async (_, claims) => {
  expect(await readVerdict(await studioToken("ada", claims))).toEqual(refused);
});

const encodePart = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

function signByHand(header: object, mac: (text: string) => string): string {
  const text = `${encodePart(header)}.${encodePart(buildStudioClaims("ada"))}`;
  return `${text}.${mac(text)}`;
}

test.each<[string, () => string | Promise<string>]>([
  ["another secret", () => signHs256(buildStudioClaims("ada"), "x".repeat(40))],
  [
    "another algorithm of the same kind",
    () => signByHand({ alg: "HS512" }, (text) => createHmac("sha512", studioSecret).update(text).digest("base64url")),
  ],
  [
    "a signature under RS256's name",
    () => signByHand({ alg: "RS256" }, (text) => createHmac("sha256", studioSecret).update(text).digest("base64url")),
  ],
  ["nothing", () => signByHand({ alg: "none" }, () => "")],
])("a token signed with %s is refused", async (_, sign) => {
  expect(await readVerdict(await sign())).toEqual(refused);
});

test("an expired token is 401 with a challenge and a sentence on the routes of this surface", async () => {
  const token = await studioToken("ada", { iat: now() - 1000, exp: now() - 100 });
  const answers = await callRoutes(token, /^\/api\/(?:integrations|mcp)/);
  expect(answers.length).toBeGreaterThan(30);
  expect(answers.filter((answer) => !/^401 Bearer\b.* a sentence:/.test(answer))).toEqual([]);
});

test("whose a connection is follows from `id` alone", async () => {
  const ada = await createStudioPerson();
  await connect(ada, "figma");
  const [card] = await listIntegrations(ada);
  const list = async (token: string) => Object((await createBrowser(token).get("/api/integrations")).json).integrations;
  expect(await list(await studioToken("somebody-else", { sub: ada.id, email: `${ada.id}@studio.example` }))).toEqual(
    [],
  );
  expect(await list(await studioToken(ada.id, { email: "new@studio.example", sub: "other" }))).toEqual([card]);
});

test("a person whose id is a number is the one with these digits", async () => {
  const token = await studioToken("", { id: 4_711_000_000_000_001 });
  expect(await readVerdict(token)).toEqual(accepted);
});

test("an administrator of the old product is none of the stage", async () => {
  const admin = await createStudioPerson({ userType: "admin" });
  const member = await createStudioPerson();
  expect(await admin.get("/api/health/deep")).toMatchObject({ status: expect.any(String) });
  expect((await member.browser.get("/api/health/deep")).status).toBe(403);
});

test("an old token does not open the server for models", async () => {
  const asked = { jsonrpc: "2.0", id: 1, method: "tools/list" };
  expect((await createBrowser(await studioToken("ada")).post("/api/mcp", asked)).status).toBe(401);
});
