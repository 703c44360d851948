// Who works on the channels of one connection, and how they reach its provider.
import { Problem } from "../errors.ts";
import { withAccessToken } from "../oauth/access.ts";
import type { Provider } from "../oauth/definition.ts";
import type { Dependencies } from "../oauth/dependencies.ts";
import type { Connection } from "../store/connection.ts";
import type { Access, ChannelSource } from "./source.ts";

export interface Keeper extends Dependencies {
  readonly provider: Provider;
  readonly source: ChannelSource;
  /** As it was read before its channels. */
  readonly connection: Connection;
}

/** Calls the provider in the connection's name. @throws Problem: every failure mapped to the closed set */
export function reach<T>(keeper: Keeper, call: (access: Access) => Promise<T>): Promise<T> {
  const { provider, connection, fetch, now } = keeper;
  const actor = { actor: "keep-channels" };
  return withAccessToken(
    { provider, owner: connection, account: connection.id, actor, isBackground: true },
    (token) => call({ provider, token, fetch, now: now() }),
    keeper,
  );
}

/** What the provider answered, or why it did not work; other errors, such as a defect of ours, go their way. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | Problem> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
