// The settings page's script and style sheet, laid beside the Lambda that serves them.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** The entry that serves the page. */
export const pageEntry = "settings-page/serve";

export async function bundlePage(from: string, into: string): Promise<void> {
  const client = join(from, "settings-page/client");
  const sources = [
    { in: join(client, "main.tsx"), out: "app" },
    { in: join(client, "app.css"), out: "app" },
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
