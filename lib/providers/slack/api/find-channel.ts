// Finds the channel for a request: the one it names, or the default of the user's settings.
import { Problem } from "../../../errors.ts";
import type { Provider } from "../../../oauth/definition.ts";
import type { DataRequest } from "../../../provider-client/data-endpoint.ts";
import { readSettings } from "../../../store/settings.ts";
import { readCachedList } from "./cached-list.ts";
import { channelList } from "./channels.ts";

export async function readChannelOrDefault(
  provider: Provider,
  { user }: DataRequest,
  named: string | undefined,
): Promise<string | undefined> {
  return named ?? ((await readSettings(user, provider.id)).defaultChannel || undefined);
}

export function missingChannelProblem(): Problem {
  const detail = "channel: is needed, as the settings name no default channel.";
  return new Problem("invalid_request", { detail, members: { field: "channel" } });
}

/** Whether it is an id and not a name; names have no capitals. A user's id stands for the direct messages with them. */
export const isChannelId = (channel: string): boolean => /^[CDGUW][A-Z0-9]{5,31}$/.test(channel);

/** The id of a channel given by id or name, for methods that accept no names. @throws Problem not_found */
export async function findChannelId(provider: Provider, request: DataRequest, channel: string): Promise<string> {
  if (isChannelId(channel)) return channel;
  const name = channel.replace(/^#/, "").toLowerCase();
  const { items } = await readCachedList(provider, request, { refresh: false }, channelList(true));
  const found = items.find((one) => one.name === name && !one.is_archived);
  if (found === undefined)
    throw new Problem("not_found", { detail: "Slack has no such channel, or does not show it." });
  return found.id;
}
