import { oneLine } from "./fold.ts";

/** On one line, and cut between two words where it is longer than `most` characters; then it ends in an ellipsis. */
export function shorten(text: string, most: number): string {
  const line = oneLine(text);
  if (line.length <= most) return line;
  const cut = line.slice(0, most);
  const space = cut.lastIndexOf(" ");
  const whole = space > most / 2 ? cut.slice(0, space) : cut.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "");
  return `${whole.replace(/[\s,;:]+$/, "")}…`;
}
