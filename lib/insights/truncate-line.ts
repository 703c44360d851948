import { truncate } from "../truncate.ts";
import { toOneLine } from "./normalize.ts";

/** Joins a text into one line of at most `maxLength` characters. A longer one is cut between words and gets an ellipsis. */
export function truncateLine(text: string, maxLength: number): string {
  const line = toOneLine(text).toWellFormed();
  if (line.length <= maxLength) return line;
  const space = line.lastIndexOf(" ", maxLength - 1);
  const whole = space > maxLength / 2 ? line.slice(0, space) : truncate(line, maxLength - 1);
  return `${whole.replace(/[\s,;:]+$/, "")}…`;
}
