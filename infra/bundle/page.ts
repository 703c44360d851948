// Bundles the scripts and style sheets of the settings page and of the administrators' beside the Lambda that serves them, each with compressed copies.
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "esbuild";

/** The Lambda entry that serves the page. */
export const pageEntry = "settings-page/serve";

/** @param from the folder of the entries; the page's code is in lib/web beside it */
export async function bundlePageScript(from: string, into: string): Promise<void> {
  const web = join(from, "../lib/web");
  const sources = [
    { in: join(web, "settings/main.tsx"), out: "app" },
    { in: join(web, "app.css"), out: "app" },
    // Of its own, so that nobody else loads it. It comes with the other's styles.
    { in: join(web, "admin/main.tsx"), out: "admin" },
    { in: join(web, "admin.css"), out: "admin" },
  ].filter((source) => existsSync(source.in));
  if (sources.length === 0) return;
  const { metafile } = await build({
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
    metafile: true,
  });
  for (const file of Object.keys(metafile.outputs)) await writeCopies(file);
}

/** Writes what browsers are sent: API Gateway compresses nothing of an HTTP API. */
async function writeCopies(file: string): Promise<void> {
  const text = await readFile(file);
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(text, { params: quality }));
  await writeFile(`${file}.gz`, await promisify(gzip)(text, { level: constants.Z_BEST_COMPRESSION }));
}
