// What the tests of the panels do: open one account's panel, watch what moves, keep pictures.
import axe from "axe-core";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { createConnection } from "./canned-data.ts";
import type { TestPage } from "./test-page.ts";

/** The names on the buttons that open the panels. */
export const panels = {
  figma: "Files",
  slack: "Channels",
  github: "Repositories",
  gmail: "Messages",
  calendar: "Events",
} as const;
export type PanelProvider = keyof typeof panels;

/** Opens the panel of the one account that is connected. */
export async function openPanel(
  desk: TestPage,
  provider: PanelProvider,
  options: Parameters<TestPage["open"]>[1] = {},
  prepare?: (context: BrowserContext) => Promise<unknown>,
): Promise<{ page: Page; card: Locator }> {
  desk.preview.api.connections = [createConnection(provider, `${provider}-ada`, { accountName: "Acme" })];
  const page = await desk.open("", options, async (context) => {
    await context.routeWebSocket(/\/live$/, () => undefined);
    await prepare?.(context);
  });
  const card = page.locator(`[data-provider=${provider}]`);
  await card.getByRole("button", { name: panels[provider], exact: true }).click();
  return { page, card };
}

/** Requests to a path, in order. */
export const listRequests = (desk: TestPage, method: string, path: string | RegExp) =>
  desk.preview.api.asked.filter(
    (asked) => asked.method === method && (typeof path === "string" ? asked.path === path : path.test(asked.path)),
  );

const observer = `
  globalThis.layoutShifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      const moved = sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? "").slice(0, 200));
      if (!hadRecentInput) globalThis.layoutShifts.push([value, moved]);
    }
  }).observe({ type: "layout-shift", buffered: true });`;

/** Notes what the browser calls layout shift and what moved, from before the page's own script runs. */
export const recordLayoutShifts = (context: BrowserContext) => context.addInitScript({ content: observer });

export const readLayoutShifts = (page: Page) => page.evaluate("globalThis.layoutShifts");

/**
 * Looks out for a text that stands on the page for a moment only, which may pass between two looks from outside.
 * @returns what waits until it has stood there, since now
 */
export async function watchForText(page: Page, text: string): Promise<() => Promise<void>> {
  const lookout = await page.locator("body").evaluateHandle((body, wanted) => {
    const until = new Promise<void>((resolve) => {
      setInterval(() => body.textContent?.includes(wanted) && resolve(), 50);
    });
    return { until };
  }, text);
  return () => lookout.evaluate(({ until }) => until);
}

export const hasFocus = async (element: Locator) => (await element.and(element.page().locator(":focus")).count()) === 1;

const rules = `{ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }`;
const found = `.then(({ violations }) => violations.flatMap(({ id, nodes }) =>
  nodes.map(({ html, failureSummary }) => id + ": " + html + " " + failureSummary)))`;

/** Evaluated by the debugger, which the page's content security policy does not bind. */
export async function findViolations(page: Page): Promise<unknown> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, ${rules})${found}`);
}
