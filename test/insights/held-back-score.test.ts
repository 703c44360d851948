// How well the rules read messages that were held back once. It prints figures only. Both halves have been used for development since.
import { describe, expect, it } from "vitest";
import { type CorpusHalf, findInterval, type LabelledMessage, readCorpusHalf, score } from "./corpus/scored.ts";

/** The share with its interval of 95 %, such as "0.931 (0.874 to 0.963)". */
function describeShare(part: number, whole: number): string {
  const [low, high] = findInterval(part, whole);
  return `${(part / whole).toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

function measure(half: CorpusHalf, where: (message: LabelledMessage) => boolean = () => true) {
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

const measureEach = <Field extends "language" | "provider">(
  half: CorpusHalf,
  field: Field,
  values: readonly LabelledMessage[Field][],
) => values.map((value) => [value, measure(half, (message) => message[field] === value)]);

function printFigures(half: CorpusHalf): void {
  console.table({
    all: measure(half),
    ...Object.fromEntries(measureEach(half, "language", ["en", "de", "fr", "es"])),
    ...Object.fromEntries(measureEach(half, "provider", ["slack", "gmail", "calendar", "github", "figma"])),
  });
}

const second = await readCorpusHalf("second-held-back");
const third = await readCorpusHalf("third-held-back");
const fourth = await readCorpusHalf("fourth-held-back");
const fifth = await readCorpusHalf("fifth-held-back");

// Measured once while held back: precision 0.910 (0.850 to 0.948), recall 0.931 (0.875 to 0.963). The goal was 0.92 and 0.8, so
// precision missed it by two of 134 items, and the rules were mended by what these messages showed. The limits keep what was reached
// with that: they find what breaks, and prove nothing about other messages.
describe("on the second held-back messages, now a development half", () => {
  const { figures } = score(second);

  it("99 of 100 action items are right", () => expect(figures.precision).toBeGreaterThanOrEqual(0.99));

  it("99 of 100 that are asked are found", () => expect(figures.recall).toBeGreaterThanOrEqual(0.99));
});

// Measured once while held back, with the rules of that day: precision 0.906 (0.842 to 0.945), recall 0.827 (0.756 to 0.881). The goal was
// 0.92 and 0.8, so precision missed it by two of 127 items. Since then the rules have been developed with these messages, and the limits
// keep what was reached with that: they find what breaks, and prove nothing about other messages.
describe("on the third held-back messages, now a development half", () => {
  const { figures } = score(third);

  it("98 of 100 action items are right", () => expect(figures.precision).toBeGreaterThanOrEqual(0.98));

  it("97 of 100 that are asked are found", () => expect(figures.recall).toBeGreaterThanOrEqual(0.97));
});

// Measured once while held back: precision 0.891 (0.827 to 0.933), recall 0.824 (0.755 to 0.877). The goal was 0.92 and 0.8. Since then
// the rules have been developed with these messages, as with the earlier ones.
describe("on the fourth held-back messages, now a development half", () => {
  const { figures } = score(fourth);

  it("98 of 100 action items are right", () => expect(figures.precision).toBeGreaterThanOrEqual(0.98));

  it("97 of 100 that are asked are found", () => expect(figures.recall).toBeGreaterThanOrEqual(0.97));
});

// Measured once, when the rules were done: precision 0.779 (0.703 to 0.839), recall 0.703 (0.627 to 0.770). Its authors were asked for what
// tempts a reader of rules: two of five messages look as if they asked for something, and hardly any request has the usual form. The
// sets before were milder: 0.906 and 0.827, 0.891 and 0.824. So expect something between on real mail, and the model of a stage with
// `insights` for more. The limits hold what was reached. Whoever changes a rule because of a message in this half makes it a
// development half.
describe("on the fifth held-back messages", () => {
  printFigures(fifth);
  const { figures } = score(fifth);

  it("77 of 100 action items are right", () => expect(figures.precision).toBeGreaterThanOrEqual(0.77));

  it("70 of 100 that are asked are found", () => expect(figures.recall).toBeGreaterThanOrEqual(0.7));
});
