// Finds the channel for a request: the one it names, or the default of the user's settings.
import { assertUsable } from "../../../connections/access-token.ts";
import { Problem } from "../../../errors.ts";
import type { Provider } from "../../../oauth/definition.ts";
import type { DataRequest } from "../../../provider-client/data-endpoint.ts";
import { connectionId } from "../../../store/connection.ts";
import { listConnections } from "../../../store/connections.ts";
import { readSettings } from "../../../store/settings.ts";
import { readCachedList } from "./cached-list.ts";
import { channelList } from "./channels.ts";

export interface Destination {
  readonly channel: string | undefined;
  /** The request; it names the default channel's workspace if that is used and none was named. */
  readonly request: DataRequest;
}

/**
 * The channel that a request names, or the default of the settings. A default is never used in another workspace than its own.
 * @throws Problem not_connected, reconnect_required
 */
export async function readChannelOrDefault(
  provider: Provider,
  request: DataRequest,
  named: string | undefined,
): Promise<Destination> {
  if (named !== undefined) return { channel: named, request };
  const { user, account } = request;
  const { defaultChannel: channel, teamId } = await readSettings(user, provider.id);
  if (!channel) return { channel: undefined, request };
  const home = teamId === undefined ? undefined : connectionId(user, provider.id, teamId);
  if (account === undefined || account === home) return { channel, request: { ...request, account: home } };
  const connections = await listConnections(user, provider.id);
  const connection = connections.find(({ id }) => id === account);
  assertUsable(provider, connection);
  // Older settings do not say whose channel it is: then it is that of the only workspace.
  return { channel: home === undefined && connections.length === 1 ? channel : undefined, request };
}

export function missingChannelProblem(): Problem {
  const detail = "channel: is needed, as the settings name no default channel of this workspace.";
  return new Problem("invalid_request", { detail, members: { field: "channel" } });
}

/** Whether it is an id and not a name; names have no capitals. A user's id stands for the direct messages with them. */
export const isChannelId = (channel: string): boolean => /^[CDGUW][A-Z0-9]{5,31}$/.test(channel);

/** The id of a channel given by id or name, for methods that accept no names. @throws Problem not_found */
export async function findChannelId(provider: Provider, request: DataRequest, channel: string): Promise<string> {
  if (isChannelId(channel)) return channel;
  const name = channel.replace(/^#/, "").toLowerCase();
  const { items } = await readCachedList(provider, request, { refresh: false }, channelList("allowed"));
  const found = items.find((one) => one.name === name && !one.is_archived);
  if (found === undefined)
    throw new Problem("not_found", { detail: "Slack has no such channel, or does not show it." });
  return found.id;
}
