// Answers of the canned API to questions, in the shape of POST /api/mcp/query.
import type { CannedApi } from "./canned-api.ts";

/** Switches questions on, as a stage does that has a database. */
export function offerQuestions({ replies }: CannedApi): void {
  replies.set("GET /api/mcp/tools", { body: { tools: { postgres: [] }, available: true } });
}

export const askedPath = "POST /api/mcp/query";

export function createAnswer(changes: Record<string, unknown> = {}) {
  return {
    query: "Users who joined in the last 30 days",
    columns: [
      { name: "id", type: "int4" },
      { name: "name", type: "text" },
      { name: "created_at", type: "timestamptz" },
      { name: "joined_on", type: "date" },
      { name: "balance", type: "numeric" },
      { name: "is_admin", type: "bool" },
    ],
    results: [
      {
        id: 12_345,
        name: "李小龙",
        created_at: "2026-11-29T16:04:05.123Z",
        joined_on: "2026-11-29",
        balance: "-1234.50",
        is_admin: true,
      },
      {
        id: 7,
        name: '=HYPERLINK("https://evil.example", "Ada, "),\nBen',
        created_at: "2026-11-02T08:00:00Z",
        joined_on: "2026-11-02",
        balance: null,
        is_admin: false,
      },
    ],
    executedAt: new Date(Date.now() - 3 * 60_000).toISOString(),
    source: "fallback-sql",
    sql: "SELECT id, name, created_at\nFROM users\nWHERE created_at >= now() - interval '30 days'\nORDER BY created_at DESC",
    cached: false,
    ...changes,
  };
}

/** Wider than any window, and longer than the box of its rows. */
export const createLargeAnswer = () =>
  createAnswer({
    columns: Array.from({ length: 14 }, (_, index) => ({ name: `column_${index}`, type: index % 3 ? "text" : "int4" })),
    results: Array.from({ length: 120 }, (_, row) =>
      Object.fromEntries(
        Array.from({ length: 14 }, (_, index) => [`column_${index}`, index % 3 ? `Text ${row}·${index}` : row * index]),
      ),
    ),
    truncated: true,
  });
