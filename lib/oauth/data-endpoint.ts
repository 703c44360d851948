// What data endpoints share: which account, and a call with its token.
import * as z from "zod";
import type { User } from "../http/caller.ts";
import type { Origin } from "../http/endpoint.ts";
import { withinTime } from "../http/within-time.ts";
import type { Connection } from "../store/connection.ts";
import { withAccessToken } from "./access.ts";
import type { Provider } from "./definition.ts";
import { type Dependencies, dependencies } from "./dependencies.ts";

/** The query every data endpoint takes: the connection list's `id`, where a user has several accounts. */
export const account = z
  .string()
  .regex(/^[\w-]{1,64}$/, "is not an account's id")
  .optional();

/** `?refresh=true` and the like. */
export const flag = z
  .enum(["true", "false", "1", "0"])
  .default("false")
  .transform((value) => value === "true" || value === "1");

export interface Call extends Dependencies {
  readonly provider: Provider;
  readonly token: string;
  readonly connection: Connection;
}

interface DataRequest {
  readonly user: User;
  readonly origin: Origin;
  readonly account: string | undefined;
  readonly set?: string;
}

/** Milliseconds for everything a request asks of the provider's API: the gateway gives up after 30 s. */
const callMs = 25_000;

/** Runs a call to the provider as the user's account; see `withAccessToken` for what is thrown. */
export function callProvider<T>(
  provider: Provider,
  request: DataRequest,
  call: (call: Call) => Promise<T>,
): Promise<T> {
  const { user, origin, ...rest } = request;
  const needs = dependencies();
  const fetch = withinTime(callMs, needs.fetch);
  return withAccessToken(
    { provider, owner: user, actor: { actor: user.user, ...origin }, ...rest },
    (token, connection) => call({ ...needs, fetch, provider, token, connection }),
    needs,
  );
}
