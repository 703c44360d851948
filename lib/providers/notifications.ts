// Where users' notifications are posted: Slack.
import * as z from "zod";
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import type { Origin } from "../http/endpoint.ts";
import { withRequestDeadline } from "../http/fetch-deadline.ts";

interface Caller {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly origin: Origin;
}

const channelList = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string(), is_archived: z.boolean() })),
  nextPageToken: z.string().optional(),
});

const checkTimeoutMs = 20_000;

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
  const fetchInTime = withRequestDeadline(caller.origin, checkTimeoutMs, send);
  // The second time past the cache: the channel may be new.
  for (const refresh of [false, true]) if (await isListed(caller, { wanted, refresh }, fetchInTime)) return;
  throw channelProblem("Slack shows you no open channel of this name or id.");
}

async function isListed(
  caller: Caller,
  { wanted, refresh }: { readonly wanted: string; readonly refresh: boolean },
  send: typeof fetch,
): Promise<boolean> {
  const { PUBLIC_BASE_URL } = config("PUBLIC_BASE_URL");
  const url = `${PUBLIC_BASE_URL}/api/integrations/slack/channels?includePrivate=true&refresh=${refresh}`;
  const answer = await send(url, { headers: pickIdentity(caller), redirect: "error" }).catch((cause: unknown) => {
    throw new Problem("provider_unavailable", { retryAfter: 5, cause });
  });
  const body: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok) throw toProblem(body);
  const { channels, nextPageToken } = channelList.parse(body);
  const name = wanted.replace(/^#/, "").toLowerCase();
  const isOpen = channels.some((one) => !one.is_archived && (one.id === wanted || one.name === name));
  // Of a workspace with more channels than one answer holds, an id that is not among them cannot be judged.
  return isOpen || (nextPageToken !== undefined && /^[CG][A-Z0-9]+$/.test(wanted));
}

/** What says who the caller is. */
const pickIdentity = ({ headers }: Caller): Record<string, string> =>
  Object.fromEntries(
    ["authorization", "x-tenant-id"].flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  );

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
