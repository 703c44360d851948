// Writes the tools on connections beside the Lambda that serves them.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { toolFileName } from "../../lib/mcp/connections/tool-file-names.ts";

/** The Lambda entry that serves the tools. */
export const toolsEntry = "mcp/server";

/** Runs in a process of its own, because reading the contracts imports every entry with its Lambda's environment. */
export async function writeConnectionTools(into: string): Promise<void> {
  const writer = join(import.meta.dirname, "../mcp/write-connection-tools.ts");
  await promisify(execFile)(process.execPath, [writer, join(into, toolsEntry, toolFileName)]);
}
