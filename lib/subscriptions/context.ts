// Who works on the channels of one connection, and how they reach its provider.

import { withAccessToken } from "../connections/access-token.ts";
import type { Dependencies } from "../connections/dependencies.ts";
import { Problem } from "../errors.ts";
import type { Provider } from "../oauth/definition.ts";
import type { Connection } from "../store/connection.ts";
import type { ProviderAccess, SubscriptionSource } from "./source.ts";

export interface SubscriptionContext extends Dependencies {
  readonly provider: Provider;
  readonly source: SubscriptionSource;
  /** As it was read before its channels. */
  readonly connection: Connection;
}

/** Calls the provider in the connection's name. @throws Problem: every failure mapped to the closed set */
export function withProvider<T>(
  context: SubscriptionContext,
  call: (access: ProviderAccess) => Promise<T>,
): Promise<T> {
  const { provider, connection, fetch, now } = context;
  const actor = { actor: "keep-channels" };
  return withAccessToken(
    { provider, owner: connection, account: connection.id, actor, isBackground: true },
    (token) => call({ provider, token, fetch, now: now() }),
    context,
  );
}

/** What the provider answered, or why it did not work; other errors, such as a defect of ours, go their way. */
export async function catchProblem<T>(work: () => Promise<T>): Promise<T | Problem> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
