// Opens the preview in a real Chromium and records its requests and the browser's errors.
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeEach } from "vitest";
import { findFreePort } from "../../infra/local/ports.ts";
import { shareClock } from "../support/browser-clock.ts";
import { chromiumFlags, findChromium } from "../support/chromium.ts";
import { type Preview, type PreviewOptions, startPreview } from "./preview.ts";

export interface TestPage {
  readonly preview: Preview;
  /** URL and body of every request that the page sent. */
  readonly sentRequests: { readonly url: string; readonly body: string }[];
  /** Exceptions and console errors, such as violations of the content security policy. */
  readonly browserErrors: string[];
  /**
   * Opens the page in a new browser profile.
   * @param at query and fragment
   * @param prepare runs before the page is loaded; by default it stubs the WebSocket
   */
  open(
    at?: string,
    options?: BrowserContextOptions,
    prepare?: (context: BrowserContext) => Promise<void>,
  ): Promise<Page>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the preview and the browser for a test file. Resets them before each test and closes them after the last. */
export async function useTestPage(options: Pick<PreviewOptions, "demo" | "questions"> = {}): Promise<TestPage> {
  const testPage = await startTestPage(options);
  beforeEach(() => testPage.reset());
  afterAll(() => testPage.close());
  return testPage;
}

async function startTestPage(options: Pick<PreviewOptions, "demo" | "questions">): Promise<TestPage> {
  const preview = await startPreview({ port: await findFreePort(), issuerPort: await findFreePort(), ...options });
  const browser = await launchOnce();
  const sentRequests: TestPage["sentRequests"] = [];
  const browserErrors: string[] = [];
  return {
    preview,
    sentRequests,
    browserErrors,
    async open(at = "", contextOptions = {}, prepare = stubSocket) {
      const context = await browser.newContext({ reducedMotion: "reduce", ...contextOptions });
      await shareClock(context);
      await prepare(context);
      const page = await context.newPage();
      page.on("request", (request) => sentRequests.push({ url: request.url(), body: request.postData() ?? "" }));
      page.on("pageerror", (error) => browserErrors.push(error.message));
      page.on("console", (message) => message.type() === "error" && browserErrors.push(message.text()));
      await page.goto(preview.page + at);
      return page;
    },
    async reset() {
      await closeContexts(browser);
      preview.api.reset();
      sentRequests.length = 0;
      browserErrors.length = 0;
    },
    async close() {
      await closeContexts(browser);
      await preview.close();
    },
  };
}

/** One browser for all test files of a process, which ends with it. */
const shared = globalThis as { sharedBrowser?: Promise<Browser> };

const launchOnce = (): Promise<Browser> =>
  (shared.sharedBrowser ??= findChromium().then((executablePath) =>
    chromium.launch({ executablePath, args: chromiumFlags }),
  ));

/** A WebSocket that opens and never sends anything. */
const stubSocket = (context: BrowserContext) => context.routeWebSocket(/\/live$/, () => undefined);

const closeContexts = (browser: Browser) => Promise.all(browser.contexts().map((context) => context.close()));
