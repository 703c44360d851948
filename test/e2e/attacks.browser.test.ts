// Two people, two browsers: only the person who consents may get the account connected.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { asUser } from "../support/api.ts";
import { cloud } from "../support/cloud.ts";
import { giveConsent } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import {
  approve,
  disconnectEverybody,
  goToConsent,
  openBrowser,
  openSignedIn,
  people,
  providerCard,
  settingsPage,
} from "./stage.ts";

let chromium: Browser;
beforeAll(async () => {
  chromium = await openBrowser();
});
afterAll(() => chromium.close());

beforeEach(disconnectEverybody);

/** GitHub revokes one token at a time: docs.github.com/en/rest/apps/oauth-applications. */
async function expectTokenRevoked(): Promise<void> {
  const listRequests = () => sandbox("github").requests("/applications/");
  await vi.waitFor(async () => expect((await listRequests()).map(({ status }) => status)).toEqual([204]), 30_000);
}

async function listAccounts(person: keyof typeof people): Promise<unknown[]> {
  const answer = await (await asUser(people[person])).get("/api/integrations");
  const { integrations } = answer.json as { integrations: { provider: string }[] };
  return integrations.filter(({ provider }) => provider === "github");
}

test("a callback URL opened in a stranger's browser links nothing to the stranger", async () => {
  const attacker = await openSignedIn(chromium, "ada");
  await goToConsent(attacker, "github", "GitHub");
  const callback = await giveConsent(new URL(attacker.url()));

  const victim = await openSignedIn(chromium, "cleo");
  await victim.goto(callback.href);
  await victim.getByRole("heading", { name: "Integrations", level: 1 }).waitFor();
  await victim
    .getByText(/not|could|again/i)
    .first()
    .waitFor();
  expect(await listAccounts("cleo")).toEqual([]);
  expect(await listAccounts("ada")).toEqual([]);
  await expectTokenRevoked();
  await Promise.all([attacker.context().close(), victim.context().close()]);
});

test("a victim who consents in an attacker's flow gives the attacker nothing", async () => {
  const attacker = await openSignedIn(chromium, "ada");
  await goToConsent(attacker, "github", "GitHub");
  const authorizationUrl = attacker.url();

  const victim = await openSignedIn(chromium, "cleo");
  await victim.goto(authorizationUrl);
  await approve(victim);
  await victim.getByRole("heading", { name: "Integrations", level: 1 }).waitFor();
  await attacker.goto(settingsPage());
  expect(await listAccounts("ada")).toEqual([]);
  expect(await listAccounts("cleo")).toEqual([]);
  await expectTokenRevoked();
  await Promise.all([attacker.context().close(), victim.context().close()]);
});

test("a flow begun without the cookie is finished by its own user's confirmation", async () => {
  const page = await openSignedIn(chromium, "ben");
  const backend = await asUser(people.ben);
  const started = await backend.get(`/api/integrations/github/auth?returnTo=${encodeURIComponent(settingsPage())}`);
  const { authorizationUrl } = started.json as { authorizationUrl: string };
  await page.goto(authorizationUrl);
  await approve(page);
  await page.getByText("GitHub is connected").waitFor();
  expect(page.url()).not.toContain("handle");
  // The notification arrives before the list is reloaded.
  await providerCard(page, "github").locator("[data-account]").waitFor();
  await page.context().close();
});

test("a browser that carries another flow's cookie is refused", async () => {
  const page = await openSignedIn(chromium, "ben");
  await goToConsent(page, "github", "GitHub");
  const cookies = await page.context().cookies(cloud().origin);
  const flow = cookies.find(({ name }) => name.startsWith("pb-"));
  expect(flow).toBeDefined();
  await page.context().addCookies([{ name: flow?.name ?? "", value: "forged", url: cloud().origin }]);
  await page.locator("#approve").click();
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await page.context().close();
});
