// Brings the SQL parser's WASM to the bundles that call it. The package would look for it in the working directory.
import { copyFile, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Metafile, Plugin } from "esbuild";

const glueFiles = /libpg-query[\\/]wasm[\\/]libpg-query\.js$/;

/** The compiled module's script reads `__dirname`, which an ES module does not have; it is told where its WASM lies. */
export const sqlParserInModule: Plugin = {
  name: "sql-parser-in-module",
  setup(build) {
    build.onLoad({ filter: glueFiles }, async ({ path }) => ({
      contents: `const __dirname = "";\n${await readFile(path, "utf8")}`,
      loader: "js",
    }));
  },
};

/** Copies the WASM beside each bundle that contains the parser's script, where lib/mcp/guard/parser-file.ts looks for it. */
export async function copySqlParser({ outputs }: Metafile): Promise<void> {
  const wasm = createRequire(import.meta.url).resolve("libpg-query/wasm/libpg-query.wasm");
  for (const [file, { entryPoint, inputs }] of Object.entries(outputs)) {
    if (!entryPoint || !Object.keys(inputs).some((input) => glueFiles.test(input))) continue;
    await copyFile(wasm, join(dirname(file), "libpg-query.wasm"));
  }
}
