// Providers that are connected with values which the page asks for first, and those of the same kind that need none.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createBrowser, tokenFor } from "../support/api.ts";
import { sandbox } from "../support/sandbox.ts";
import { openPageAs } from "./fresh-person.ts";
import { approve, collectComplaints, openBrowser, providerCard, settingsPage } from "./stage.ts";

interface Story {
  readonly provider: string;
  readonly name: string;
  /** The field to fill, and with what; none for a provider that asks nothing. */
  readonly asks?: readonly [label: string, value: string];
  /** What the connection keeps of it. */
  readonly params?: Readonly<Record<string, unknown>>;
}

const stories: readonly Story[] = [
  {
    provider: "salesforce",
    name: "Salesforce",
    asks: ["Sign-in address", "https://ACME.my.salesforce.com/"],
    params: { loginHost: "acme.my.salesforce.com" },
  },
  { provider: "hubspot", name: "HubSpot" },
  {
    provider: "epic",
    name: "Epic",
    asks: ["FHIR server", ""],
    params: { fhirBaseUrl: expect.stringMatching(/^http/) },
  },
  { provider: "cerner", name: "Oracle Health", asks: ["FHIR server", ""], params: { fhirBaseUrl: expect.any(String) } },
  { provider: "shopify", name: "Shopify", asks: ["Shop", "Acme"], params: { shop: "acme.myshopify.com" } },
  { provider: "clio", name: "Clio", asks: ["Region", "us"], params: { region: "app.clio.com" } },
];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** The page of a person of their own: there is a limit on how many flows one begins in a minute. */
async function open() {
  const sub = `user-${crypto.randomUUID()}`;
  const token = await tokenFor({ sub, org: "acme" });
  const page = await openPageAs(browser, sub, token);
  const complaints = collectComplaints(page);
  await page.goto(settingsPage());
  const press = (provider: string, name: string) =>
    providerCard(page, provider).getByRole("button", { name, exact: true }).click();
  const readParams = async (): Promise<unknown> => {
    const { json } = await createBrowser(token).get("/api/integrations");
    return Object(json).integrations[0]?.params;
  };
  return { page, complaints, press, readParams };
}

test.each(stories)(
  "connects $name, connects it again, and disconnects it",
  async ({ provider, name, asks, params }) => {
    const { page, complaints, press, readParams } = await open();
    await press(provider, `Connect ${name}`);
    if (asks !== undefined) {
      const [label, value] = asks;
      const field = providerCard(page, provider).getByLabel(label);
      if ((await field.evaluate(({ tagName }) => tagName)) === "SELECT") await field.selectOption(value);
      else await field.fill(value);
      await press(provider, `Continue to ${name}`);
    }
    await approve(page);
    await page.getByText(`${name} is connected`).waitFor();
    expect(await readParams()).toEqual(params);

    await press(provider, "Reconnect");
    await approve(page);
    await page.getByText(`${name} is connected`).waitFor();
    expect(await readParams()).toEqual(params);

    await press(provider, "Disconnect");
    await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
    await page.getByText(`${name} is disconnected`).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  },
);

test("says so when nobody can sign in at an address, before anything is asked there", async () => {
  await sandbox("salesforce").forgetRequests();
  const { page, press } = await open();
  await press("salesforce", "Connect Salesforce");
  const field = providerCard(page, "salesforce").getByLabel("Sign-in address");
  expect(await field.inputValue()).toBe("login.salesforce.com");
  await field.fill("acme.my.salesforce.com.evil.example");
  await press("salesforce", "Continue to Salesforce");
  await providerCard(page, "salesforce").getByText("Salesforce can be connected with").waitFor();
  expect(await sandbox("salesforce").requests()).toEqual([]);
});
