// From what was said, shared or pressed in a channel to activities of those who may see it.
import { settleInBatches } from "../../concurrency.ts";
import type { Provider } from "../../oauth/definition.ts";
import type { Connection } from "../../store/connection.ts";
import { type Activity, announceActivity } from "../../webhooks/activity.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import type { EventContext } from "../../webhooks/reading.ts";
import { permalink } from "./permalink.ts";
import { callsEverybody, mentionedIn, plainText } from "./plain-text.ts";
import { lookAround, type MessageContext, nothingKnown } from "./surroundings.ts";
import { type Installation, speakAs, viewersOf } from "./visibility.ts";

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
  /** Id of who said it. */
  readonly by: string | undefined;
  /** The name it gave itself, for what is nobody's. */
  readonly byName?: string | undefined;
  /** To one person or the app alone. */
  readonly isDirect: boolean;
  /** In a channel that everybody of the workspace may read; undefined where it is not said. */
  readonly isPublic?: boolean | undefined;
  /** What was done, where nothing was said: "shared a file". */
  readonly deed?: string | undefined;
}

/** People whose zone is asked for; the others read in UTC. */
const mostViewers = 30;

/** @throws DeliveryError `ignored` when nobody may see it; Problem when Slack or the store does not answer */
export async function tell(context: EventContext, provider: Provider, said: SlackMessage): Promise<void> {
  const { installation, channel, isPublic, by } = said;
  const found = await viewersOf(context, provider, installation, { id: channel, isPublic });
  // What the app itself has posted is no news, nor for those who have connected the workspace without its bot.
  const isOwn = by !== undefined && found.some(({ profile }) => profile.botUserId === by);
  const viewers = isOwn ? [] : found;
  if (viewers.length === 0) throw new DeliveryError("ignored", found.length === 0 ? "hidden" : "own");
  const persons = viewers.slice(0, mostViewers).flatMap(({ person = "" }) => (person === "" ? [] : [person]));
  const people = [...new Set([...(by === undefined ? [] : [by]), ...mentionedIn(said.text), ...persons])];
  const set = installation.person === undefined ? "bot" : "user";
  const asked = { team: installation.team, channel, people };
  const around = await speakAs(context, provider, { set, of: viewers }, (read) =>
    lookAround(read, asked, context.now()),
  );
  await settleInBatches(viewers, 10, (viewer) =>
    announceActivity(context, viewer, activityFor(viewer, said, around ?? nothingKnown)),
  );
}

function activityFor(
  viewer: Connection,
  said: SlackMessage,
  { people, channelName, workspaceUrl }: MessageContext,
): Activity {
  const { key, kind, installation, channel, ts, thread, by, byName = "Somebody" } = said;
  const name = (by && people.get(by)?.name) ?? byName;
  const mentionsOwner = by !== viewer.person && (said.isDirect || isCalled(viewer, said.text));
  const where = said.isDirect ? "directly" : `in ${channelName === undefined ? "a channel" : `#${channelName}`}`;
  const deed = said.deed ?? (mentionsOwner && !said.isDirect ? "mentioned you" : "");
  const self = viewer.person === undefined ? undefined : people.get(viewer.person);
  return {
    key,
    kind,
    category: kind === "file" ? "file" : "message",
    heading: [name, deed, where].filter(Boolean).join(" "),
    text: plainText(said.text, { user: (id) => people.get(id)?.name }),
    author: { name, ...(by === undefined ? {} : { id: by }) },
    people: said.isDirect && self ? [self] : mentionedIn(said.text).map((id) => people.get(id) ?? { id }),
    source: {
      url: permalink({ team: installation.team, channel, ts, thread }, workspaceUrl),
      id: `${channel}:${ts}`,
    },
    at: new Date(Number(ts) * 1000),
    mentionsOwner,
    owner: { ids: viewer.person === undefined ? [] : [viewer.person], names: self === undefined ? [] : [self.name] },
    timeZone: self?.timeZone,
  };
}

/** By name, through the app that stands for them, or with everybody else. */
function isCalled({ person, profile }: Connection, text: string): boolean {
  const called = mentionedIn(text, 100);
  return (
    callsEverybody(text) || [person, profile.botUserId].some((id) => typeof id === "string" && called.includes(id))
  );
}
