// Providers that need to know something before they can show their consent page: the page asks for it.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { sandbox } from "../support/sandbox.ts";
import { approve, collectComplaints, disconnectEverybody, openBrowser, openSignedIn, providerCard } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(disconnectEverybody);

test("connects a shop by its name, and says of another host that it is none", async () => {
  const page = await openSignedIn(browser, "ada");
  const complaints = collectComplaints(page);
  const card = providerCard(page, "shopify");
  await card.getByRole("button", { name: "Connect Shopify" }).click();
  await card.getByRole("textbox").fill("shop.example.com");
  await card.getByRole("button", { name: "Continue to Shopify" }).click();
  await page
    .getByText(/params\.shop|shop/i)
    .first()
    .waitFor();
  expect(await sandbox("shopify").requests("/shop.example.com")).toEqual([]);
  await card.getByRole("textbox").fill("acme");
  await card.getByRole("button", { name: "Continue to Shopify" }).click();
  await page.locator("#approve").waitFor();
  expect(new URL(page.url()).pathname).toBe("/acme.myshopify.com/admin/oauth/authorize");
  await approve(page);
  await page.getByText("Shopify is connected").waitFor();
  const unexpected = complaints.filter((complaint) => !complaint.includes("status of 400"));
  expect([new URL(page.url()).search, unexpected]).toEqual(["", []]);
  await page.context().close();
});

test("connects an account of the region that is chosen", async () => {
  const page = await openSignedIn(browser, "ada");
  const complaints = collectComplaints(page);
  const card = providerCard(page, "clio");
  await card.getByRole("button", { name: "Connect Clio" }).click();
  await card.getByRole("combobox").selectOption({ index: 1 });
  await card.getByRole("button", { name: "Continue to Clio" }).click();
  await page.locator("#approve").waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/(eu|ca|au)\.app\.clio\.com\/oauth\/authorize$/);
  await approve(page);
  await page.getByText("Clio is connected").waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});
