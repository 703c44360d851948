import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * The parser's WASM: beside a bundle, where infra/bundle/sql-parser.ts puts it, or else in its package. Never in the working
 * directory, where the package would look for it.
 */
export function findParserFile(): string {
  const beside = fileURLToPath(new URL("libpg-query.wasm", import.meta.url));
  return existsSync(beside) ? beside : createRequire(import.meta.url).resolve("libpg-query/wasm/libpg-query.wasm");
}
