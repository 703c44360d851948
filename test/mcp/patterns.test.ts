// What patterns must never do: answer a question with a word that they did not read.
import { describe, expect, test } from "vitest";
import type { ColumnTypeName } from "../../lib/mcp/column-types.ts";
import { findPattern } from "../../lib/mcp/patterns/find-pattern.ts";
import { fc } from "../support/properties.ts";
import { demoMapping } from "./demo-mapping.ts";
import questions from "./questions.json" with { type: "json" };

const now = Date.parse(questions.now);
const ask = (question: string, time = now) => findPattern(question, demoMapping, time);
const understood = Object.keys(questions.understood);

describe("a word that is not understood", () => {
  const strangers =
    "female not except without-admins by role Berlin Ada's never deleted inactive named or nor than each per grouped join; -- ' ( ) * % $1 😀 é ﬁ utilisateurs 12x 3/4 1.5 -1".split(
      " ",
    );

  test("makes a question no common one, wherever it is put", () => {
    const stranger = fc.oneof(
      fc.constantFrom(...strangers),
      fc.stringMatching(/^[b-df-hj-np-tv-z]{4,12}$/),
      fc.string({ minLength: 2, unit: "grapheme" }).filter((text) => /[^\s\p{P}\p{N}+]{2}/u.test(text)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...understood), stranger, fc.nat(40), (question, word, index) => {
        const words = question.split(" ");
        words.splice(Math.min(index, words.length), 0, word);
        expect(ask(words.join(" "))).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  test("is noticed in a second sentence, too", () => {
    expect(ask("How many users? How many projects?")).toBeUndefined();
    expect(ask("How many users? Only those in Berlin.")).toBeUndefined();
  });
});

test("case, spaces, punctuation, apostrophes and politeness change nothing", () => {
  const plain = ask("what's the number of users who joined in the last 7 days");
  for (const said of [
    "WHAT'S THE NUMBER OF USERS WHO JOINED IN THE LAST 7 DAYS???",
    "  What’s   the number of users,\nwho joined in the last 7 days ?",
    "Hello, could you please tell me the number of users who joined in the last seven days? Thank you!",
    "how many people have signed up in the past 7 days",
    "Ｈｏｗ many accounts were registered within the last seven days",
  ])
    expect(ask(said), said).toBe(plain);
});

test("what is only sorted is listed whole, those without anything too", () => {
  expect(ask("projects by number of members")).toMatch(
    /LEFT JOIN members[\s\S]*ORDER BY members DESC, s\.name, s\.id$/,
  );
  expect(ask("projects sorted by activity this week")).toMatch(
    /LEFT JOIN activity[\s\S]*ORDER BY activities DESC, s\.name, s\.id$/,
  );
  expect(ask("top projects by number of members")).toMatch(/\n ?JOIN members[\s\S]*LIMIT 10$/);
});

test("no length of a question keeps it busy", () => {
  for (const long of [
    "users ".repeat(800),
    "the ".repeat(39),
    "most active projects in the last ".repeat(6),
    "7".repeat(5000),
  ])
    expect(ask(long)).toBeUndefined();
});

test.each([
  ["Show US users", "people of a country"],
  ["How many people have joined US this year", "the same"],
  ["projects with a couple of members", "two, or a few"],
  ["projects with more than 3 users added this week", "the users or the projects"],
  ["users in 3 projects created this week", "the projects or the users"],
  ["users who joined before December", "this December or the last"],
  ["users who joined since last week", "seven days or Monday"],
  ["users who joined in the last quarter", "this one or the one before"],
  ["users who joined from March", "in March or since"],
  ['"users" who joined today', "a name"],
  ["!users who joined today", "all others"],
  ["how many new users", "since when"],
  ["top 5 projects", "by what"],
  ["newest 2025 users", "those of a year, or that many"],
  ["how many members", "of what"],
])("%s is not guessed at, since it may mean %s", (question) => {
  expect(ask(question)).toBeUndefined();
});

describe("times", () => {
  const readRange = (when: string, at: string) =>
    [...(ask(`how many users joined ${when}`, Date.parse(at))?.matchAll(/'([^']+)\+00'/g) ?? [])].map(
      ([, time]) => time,
    );

  test.each([
    ["last month", "2026-01-31T23:59:59Z", "2025-12-01 00:00:00", "2026-01-01 00:00:00"],
    ["in the last month", "2026-03-31T10:00:00Z", "2026-02-28 10:00:00", "2026-03-31 10:00:00"],
    ["in the past year", "2028-02-29T10:00:00Z", "2027-02-28 10:00:00", "2028-02-29 10:00:00"],
    ["this week", "2026-11-29T12:00:00Z", "2026-11-23 00:00:00", "2026-11-30 00:00:00"],
    ["last quarter", "2026-02-01T00:00:00Z", "2025-10-01 00:00:00", "2026-01-01 00:00:00"],
    ["in December", "2026-11-30T00:00:00Z", "2025-12-01 00:00:00", "2026-01-01 00:00:00"],
    ["on February 29", "2027-06-01T00:00:00Z", "2024-02-29 00:00:00", "2024-03-01 00:00:00"],
    ["between November and February", "2026-06-01T00:00:00Z", "2025-11-01 00:00:00", "2026-03-01 00:00:00"],
    ["between May 2024 and June", "2026-06-01T00:00:00Z", "2024-05-01 00:00:00", "2024-07-01 00:00:00"],
    ["from yesterday to today", "2026-06-01T08:00:00Z", "2026-05-31 00:00:00", "2026-06-02 00:00:00"],
    ["before June", "2026-11-30T00:00:00Z", "2026-06-01 00:00:00"],
    ["after 2024", "2026-11-30T00:00:00Z", "2025-01-01 00:00:00"],
    ["before today", "2026-11-30T08:00:00Z", "2026-11-30 00:00:00"],
    ["less than a couple of days ago", "2026-06-02T08:00:00Z", "2026-05-31 08:00:00", "2026-06-02 08:00:00"],
    ["3 days ago", "2026-06-02T08:00:00Z", "2026-05-30 00:00:00", "2026-05-31 00:00:00"],
  ])("%s, at %s", (when, at, ...times) => {
    expect(readRange(when, at)).toEqual(times);
  });

  test.each([
    "in the last 300 years",
    "in the last 999999999 minutes ago",
    "in the last 1000 years",
    "on April 31",
    "between March and December",
    "in 3025",
  ])("%s is none", (when) => {
    expect(readRange(when, questions.now)).toEqual([]);
  });

  const askColumn = (type: ColumnTypeName, question: string) => {
    const { users } = demoMapping.tables;
    const tables = { users: { columns: { ...users?.columns, created_at: { type } } } };
    return findPattern(question, { tables, questions: demoMapping.questions }, now);
  };

  test("are written as the column has them", () => {
    expect(askColumn("date", "who joined today")).toContain("created_at >= date '2026-11-30'");
    expect(askColumn("timestamp", "who joined today")).toContain("created_at >= timestamp '2026-11-30 00:00:00'");
    expect(askColumn("date", "who joined in the last 24 hours")).toBeUndefined();
    expect(askColumn("bigint", "who joined today")).toBeUndefined();
  });
});

describe("a stage", () => {
  test("without a mapping of what is asked for is not asked", () => {
    const { users } = demoMapping.questions;
    const mapping = { tables: demoMapping.tables, questions: users ? { users } : {} };
    expect(findPattern("how many users", mapping, now)).toBeDefined();
    expect(findPattern("how many projects", mapping, now)).toBeUndefined();
    expect(findPattern("most active users", mapping, now)).toBeUndefined();
    expect(findPattern("users in more than 3 projects", mapping, now)).toBeUndefined();
  });

  test("has names quoted that PostgreSQL does not take", () => {
    const mapping = {
      tables: { user: { columns: {} } },
      questions: { users: { table: "user", id: "order", name: "name", joinedAt: "when" } },
    };
    expect(findPattern("newest users", mapping, now)).toMatch(/^SELECT "order", name, "when"\nFROM "user"\n/);
  });
});
