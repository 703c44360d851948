// How well the rules read the second held-back messages: 0.910 and 0.931 while they were held back, and they have been used for
// development since. So these figures tell no more how well the rules read what they have never seen.
import { describe, expect, it } from "vitest";
import { findInterval, type LabelledMessage, readCorpusHalf, score } from "./corpus/scored.ts";

const half = await readCorpusHalf("second-held-back");

/** The share with its interval of 95 %, such as "0.931 (0.874 to 0.963)". */
function describeShare(part: number, whole: number): string {
  const [low, high] = findInterval(part, whole);
  return `${(part / whole).toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

function measure(where: (message: LabelledMessage) => boolean) {
  const messages = half.messages.filter(where);
  const { counts, figures } = score({ ...half, messages });
  const { right, found, asked } = counts;
  return {
    messages: messages.length,
    asked,
    found,
    right,
    precision: describeShare(right, found),
    recall: describeShare(right, asked),
    due: figures.due.toFixed(3),
    assignee: figures.assignee.toFixed(3),
  };
}

const groups = <Field extends "language" | "provider">(field: Field, values: readonly LabelledMessage[Field][]) =>
  values.map((value) => [value, measure((message) => message[field] === value)]);

console.table({
  all: measure(() => true),
  ...Object.fromEntries(groups("language", ["en", "de", "fr", "es"])),
  ...Object.fromEntries(groups("provider", ["slack", "gmail", "calendar", "github", "figma"])),
});

// Measured once while held back: precision 0.910 (0.850 to 0.948), recall 0.931 (0.875 to 0.963). The goal was 0.92 and 0.8, so
// precision missed it by two of 134 items, and the rules were mended by what these messages showed. The limits keep what was reached
// with that: they find what breaks, and prove nothing about other messages.
describe("on the second held-back messages, now a development half", () => {
  const { figures } = score(half);

  it("99 of 100 action items are right", () => expect(figures.precision).toBeGreaterThanOrEqual(0.99));

  it("99 of 100 that are asked are found", () => expect(figures.recall).toBeGreaterThanOrEqual(0.99));
});
