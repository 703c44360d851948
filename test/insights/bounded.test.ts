// Untrusted text: very long, and of shapes that make backtracking regular expressions slow.

import { describe, expect, it } from "vitest";
import { readInsights } from "../../lib/insights/read-insights.ts";
import { measureBusyMs } from "../support/busy.ts";
import { fc } from "../support/properties.ts";
import { createSourceText } from "./create-source-text.ts";

const long = 100_000;
const shapes = [
  "a",
  " ",
  "\n",
  ">",
  "`",
  '"',
  "@",
  ".",
  "-",
  "_",
  "1. ",
  "👍",
  "日本",
  "a\u0301",
  "a: ",
  "<script ",
  "12:12:",
]
  .concat(["hey ", "hey, ", "can you ", "we need to still ", "if you, ", "needs the ", "by Friday 5pm ", "- [ ] x\n"])
  .concat(["please review this by tomorrow 14:00. ", "könntest du bitte ", "muss ", "merci de le ", "por favor "])
  .concat(["From: x\n", "On x ", "am x x x x schrieb:\n", "1/1/", "please 1 2 3 by may june 2 3 "])
  .concat([
    "if you have any ",
    "let me know if ",
    "we need x from ",
    "review with x ",
    "wenn du zeit ",
    "bis 1.1. ",
    "le 1 ",
  ])
  .concat([
    "si tienes ",
    "ich brauche ",
    "Texte kürzen und ",
    "a, ",
    "- a\n",
    "To-dos:\n- a b\n",
    "a @b ",
    "si vous avez ",
  ])
  .concat([
    "dann kannst du ",
    "we need to, so ",
    "corrigé, ",
    "you need to first ",
    "let me know if it ",
    "(a b ",
    "web-7 ",
  ])
  .concat([
    "should be a ",
    "meld dich, falls ",
    "dis-moi si ",
    "avísame si ",
    "what we have ",
    "update it moved ",
    "a. @b ",
  ]);

describe("a text of 100,000 characters", () => {
  it.each(shapes)("is read within 50 ms: %j", async (shape) => {
    const text = shape.repeat(long / shape.length);
    const people = Array.from({ length: 50 }, () => ({ name: text, email: text, id: text }));
    const source = createSourceText(text, { kind: "mail", title: text, author: { name: text }, people });
    const costs: number[] = [];
    while (costs.length < 5) costs.push(await measureBusyMs(() => readInsights(source)));
    expect(Math.min(...costs)).toBeLessThan(50);
  });
});

it("reads anything, and keeps its bounds", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.constantFrom(...shapes)).map((parts) => parts.join("")),
  );
  const kind = fc.constantFrom("message", "mail", "comment", "issue", "event");
  fc.assert(
    fc.property(text, text, kind, (body, title, of) => {
      const read = readInsights(createSourceText(body, { kind: of, title, people: [{ name: title }] }));
      expect(read.title.length).toBeLessThanOrEqual(120);
      expect(read.excerpt.length).toBeLessThanOrEqual(280);
      expect(read.actionItems.length).toBeLessThanOrEqual(10);
      for (const { confidence } of read.actionItems) expect(confidence).toBeLessThan(1);
    }),
    { numRuns: 300 },
  );
});
