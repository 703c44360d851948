// Bundles the settings page's script and style sheet beside the Lambda that serves them.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** The Lambda entry that serves the page. */
export const pageEntry = "settings-page/serve";

/** @param from the folder of the entries; the page's code is in lib/web beside it */
export async function bundlePageScript(from: string, into: string): Promise<void> {
  const web = join(from, "../lib/web");
  const sources = [
    { in: join(web, "settings/main.tsx"), out: "app" },
    { in: join(web, "app.css"), out: "app" },
  ].filter((source) => existsSync(source.in));
  if (sources.length === 0) return;
  await build({
    entryPoints: sources,
    outdir: join(into, pageEntry),
    bundle: true,
    minify: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    logLevel: "error",
  });
}
