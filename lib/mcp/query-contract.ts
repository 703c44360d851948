// What a question and its answer look like over HTTP.
import * as z from "zod";

const rule = "must be a text of 1 to 5,000 characters";

/** A question, as it is checked whether questions are on or off. */
export const questionBody = z.object(
  {
    query: z
      .string(rule)
      .min(1, rule)
      .max(5000, rule)
      .describe("In plain English, such as: how many users joined this week?"),
  },
  "must be an object with a query",
);

const example = {
  query: "How many users joined this week?",
  results: [{ count: 12 }],
  columns: [{ name: "count", type: "int8" }],
  sql: "SELECT count(*) AS count\nFROM users\nWHERE created_at >= timestamptz '2026-11-30 00:00:00+00' AND created_at < timestamptz '2026-12-07 00:00:00+00'",
  source: "fallback-sql" as const,
  executedAt: "2026-11-30T12:00:00.000Z",
  cached: false,
};

export const queryAnswerSchema = () =>
  z
    .object({
      query: z.string().describe("The question as it was asked."),
      results: z.array(z.record(z.string(), z.unknown())).describe("The rows, by the names of `columns`."),
      columns: z
        .array(z.object({ name: z.string(), type: z.string() }))
        .describe("In their order, with PostgreSQL's names of their types. A name that came twice has a number."),
      executedAt: z.iso.datetime().describe("When the database was asked; earlier than now for a kept answer."),
      source: z
        .enum(["mcp", "fallback-sql"])
        .describe("Who wrote the SQL: a model (`mcp`), or a pattern of a common question (`fallback-sql`)."),
      sql: z.string().describe("What was run, without the limit of rows around it."),
      cached: z.boolean().describe("Whether the answer was kept from the same question, at most five minutes ago."),
      truncated: z.literal(true).optional().describe("There are more rows than these."),
    })
    .meta({ id: "QueryAnswer", examples: [example] });
