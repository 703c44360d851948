import { expect, test } from "vitest";
import { readQuestion } from "../../lib/mcp/patterns/read-question.ts";
import { suggestQuestions } from "../../lib/web/ask/suggest-questions.ts";

const everything = suggestQuestions(["users", "projects", "members", "activity"]);

test.each(everything)("is understood without a model: %s", (question) => {
  expect(readQuestion(question, Date.now())).toBeDefined();
});

test("suggests nothing that a stage has no tables for", () => {
  expect(suggestQuestions([])).toEqual([]);
  expect(suggestQuestions(["activity", "members"])).toEqual([]);
  expect(suggestQuestions(["users"]).join()).not.toContain("project");
});
