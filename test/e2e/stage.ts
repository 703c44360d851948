// A real Chromium against the deployed stacks. Each person has their own browser profile.
import { type Browser, chromium, type Page } from "playwright-core";
import { providerNames } from "../../infra/local/sandbox/state.ts";
import { providerIds } from "../../lib/provider-ids.ts";
import { asUser } from "../support/api.ts";
import { shareClock } from "../support/browser-clock.ts";
import { chromiumFlags } from "../support/chromium.ts";
import { cloud } from "../support/cloud.ts";
import { purgeQueues } from "../support/queues.ts";
import { sandbox } from "../support/sandbox.ts";

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: cloud().chromium, args: chromiumFlags });
}

export const settingsPage = () => `${cloud().origin}/settings/integrations`;

/** A new profile with the settings page open, signed in as one of the demo users. */
export async function openSignedIn(browser: Browser, user: keyof typeof people): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  await shareClock(context);
  const page = await context.newPage();
  await page.goto(settingsPage());
  // The heading alone is not enough: it is also visible before the redirect to the issuer.
  await page.locator(".user-button", { hasText: /ada/i }).waitFor();
  if (user !== "ada") await switchUser(page, user);
  return page;
}

async function switchUser(page: Page, user: string): Promise<void> {
  await page.locator(".user-button").click();
  await page.getByRole("button", { name: new RegExp(`^${user}`, "i") }).click();
  await page.locator(".user-button", { hasText: new RegExp(user, "i") }).waitFor();
}

export const providerCard = (page: Page, provider: string) => page.locator(`[data-provider="${provider}"]`);

/** Clicks Connect and stops at the provider's consent page. */
export async function goToConsent(page: Page, provider: string, name: string): Promise<void> {
  await providerCard(page, provider)
    .getByRole("button", { name: `Connect ${name}` })
    .click();
  await page.locator("#approve").waitFor();
}

export async function approve(page: Page): Promise<void> {
  await page.locator("#approve").click();
  await page.waitForURL((url) => url.origin === cloud().origin);
}

/** Collects script errors and violations of the content security policy. */
export function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    const { url } = message.location();
    if (message.type() === "error" && !url.endsWith("/favicon.ico")) complaints.push(`${message.text()} ${url}`);
  });
  return complaints;
}

/** The demo users, with the API's ids. */
export const people = {
  ada: { sub: "ada", org: "acme" },
  ben: { sub: "ben", org: "acme" },
  cleo: { sub: "cleo", org: "globex" },
} as const;

/** Disconnects all accounts of the demo users and resets the sandbox providers. */
export async function disconnectEverybody(): Promise<void> {
  for (const person of Object.values(people)) {
    const user = await asUser(person);
    for (const provider of providerIds) await user.delete(`/api/integrations/${provider}`);
  }
  await purgeQueues();
  await Promise.all(providerNames.map((name) => sandbox(name).reset()));
}
