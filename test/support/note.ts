import { appendFile } from "node:fs/promises";

/** Says what is no failure, but to be known; a whole run says it once more at its end. */
export async function addNote(text: string): Promise<void> {
  console.error(text);
  if (process.env.PATCHBAY_NOTES) await appendFile(process.env.PATCHBAY_NOTES, `${text}\n`);
}
