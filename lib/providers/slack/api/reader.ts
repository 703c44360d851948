// Reads Slack's Web API without Slack's client, which is larger than the rest of the worker's bundle.
import * as z from "zod";
import { parseAnswer, readProviderJson } from "../../../http/provider-json.ts";
import { retryRead } from "../../../http/retry-read.ts";
import { createProviderFetch } from "../../../oauth/client.ts";
import type { Provider } from "../../../oauth/definition.ts";
import type { ApiAccess } from "../../../provider-client/request.ts";
import { toSlackError, withSlackProblems } from "../errors.ts";

/** Calls a method that only reads; a call that fails quickly is repeated. @throws ProviderError */
export type SlackRead = <S extends z.ZodType>(
  method: string,
  fields: Readonly<Record<string, string>>,
  schema: S,
) => Promise<z.output<S>>;

/** docs.slack.dev/apis/web-api: every method accepts forms; an error is `ok: false` at status 200. */
const responseStatus = () =>
  z.looseObject({ ok: z.boolean(), error: z.string().optional(), needed: z.string().optional() });

export function createSlackReader(provider: Provider, token: string, fetch: typeof globalThis.fetch): SlackRead {
  const send = createProviderFetch(provider, fetch, { maxBytes: 5_000_000 });
  return async (method, fields, schema) => {
    const request = {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
    };
    const response = await retryRead(() => send(new URL(method, provider.endpoints.api), request));
    const answer = await readProviderJson(response, responseStatus());
    if (!answer.ok) throw toSlackError({ error: answer.error, needed: answer.needed });
    return parseAnswer(schema, answer);
  };
}

/** A reader for a waiting user: refusals become Problems, as in `withSlackProblems`. */
export function createUserReader({ provider, token, fetch }: ApiAccess): SlackRead {
  const read = createSlackReader(provider, token, fetch);
  return (method, fields, schema) => withSlackProblems(() => read(method, fields, schema));
}
