import type { Answer, Exchange } from "../exchange.ts";
import type { Grant } from "../grants.ts";
import type { RunningWorkspace } from "./workspace.ts";

/** A call of a Web API method that the sandbox implements; the token has been checked. */
export interface MethodCall {
  readonly at: RunningWorkspace;
  readonly exchange: Exchange;
  readonly grant: Grant;
  /** The arguments of the query and the body. */
  readonly asked: URLSearchParams;
}

export type Method = (call: MethodCall) => Promise<Answer>;

/** Sends the same call with other arguments to the emulator. */
export async function callEmulator({ at, exchange, grant }: MethodCall, form: Readonly<Record<string, string>>) {
  const headers = { ...exchange.headers, "content-type": "application/x-www-form-urlencoded" };
  const body = Buffer.from(new URLSearchParams(form).toString());
  const answer = await at.call({ ...exchange, method: "POST", headers, body }, grant.inner);
  return JSON.parse(answer.body?.toString("utf8") ?? "{}") as Record<string, unknown>;
}
