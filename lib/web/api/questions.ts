import { readList, readRecord, readText } from "../read-json.ts";
import type { Answer } from "./answer.ts";
import type { Api } from "./client.ts";

/** Whether questions are answered at the moment. */
export const readAvailability = (api: Api) =>
  api.request(
    (client) => client.GET("/api/mcp/tools"),
    ({ available }) => available,
  );

export const askQuestion = (api: Api, question: string) =>
  api.request(
    (client) => client.POST("/api/mcp/query", { body: { query: question } }),
    (body): Answer => toAnswer(body, question),
  );

/** Without a list of columns, as an older API answers, they are the members of the first row. */
function toAnswer(body: unknown, question: string): Answer {
  const answer = readRecord(body);
  const rows = readList(answer.results, readRecord);
  const named = readList(answer.columns, (column) => {
    const { name, type } = readRecord(column);
    return { name: readText(name), type: readText(type) };
  });
  return {
    question,
    columns: named.length > 0 ? named : Object.keys(rows[0] ?? {}).map((name) => ({ name, type: "" })),
    rows,
    executedAt: readText(answer.executedAt),
    sql: readText(answer.sql),
    cached: answer.cached === true,
    truncated: answer.truncated === true,
  };
}
