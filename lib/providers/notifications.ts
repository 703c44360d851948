// Where users' notifications are posted: Slack.
import * as z from "zod";
import { Problem } from "../errors.ts";
import { type AskOwnEndpoint, asCaller, type Caller } from "../http/own-endpoint.ts";

const channelList = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string(), is_archived: z.boolean() })),
  nextPageToken: z.string().optional(),
});

/**
 * Asserts that notifications can be posted to a channel of the caller's Slack account. It asks our own endpoint as the caller, so that
 * the settings need no access to anybody's tokens.
 * @param wanted the channel's id, or its name with or without #
 * @throws Problem invalid_request when Slack is not connected or does not show the channel; provider_unavailable when it cannot be asked
 */
export async function assertNotificationChannel(
  caller: Caller,
  wanted: string,
  send: typeof fetch = fetch,
): Promise<void> {
  const ask = asCaller(caller, send);
  // The second time past the cache: the channel may be new.
  for (const refresh of [false, true]) if (await isListed(ask, wanted, refresh)) return;
  throw channelProblem("Slack shows you no open channel of this name or id.");
}

async function isListed(ask: AskOwnEndpoint, wanted: string, refresh: boolean): Promise<boolean> {
  const answer = await ask(`/api/integrations/slack/channels?includePrivate=true&refresh=${refresh}`);
  if (!answer.ok) throw toProblem(answer.body);
  const { channels, nextPageToken } = channelList.parse(answer.body);
  const name = wanted.replace(/^#/, "").toLowerCase();
  const isOpen = channels.some((one) => !one.is_archived && (one.id === wanted || one.name === name));
  // Of a workspace with more channels than one answer holds, an id that is not among them cannot be judged.
  return isOpen || (nextPageToken !== undefined && /^[CG][A-Z0-9]+$/.test(wanted));
}

const failures: Readonly<Record<string, string>> = {
  not_connected: "Slack is not connected. Connect it first, or choose no channel.",
  reconnect_required: "Slack no longer accepts our access. Reconnect it first, or choose no channel.",
  insufficient_permissions: "Slack does not let us list its channels. Reconnect it first, or choose no channel.",
};

function toProblem(body: unknown): Problem {
  const { code } = z
    .object({ code: z.string().default("") })
    .catch({ code: "" })
    .parse(body);
  const detail = Object.hasOwn(failures, code) ? failures[code] : undefined;
  return detail === undefined ? new Problem("provider_unavailable", { retryAfter: 5 }) : channelProblem(detail);
}

function channelProblem(sentence: string): Problem {
  const field = "notificationPreferences.slackChannel";
  return new Problem("invalid_request", { detail: `${field}: ${sentence}`, members: { field } });
}
