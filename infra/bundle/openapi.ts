// The API's document, laid beside the Lambda that serves it.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/** The entry that serves the document. */
export const documentEntry = "openapi/serve";

/** Written by a process of its own: to read the contracts it imports every entry, in the environment of its Lambda. */
export async function writeApiDocument(into: string): Promise<void> {
  const writer = join(import.meta.dirname, "../openapi/write-document.ts");
  await promisify(execFile)(process.execPath, [writer, join(into, documentEntry, "openapi.json")]);
}
