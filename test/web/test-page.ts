// A real Chromium in front of the preview; every page notes what the browser complains about.
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeEach } from "vitest";
import { findFreePort } from "../../infra/local/ports.ts";
import { shareClock } from "../support/browser-clock.ts";
import { chromiumFlags, findChromium } from "../support/chromium.ts";
import { type Preview, startPreview } from "./preview.ts";

export interface TestPage {
  readonly preview: Preview;
  /** Addresses and bodies of everything that went over the wire. */
  readonly wire: { readonly url: string; readonly body: string }[];
  /** Console errors and refused resources, such as breaches of the content security policy. */
  readonly complaints: string[];
  /** A page of a new browser profile; `at` is what follows the page's path. */
  open(
    at?: string,
    options?: BrowserContextOptions,
    prepare?: (context: BrowserContext) => Promise<void>,
  ): Promise<Page>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** The desk of a test file: as at its beginning before each test, gone after the last. */
export async function useTestPage(options: { readonly demo?: boolean } = {}): Promise<TestPage> {
  const desk = await startTestPage(options);
  beforeEach(() => desk.reset());
  afterAll(() => desk.close());
  return desk;
}

async function startTestPage(options: { readonly demo?: boolean }): Promise<TestPage> {
  const preview = await startPreview({ port: await findFreePort(), issuerPort: await findFreePort(), ...options });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumFlags });
  const wire: TestPage["wire"] = [];
  const complaints: string[] = [];
  return {
    preview,
    wire,
    complaints,
    async open(at = "", contextOptions = {}, prepare = stubSocket) {
      const context = await browser.newContext({ reducedMotion: "reduce", ...contextOptions });
      await shareClock(context);
      await prepare(context);
      const page = await context.newPage();
      page.on("request", (request) => wire.push({ url: request.url(), body: request.postData() ?? "" }));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      await page.goto(preview.page + at);
      return page;
    },
    async reset() {
      await closeContexts(browser);
      preview.api.reset();
      wire.length = 0;
      complaints.length = 0;
    },
    async close() {
      await browser.close();
      await preview.close();
    },
  };
}

/** A socket that opens and stays silent. */
const stubSocket = (context: BrowserContext) => context.routeWebSocket(/\/live$/, () => undefined);

const closeContexts = (browser: Browser) => Promise.all(browser.contexts().map((context) => context.close()));
