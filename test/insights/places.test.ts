// Where requests stand, and where their sentences and times end. None of these sentences is from the corpora.
import { describe, expect, it } from "vitest";
import { readInsights } from "../../lib/insights/read-insights.ts";
import { ada, ben, createSourceText } from "./create-source-text.ts";

const read = (text: string, more = {}) =>
  readInsights(createSourceText(text, { people: [ada, ben, { name: "Cleo Diaz" }], ...more })).actionItems;

describe("a list of tasks", () => {
  it.each([
    ["À faire :", "—"],
    ["The valve leaks again. What has to happen:", "1."],
    ["What to do:", "•"],
  ])("stands under: %s", (heading, bullet) => {
    expect(read(`${heading}\n${bullet} rinse the pipes\n${bullet} order two seals`, { kind: "issue" })).toHaveLength(2);
  });

  it("is no table and no small print of a program", () => {
    const report =
      "| Step | Result |\n|---|---|\n| Check lines | fine |\n\n<sub>Adjust the limits in the settings.</sub>";
    expect(read(report, { kind: "comment" })).toEqual([]);
  });
});

it.each([
  ["The van comes at 8. could you open the gate?", "could you open the gate?", undefined],
  [
    "Bitte Liste prüfen, Frist Fr 18.9. 14 Uhr",
    "Bitte Liste prüfen, Frist Fr 18.9. 14 Uhr",
    "2026-09-18T14:00:00+02:00",
  ],
  ["Please ring the florist before 11.", "Please ring the florist before 11.", "2026-09-15T11:00:00+02:00"],
])("sentences and times end where they do: %s", (text, asked, due) => {
  const more = { sentAt: new Date("2026-09-15T06:00:00Z"), timeZone: "Europe/Berlin" };
  expect(read(text, more)).toMatchObject([{ text: asked, ...(due ? { due } : {}) }]);
});
