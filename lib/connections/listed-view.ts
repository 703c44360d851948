// A connection as the list shows it: its view, and what its provider's kind of account adds.
import type * as z from "zod";
import type { Provider } from "../oauth/definition.ts";
import type { Connection } from "../store/connection.ts";
import { listConnections } from "../store/connections.ts";
import type { ConnectionWithSubscriptions } from "../store/connections-with-subscriptions.ts";
import { isConnected } from "./connection-status.ts";
import { type connectionSchema, toConnectionView } from "./connection-view.ts";

type ListedView = z.output<ReturnType<typeof connectionSchema>>;
type Kind = Pick<Provider, "accountKind">;

/**
 * @param provider undefined for one that this release does not know
 * @param all the user's connections, of this provider at least
 */
export function toListedView(
  provider: Kind | undefined,
  { connection, subscriptions }: ConnectionWithSubscriptions,
  all: readonly Connection[],
): ListedView {
  const view = toConnectionView(connection, subscriptions);
  if (provider?.accountKind !== "workspace") return view;
  const workspaces = all
    .filter((other) => other.provider === connection.provider && isConnected(other))
    .map(({ id: account, accountId: id, accountName: name }) => ({ id, name, account }));
  return { ...view, teamName: connection.accountName, metadata: { workspaces } };
}

/** The same for one connection, whose owner's others are read where they are shown. */
export async function readListedView(provider: Kind, connection: Connection): Promise<ListedView> {
  const all = provider.accountKind === "workspace" ? await listConnections(connection, connection.provider) : [];
  return toListedView(provider, { connection, subscriptions: [] }, all);
}
