// Records a message, shared file or pressed button as an activity for everyone who may see it.
import { settleInBatches } from "../../concurrency.ts";
import type { Provider } from "../../oauth/definition.ts";
import type { Connection } from "../../store/connection.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { type Activity, recordActivity } from "../../webhooks/record-activity.ts";
import type { EventContext } from "../../webhooks/webhook-source.ts";
import { emptyContext, loadMessageContext, type MessageContext } from "./events/message-context.ts";
import { toPermalink } from "./events/permalink.ts";
import { type Installation, listViewers, readWithAnyToken } from "./events/viewers.ts";
import { findMentions, markupToText, mentionsEverybody } from "./markup-to-text.ts";

export interface SlackMessage {
  readonly key: string;
  readonly kind: "message" | "file" | "interaction";
  readonly installation: Installation;
  readonly channel: string;
  /** Slack's timestamp of the message, or of the event. */
  readonly ts: string;
  readonly thread?: string | undefined;
  /** In Slack's markup. */
  readonly text: string;
  /** Slack id of the author. */
  readonly authorId: string | undefined;
  /** The name that a bot or an app posted under, if there is no author. */
  readonly authorName?: string | undefined;
  /** Whether it is a direct message. */
  readonly isDirect: boolean;
  /** Whether everybody in the workspace may read the channel; undefined if the event does not say. */
  readonly isPublic?: boolean | undefined;
  /** What the author did, for an event without a text: "shared a file". */
  readonly action?: string | undefined;
}

/** Viewers whose time zone is read from Slack; the others get UTC. */
const maxViewers = 30;

/** @throws DeliveryError `ignored` if nobody may see the message; Problem if Slack or the store does not answer */
export async function recordMessageActivity(
  context: EventContext,
  provider: Provider,
  message: SlackMessage,
): Promise<void> {
  const { installation, channel, isPublic, authorId } = message;
  const found = await listViewers(context, provider, installation, { id: channel, isPublic });
  // Messages of our own bot are not recorded, not even for people who connected the workspace without the bot.
  const isOwn = authorId !== undefined && found.some(({ profile }) => profile.botUserId === authorId);
  const viewers = isOwn ? [] : found;
  if (viewers.length === 0) throw new DeliveryError("ignored", found.length === 0 ? "hidden" : "own");
  const persons = viewers.slice(0, maxViewers).flatMap(({ person = "" }) => (person === "" ? [] : [person]));
  const people = [
    ...new Set([...(authorId === undefined ? [] : [authorId]), ...findMentions(message.text), ...persons]),
  ];
  const set = installation.person === undefined ? "bot" : "user";
  const contextRequest = { team: installation.team, channel, people };
  const messageContext = await readWithAnyToken(context, provider, { set, of: viewers }, (read) =>
    loadMessageContext(read, contextRequest, context.now()),
  );
  await settleInBatches(viewers, 10, (viewer) =>
    recordActivity(context, viewer, toMessageActivity(viewer, message, messageContext ?? emptyContext)),
  );
}

function toMessageActivity(
  viewer: Connection,
  message: SlackMessage,
  { people, channelName, workspaceUrl }: MessageContext,
): Activity {
  const { key, kind, installation, channel, ts, thread, authorId, authorName = "Somebody" } = message;
  const name = (authorId && people.get(authorId)?.name) ?? authorName;
  const mentionsOwner = authorId !== viewer.person && (message.isDirect || isMentioned(viewer, message.text));
  const where = message.isDirect ? "directly" : `in ${channelName === undefined ? "a channel" : `#${channelName}`}`;
  const action = message.action ?? (mentionsOwner && !message.isDirect ? "mentioned you" : "");
  const self = viewer.person === undefined ? undefined : people.get(viewer.person);
  return {
    key,
    kind,
    category: kind === "file" ? "file" : "message",
    heading: [name, action, where].filter(Boolean).join(" "),
    text: markupToText(message.text, { user: (id) => people.get(id)?.name }),
    author: { name, ...(authorId === undefined ? {} : { id: authorId }) },
    people: message.isDirect && self ? [self] : findMentions(message.text).map((id) => people.get(id) ?? { id }),
    source: {
      url: toPermalink({ team: installation.team, channel, ts, thread }, workspaceUrl),
      id: `${channel}:${ts}`,
    },
    at: new Date(Number(ts) * 1000),
    mentionsOwner,
    owner: { ids: viewer.person === undefined ? [] : [viewer.person], names: self === undefined ? [] : [self.name] },
    timeZone: self?.timeZone,
  };
}

/** Whether a text mentions the viewer, the viewer's bot, or everybody. */
function isMentioned({ person, profile }: Connection, text: string): boolean {
  const mentioned = findMentions(text, 100);
  return (
    mentionsEverybody(text) ||
    [person, profile.botUserId].some((id) => typeof id === "string" && mentioned.includes(id))
  );
}
