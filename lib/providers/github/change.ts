// Writing for data endpoints: sent once, and where GitHub does not say what became of it, that is said.
import type * as z from "zod";
import { carriedOut } from "../../http/provider-failure.ts";
import { type Refusal, readAnswer } from "../../http/provider-json.ts";
import { callProvider, type DataRequest } from "../../oauth/data-endpoint.ts";
import type { Provider } from "../../oauth/definition.ts";
import { jsonRequest } from "../../oauth/provider-call.ts";
import { githubCall } from "./api.ts";
import { explained, refusalOf } from "./refusals.ts";

interface Change {
  readonly method: "POST" | "PATCH";
  /** Its parts are escaped by the caller. */
  readonly path: string;
  readonly content: object;
}

/** Creates or changes something. @returns GitHub's answer and whose account it was @throws Problem */
export function changeGithub<S extends z.ZodType>(
  provider: Provider,
  request: DataRequest,
  { method, path, content }: Change,
  schema: S,
): Promise<{ answer: z.output<S>; accountId: string }> {
  return callProvider(provider, request, async (call) => {
    const send = async () => readAnswer(await githubCall(call, path, jsonRequest(method, content)), schema, refused);
    try {
      return { answer: await carriedOut(send), accountId: call.connection.accountId };
    } catch (error) {
      throw explained(error, Object.keys(content));
    }
  });
}

const refused = (refusal: Refusal) => refusalOf(refusal, true);
