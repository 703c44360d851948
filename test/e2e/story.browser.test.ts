import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { sandbox } from "../support/sandbox.ts";
import {
  approve,
  collectComplaints,
  disconnectEverybody,
  goToConsent,
  openBrowser,
  openSignedIn,
  providerCard,
} from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

beforeEach(disconnectEverybody);

const stories = [
  { provider: "slack", name: "Slack", opens: "Channels" },
  { provider: "github", name: "GitHub", opens: "Repositories" },
  { provider: "gmail", name: "Gmail", opens: "Messages" },
  { provider: "calendar", name: "Google Calendar", opens: "Events" },
  { provider: "figma", name: "Figma", opens: "Files" },
];

/** An entry of a panel, without loading placeholders. */
const loaded = ":is(.row, .tile):not([aria-hidden] *)";

test.each(stories)(
  "connects $name, reads its data and disconnects it, by clicking",
  async ({ provider, name, opens }) => {
    const page = await openSignedIn(browser, "ada");
    const complaints = collectComplaints(page);
    await goToConsent(page, provider, name);
    await approve(page);
    await page.getByText(`${name} is connected`).waitFor();
    expect(new URL(page.url()).search + new URL(page.url()).hash).toBe("");

    await providerCard(page, provider).getByRole("button", { name: opens, exact: true }).click();
    if (provider === "figma") await askForTeam(page);
    await providerCard(page, provider).locator(loaded).first().waitFor();
    if (provider === "slack") await postHello(page);

    expect(complaints).toEqual([]);
    await providerCard(page, provider).getByRole("button", { name: "Disconnect" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
    await page.getByText(`${name} is disconnected`).waitFor();
    await providerCard(page, provider)
      .getByRole("button", { name: `Connect ${name}` })
      .waitFor();
    expect(complaints.filter((complaint) => !isAboutEndedAccount(complaint))).toEqual([]);
    await page.context().close();
  },
);

/** A list that is refreshed while its account is disconnected is no longer there. */
const isAboutEndedAccount = (complaint: string) => complaint.includes("status of 404");

async function askForTeam(page: Page): Promise<void> {
  await providerCard(page, "figma")
    .getByLabel("Address of the team")
    .fill("https://www.figma.com/files/team/1001/Acme");
  await providerCard(page, "figma").getByRole("button", { name: "Show its files" }).click();
}

async function postHello(page: Page): Promise<void> {
  await providerCard(page, "slack").getByRole("button", { name: "Send a test message" }).click();
  await page.getByRole("dialog").getByLabel("Channel").selectOption({ index: 1 });
  await page.getByRole("dialog").getByRole("button", { name: "Send message" }).click();
  await providerCard(page, "slack")
    .getByText(/Sent to #/)
    .waitFor();
  const posted = await sandbox("slack").requests("/api/chat.postMessage");
  expect(posted).toHaveLength(1);
  expect(decodeURIComponent(posted[0]?.body ?? "").replaceAll("+", " ")).toContain("Hello from Patchbay");
}

test("denied consent comes back with a sentence and a way to try again", async () => {
  const page = await openSignedIn(browser, "ada");
  await goToConsent(page, "github", "GitHub");
  await page.locator("#deny").click();
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await providerCard(page, "github").getByRole("button", { name: "Connect GitHub" }).waitFor();
  await page.context().close();
});

test("a second Slack workspace stands beside the first", async () => {
  const page = await openSignedIn(browser, "ben");
  await goToConsent(page, "slack", "Slack");
  await approve(page);
  await providerCard(page, "slack")
    .getByRole("button", { name: /Connect another account/ })
    .click();
  await page.locator("#approve").waitFor();
  await page.locator('input[name="account"][value="globex"]').check();
  await approve(page);
  await page.getByText("Slack is connected").waitFor();
  await providerCard(page, "slack").locator("[data-account]").nth(1).waitFor();
  expect(await providerCard(page, "slack").locator("[data-account]").count()).toBe(2);
  await page.context().close();
});
