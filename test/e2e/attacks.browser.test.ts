// Two people, two browsers: whoever consents must be whoever gets the account.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { browser as client } from "../support/api.ts";
import { cloud } from "../support/cloud.ts";
import { consent } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import { approve, card, goToConsent, nobodyConnected, openBrowser, settingsPage, signedIn, tokenOf } from "./stage.ts";

let chromium: Browser;
beforeAll(async () => {
  chromium = await openBrowser();
});
afterAll(() => chromium.close());

beforeEach(nobodyConnected);

async function accountsOf(page: Page): Promise<unknown[]> {
  const answer = await client(await tokenOf(page.context(), page)).get("/api/integrations");
  const { integrations } = answer.json as { integrations: { provider: string }[] };
  return integrations.filter(({ provider }) => provider === "github");
}

test("a callback URL opened in a stranger's browser links nothing to the stranger", async () => {
  const attacker = await signedIn(chromium, "ada");
  await goToConsent(attacker, "github", "GitHub");
  const callback = await consent(new URL(attacker.url()));

  const victim = await signedIn(chromium, "cleo");
  await victim.goto(callback.href);
  await victim.getByRole("heading", { name: "Integrations", level: 1 }).waitFor();
  await victim
    .getByText(/not|could|again/i)
    .first()
    .waitFor();
  expect(await accountsOf(victim)).toEqual([]);
  expect(await accountsOf(attacker)).toEqual([]);
  await vi.waitFor(
    async () => expect((await sandbox("github").grants()).every(({ revoked }) => revoked)).toBe(true),
    30_000,
  );
  await Promise.all([attacker.context().close(), victim.context().close()]);
});

test("a victim who consents in an attacker's flow gives the attacker nothing", async () => {
  const attacker = await signedIn(chromium, "ada");
  await goToConsent(attacker, "github", "GitHub");
  const authorizationUrl = attacker.url();

  const victim = await signedIn(chromium, "cleo");
  await victim.goto(authorizationUrl);
  await approve(victim);
  await victim.getByRole("heading", { name: "Integrations", level: 1 }).waitFor();
  await attacker.goto(settingsPage());
  expect(await accountsOf(attacker)).toEqual([]);
  expect(await accountsOf(victim)).toEqual([]);
  await vi.waitFor(
    async () => expect((await sandbox("github").grants()).every(({ revoked }) => revoked)).toBe(true),
    30_000,
  );
  await Promise.all([attacker.context().close(), victim.context().close()]);
});

test("a flow begun without the cookie is finished by its own user's confirmation", async () => {
  const page = await signedIn(chromium, "ben");
  const token = await tokenOf(page.context(), page);
  const backend = client(token);
  const started = await backend.get(`/api/integrations/github/auth?returnTo=${encodeURIComponent(settingsPage())}`);
  const { authorizationUrl } = started.json as { authorizationUrl: string };
  await page.goto(authorizationUrl);
  await approve(page);
  await page.getByText("GitHub is connected").waitFor();
  expect(page.url()).not.toContain("handle");
  expect(await card(page, "github").locator("[data-account]").count()).toBe(1);
  await page.context().close();
});

test("a browser that carries another flow's cookie is refused", async () => {
  const page = await signedIn(chromium, "ben");
  await goToConsent(page, "github", "GitHub");
  const cookies = await page.context().cookies(cloud().origin);
  const flow = cookies.find(({ name }) => name.startsWith("pb-"));
  expect(flow).toBeDefined();
  await page.context().addCookies([{ name: flow?.name ?? "", value: "forged", url: cloud().origin }]);
  await page.locator("#approve").click();
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await page.context().close();
});
