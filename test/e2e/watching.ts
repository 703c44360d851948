import type { Browser, Page } from "playwright-core";
import { approve, goToConsent, openSignedIn, providerCard } from "./stage.ts";

/** Opens the page of a user with a connected Slack workspace and an open socket. */
export async function openWatchingPage(browser: Browser, user: "ada" | "ben" | "cleo", account: string): Promise<Page> {
  const page = await openSignedIn(browser, user);
  await goToConsent(page, "slack", "Slack");
  await page.getByLabel(account).check();
  await approve(page);
  await providerCard(page, "slack").locator("[data-account]").waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  return page;
}

/** The activities on the page that contain a text. */
export const activities = (page: Page, text: string) => page.locator("[data-activity]", { hasText: text });
