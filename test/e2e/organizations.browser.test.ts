// A user whose token lists two organizations, on the deployed page: accounts, activity and the socket of the chosen one only.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { tokenFor } from "../support/api.ts";
import { sandbox } from "../support/sandbox.ts";
import { openPageAs } from "./fresh-person.ts";
import {
  approve,
  collectComplaints,
  disconnectEverybody,
  goToConsent,
  openBrowser,
  providerCard,
  settingsPage,
} from "./stage.ts";
import { activities } from "./watching.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(disconnectEverybody);

const slackAccounts = (page: Page) => providerCard(page, "slack").locator("[data-account]");

async function connectSlack(page: Page, account: string): Promise<void> {
  await goToConsent(page, "slack", "Slack");
  await page.getByLabel(account).check();
  await approve(page);
  await slackAccounts(page).waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
}

const channels = { acme: "releases", globex: "support" } as const;
const post = (workspace: keyof typeof channels, text: string) =>
  sandbox("slack").push({ event: "message", text, channel: channels[workspace], workspace });

test("connects and hears the accounts of each organization apart", async () => {
  const sub = `user-${crypto.randomUUID()}`;
  const token = await tokenFor({ sub }, { claims: { org: ["acme", "globex"] } });
  const page = await openPageAs(browser, sub, token);
  const complaints = collectComplaints(page);
  await page.goto(settingsPage());
  const organization = page.getByLabel("Organization");
  await organization.waitFor();
  expect(await organization.inputValue()).toBe("acme");
  await connectSlack(page, "Ada in Acme");
  await post("acme", "The first to Acme");
  await activities(page, "The first to Acme").waitFor();

  await organization.selectOption("globex");
  await providerCard(page, "slack").getByRole("button", { name: "Connect Slack" }).waitFor();
  expect(await slackAccounts(page).count()).toBe(0);
  await connectSlack(page, "Cleo in Globex");
  expect(await organization.inputValue()).toBe("globex");
  await post("acme", "The second to Acme");
  await post("globex", "The first to Globex");
  await activities(page, "The first to Globex").waitFor();
  expect(await activities(page, "to Acme").count()).toBe(0);

  await organization.selectOption("acme");
  await activities(page, "The second to Acme").waitFor();
  expect(await activities(page, "to Globex").count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});
