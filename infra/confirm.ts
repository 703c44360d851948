import { createInterface } from "node:readline/promises";

/**
 * Asks whether to go on.
 * @throws Error in one sentence for any other answer than yes, or when nobody can be asked
 */
export async function confirm(question: string, isInteractive = process.stdin.isTTY === true): Promise<void> {
  if (!isInteractive) throw new Error("Nobody can be asked here: add --yes. Nothing was changed.");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} (yes/no) `).finally(() => terminal.close());
  if (!/^y(es)?$/i.test(answer.trim())) throw new Error("Nothing was changed.");
}
