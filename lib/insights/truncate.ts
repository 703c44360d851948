import { toOneLine } from "./normalize.ts";

/** Joins a text into one line of at most `maxLength` characters. A longer one is cut between words and gets an ellipsis. */
export function truncate(text: string, maxLength: number): string {
  const line = toOneLine(text);
  if (line.length <= maxLength) return line;
  const cut = line.slice(0, maxLength);
  const space = cut.lastIndexOf(" ");
  const whole =
    space > maxLength / 2 ? cut.slice(0, space) : cut.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "");
  return `${whole.replace(/[\s,;:]+$/, "")}…`;
}
