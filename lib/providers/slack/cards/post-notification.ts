// Posts a user's activity at any provider to Slack, as the bot of the user's own Slack connection: at most once.
import * as z from "zod";
import { withAccessToken } from "../../../connections/access-token.ts";
import type { Dependencies } from "../../../connections/dependencies.ts";
import { Problem, type ProblemCode } from "../../../errors.ts";
import { findProviderError } from "../../../http/provider-error.ts";
import { log } from "../../../log.ts";
import { count } from "../../../metrics.ts";
import type { Provider } from "../../../oauth/definition.ts";
import { listConnections } from "../../../store/connections.ts";
import {
  claimNotification,
  type Notification,
  type NotificationMessage,
  readNotification,
  releaseNotification,
} from "../../../store/notifications.ts";
import { isChannelId } from "../api/find-channel.ts";
import { postMessage } from "../api/messages.ts";
import { createSlackReader, type SlackRead } from "../api/reader.ts";
import { createSlackClient } from "../api.ts";
import { toNotificationCard } from "./notification-card.ts";

/** Older notifications are dropped. Less than the day for which a claim is kept, so that none is posted twice. */
const maxAgeSeconds = 12 * 3600;

/** Failures from before anything was posted, for which a retry may help. Any other would fail again. */
const retryableCodes: readonly ProblemCode[] = ["rate_limited", "provider_unavailable", "not_configured"];

interface NotificationTarget {
  /** The provider that it is posted to. */
  readonly provider: Provider;
  /** The display name of the provider with this id. */
  readonly nameOf: (id: string) => string;
}

/** Posts a notification, or drops it and counts why. @throws Problem or ProviderError for which a retry may help */
export async function postNotification(
  message: NotificationMessage,
  poster: NotificationTarget,
  dependencies: Dependencies,
): Promise<void> {
  const notification = await readNotification(message, message.seq);
  if (notification === undefined) return recordDropped("gone");
  if (notification.toldAt < dependencies.now() - maxAgeSeconds) return recordDropped("late");
  const claim = await claimNotification(message, dependencies.now());
  if (claim === undefined) return recordDropped("claimed");
  try {
    const dropped = await postToChannel(message, notification, poster, dependencies);
    if (dropped !== undefined) return recordDropped(dropped);
    count("NotificationPosted", { provider: notification.provider });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (!retryableCodes.includes(error.code)) return recordDropped(error.code);
    await releaseNotification(claim);
    throw error;
  }
}

/** Why an activity is not posted; a value of the metric. */
type DropReason = "gone" | "late" | "claimed" | SourceReason | TargetReason | ProblemCode;
/** A message from the channel that it would be posted to, or from a conversation that not everybody may read. */
type SourceReason = "echo" | "private";
/** A channel's name that each of several workspaces may have; an id is of one. */
type TargetReason = "ambiguous";

function recordDropped(reason: DropReason): void {
  count("NotificationDropped", { reason });
  log.info("a notification was dropped", { reason });
}

/** @returns why it was not posted; undefined if it was */
async function postToChannel(
  owner: NotificationMessage,
  notification: Notification,
  { provider, nameOf }: NotificationTarget,
  dependencies: Dependencies,
): Promise<SourceReason | TargetReason | undefined> {
  const { postTo: channel } = notification;
  if (!isChannelId(channel) && (await listConnections(owner, provider.id)).length > 1) return "ambiguous";
  const request = { provider, owner, set: "bot", isBackground: true, actor: { actor: "post-notification" } } as const;
  return withAccessToken(
    request,
    async (token) => {
      const isOurs = notification.provider === provider.id;
      const reader = createSlackReader(provider, token, dependencies.fetch);
      const dropped = isOurs ? await findSourceReason(reader, notification) : undefined;
      if (dropped !== undefined) return dropped;
      const card = toNotificationCard(notification, nameOf(notification.provider));
      await postMessage(createSlackClient(provider, token, dependencies.fetch), { channel, ...card });
      return undefined;
    },
    dependencies,
  );
}

const conversation = () =>
  z.object({
    channel: z.object({
      name: z.string().optional(),
      is_private: z.boolean().optional(),
      is_im: z.boolean().optional(),
      is_mpim: z.boolean().optional(),
    }),
  });

/**
 * Why a Slack message is not posted to a channel; its source id is `channel:timestamp`. What the bot cannot see, or Slack does not
 * call public, counts as private: the target's members may be others.
 */
async function findSourceReason(read: SlackRead, { source, postTo }: Notification): Promise<SourceReason | undefined> {
  const [channel = ""] = source.id.split(":");
  if (postTo === channel) return "echo";
  try {
    const found = (await read("conversations.info", { channel }, conversation())).channel;
    if (found.is_private !== false || found.is_im || found.is_mpim) return "private";
    const isSame = !isChannelId(postTo) && found.name === postTo.replace(/^#/, "").toLowerCase();
    return isSame ? "echo" : undefined;
  } catch (error) {
    if (["absent", "scope"].includes(findProviderError(error)?.kind ?? "")) return "private";
    throw error;
  }
}
