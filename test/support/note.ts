import { appendFile } from "node:fs/promises";

/** Prints a remark that is no failure. A whole run prints all remarks again at its end. */
export async function addNote(text: string): Promise<void> {
  console.error(text);
  if (process.env.PATCHBAY_NOTES) await appendFile(process.env.PATCHBAY_NOTES, `${text}\n`);
}
