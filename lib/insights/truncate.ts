import { toOneLine } from "./normalize.ts";

/** On one line, and cut between two words where it is longer than `maxLength` characters; then it ends in an ellipsis. */
export function truncate(text: string, maxLength: number): string {
  const line = toOneLine(text);
  if (line.length <= maxLength) return line;
  const cut = line.slice(0, maxLength);
  const space = cut.lastIndexOf(" ");
  const whole =
    space > maxLength / 2 ? cut.slice(0, space) : cut.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "");
  return `${whole.replace(/[\s,;:]+$/, "")}…`;
}
