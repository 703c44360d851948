// The API guide's recipe for a popup, in a real browser. The API is played; test/integrations/posted-callback.cloud.test.ts has the real one.
import { readFile } from "node:fs/promises";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { chromiumFlags, findChromium } from "../support/chromium.ts";
import { answer, json, startTestServer } from "../support/test-server.ts";

const guide = await readFile(new URL("../../docs/api.md", import.meta.url), "utf8");
const blocks = [...guide.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
const findRecipe = (first: string) => blocks.find((code) => code.startsWith(first)) ?? "";

const calls = `
  const headers = { authorization: "Bearer fake-token" };
  const get = async (path) => (await fetch(path, { headers })).json();
  const post = async (path, body) =>
    (await fetch(path, { method: "POST", headers, body: JSON.stringify(body) })).json();
`;
const html = (body: string, headers = {}) =>
  answer(200, `<title>t</title>${body}`, { "content-type": "text/html", ...headers });
const pages: Readonly<Record<string, string>> = {
  "/settings": `<script>${calls}${findRecipe("// The page with the button.")}</script>`,
  "/caught": `<script>${findRecipe("// The page at `frontEndRedirect`.")}</script>`,
};
const state = "s".repeat(43);
const [app, provider] = [await startTestServer(), await startTestServer()];
let browser: Browser;
let policy: string | undefined;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumFlags });
});
afterAll(() => Promise.all([browser.close(), app.close(), provider.close()]));
beforeEach(() => {
  policy = undefined;
  app.requests.length = 0;
  provider.requests.length = 0;
});

app.play = (response, asked) => {
  const { pathname } = new URL(asked.path, app.url);
  const page = pages[pathname];
  if (page !== undefined) return html(page)(response, asked);
  const authorizationUrl = `${provider.url}/consent`;
  json(asked.method === "POST" ? { success: true } : { authorizationUrl, stateToken: state })(response, asked);
};

/** The consent page of another origin, whose links send the browser back as a provider does. */
provider.play = (response, asked) => {
  const link = (id: string, query: Record<string, string>) =>
    `<a id="${id}" href="${app.url}/caught?${new URLSearchParams({ ...query, state })}">${id}</a>`;
  const links = link("approve", { code: "c0de+/=" }) + link("deny", { error: "access_denied" });
  html(links, policy === undefined ? {} : { "cross-origin-opener-policy": policy })(response, asked);
};

async function openPopup(): Promise<{ page: Page; popup: Page; result: Promise<unknown> }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${app.url}/settings`);
  const opened = context.waitForEvent("page");
  const result = page.evaluate("connectInPopup('figma')");
  const popup = await opened;
  await popup.locator("#approve").waitFor();
  return { page, popup, result };
}

const listPosted = () =>
  app.requests.filter(({ method }) => method === "POST").map(({ path, body }) => [path, JSON.parse(body)]);
const callback = "/api/integrations/figma/callback";

test.each([
  ["without an opener policy", undefined],
  ["whose Cross-Origin-Opener-Policy takes the opener away", "same-origin"],
])("hands over code and state untouched at a provider %s", async (_, coop) => {
  policy = coop;
  const { page, popup, result } = await openPopup();
  expect(await popup.evaluate("opener === null")).toBe(coop !== undefined);
  await popup.locator("#approve").click();
  expect(await result).toEqual({ success: true });
  expect(listPosted()).toEqual([[callback, { code: "c0de+/=", state }]]);
  await page.context().close();
});

test("hands a refusal over as one, so that the flow can be ended", async () => {
  const { page, popup, result } = await openPopup();
  await popup.locator("#deny").click();
  await result;
  expect(listPosted()).toEqual([[callback, { error: "access_denied", state }]]);
  await page.context().close();
});

test("takes nothing from another origin, from another window or of another flow", async () => {
  const { page, popup, result } = await openPopup();
  const forged = JSON.stringify({ code: "forged", state });
  await popup.evaluate(`opener.postMessage(${forged}, "*")`);
  await page.evaluate(`window.postMessage(${forged}, "*")`);
  await page.evaluate('new BroadcastChannel("connect").postMessage({ code: "forged", state: "of another flow" })');
  await popup.locator("#approve").click();
  await result;
  expect(listPosted()).toEqual([[callback, { code: "c0de+/=", state }]]);
  await page.context().close();
});

test("puts the bearer token into no address", async () => {
  const { page, popup, result } = await openPopup();
  await popup.locator("#approve").click();
  await result;
  const paths = [...app.requests, ...provider.requests].map(({ path }) => path).join(" ");
  expect(paths).toContain("/caught?code=");
  expect(paths).not.toContain("fake-token");
  await page.context().close();
});
