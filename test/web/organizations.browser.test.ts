// A user whose token lists several organizations: what the page sends for which of them.
import type { BrowserContext, Page } from "playwright-core";
import { expect, test } from "vitest";
import { createConnection } from "./canned-data.ts";
import { findViolations, hasFocus } from "./panel-page.ts";
import { useTestPage } from "./test-page.ts";

const testPage = await useTestPage();

const both = ["acme", "globex"];

interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Organization of every call to the API; undefined where the call names none. */
  readonly calls: (string | undefined)[];
  /** The subprotocols of every socket, without the token. */
  readonly offers: string[][];
}

const encodePart = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
const createToken = (org: unknown) => [{ alg: "none" }, { sub: "ada", org }, {}].map(encodePart).join(".");
const encodeOffer = (tenant: string) => `tenant.${Buffer.from(tenant).toString("base64url")}`;

/** Makes the tab's session one whose token has this tenant claim, whenever it loads the page. */
function signIn(target: Page | BrowserContext, org: unknown): Promise<unknown> {
  const user = { id: "ada", name: "Ada Acme", email: "" };
  const session = JSON.stringify({ accessToken: createToken(org), expiresAt: Date.now() + 3_600_000, user });
  return target.addInitScript({ content: `sessionStorage.setItem("patchbay.session", ${JSON.stringify(session)})` });
}

/** Opens the page with an account in each organization, named like it. */
async function visit(org: unknown, at = "", options = {}): Promise<Visit> {
  const calls: Visit["calls"] = [];
  const offers: Visit["offers"] = [];
  let context: BrowserContext | undefined;
  const page = await testPage.open(at, options, async (opened) => {
    context = opened;
    await signIn(opened, org);
    await opened.routeWebSocket(/\/live$/, (socket) => {
      socket.onMessage(() => undefined);
      offers.push(socket.protocols().filter((protocol) => !protocol.startsWith("ey")));
    });
    await opened.route("**/api/**", async (route) => {
      const tenant = route.request().headers()["x-tenant-id"];
      calls.push(tenant);
      if (!route.request().url().endsWith("/api/integrations")) return route.fallback();
      const connection = createConnection("slack", `slack-${tenant}`, { accountName: `Ada in ${tenant}` });
      return route.fulfill({ json: { integrations: [connection] } });
    });
  });
  if (context === undefined) throw new Error("The page was opened without a browser context.");
  return { page, context, calls, offers };
}

const picker = (page: Page) => page.getByLabel("Organization");
const account = (page: Page, tenant: string) => page.locator(`[data-account="slack-${tenant}"]`);
const readChoice = async (page: Page, tenant: string) => {
  await account(page, tenant).waitFor();
  return picker(page).inputValue();
};

test.each<[string, unknown]>([
  ["no organization", undefined],
  ["one", "acme"],
  ["a list of one", ["acme"]],
  ["a list of one, twice", ["acme", "acme"]],
  ["a claim that the API refuses", ["acme", 7]],
  ["another such claim", { 0: "acme", 1: "globex", length: 2 }],
])("asks nothing and sends nothing new with %s", async (_, org) => {
  const { page, calls, offers } = await visit(org);
  await page.getByText("Live", { exact: true }).waitFor();
  expect(await picker(page).count()).toBe(0);
  expect([...new Set(calls)]).toEqual([undefined]);
  expect(offers).toEqual([["patchbay.v1"]]);
});

test("names the chosen organization with every call and to the socket, and shows what it has", async () => {
  const { page, calls, offers } = await visit(both);
  await page.getByText("Live", { exact: true }).waitFor();
  expect(await readChoice(page, "acme")).toBe("acme");
  expect([...new Set(calls)]).toEqual(["acme"]);
  expect(offers).toEqual([["patchbay.v1", encodeOffer("acme")]]);

  calls.length = 0;
  await picker(page).selectOption("globex");
  expect(await readChoice(page, "globex")).toBe("globex");
  expect(await account(page, "acme").count()).toBe(0);
  await expect.poll(() => offers.at(-1)).toEqual(["patchbay.v1", encodeOffer("globex")]);
  await page.getByText("Live", { exact: true }).waitFor();
  expect([...new Set(calls)]).toEqual(["globex"]);
  expect(testPage.browserErrors).toEqual([]);
});

test("is chosen by keyboard and keeps the focus", async () => {
  const { page } = await visit(both);
  await account(page, "acme").waitFor();
  await picker(page).focus();
  await page.keyboard.press("g");
  await account(page, "globex").waitFor();
  expect(await hasFocus(picker(page))).toBe(true);
});

test("remembers the choice in the browser, and in each tab until that tab chooses", async () => {
  const { page, context } = await visit(both);
  await account(page, "acme").waitFor();
  const other = await context.newPage();
  await other.goto(testPage.preview.page);
  await account(other, "acme").waitFor();
  await picker(other).selectOption("globex");
  await account(other, "globex").waitFor();
  await other.reload();
  expect(await readChoice(other, "globex")).toBe("globex");
  // It may be on its way back from a consent page that it opened for its own organization.
  await page.reload();
  expect(await readChoice(page, "acme")).toBe("acme");
  const later = await context.newPage();
  await later.goto(testPage.preview.page);
  expect(await readChoice(later, "globex")).toBe("globex");
});

test("forgets a choice that the token no longer has", async () => {
  const { page, calls } = await visit(both);
  await account(page, "acme").waitFor();
  await picker(page).selectOption("globex");
  await account(page, "globex").waitFor();
  await signIn(page, ["initech", "acme"]);
  await page.reload();
  expect(await readChoice(page, "initech")).toBe("initech");
  await signIn(page, "acme");
  await page.reload();
  await account(page, "undefined").waitFor();
  // The page may still ask for what "globex" shows until it is loaded anew.
  const later = calls.slice(calls.indexOf("initech"));
  expect([...new Set(later)]).toEqual(["initech", undefined]);
});

test("starts a connection and comes back in the organization that was chosen", async () => {
  const { page, calls } = await visit(both);
  await account(page, "acme").waitFor();
  await picker(page).selectOption("globex");
  await account(page, "globex").waitFor();
  calls.length = 0;
  await page.getByRole("button", { name: "Connect Figma" }).click();
  await page.getByText("Figma has answered").waitFor();
  expect([...new Set(calls)]).toEqual(["globex"]);
  await picker(page).selectOption("acme");
  await account(page, "acme").waitFor();
  expect(await page.getByText("Figma has answered").count()).toBe(0);
});

test("finds the account of a reconnect link in the other organization", async () => {
  const { page } = await visit(both, "?provider=slack&reconnect=slack-globex");
  await page.getByText("This account is not in acme").waitFor();
  await picker(page).selectOption("globex");
  await page.getByText("Ada in globex has to be connected again").waitFor();
});

test("says which organizations no browser can name, and never sends their names", async () => {
  const { page, calls } = await visit(["東京", "Zoë", " acme", "globex\n", "globex, inc"]);
  expect(await readChoice(page, "globex, inc")).toBe("globex, inc");
  expect([...new Set(calls)]).toEqual(["globex, inc"]);
  const disabled = await picker(page).locator("option:disabled").allInnerTexts();
  expect(disabled.map((name) => name.trim())).toEqual(["東京", "Zoë", "acme", "globex"]);
  await page.getByText("東京, Zoë").waitFor();
  expect(testPage.browserErrors).toEqual([]);
});

test("says so instead of asking the API when none of the organizations can be named", async () => {
  const { page, calls, offers } = await visit(["東京", "Zoë"]);
  await page.getByText("東京, Zoë").waitFor();
  expect(await picker(page).count()).toBe(0);
  expect(await page.getByText("Loading your integrations").count()).toBe(0);
  expect([calls, offers]).toEqual([[], []]);
  expect(await findViolations(page)).toEqual([]);
});

test.each(["light", "dark"] as const)("has no violation of accessibility, %s", async (colorScheme) => {
  const { page } = await visit([...both, "Zoë"], "", { colorScheme });
  await account(page, "acme").waitFor();
  expect(await findViolations(page)).toEqual([]);
});

test.each([320, 1280])("fits a window %i pixels wide with a long name", async (width) => {
  const { page } = await visit(["acme", "x".repeat(200), "é".repeat(200)], "", { viewport: { width, height: 800 } });
  await account(page, "acme").waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
});
