import type { Resealed } from "./reseal.ts";
import type { Retirement } from "./retire.ts";

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** What a pass over the tables has done, line by line. */
export function describeResealed({ resealed, replaced, unreadable }: Resealed): string[] {
  return [
    `${count(resealed, "value")} sealed anew.`,
    ...(replaced > 0
      ? [`${count(replaced, "value")} replaced by a Lambda meanwhile: reseal looks at them again.`]
      : []),
    ...(unreadable > 0
      ? [`${count(unreadable, "value or row")} could not be read: see VaultTampered in docs/runbook.md.`]
      : []),
  ];
}

const maxListed = 20;

/** What was deleted, what waits, and which keys are in use, by id: purpose, provider, bucket and version. */
export function describeRetirement({ retired, waiting, inUse }: Retirement): string[] {
  const used = [...inUse].map(([id, values]) => `  ${id}: ${count(values, "value")}`);
  return [
    `${count(retired, "replaced key")} deleted.`,
    ...(waiting > 0
      ? [`${count(waiting, "replaced key")} not in use: run retire again two hours after it first said so.`]
      : []),
    ...(used.length > 0
      ? [`${count(used.length, "replaced key")} in use, which stay:`, ...used.slice(0, maxListed)]
      : []),
    ...(used.length > maxListed ? [`  and ${used.length - maxListed} more`] : []),
  ];
}
