import { createInterface } from "node:readline/promises";
import type { Ask } from "./collect-answers.ts";

/**
 * Lets a person answer questions at the terminal, as long as the work goes on.
 * @throws Error in one sentence when nobody can be asked, or when the person ends the input
 */
export async function askAtTerminal<T>(
  work: (ask: Ask) => Promise<T>,
  isInteractive = process.stdin.isTTY === true,
): Promise<T> {
  if (!isInteractive) throw new Error("Nobody can be asked here: add --yes. Nothing was written.");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new Promise<never>((_, reject) => {
    terminal.once("close", () => reject(new Error("Nothing was written.")));
  });
  try {
    return await Promise.race([work((question) => terminal.question(question)), ended]);
  } finally {
    terminal.close();
  }
}
