// What the panel tests share: opening a panel, layout shifts, short-lived texts, focus and accessibility checks.
import axe from "axe-core";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { createConnection } from "./canned-data.ts";
import type { TestPage } from "./test-page.ts";

/** The labels of the buttons that open the panels. */
export const panels = {
  figma: "Files",
  slack: "Channels",
  github: "Repositories",
  gmail: "Messages",
  calendar: "Events",
} as const;
export type PanelProvider = keyof typeof panels;

/** Opens the page with one connected account and opens its panel. */
export async function openPanel(
  testPage: TestPage,
  provider: PanelProvider,
  options: Parameters<TestPage["open"]>[1] = {},
  prepare?: (context: BrowserContext) => Promise<unknown>,
): Promise<{ page: Page; card: Locator }> {
  testPage.preview.api.connections = [createConnection(provider, `${provider}-ada`, { accountName: "Acme" })];
  const page = await testPage.open("", options, async (context) => {
    await context.routeWebSocket(/\/live$/, () => undefined);
    await prepare?.(context);
  });
  const card = page.locator(`[data-provider=${provider}]`);
  await card.getByRole("button", { name: panels[provider], exact: true }).click();
  return { page, card };
}

/** Lists the recorded requests to a path, in order. */
export const listRequests = (testPage: TestPage, method: string, path: string | RegExp) =>
  testPage.preview.api.requests.filter(
    (request) =>
      request.method === method && (typeof path === "string" ? request.path === path : path.test(request.path)),
  );

const observer = `
  globalThis.layoutShifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      const moved = sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? "").slice(0, 200));
      if (!hadRecentInput) globalThis.layoutShifts.push([value, moved]);
    }
  }).observe({ type: "layout-shift", buffered: true });`;

/** Records the browser's layout shifts and the elements that moved, from before the page's own script runs. */
export const recordLayoutShifts = (context: BrowserContext) => context.addInitScript({ content: observer });

export const readLayoutShifts = (page: Page) => page.evaluate("globalThis.layoutShifts");

/**
 * Watches for a text that is on the page only briefly, so that polling from the test might miss it.
 * @returns a function that waits until the text has appeared since this call
 */
export async function watchForText(page: Page, text: string): Promise<() => Promise<void>> {
  const watcher = await page.locator("body").evaluateHandle((body, wanted) => {
    const until = new Promise<void>((resolve) => {
      setInterval(() => body.textContent?.includes(wanted) && resolve(), 50);
    });
    return { until };
  }, text);
  return () => watcher.evaluate(({ until }) => until);
}

export const hasFocus = async (element: Locator) => (await element.and(element.page().locator(":focus")).count()) === 1;

const rules = `{ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }`;
const found = `.then(({ violations }) => violations.flatMap(({ id, nodes }) =>
  nodes.map(({ html, failureSummary }) => id + ": " + html + " " + failureSummary)))`;

/** Runs axe on the page, by the debugger, to which the page's content security policy does not apply. */
export async function findViolations(page: Page): Promise<unknown> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, ${rules})${found}`);
}
