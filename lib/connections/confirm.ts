import { Problem } from "../errors.ts";
import { count } from "../metrics.ts";
import type { Provider } from "../oauth/definition.ts";
import type { Connection } from "../store/connection.ts";
import type { AccessRequest } from "./access-token.ts";
import type { Dependencies } from "./dependencies.ts";
import { saveNamed } from "./integrations.ts";
import { claimHeldGrant, hashHandle } from "./pending.ts";
import { resealTokens } from "./token-sets.ts";

/**
 * Turns a held grant into a connection, for the user who started the flow only.
 * If anything fails after the claim, the grant is revoked by the message that was queued when it was held.
 * @throws Problem not_found for a handle that is unknown, used, expired or another user's
 */
export async function confirmGrant(
  provider: Provider,
  handle: string,
  { owner, actor }: Pick<AccessRequest, "owner" | "actor">,
  { now, vault }: Dependencies,
): Promise<Connection> {
  const grant = await claimHeldGrant(provider, handle, owner, now());
  if (grant === undefined) {
    throw new Problem("not_found", {
      detail: "This confirmation is no longer valid, or it is not yours. Connect again.",
    });
  }
  const tokens = await resealTokens(vault, grant.connection, "pending", "connection");
  const connection: Connection = { ...grant.connection, status: "active", tokens };
  await saveNamed(connection, actor, hashHandle(handle));
  count("Connected", { provider: provider.id });
  return connection;
}
