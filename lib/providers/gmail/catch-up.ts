// From "this mailbox has changed" to the mails that came in: always from where we stopped, never from what was pushed.
import { Problem } from "../../errors.ts";
import { findProviderError } from "../../http/provider-error.ts";
import { count } from "../../metrics.ts";
import type { Call } from "../../oauth/data-endpoint.ts";
import type { Channel } from "../../store/channel.ts";
import { advanceCursor, noteEvent, readChannel, readChannels } from "../../store/channels.ts";
import { isBehind, noteResync } from "../../store/resyncs.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { isSettling } from "../../webhooks/each-account.ts";
import type { EventContext } from "../../webhooks/reading.ts";
import { resync } from "../../webhooks/resync.ts";
import { announceMails } from "./announce-mails.ts";
import { arrivedSince, currentHistoryId, historyPage, later } from "./history.ts";

/** Mails of one run; the rest is left to the next, which begins where this one stopped. */
const mostMails = 500;
/** What a gap is searched for: this many days back, this many mails. */
const gapSeconds = 7 * 86_400;
const mostInGap = 200;

type Position = Channel & { readonly cursor: string };

/**
 * Tells a mailbox's owner of every mail since the stored history id.
 * @param pushed the id in the notification: it only says whether there is anything to ask for
 * @throws Problem, ProviderError where another try is worth it; DeliveryError `ignored` without a channel
 */
export async function catchUp(account: Call, context: EventContext, pushed: string | undefined): Promise<void> {
  const channel = await channelOf(account);
  await noteEvent(channel, context.occurredAt);
  if (!isAt(channel)) return closeGap(account, context, channel, channel.createdAt - 60);
  const isOld = pushed !== undefined && BigInt(pushed) <= BigInt(channel.cursor);
  if (isOld && !isBehind(channel)) return;
  try {
    await readHistory(account, context, channel);
  } catch (error) {
    // 404: the id is too old. 410 is not documented; it would mean the same.
    if (findProviderError(error)?.kind !== "absent") throw error;
    await closeGap(account, context, channel, account.now() - gapSeconds);
  }
}

async function channelOf(account: Call): Promise<Channel> {
  const [channel] = await readChannels(account.connection);
  if (channel !== undefined) return channel;
  throw isSettling(account)
    ? new Problem("provider_unavailable", { retryAfter: 5 })
    : new DeliveryError("ignored", "no_channel");
}

const isAt = (channel: Channel): channel is Position => /^\d{1,20}$/.test(channel.cursor ?? "");

async function readHistory(account: Call, context: EventContext, channel: Position): Promise<void> {
  let pageToken: string | undefined;
  let mails = 0;
  do {
    const page = await historyPage(account, channel.cursor, pageToken);
    mails += page.arrived.length;
    if (page.arrived.length > mostMails) {
      count("MailFlood");
      return closeGap(account, context, channel, account.now() - gapSeconds);
    }
    await announceMails(account, context, account.connection, page.arrived);
    await forward(account, channel, page.upTo);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined && mails < mostMails);
  await settle(channel, mails, pageToken === undefined, account.now());
}

/** What is left after a run is noted: the id in the notification may be behind us by then, and Gmail drops some. */
async function settle(channel: Channel, mails: number, isAll: boolean, now: number): Promise<void> {
  const progress = { startedAt: now, beatAt: 0, done: mails };
  if (isAll) return isBehind(channel) ? noteResync(channel, { ...progress, finishedAt: now }) : undefined;
  await noteResync(channel, progress);
  throw new Problem("provider_unavailable", { retryAfter: 1 });
}

/** The new id is read before the list: what comes in between is in both rather than in neither. */
async function closeGap(account: Call, context: EventContext, channel: Channel, since: number): Promise<void> {
  const historyId = await currentHistoryId(account);
  await resync(
    {
      channel,
      since,
      list: (from) => arrivedSince(account, from, mostInGap),
      work: (ids) => announceMails(account, context, account.connection, ids),
    },
    account.now,
  );
  await forward(account, channel, historyId);
}

/** Others may move the cursor at the same time; it ends at the furthest. */
async function forward({ connection }: Call, channel: Channel, to: string): Promise<void> {
  let current: Channel | undefined = channel;
  while (current !== undefined && !(isAt(current) && later(current.cursor, to) === current.cursor)) {
    if (await advanceCursor(current, current.cursor, to)) return;
    current = await readChannel(connection, channel.name);
  }
}
