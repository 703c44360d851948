// The steps that docs/user-guide.md shows, with its pictures: PATCHBAY_PICTURES=1 writes them into .github/screenshots.
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { sandbox } from "../support/sandbox.ts";
import { approve, disconnectEverybody, goToConsent, openBrowser, openSignedIn, providerCard } from "./stage.ts";
import { activities } from "./watching.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(disconnectEverybody);

const folder = ".github/screenshots";
const size = { width: 960, height: 600 };

/** Takes a picture of what can be seen, or of a part of it. It is always taken, and kept only where that was asked for. */
async function take(name: string, shown: Page | Locator): Promise<void> {
  const isKept = process.env.PATCHBAY_PICTURES === "1";
  const options = { animations: "disabled", caret: "hide", ...(isKept ? { path: join(folder, name) } : {}) } as const;
  expect((await shown.screenshot(options)).byteLength).toBeGreaterThan(1000);
}

async function openPage(): Promise<Page> {
  const page = await openSignedIn(browser, "ada");
  await page.setViewportSize(size);
  await providerCard(page, "figma").getByRole("button", { name: "Connect Figma" }).waitFor();
  return page;
}

test("choose a tool, say which account where it asks, and see what it asks for", async () => {
  const page = await openPage();
  await page.getByText("Nothing is connected yet").waitFor();
  await take("guide-1-choose.png", page);
  await providerCard(page, "shopify").getByRole("button", { name: "Connect Shopify" }).click();
  await providerCard(page, "shopify").getByLabel("Shop").fill("acme.myshopify.com");
  await take("guide-2-asked.png", providerCard(page, "shopify"));
  await goToConsent(page, "gmail", "Gmail");
  await take("guide-3-consent.png", page);
  await page.locator("#deny").click();
  await providerCard(page, "gmail").getByRole("button", { name: "Connect Gmail" }).waitFor();
  await page.context().close();
});

test("agree, see the account, follow what happens, and disconnect", async () => {
  const page = await openPage();
  await goToConsent(page, "slack", "Slack");
  await approve(page);
  const card = providerCard(page, "slack");
  await card.locator("[data-account]").waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  await card.getByText(/^\d+ permissions$/).click();
  await take("guide-4-connected.png", card);

  const text = "Ada, could you review the pricing page by Friday?";
  await sandbox("slack").push({ event: "message", text, channel: "releases", from: "ben", workspace: "acme" });
  await activities(page, text).locator(".actions-asked").getByText("review the pricing page").waitFor();
  await take("guide-5-activity.png", activities(page, text));

  await card.getByRole("button", { name: "Disconnect" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("What happens now:").waitFor();
  await take("guide-6-disconnect.png", page);
  await dialog.getByRole("button", { name: "Disconnect" }).click();
  await page.getByText("Slack is disconnected").waitFor();
  await page.context().close();
});
