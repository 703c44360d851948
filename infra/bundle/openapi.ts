// Writes the OpenAPI document beside the Lambda that serves it.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/** The Lambda entry that serves the document. */
export const documentEntry = "openapi/serve";

/** Runs in a process of its own, because reading the contracts imports every entry with its Lambda's environment. */
export async function writeApiDocument(into: string): Promise<void> {
  const writer = join(import.meta.dirname, "../openapi/write-document.ts");
  await promisify(execFile)(process.execPath, [writer, join(into, documentEntry, "openapi.json")]);
}
