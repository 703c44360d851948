import { Problem } from "../errors.ts";
import type { User } from "../http/caller.ts";
import type { Provider } from "../oauth/definition.ts";
import type { Actor } from "../store/audit.ts";
import { listConnections } from "../store/connections.ts";
import { hasTenantClaim, markTenantBot, unmarkTenantBot } from "../store/tenant-bots.ts";
import { assertUsable } from "./access-token.ts";

interface TenantBotChange {
  /** Whether the bot of the user's connection is to speak for the members of the tenant; undefined: as it is. */
  readonly tenantBot?: boolean | undefined;
  /** The workspace of the connection; by default the one connected last. */
  readonly teamId?: string | undefined;
}

/**
 * Marks a connection of the user as their tenant's, or takes the mark away.
 * @throws Problem invalid_request where the stage lets no tenant's bot speak; forbidden for all but the tenant's administrators;
 *   not_connected, reconnect_required; insufficient_permissions for a connection without a bot
 */
export async function changeTenantBot(
  provider: Provider,
  user: User,
  change: TenantBotChange,
  actor: Actor,
): Promise<void> {
  if (change.tenantBot === undefined) return;
  if (provider.v2Speaks !== "tenant-bot") {
    const detail = "tenantBot: is not taken here, as this stage lets no organization's bot speak.";
    throw new Problem("invalid_request", { detail, members: { field: "tenantBot" } });
  }
  if (!user.isAdmin || !hasTenantClaim(user)) throw new Problem("forbidden");
  if (!change.tenantBot) return unmarkTenantBot(user, provider.id, actor);
  const connections = await listConnections(user, provider.id);
  const chosen = connections.find(({ accountId }) => (change.teamId ?? accountId) === accountId);
  const connection = assertUsable(provider, chosen);
  if (connection.tokens.bot === undefined) throw new Problem("insufficient_permissions");
  await markTenantBot(connection, actor, Math.floor(Date.now() / 1000));
}
