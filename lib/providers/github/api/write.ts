// Writes for data endpoints: each is sent once. If GitHub does not answer, the error says that the outcome is unknown.
import type * as z from "zod";
import { type ErrorResponse, readProviderJson } from "../../../http/provider-json.ts";
import { sendOnce } from "../../../http/provider-problem.ts";
import type { Provider } from "../../../oauth/definition.ts";
import { callProvider, type DataRequest } from "../../../provider-client/data-endpoint.ts";
import { createJsonRequest } from "../../../provider-client/request.ts";
import { callGithub } from "../api.ts";
import { toDetailedFailure, toGithubProblem } from "../errors.ts";

interface WriteRequest {
  readonly method: "POST" | "PATCH";
  /** The caller escapes its parts. */
  readonly path: string;
  readonly content: object;
}

/** Creates or changes a resource. @returns GitHub's answer and the id of the account @throws Problem */
export function writeGithubResource<S extends z.ZodType>(
  provider: Provider,
  request: DataRequest,
  { method, path, content }: WriteRequest,
  schema: S,
): Promise<{ answer: z.output<S>; accountId: string }> {
  return callProvider(provider, request, async (call) => {
    const send = async () =>
      readProviderJson(await callGithub(call, path, createJsonRequest(method, content)), schema, toWriteFailure);
    try {
      return { answer: await sendOnce(send), accountId: call.connection.accountId };
    } catch (error) {
      throw toGithubProblem(error, Object.keys(content));
    }
  });
}

const toWriteFailure = (refusal: ErrorResponse) => toDetailedFailure(refusal, true);
