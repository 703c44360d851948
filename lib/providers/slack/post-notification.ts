// What happened at any provider, posted by the bot of the user's own Slack connection: once, or not at all.
import * as z from "zod";
import { Problem, type ProblemCode } from "../../errors.ts";
import { findProviderError } from "../../http/provider-error.ts";
import { log } from "../../log.ts";
import { count } from "../../metrics.ts";
import { withAccessToken } from "../../oauth/access.ts";
import type { Provider } from "../../oauth/definition.ts";
import type { Dependencies } from "../../oauth/dependencies.ts";
import {
  claimNotification,
  type Notification,
  type NotificationMessage,
  readNotification,
  releaseNotification,
} from "../../store/notifications.ts";
import { slackClient } from "./api.ts";
import { isChannelId } from "./channel-choice.ts";
import { postMessage } from "./messages.ts";
import { notificationCard } from "./notification-card.ts";
import { type SlackRead, slackReader } from "./read.ts";

/** News from this long ago is none; and the claim, which is kept for a day, outlives all that may post it. */
const newsSeconds = 12 * 3600;

/** Before anything was posted; another try may do better. Whatever else is refused would be refused again. */
const worthATry: readonly ProblemCode[] = ["rate_limited", "provider_unavailable", "not_configured"];

interface Poster {
  /** Where it is posted. */
  readonly provider: Provider;
  /** How people call the provider with that id. */
  readonly nameOf: (id: string) => string;
}

/** @throws what asks for another try; what was dropped is counted */
export async function postNotification(
  message: NotificationMessage,
  poster: Poster,
  world: Dependencies,
): Promise<void> {
  const happened = await readNotification(message, message.seq);
  if (happened === undefined) return drop("gone");
  if (happened.toldAt < world.now() - newsSeconds) return drop("late");
  const claim = await claimNotification(message, world.now());
  if (claim === undefined) return drop("claimed");
  try {
    const isPosted = await post(message, happened, poster, world);
    if (!isPosted) return drop("echo");
    count("NotificationPosted", { provider: happened.provider });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (!worthATry.includes(error.code)) return drop(error.code);
    await releaseNotification(claim);
    throw error;
  }
}

/** Why an activity is not posted; a value of the metric. */
type DropReason = "gone" | "late" | "claimed" | "echo" | ProblemCode;

function drop(reason: DropReason): void {
  count("NotificationDropped", { reason });
  log.info("a notification was dropped", { reason });
}

/** @returns false for what was said in that very channel */
function post(
  owner: NotificationMessage,
  happened: Notification,
  { provider, nameOf }: Poster,
  world: Dependencies,
): Promise<boolean> {
  const request = { provider, owner, set: "bot", isBackground: true, actor: { actor: "post-notification" } };
  const { postTo: channel } = happened;
  return withAccessToken(
    request,
    async (token) => {
      const isOurs = happened.provider === provider.id;
      if (isOurs && (await isEcho(slackReader(provider, token, world.fetch), happened))) return false;
      const card = notificationCard(happened, nameOf(happened.provider));
      await postMessage(slackClient(provider, token, world.fetch), { channel, ...card });
      return true;
    },
    world,
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
