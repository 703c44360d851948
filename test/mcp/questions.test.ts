// A hundred questions that were written for this: half are common, half only look like it.
import { describe, expect, test } from "vitest";
import { findPattern } from "../../lib/mcp/patterns/find-pattern.ts";
import { addNote } from "../support/note.ts";
import { demoMapping } from "./demo-mapping.ts";
import questions from "./questions.json" with { type: "json" };

const now = Date.parse(questions.now);
const flatten = (sql: string | undefined) => sql?.replace(/\s+/g, " ");
const understood = Object.entries(questions.understood);

describe("patterns", () => {
  test.each(understood)("answer: %s", (question, sql) => {
    expect(flatten(findPattern(question, demoMapping, now))).toBe(sql);
  });

  test.each(questions.beyond)("leave alone: %s", (question) => {
    expect(findPattern(question, demoMapping, now)).toBeUndefined();
  });

  test("answer half of a hundred questions, and none of the others", async () => {
    const all = [...Object.keys(questions.understood), ...questions.beyond];
    const answered = all.filter((question) => findPattern(question, demoMapping, now) !== undefined).length;
    const right = understood.filter(
      ([question, sql]) => flatten(findPattern(question, demoMapping, now)) === sql,
    ).length;
    await addNote(
      `questions by pattern: ${right} right, ${all.length - answered} left to a model or 422, ${answered - right} wrong`,
    );
    expect({ all: all.length, right, answered }).toEqual({ all: 100, right: 50, answered: 50 });
  });
});
