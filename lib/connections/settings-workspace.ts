import { Problem } from "../errors.ts";
import type { Connection } from "../store/connection.ts";
import { isWorkspaceId, type ProviderPreferences } from "../store/settings.ts";

type Chosen = Pick<ProviderPreferences, "teamId" | "defaultChannel">;

/**
 * The `teamId` to store with new settings. A default channel is one of a workspace: of the one that the settings name, of the
 * same as before if it has not changed, or of the one connected last.
 * @param list reads the connections of the provider, most recently connected first
 * @throws Problem not_connected for a workspace that is not one of them, unless it was stored before
 */
export async function chooseSettingsWorkspace(
  { teamId, defaultChannel }: Chosen,
  stored: Chosen,
  list: () => Promise<readonly Pick<Connection, "accountId">[]>,
): Promise<string | undefined> {
  if (teamId !== undefined) {
    const isKnown = !isWorkspaceId(teamId) || teamId === stored.teamId;
    if (isKnown || (await list()).some(({ accountId }) => accountId === teamId)) return teamId;
    throw new Problem("not_connected", { detail: "teamId: names a workspace that is not connected." });
  }
  if (!defaultChannel) return undefined;
  const connections = await list();
  const isKept = defaultChannel === stored.defaultChannel && (stored.teamId !== undefined || connections.length > 1);
  const chosen = isKept ? stored.teamId : connections[0]?.accountId;
  return chosen !== undefined && isWorkspaceId(chosen) ? chosen : undefined;
}
