// What happened at any provider, posted by the bot of the user's own Slack connection: once, or not at all.
import * as z from "zod";
import { withAccessToken } from "../../../connections/access-token.ts";
import type { Dependencies } from "../../../connections/dependencies.ts";
import { Problem, type ProblemCode } from "../../../errors.ts";
import { findProviderError } from "../../../http/provider-error.ts";
import { log } from "../../../log.ts";
import { count } from "../../../metrics.ts";
import type { Provider } from "../../../oauth/definition.ts";
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

/** News from this long ago is none; and the claim, which is kept for a day, outlives all that may post it. */
const maxAgeSeconds = 12 * 3600;

/** Before anything was posted; another try may do better. Whatever else is refused would be refused again. */
const retryableCodes: readonly ProblemCode[] = ["rate_limited", "provider_unavailable", "not_configured"];

interface NotificationTarget {
  /** Where it is posted. */
  readonly provider: Provider;
  /** How people call the provider with that id. */
  readonly nameOf: (id: string) => string;
}

/** @throws what asks for another try; what was dropped is counted */
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
    const isPosted = await postToChannel(message, notification, poster, dependencies);
    if (!isPosted) return recordDropped("echo");
    count("NotificationPosted", { provider: notification.provider });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (!retryableCodes.includes(error.code)) return recordDropped(error.code);
    await releaseNotification(claim);
    throw error;
  }
}

/** Why an activity is not posted; a value of the metric. */
type DropReason = "gone" | "late" | "claimed" | "echo" | ProblemCode;

function recordDropped(reason: DropReason): void {
  count("NotificationDropped", { reason });
  log.info("a notification was dropped", { reason });
}

/** @returns false for what was said in that very channel */
function postToChannel(
  owner: NotificationMessage,
  notification: Notification,
  { provider, nameOf }: NotificationTarget,
  dependencies: Dependencies,
): Promise<boolean> {
  const request = { provider, owner, set: "bot", isBackground: true, actor: { actor: "post-notification" } } as const;
  const { postTo: channel } = notification;
  return withAccessToken(
    request,
    async (token) => {
      const isOurs = notification.provider === provider.id;
      if (isOurs && (await isEcho(createSlackReader(provider, token, dependencies.fetch), notification))) return false;
      const card = toNotificationCard(notification, nameOf(notification.provider));
      await postMessage(createSlackClient(provider, token, dependencies.fetch), { channel, ...card });
      return true;
    },
    dependencies,
  );
}

const conversation = () => z.object({ channel: z.object({ name: z.string().optional() }) });

/** The source of what was said is `channel:timestamp`. A channel that the bot does not see is none that it posts to by name. */
async function isEcho(read: SlackRead, { source, postTo }: Notification): Promise<boolean> {
  const [channel = ""] = source.id.split(":");
  if (postTo === channel) return true;
  if (isChannelId(postTo)) return false;
  try {
    const { name } = (await read("conversations.info", { channel }, conversation())).channel;
    return name === postTo.replace(/^#/, "").toLowerCase();
  } catch (error) {
    if (["absent", "scope"].includes(findProviderError(error)?.kind ?? "")) return false;
    throw error;
  }
}
