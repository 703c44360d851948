import type { Browser, Page } from "playwright-core";
import { approve, goToConsent, openSignedIn, providerCard } from "./stage.ts";

/** A page of somebody who has connected a Slack workspace and whose socket is open. */
export async function openWatchingPage(browser: Browser, user: "ada" | "ben" | "cleo", account: string): Promise<Page> {
  const page = await openSignedIn(browser, user);
  await goToConsent(page, "slack", "Slack");
  await page.getByLabel(account).check();
  await approve(page);
  await providerCard(page, "slack").locator("[data-account]").waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  return page;
}

/** What the page shows of what has that text. */
export const activities = (page: Page, text: string) => page.locator("[data-activity]", { hasText: text });
