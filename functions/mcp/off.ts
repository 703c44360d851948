// Natural-language queries, which are not configured. Four routes lead here: requests are checked as they are when it is on.
import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { rejectField } from "../../lib/http/json-body.ts";
import { ok } from "../../lib/http/response.ts";
import { offProblem } from "../../lib/mcp/off-problem.ts";
import { questionBody } from "../../lib/mcp/query-contract.ts";

/** Any JSON, or nothing: only questions are read. */
const body = z.unknown();

/** The paths of the earlier server. Everything else is the MCP server's. */
const questions = /\/(query|tools|cache\/clear)$/;

export const handler = userEndpoint({ body }, async ({ user, body, rawPath }) => {
  // MCP's authorization wants tokens that were issued for this very server.
  if (user.hasNoAudience && !questions.test(rawPath)) throw new Problem("unauthenticated");
  if (rawPath.endsWith("/tools")) return ok({ tools: {}, available: false });
  if (rawPath.endsWith("/query") && !questionBody.safeParse(body).success)
    throw rejectField("query", "must be a text of 1 to 5,000 characters");
  if (rawPath.endsWith("/cache/clear") && !user.isAdmin) throw new Problem("forbidden");
  throw offProblem();
});
