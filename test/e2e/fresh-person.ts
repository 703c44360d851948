// A new user with an account at every provider that has a panel, on the deployed page.
import type { Browser, Locator, Page } from "playwright-core";
import { createBrowser as apiBrowser, type Browser as Backend, tokenFor } from "../support/api.ts";
import { shareClock } from "../support/browser-clock.ts";
import { connectInBrowser } from "../support/flow.ts";
import { type PanelProvider, panels } from "../web/panel-page.ts";
import { collectComplaints, providerCard, settingsPage } from "./stage.ts";

export interface FreshPerson {
  readonly backend: Backend;
  readonly page: Page;
  readonly complaints: readonly string[];
  /** Opens the panel of the one account of a provider, unless it is open. @returns the provider's card */
  panel(provider: PanelProvider): Promise<Locator>;
}

/** Fewer than the flows that a user may begin in a minute. */
const withPanel = ["figma", "slack", "github", "gmail", "calendar"] as const satisfies readonly PanelProvider[];

/** @param prepare runs over the API before the page is opened */
export async function createFreshPerson(
  browser: Browser,
  prepare: (backend: Backend) => Promise<unknown> = async () => undefined,
): Promise<FreshPerson> {
  const sub = `user-${crypto.randomUUID()}`;
  const token = await tokenFor({ sub, org: "acme" });
  await Promise.all(withPanel.map((provider) => connectInBrowser(apiBrowser(token), provider)));
  const backend = apiBrowser(token);
  await prepare(backend);
  const page = await openPageAs(browser, sub, token);
  const complaints = collectComplaints(page);
  await page.goto(settingsPage());
  await page
    .locator("[data-account]")
    .nth(withPanel.length - 1)
    .waitFor();
  const panel = async (provider: PanelProvider) => {
    const button = providerCard(page, provider).getByRole("button", { name: panels[provider], exact: true });
    if ((await button.getAttribute("aria-expanded")) !== "true") await button.click();
    return providerCard(page, provider);
  };
  return { backend, page, complaints, panel };
}

/** Opens the page with a token, since the demo's issuer has only its five users. */
export async function openPageAs(browser: Browser, sub: string, accessToken: string): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  await shareClock(context);
  const session = { accessToken, expiresAt: Date.now() + 3_600_000, user: { id: sub, name: "Fresh", email: "" } };
  const content = `sessionStorage.setItem("patchbay.session", ${JSON.stringify(JSON.stringify(session))})`;
  await context.addInitScript({ content });
  // Portraits are the only resource that the sandbox does not serve itself.
  await context.route("https://example.com/**", (route) => route.fulfill({ status: 204 }));
  return context.newPage();
}
