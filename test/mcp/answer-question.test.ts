import { beforeEach, describe, expect, test } from "vitest";
import { answerQuestion } from "../../lib/mcp/answer-question.ts";
import type { DatabaseFailure } from "../../lib/mcp/database/port.ts";
import { QuestionFailure, toQuestionProblem } from "../../lib/mcp/question-failure.ts";
import type { McpSettings } from "../../lib/mcp/settings.ts";
import { logged } from "../http/lambda-environment.ts";
import { createFakeDatabase, demoSettings, type FakeDatabase } from "./support/fake-database.ts";

let database: FakeDatabase;
beforeEach(() => {
  database = createFakeDatabase();
  logged.length = 0;
});

const now = Date.parse("2026-11-30T12:00:00Z");
const context = { tenant: "acme", user: "ada" };
const ask = (question = "How many users?", settings: McpSettings = demoSettings) =>
  answerQuestion(question, context, { settings, database, model: undefined, now: () => now });

async function fail(question?: string) {
  const failure = await ask(question).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof QuestionFailure)) throw new Error("It was answered.");
  return { failure, problem: toQuestionProblem(failure) };
}

test("a question of the common kinds is answered with its rows, its SQL and the time", async () => {
  expect(await ask()).toEqual({
    results: [{ count: 7 }],
    columns: [{ name: "count", type: "int8" }],
    sql: "SELECT count(*) AS count\nFROM users",
    source: "fallback-sql",
    executedAt: "2026-11-30T12:00:00.000Z",
  });
  expect(database.asked).toEqual([
    {
      sql: "SELECT * FROM (\nSELECT count(*) AS count\nFROM users\n) AS answer LIMIT 4",
      context,
      maxBytes: 20_000,
      timeoutMs: 5000,
    },
  ]);
  expect(logged.join("")).toMatch(/"QueryFallback":1/);
  expect(logged.join("")).toMatch(/"source":"fallback-sql","QueryTime":0/);
});

describe("rows", () => {
  const askForRows = async (columns: string[], rows: unknown[][]) => {
    database.reply = { columns: columns.map((name) => ({ name, type: "text" })), rows };
    return ask();
  };

  test("beyond the cap are left out, and it is said so", async () => {
    const three = [["a"], ["b"], ["c"]];
    expect(await askForRows(["x"], three)).not.toHaveProperty("truncated");
    expect(await askForRows(["x"], [...three, ["d"]])).toMatchObject({ truncated: true, results: { length: 3 } });
  });

  test("beyond the bytes are left out, and it is said so", async () => {
    expect(await askForRows(["x"], [["a"], ["b".repeat(11_000)], ["c"]])).toMatchObject({
      results: [{ x: "a" }],
      truncated: true,
    });
    // As Lambda sends them, where a quote takes four bytes.
    expect(await askForRows(["x"], [['"'.repeat(4000)]])).toMatchObject({ results: [], truncated: true });
  });

  test("keep columns of the same name, and of names that objects treat specially", async () => {
    const { results, columns } = await askForRows(["id", "id", "id_2", "id", "__proto__"], [[1, 2, 3, 4, 5]]);
    expect(columns.map(({ name }) => name)).toEqual(["id", "id_3", "id_2", "id_4", "__proto__"]);
    expect(JSON.stringify(results)).toBe('[{"id":1,"id_3":2,"id_2":3,"id_4":4,"__proto__":5}]');
  });
});

describe("a database that fails", () => {
  test.each<[DatabaseFailure, string, number]>([
    ["unreachable", "provider_unavailable", 503],
    ["timeout", "could_not_answer", 422],
    ["too_large", "could_not_answer", 422],
    ["refused", "could_not_answer", 422],
    ["failed", "could_not_answer", 422],
  ])("is told by one sentence: %s", async (reason, code, status) => {
    database.reply = reason;
    const { failure, problem } = await fail();
    expect(problem).toMatchObject({ code, status });
    expect(problem.message).not.toMatch(/sql|postgres|column|XX000/i);
    expect(failure).toMatchObject({ rule: `database_${reason}`, sql: "SELECT count(*) AS count\nFROM users" });
    expect(logged.join("")).toMatch(new RegExp(`"reason":"${reason}","DatabaseFailed":1`));
  });

  test("is told like the guard where it refuses, so that nobody learns which it was", async () => {
    const unknown = (await fail("How many female users?")).problem;
    for (const reason of ["refused", "failed"] as const) {
      database.reply = reason;
      const { code, message, members } = (await fail()).problem;
      expect({ code, message, members }).toEqual({ code: unknown.code, message: unknown.message, members: {} });
    }
  });
});

test("a question that is not understood is counted by its rule and asks no database", async () => {
  expect((await fail("How many female users?")).problem).toMatchObject({ code: "could_not_answer", status: 422 });
  expect(database.asked).toEqual([]);
  expect(logged.join("")).toMatch(/"rule":"not_understood","QueryRefused":1/);
  expect(logged.join("")).not.toMatch(/female/);
});
