// Calls to the provider for the subscriptions of one connection.
import { withAccessToken } from "../connections/access-token.ts";
import type { Dependencies } from "../connections/dependencies.ts";
import { Problem } from "../errors.ts";
import type { Provider } from "../oauth/definition.ts";
import { locateProvider } from "../oauth/locate.ts";
import type { Connection } from "../store/connection.ts";
import type { ProviderAccess, SubscriptionSource } from "./source.ts";

export interface SubscriptionContext extends Dependencies {
  readonly provider: Provider;
  readonly source: SubscriptionSource;
  /** As it was read before its subscriptions. */
  readonly connection: Connection;
}

/** Calls the provider with the connection's token. @throws Problem for every ProviderError */
export function withProvider<T>(
  context: SubscriptionContext,
  call: (access: ProviderAccess) => Promise<T>,
): Promise<T> {
  const { provider, connection, fetch, now } = context;
  const actor = { actor: "keep-channels" };
  return withAccessToken(
    { provider, owner: connection, account: connection.id, actor, isBackground: true },
    (token, current) => call({ provider: locateProvider(provider, current), token, fetch, now: now() }),
    context,
  );
}

/** Returns the result of the work, or the Problem it throws. Other errors are thrown. */
export async function catchProblem<T>(work: () => Promise<T>): Promise<T | Problem> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
