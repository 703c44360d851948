// From something that happened at a provider to an entry in its owner's feed: whether they want it, what it asks, told once.
import { extractInsights } from "../insights/extract-insights.ts";
import type { Person, SourceText } from "../insights/source-text.ts";
import { truncate } from "../insights/truncate.ts";
import type { Connection } from "../store/connection.ts";
import { type ProviderPreferences, readSettings } from "../store/settings.ts";
import type { EventContext } from "./webhook-source.ts";

type Notifications = ProviderPreferences["notificationPreferences"];
type Preferences = Notifications["activity"];
type ActivityCategory = keyof Preferences;

export interface Activity {
  /** What happened, by its meaning: the same key is told once to a connection. */
  readonly key: string;
  /** What the feed calls it: "message", "mail", "event", "file", "issue", … */
  readonly kind: string;
  /** Which of the owner's preferences it falls under. */
  readonly category: ActivityCategory;
  /** How its text is read; follows from the category unless given. */
  readonly reads?: SourceText["kind"];
  /** A subject or title of its own, which may itself ask for something. */
  readonly title?: string | undefined;
  /** What the feed shows as its title instead, such as where it was said. */
  readonly heading?: string | undefined;
  /** Plain text; nothing of it is logged. */
  readonly text: string;
  readonly author?: Person | undefined;
  readonly people: readonly Person[];
  readonly source: { readonly url: string; readonly id: string };
  readonly at: Date;
  readonly mentionsOwner: boolean;
  /** By which names and ids the text may speak of the owner; the account's own ones unless given. */
  readonly owner?: SourceText["owner"];
  /** IANA name of the owner's time zone; UTC where the provider tells none. */
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
 * Puts an activity into the feed of a connection's owner, as far as their settings want it.
 * @returns false when they do not, or were told before
 * @throws Problem provider_unavailable when the store does not answer
 */
export async function recordActivity(context: EventContext, of: Connection, activity: Activity): Promise<boolean> {
  const { tenant, user, provider, id } = of;
  const { activity: preferences, slackChannel } = await readPreferences(context, of);
  if (!isWanted(preferences[activity.category], activity)) return false;
  const { title, excerpt, actionItems, participants } = await extractInsights(
    toSourceText(of, activity),
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
      title: activity.heading === undefined ? title : truncate(activity.heading, maxTitleLength),
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
 * Seconds after a delivery's first text in which a model may be asked. A page of a mailbox has hundreds of texts, and a worker
 * that is ended in the middle begins anew, with all that came in its batch.
 */
const maxModelSeconds = 5;

/** `null` when the time for it is over; the rules alone take milliseconds. */
function chooseModel(context: EventContext): null | undefined {
  const now = context.now();
  context.firstTextAt ??= now;
  return now - context.firstTextAt < maxModelSeconds ? undefined : null;
}

/** Read once for an event: a mailbox may have a hundred news for one owner. */
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

const isWanted = (reach: Preferences[ActivityCategory], { mentionsOwner }: Activity) =>
  reach === "all" || (reach === "mentions" && mentionsOwner);

function toSourceText(of: Connection, activity: Activity): SourceText {
  const { category, reads = sourceKinds[category], title, text, author, people, at, timeZone } = activity;
  return {
    kind: reads,
    text,
    people: people.slice(0, maxPeople),
    owner: activity.owner ?? { names: [of.accountName, of.username ?? of.accountName], ids: [of.accountId] },
    sentAt: at,
    ...(title === undefined ? {} : { title }),
    ...(author === undefined ? {} : { author }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}
