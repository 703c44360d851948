// The tools about the operator's database. A question goes to the endpoint for questions, so that limits, audit and cache are the
// same; what tables there are is known from the stage's file, and the database is never asked.
import { Problem } from "../../errors.ts";
import { checkArguments } from "../connections/check-arguments.ts";
import { markForeign } from "../connections/mark-foreign.ts";
import { showInvisibleIn } from "../connections/show-invisible.ts";
import type { McpSettings, Table, Tables } from "../settings.ts";
import { databaseSchemas } from "./database-schemas.ts";
import { requireSuccess } from "./require-success.ts";
import type { CallEndpoint, Tool, ToolResult } from "./tool.ts";

type Input = Readonly<Record<string, unknown>>;

/** Always in this order. */
export const createDatabaseTools = ({ tables }: Pick<McpSettings, "tables">, callEndpoint: CallEndpoint): Tool[] => [
  createTool("query", {
    title: "Ask the database",
    description:
      'Answers a question in plain language, such as "How many users joined this week?", from the application\'s database. ' +
      "Reads only, and only what the person may see. What is not understood is refused and never guessed.",
    call: async ({ query }, caller) => {
      const asked = { method: "POST", path: "/api/mcp/query", body: { query } } as const;
      const answer = requireSuccess(await callEndpoint(asked, caller));
      const { text } = markForeign("the database", answer);
      return { text, structured: { ...Object(showInvisibleIn(answer)) } };
    },
  }),
  createTool("schema", {
    title: "Show all tables",
    description: "Lists the tables that questions can be about, with their columns.",
    call: async () => toResult({ tables: Object.entries(tables).map(describeTable) }),
  }),
  createTool("tables", {
    title: "List the tables",
    description: "Lists the tables that questions can be about, without their columns.",
    call: async () =>
      toResult({ tables: Object.entries(tables).map(([name, { about }]) => ({ name, ...(about && { about }) })) }),
  }),
  createTool("describe_table", {
    title: "Describe a table",
    description: "Lists the columns of one table, with their types and what they mean.",
    call: async ({ table }) => toResult(describeTable(findTable(tables, table))),
  }),
];

function createTool(name: keyof typeof databaseSchemas, tool: Pick<Tool, "title" | "description" | "call">): Tool {
  const { input, output } = databaseSchemas[name];
  return {
    name,
    ...tool,
    inputSchema: input,
    outputSchema: output,
    call: async (given, caller) => {
      checkArguments(input, given);
      return tool.call(given, caller);
    },
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  };
}

function findTable(tables: Tables, name: unknown): [string, Table] {
  const found = typeof name === "string" && Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (found) return [String(name), found];
  throw new Problem("not_found", { detail: "There is no table of this name. The tool `tables` lists the names." });
}

const describeTable = ([name, { about, columns }]: [string, Table]) => ({
  name,
  ...(about && { about }),
  columns: Object.entries(columns).map(([column, { type, about: meaning }]) => ({
    ...{ name: column, type },
    ...(meaning && { about: meaning }),
  })),
});

const toResult = (structured: Input): ToolResult => ({ text: JSON.stringify(structured), structured });
