import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
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

/** The URL of an asset in the document. */
async function findAssetUrl(file: string): Promise<string> {
  const { body } = await get(path);
  return new RegExp(`"([^"]*/${file}[^"]*)"`).exec(body)?.[1] ?? "";
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

test("sends the document with the headers of a private page", async () => {
  const { statusCode, headers } = await get(path);
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
  const { headers } = await get(await findAssetUrl("app.js"));
  expect(headers["content-type"]).toBe("text/javascript; charset=utf-8");
  expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
});

test("does not let an asset of another version be cached", async () => {
  const { headers } = await get(`${path}/app.css?v=older`);
  expect(headers["content-type"]).toBe("text/css; charset=utf-8");
  expect(headers["cache-control"]).toBe("no-cache");
});

test("answers 304 to a browser that has the asset", async () => {
  const { headers } = await get(await findAssetUrl("app.css"));
  const again = await get(await findAssetUrl("app.css"), { "if-none-match": headers.etag ?? "" });
  expect([again.statusCode, again.body]).toEqual([304, ""]);
});

test("keeps the script under 60 kB and the styles under 8 kB, compressed", async () => {
  const [script, styles] = [await get(await findAssetUrl("app.js")), await get(await findAssetUrl("app.css"))];
  expect(gzipSync(script.body).length).toBeLessThan(60_000);
  expect(gzipSync(styles.body).length).toBeLessThan(8_000);
});
