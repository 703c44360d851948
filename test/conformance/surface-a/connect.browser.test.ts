// Connecting from the old front end's own pages, in a real browser: by redirect, in a popup, and with its own callback page.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { RunningServer } from "../../../infra/local/http-server.ts";
import { shareClock } from "../../support/browser-clock.ts";
import { chromiumFlags } from "../../support/chromium.ts";
import { cloud } from "../../support/cloud.ts";
import { startApplicationHost } from "../support/application-host.ts";
import { studioToken } from "../support/tokens.ts";

let host: RunningServer;
let browser: Browser;
let context: BrowserContext;
let person: string;
beforeAll(async () => {
  const read = (name: string) => readFile(join(import.meta.dirname, "pages", name), "utf8");
  host = await startApplicationHost([
    { path: /^\/settings\/integrations$/, html: await read("settings.html") },
    { path: /^\/auth\/\w+\/callback$/, html: await read("callback.html") },
  ]);
  // Chromium asks no proxy about this machine's own addresses unless told to.
  const proxy = { server: host.url, bypass: "<-loopback>" };
  browser = await chromium.launch({ executablePath: cloud().chromium, args: chromiumFlags, proxy });
});
afterAll(async () => {
  await browser.close();
  await host.close();
});
beforeEach(async () => {
  person = `user-${crypto.randomUUID()}`;
  context = await browser.newContext();
  await shareClock(context);
  await signIn(person);
});
afterEach(() => context.close());

async function signIn(id: string): Promise<void> {
  const [origin, token] = [cloud().origin, await studioToken(id)].map((text) => JSON.stringify(text));
  await context.addInitScript({
    content: `if (location.origin === ${origin}) localStorage.setItem("accessToken", ${token})`,
  });
}

async function openSettings(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${cloud().origin}/settings/integrations`);
  return page;
}

const press = (page: Page, button: string) => page.getByRole("button", { name: button, exact: true }).click();

const findNotice = (page: Page, text: string | RegExp) => page.locator("#notice", { hasText: text });

/** Presses a button that opens a popup. @returns the consent page in it */
async function pressForPopup(page: Page, button: string): Promise<Page> {
  const [popup] = await Promise.all([page.waitForEvent("popup"), press(page, button)]);
  await popup.locator("#approve").waitFor();
  return popup;
}

test("starts, asks for consent, comes back by redirect, and the card says connected", async () => {
  const page = await openSettings();
  await press(page, "Connect Figma");
  await page.locator("#approve").click();
  await findNotice(page, "figma: success").waitFor();
  await page.locator("#figma", { hasText: "Connected as Ada" }).waitFor();
  expect(await page.locator("#figma").getAttribute("data-user")).toBe(person);
  expect(new URL(page.url()).pathname).toBe("/settings/integrations");
});

test("comes back from a denial with an error, and with nothing that the page takes for a code", async () => {
  const page = await openSettings();
  await press(page, "Connect Figma");
  await page.locator("#deny").click();
  await findNotice(page, "Could not connect: access_denied").waitFor();
  expect(new URL(page.url()).searchParams.has("code")).toBe(false);
  expect(await page.locator("#cards > li").count()).toBe(0);
});

test("tells the page that opened the popup, and the popup closes", async () => {
  const page = await openSettings();
  const popup = await pressForPopup(page, "Connect Slack in a popup");
  await Promise.all([popup.waitForEvent("close"), popup.locator("#approve").click()]);
  await findNotice(page, "slack: done").waitFor();
  await page.locator("#slack", { hasText: "Connected" }).waitFor();
});

test("tells the page that opened the popup of a denial", async () => {
  const page = await openSettings();
  const popup = await pressForPopup(page, "Connect Slack in a popup");
  await Promise.all([popup.waitForEvent("close"), popup.locator("#deny").click()]);
  await findNotice(page, "Could not connect: access_denied").waitFor();
});

test("the front end's own callback page gets code and state, posts them, and reports to its opener", async () => {
  const page = await openSettings();
  const popup = await pressForPopup(page, "Connect GitHub in a popup");
  const [callback] = await Promise.all([
    popup.waitForRequest((request) => new URL(request.url()).pathname === "/auth/github/callback"),
    popup.locator("#approve").click(),
  ]);
  expect([...new URL(callback.url()).searchParams.keys()].sort()).toEqual(["code", "state"]);
  await findNotice(page, "github: GitHub connected successfully").waitFor();
  await page.locator("#github", { hasText: "Connected as octo" }).waitFor();
});

test("another person's bearer finishes no flow at the callback page", async () => {
  const page = await openSettings();
  await press(page, "Connect GitHub");
  await page.locator("#approve").waitFor();
  await signIn("somebody-else");
  await page.locator("#approve").click();
  await findNotice(page, "Invalid state token").waitFor();
});
