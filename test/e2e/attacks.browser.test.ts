// Two people, two browsers: whoever consents must be whoever gets the account.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { asUser } from "../support/api.ts";
import { cloud } from "../support/cloud.ts";
import { consent } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import { approve, card, goToConsent, nobodyConnected, openBrowser, people, settingsPage, signedIn } from "./stage.ts";

let chromium: Browser;
beforeAll(async () => {
  chromium = await openBrowser();
});
afterAll(() => chromium.close());

beforeEach(nobodyConnected);

/** GitHub revokes one token at a time: docs.github.com/en/rest/apps/oauth-applications. */
async function tokenIsRevoked(): Promise<void> {
  const asked = () => sandbox("github").requests("/applications/");
  await vi.waitFor(async () => expect((await asked()).map(({ status }) => status)).toEqual([204]), 30_000);
}

async function accountsOf(person: keyof typeof people): Promise<unknown[]> {
  const answer = await (await asUser(people[person])).get("/api/integrations");
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
  expect(await accountsOf("cleo")).toEqual([]);
  expect(await accountsOf("ada")).toEqual([]);
  await tokenIsRevoked();
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
  expect(await accountsOf("ada")).toEqual([]);
  expect(await accountsOf("cleo")).toEqual([]);
  await tokenIsRevoked();
  await Promise.all([attacker.context().close(), victim.context().close()]);
});

test("a flow begun without the cookie is finished by its own user's confirmation", async () => {
  const page = await signedIn(chromium, "ben");
  const backend = await asUser(people.ben);
  const started = await backend.get(`/api/integrations/github/auth?returnTo=${encodeURIComponent(settingsPage())}`);
  const { authorizationUrl } = started.json as { authorizationUrl: string };
  await page.goto(authorizationUrl);
  await approve(page);
  await page.getByText("GitHub is connected").waitFor();
  expect(page.url()).not.toContain("handle");
  // The news comes before the list is read again.
  await card(page, "github").locator("[data-account]").waitFor();
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
