import { afterAll, beforeAll, expect, test } from "vitest";
import { answerDocs } from "../../infra/local/docs-page.ts";
import { listen, type RunningServer } from "../../infra/local/http-server.ts";

let issuer: RunningServer;
let docs: RunningServer;

beforeAll(async () => {
  issuer = await listen((incoming, outgoing) => outgoing.end(JSON.stringify({ token: `for ${incoming.url}` })), 0);
  docs = await listen((incoming, outgoing) => {
    if (!answerDocs(incoming.url ?? "", outgoing, issuer.url)) outgoing.writeHead(418).end();
  }, 0);
});

afterAll(() => Promise.all([issuer.close(), docs.close()]));

const get = (path: string) => fetch(`${docs.url}${path}`);

test("the page loads nothing from elsewhere, and shows the API's own document", async () => {
  const page = await (await get("/api/docs")).text();
  expect(page).not.toMatch(/https?:/);
  const sources = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = ""]) => path);
  expect(sources).toHaveLength(3);
  for (const source of sources) expect((await get(source)).status).toBe(200);
  expect(await (await get("/api/docs/start.js")).text()).toContain('url: "/api/openapi.json"');
});

test("the page signs in as a demo user", async () => {
  expect(await (await get("/api/docs/token")).json()).toEqual({ token: "for /sandbox/tokens" });
});

test.each(["/api/docs/package.json", "/api/docs/../../package.json", "/api/docs/absolute-path.js"])(
  "%s is no file of the page",
  async (path) => {
    expect((await get(path)).status).not.toBe(200);
  },
);

test("other paths are left to the API", async () => {
  expect((await get("/api/documents")).status).toBe(418);
});
