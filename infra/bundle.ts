// `npm run build`: bundles all Lambda entries in one esbuild run, into dist/<entry>/index.mjs.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { withoutStandardCharsets } from "./bundle/charset-tables.ts";
import { toolsEntry, writeConnectionTools } from "./bundle/connection-tools.ts";
import { findEntries } from "./bundle/entries.ts";
import { environmentCredentials, lazyBuiltins, nothingOnDemand } from "./bundle/lambda-only.ts";
import { documentEntry, writeApiDocument } from "./bundle/openapi.ts";
import { bundlePageScript, pageEntry } from "./bundle/page.ts";
import { printSizes } from "./bundle/sizes.ts";
import { copySqlParser, sqlParserInModule } from "./bundle/sql-parser.ts";
import { neverCalled } from "./bundle/stub-unused.ts";
import { trimSdkSchemas } from "./bundle/trim-sdk-schemas.ts";
import { exitWith } from "./exit-with.ts";

export interface BundleOptions {
  /** The folder of the entries. */
  readonly from?: string;
  /** The folder for the bundles; emptied first. */
  readonly into?: string;
}

/** CommonJS code in dependencies calls `require`, which an ES module does not have. */
const banner =
  'import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);';

const options: BuildOptions = {
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  splitting: false,
  minify: true,
  legalComments: "none",
  mainFields: ["module", "main"],
  outExtension: { ".js": ".mjs" },
  banner: { js: banner },
  sourcemap: "external",
  metafile: true,
  write: false,
  logLevel: "error",
};

/**
 * Bundles every entry and the settings page's script, and writes the API's document.
 * @returns esbuild's metafile: what each bundle contains
 * @throws esbuild's BuildFailure
 */
export async function bundleLambdas({ from = "functions", into = "dist" }: BundleOptions = {}): Promise<Metafile> {
  const entries = await findEntries(from);
  const entryPoints = entries.map((entry) => ({ in: join(from, `${entry}.ts`), out: join(entry, "index") }));
  const plugins = [
    environmentCredentials,
    nothingOnDemand,
    lazyBuiltins,
    neverCalled,
    withoutStandardCharsets,
    sqlParserInModule,
    await trimSdkSchemas([from, "lib"]),
  ];
  const { outputFiles = [], metafile } = await build({ ...options, plugins, entryPoints, outdir: into });
  await rm(into, { recursive: true, force: true });
  if (!metafile) throw new Error("esbuild gave no metafile.");
  for (const { path, contents } of outputFiles) await writeBundle(into, path, contents);
  await copySqlParser(metafile);
  if (entries.includes(pageEntry)) await bundlePageScript(from, into);
  if (entries.includes(documentEntry)) await writeApiDocument(into);
  if (entries.includes(toolsEntry)) await writeConnectionTools(into);
  return metafile;
}

/** Writes source maps beside the bundles, for reading stack traces, and never into the deployed asset. */
async function writeBundle(into: string, path: string, contents: Uint8Array): Promise<void> {
  const target = path.endsWith(".map") ? join(into, ".maps", relative(into, path)) : path;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, contents);
}

if (import.meta.main) await bundleLambdas().then(printSizes, exitWith);
