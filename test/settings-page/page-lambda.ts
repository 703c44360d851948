// The page's Lambda as deployed: bundled, with script and style sheet.
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import * as z from "zod";
import { bundlePageScript, pageEntry } from "../../infra/bundle/page.ts";
import { httpEvent } from "../support/events.ts";

const answer = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.string().default(""),
});
export type PageAnswer = z.output<typeof answer>;

/** A copy of the bundle: that of the whole run where there is one, otherwise built. @returns its folder */
export async function buildPage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "settings-page-"));
  if (process.env.PATCHBAY_BUILT === "1") {
    await cp(join("dist", pageEntry), join(folder, pageEntry), { recursive: true });
    return join(folder, pageEntry);
  }
  await bundlePageScript("functions", folder);
  await build({
    entryPoints: ["functions/settings-page/serve.ts"],
    outfile: join(folder, pageEntry, "index.mjs"),
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    logLevel: "error",
    banner: { js: 'import{createRequire as requireOf}from"node:module";const require=requireOf(import.meta.url);' },
  });
  return join(folder, pageEntry);
}

export const removePage = (folder: string): Promise<void> => rm(dirname(dirname(folder)), { recursive: true });

/** Loads a new instance of the bundle with the given page configuration. */
export async function loadPage(folder: string, pageConfig: Record<string, unknown>) {
  process.env.PAGE_CONFIG = JSON.stringify(pageConfig);
  const url = `${pathToFileURL(join(folder, "index.mjs"))}?${crypto.randomUUID()}`;
  const { handler } = await import(url);
  return async (path: string, headers: Record<string, string> = {}): Promise<PageAnswer> => {
    const { pathname, searchParams } = new URL(path, "http://localhost");
    const event = httpEvent({ on: `GET ${pathname}`, query: Object.fromEntries(searchParams), headers });
    return answer.parse(await handler(event, {}));
  };
}
