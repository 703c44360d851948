import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { askAsUser } from "../../lib/mcp/ask-as-user.ts";
import { limitQueries } from "../../lib/mcp/limit-queries.ts";
import { openAnswering } from "../../lib/mcp/open-answering.ts";
import { queryAnswerSchema, questionBody } from "../../lib/mcp/query-contract.ts";
import { requireOn } from "../../lib/mcp/require-on.ts";

const contract = {
  operationId: "mcpQuery",
  about: "Answers a question in plain language from the database, with the rows that its caller may see.",
  body: questionBody,
  answer: queryAnswerSchema,
  limit: limitQueries,
};

export const handler = userEndpoint(contract, async ({ user, body: { query }, origin }) => {
  const { isCaching } = await requireOn();
  const answer = await askAsUser({ question: query, user, origin }, { ...openAnswering(), isCaching });
  return ok({ query, ...answer, results: [...answer.results], columns: [...answer.columns] });
});
