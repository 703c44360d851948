import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addNote } from "../support/note.ts";
import { buildPage, loadPage, type PageAnswer, removePage } from "./page-lambda.ts";

const path = "/settings/integrations";
const settings = { issuer: "https://id.example/realms/acme", clientId: "page", scope: "openid" };

let folder: string;
let get: (path: string, headers?: Record<string, string>) => Promise<PageAnswer>;
beforeAll(async () => {
  folder = await buildPage();
  get = await loadPage(folder, settings);
});
afterAll(() => removePage(folder));

/** The URL of the script or the style sheet in a document. */
async function findAssetUrl(ending: "js" | "css", name: "app" | "admin" = "app"): Promise<string> {
  const { body } = await get(name === "app" ? path : `${path}/admin`);
  return new RegExp(`"([^"]*/${name}[^"]*\\.${ending})"`).exec(body)?.[1] ?? "";
}

test("allows nothing inline and no other origin than the issuer's", async () => {
  const { headers } = await get(path);
  expect(headers["content-security-policy"]).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' https://id.example; " +
      "img-src 'self' https: data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  );
});

test("shows pictures over plain http only where the issuer is on this machine", async () => {
  const local = await (await loadPage(folder, { ...settings, issuer: "http://localhost:4566" }))(path);
  expect(local.headers["content-security-policy"]).toContain("img-src 'self' https: data: http://localhost:*;");
  const lookAlike = await (await loadPage(folder, { ...settings, issuer: "http://localhost.example" }))(path);
  expect(lookAlike.headers["content-security-policy"]).toContain("img-src 'self' https: data:;");
});

test("connects to no issuer where nobody can sign in on the page", async () => {
  const { statusCode, headers, body } = await (await loadPage(folder, { ...settings, issuer: "" }))(path);
  expect([statusCode, headers["content-security-policy"]]).toEqual([
    200,
    expect.stringContaining("connect-src 'self';"),
  ]);
  expect(body).toContain('"issuer":""');
});

test("lets the page reach an API and token endpoints that live elsewhere", async () => {
  const elsewhere = { ...settings, apiBase: "https://api.example", connectTo: ["https://token.example/oauth2"] };
  const answer = await (await loadPage(folder, elsewhere))(path);
  expect(answer.headers["content-security-policy"]).toContain(
    "connect-src 'self' https://id.example https://api.example https://token.example;",
  );
});

test.each([path, `${path}/admin`])("sends the document at %s with the headers of a private page", async (at) => {
  const { statusCode, headers } = await get(at);
  expect(statusCode).toBe(200);
  expect(headers).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "strict-transport-security": expect.stringContaining("max-age="),
  });
});

test("cannot be broken out of by a configured text", async () => {
  const hostile = { ...settings, clientId: "</script><script>alert(1)</script>" };
  const { body } = await (await loadPage(folder, hostile))(path);
  expect(body).not.toContain("<script>alert");
  const block = /id="config">(.*?)<\/script>/.exec(body)?.[1] ?? "";
  expect(JSON.parse(block).clientId).toBe(hostile.clientId);
});

test("lets an asset be cached for good under the address that names its content", async () => {
  const url = await findAssetUrl("css");
  expect(url).toMatch(/^\/settings\/integrations\/assets\/app-[\w-]{16}\.css$/);
  expect((await get(url)).headers).toMatchObject({
    "content-type": "text/css; charset=utf-8",
    "cache-control": "public, max-age=31536000, immutable",
    vary: "accept-encoding",
  });
});

test.each([
  ["app.js", "text/javascript; charset=utf-8"],
  ["app.css?v=older", "text/css; charset=utf-8"],
  ["assets/app-0123456789abcdef.js", "text/javascript; charset=utf-8"],
])("serves %s to the page of another version, and lets it not be cached", async (name, type) => {
  const { statusCode, headers } = await get(`${path}/${name}`);
  expect([statusCode, headers["content-type"], headers["cache-control"]]).toEqual([200, type, "no-cache"]);
});

test("the administrators' page has a script of its own, which nobody else loads, and the same policy", async () => {
  const [settingsPage, adminPage] = [await get(path), await get(`${path}/admin`)];
  expect(adminPage.body).toContain("<title>Administration · Patchbay</title>");
  expect(adminPage.headers).toEqual({ ...settingsPage.headers, "x-request-id": expect.any(String) });
  expect(settingsPage.body).not.toContain("assets/admin");
  expect(adminPage.body).not.toMatch(/assets\/app-[\w-]+\.js/);
  for (const ending of ["js", "css"] as const) {
    const url = await findAssetUrl(ending, "admin");
    expect(url).toMatch(new RegExp(`^${path}/assets/admin-[\\w-]{16}\\.${ending}$`));
    expect((await get(url)).headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  }
});

test.each([
  "assets/app.js",
  "assets/admin.js",
  "admin.js",
  "admin/else",
  "administration",
  "assets/other.js",
  "assets/app-0123456789abcdef.html",
  "assets/",
  "else",
])("has no file %s", async (name) => {
  const { statusCode, headers } = await get(`${path}/${name}`);
  expect([statusCode, headers["cache-control"]]).toEqual([404, "no-store"]);
});

test.each([
  ["br", brotliDecompressSync],
  ["gzip", gunzipSync],
] as const)("sends an asset in %s to a browser that takes it", async (encoding, decompress) => {
  for (const ending of ["js", "css"] as const) {
    const url = await findAssetUrl(ending);
    const [plain, compressed] = [await get(url), await get(url, { "accept-encoding": encoding })];
    expect(compressed.headers).toMatchObject({ "content-encoding": encoding, vary: "accept-encoding" });
    expect(compressed.headers.etag).not.toBe(plain.headers.etag);
    expect(decompress(Buffer.from(compressed.body, "base64")).toString()).toBe(plain.body);
  }
});

test.each([{}, { "accept-encoding": "br" }])("answers 304 to a browser that has the asset: %j", async (accepted) => {
  const url = await findAssetUrl("css");
  const { headers } = await get(url, accepted);
  const again = await get(url, { ...accepted, "if-none-match": `"other", W/${headers.etag}` });
  expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, "", headers.etag]);
});

test("sends an asset again to a browser that has it in another encoding", async () => {
  const url = await findAssetUrl("css");
  const { headers } = await get(url, { "accept-encoding": "br" });
  expect((await get(url, { "if-none-match": headers.etag ?? "" })).statusCode).toBe(200);
});

test("keeps each script under 60 kB and each style sheet under 8 kB, compressed", async () => {
  for (const name of ["app", "admin"] as const) {
    const measure = async (ending: "js" | "css") => {
      const { body } = await get(await findAssetUrl(ending, name), { "accept-encoding": "gzip" });
      return Buffer.from(body, "base64").length;
    };
    const [script, styles] = [await measure("js"), await measure("css")];
    await addNote(`${name} of the page: script ${toKilobytes(script)}, styles ${toKilobytes(styles)}, gzip`);
    expect(script).toBeLessThan(60_000);
    expect(styles).toBeLessThan(8_000);
  }
});

const toKilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
