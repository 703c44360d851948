// Records an activity of a provider in a user's feed: applies their preferences, extracts insights, deduplicates by key.
import { extractInsights } from "../insights/extract-insights.ts";
import type { Person, SourceText } from "../insights/source-text.ts";
import { truncateLine } from "../insights/truncate-line.ts";
import type { Connection } from "../store/connection.ts";
import { type ProviderPreferences, readSettings } from "../store/settings.ts";
import type { EventContext } from "./webhook-source.ts";

type Notifications = ProviderPreferences["notificationPreferences"];
type Preferences = Notifications["activity"];
type ActivityCategory = keyof Preferences;

/** The kind of an activity in the feed. A stored one may have a kind of another version. */
type ActivityKind =
  | "comment"
  | "contact"
  | "design-tokens"
  | "event"
  | "file"
  | "installation"
  | "interaction"
  | "issue"
  | "mail"
  | "message"
  | "pull_request"
  | "push"
  | "release";

export interface Activity {
  /** Identifies what happened: a key is recorded once per connection. */
  readonly key: string;
  readonly kind: ActivityKind;
  /** The notification preference that applies. */
  readonly category: ActivityCategory;
  /** How to read its text. Default: by category. */
  readonly reads?: SourceText["kind"];
  /** Its own subject or title, which may contain a request. */
  readonly title?: string | undefined;
  /** Shown as the title in the feed instead, such as where a message was posted. */
  readonly heading?: string | undefined;
  /** Plain text. Never logged. */
  readonly text: string;
  readonly author?: Person | undefined;
  readonly people: readonly Person[];
  readonly source: { readonly url: string; readonly id: string };
  readonly at: Date;
  readonly mentionsOwner: boolean;
  /** Names and ids by which the text may address the owner. Default: those of the account. */
  readonly owner?: SourceText["owner"];
  /** IANA name of the owner's time zone. Default: UTC. */
  readonly timeZone?: string | undefined;
}

const sourceKinds = {
  message: "message",
  mail: "mail",
  event: "event",
  file: "comment",
  issue: "issue",
} as const satisfies Record<ActivityCategory, SourceText["kind"]>;

const maxTitleLength = 120;
const maxPeople = 50;

/**
 * Adds an activity to the feed of the connection's owner, if their settings want it.
 * @returns false when they do not, or when it was recorded before
 * @throws Problem provider_unavailable when the store does not answer
 */
export async function recordActivity(
  context: EventContext,
  connection: Connection,
  activity: Activity,
): Promise<boolean> {
  const { tenant, user, provider, id } = connection;
  const { activity: preferences, slackChannel } = await readPreferences(context, connection);
  if (!isWanted(preferences[activity.category], activity)) return false;
  const { title, excerpt, actionItems, participants } = await extractInsights(
    toSourceText(connection, activity),
    chooseModel(context),
  );
  return context.appendToOutbox({
    tenant,
    user,
    key: `activity#${id}#${activity.key}`,
    type: "activity",
    postTo: slackChannel || undefined,
    data: {
      provider,
      kind: activity.kind,
      title: activity.heading === undefined ? title : truncateLine(activity.heading, maxTitleLength),
      excerpt,
      source: activity.source,
      actionItems,
      participants,
      at: activity.at.toISOString(),
      connectionId: id,
    },
  });
}

/**
 * How long a delivery may call the model, from its first text on. A page of a mailbox has hundreds of texts, and a worker that
 * times out processes its whole batch again.
 */
const maxModelSeconds = 5;

/** `null` (rules only, which take milliseconds) when the time for the model is over; undefined for the configured model. */
function chooseModel(context: EventContext): null | undefined {
  const now = context.now();
  context.firstTextAt ??= now;
  return now - context.firstTextAt < maxModelSeconds ? undefined : null;
}

/** Reads the preferences once per event: a mailbox may have a hundred new mails for one owner. */
function readPreferences(
  { preferences }: EventContext,
  { tenant, user, provider, id }: Connection,
): Promise<Notifications> {
  const settings =
    preferences.get(id) ??
    readSettings({ tenant, user }, provider).then(({ notificationPreferences }) => notificationPreferences);
  preferences.set(id, settings);
  return settings;
}

const isWanted = (level: Preferences[ActivityCategory], { mentionsOwner }: Activity) =>
  level === "all" || (level === "mentions" && mentionsOwner);

function toSourceText(connection: Connection, activity: Activity): SourceText {
  const { category, reads = sourceKinds[category], title, text, author, people, at, timeZone } = activity;
  return {
    kind: reads,
    text,
    people: people.slice(0, maxPeople),
    owner: activity.owner ?? {
      names: [connection.accountName, connection.username ?? connection.accountName],
      ids: [connection.accountId],
    },
    sentAt: at,
    ...(title === undefined ? {} : { title }),
    ...(author === undefined ? {} : { author }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}
