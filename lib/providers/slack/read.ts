// Web API reads without Slack's client, which is larger than all the rest of the worker.
import * as z from "zod";
import { ProviderError } from "../../http/provider-error.ts";
import { readAnswer } from "../../http/provider-json.ts";
import { retryRead } from "../../http/retry-read.ts";
import { fetchFor } from "../../oauth/client.ts";
import type { Provider } from "../../oauth/definition.ts";
import { refusal } from "./failures.ts";

/** Calls a method that only reads, again after a quick failure. @throws ProviderError */
export type SlackRead = <S extends z.ZodType>(
  method: string,
  fields: Readonly<Record<string, string>>,
  schema: S,
) => Promise<z.output<S>>;

/** docs.slack.dev/apis/web-api: forms work for every method; a refusal is `ok: false` at 200. */
const outcome = () => z.looseObject({ ok: z.boolean(), error: z.string().optional(), needed: z.string().optional() });

export function slackReader(provider: Provider, token: string, fetch: typeof globalThis.fetch): SlackRead {
  const reach = fetchFor(provider, fetch, { maxBytes: 5_000_000 });
  return async (method, fields, schema) => {
    const request = {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
    };
    const response = await retryRead(() => reach(new URL(method, provider.endpoints.api), request));
    const answer = await readAnswer(response, outcome());
    if (!answer.ok) throw refusal({ error: answer.error, needed: answer.needed });
    const read = schema.safeParse(answer);
    if (!read.success) throw new ProviderError({ kind: "permanent", code: "answer_unexpected" });
    return read.data;
  };
}
