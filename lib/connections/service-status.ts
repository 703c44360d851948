// Whether a service can be used, by what is stored: it is not asked.
import * as z from "zod";
import type { Provider } from "../oauth/definition.ts";
import type { Connection } from "../store/connection.ts";
import { listNamedConnections } from "../store/connections.ts";
import type { Owner } from "../store/owner.ts";
import { isConnected } from "./connection-status.ts";

/** Members of a status that every service has; each adds whose account it is. */
export const statusShape = () => ({
  connected: z.boolean(),
  error: z.string().nullable().describe("Why it cannot be used; null where it can."),
});

export interface ServiceStatus {
  readonly connected: boolean;
  readonly error: string | null;
  /** The account, also where it must be connected again. */
  readonly connection: Connection | undefined;
}

/** @param account id of a connection; the one that was connected last unless given, as for the other endpoints */
export async function readServiceStatus(
  owner: Owner,
  { id, displayName }: Pick<Provider, "id" | "displayName">,
  account: string | undefined,
): Promise<ServiceStatus> {
  const [connection] = await listNamedConnections(owner, id, account);
  if (connection === undefined) return { connected: false, error: `${displayName} is not connected.`, connection };
  const connected = isConnected(connection);
  return { connected, error: connected ? null : `${displayName} must be connected again.`, connection };
}
