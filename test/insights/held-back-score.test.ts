// How well the rules read messages that were held back once. It prints figures only. Those up to the fourth have been used for development
// since.
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
const sixth = await readCorpusHalf("sixth-held-back");

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
// sets before were milder: 0.906 and 0.827, 0.891 and 0.824. The sixth tells what to expect of everyday messages; the model of a stage with
// `insights` finds more. The limits hold what was reached. No rule has been changed because of a message in this half.
describe("on the fifth held-back messages", () => {
  const { figures } = score(fifth);

  it("77 of 100 action items are right", () => expect(figures.precision).toBeGreaterThanOrEqual(0.77));

  it("70 of 100 that are asked are found", () => expect(figures.recall).toBeGreaterThanOrEqual(0.7));
});

// Written to be like a working person's day, and measured once with the same rules as the fifth. The goal, 0.92 and 0.8, was missed.
//
//             precision                recall
// all         0.837 (0.762 to 0.892)   0.725 (0.647 to 0.792)
// English     0.806 (0.696 to 0.883)   0.684 (0.575 to 0.776)
// German      0.957 (0.790 to 0.992)   0.846 (0.665 to 0.938)
// French      0.944 (0.742 to 0.990)   0.850 (0.640 to 0.948)
// Spanish     0.667 (0.417 to 0.848)   0.588 (0.360 to 0.784)
// Slack       0.875 (0.719 to 0.950)   0.700 (0.546 to 0.819)
// Gmail       0.771 (0.635 to 0.867)   0.685 (0.553 to 0.793)
// Calendar    0.786 (0.524 to 0.924)   0.611 (0.386 to 0.797)
// GitHub      0.895 (0.686 to 0.971)   0.944 (0.742 to 0.990)
// Figma       1.000 (0.722 to 1.000)   0.833 (0.552 to 0.953)
//
// A learned layer over the rules (logistic regression, chosen on the halves before) was measured on them, too: 0.840 (0.766 to 0.894) and
// 0.739 (0.662 to 0.805), though leaving out one half after the other had promised 0.929 and 0.829. It was not taken: it found no more
// than the intervals allow for, and Gmail's worker grew beyond its limit. An item counts as right only with its due date.
// Whoever changes a rule because of a message in this half makes it a development half.
describe("on the sixth held-back messages", () => {
  printFigures(sixth);
  const { figures } = score(sixth);

  it("83 of 100 action items are right", () => expect(figures.precision).toBeGreaterThanOrEqual(0.83));

  it("72 of 100 that are asked are found", () => expect(figures.recall).toBeGreaterThanOrEqual(0.72));
});
