// Publishes outbox rows: numbers them per user, pushes them to open sockets and queues follow-up work.
import type { DynamoDBRecord } from "aws-lambda";
import { mapInParallel } from "../concurrency.ts";
import { config } from "../config.ts";
import { isPermanent } from "../http/is-permanent.ts";
import { describeError, log } from "../log.ts";
import { count } from "../metrics.ts";
import { sendMessages } from "../queue/send.ts";
import { type Frame, markPushed } from "../store/feed.ts";
import type { NotificationMessage } from "../store/notifications.ts";
import { assignSequence, maxPerTransaction, type OutboxRow, parseOutboxRow } from "../store/outbox-sequence.ts";
import type { Owner } from "../store/owner.ts";
import { listSockets } from "../store/sockets.ts";
import { type Item, key } from "../store/table.ts";
import { sendToSocket } from "./send-to-socket.ts";
import { toShownFrame } from "./shown-frame.ts";

const { CHANNELS_QUEUE_URL, NOTIFICATIONS_QUEUE_URL } = config("CHANNELS_QUEUE_URL", "NOTIFICATIONS_QUEUE_URL");

const maxConcurrentUsers = 25;
const maxConcurrentSockets = 10;

/**
 * Publishes outbox rows, each user's in order.
 * @throws Error after all users were handled, when publishing failed for one: the stream delivers all rows again, and rows that
 * have a number keep it
 */
export async function publishFeed(records: readonly DynamoDBRecord[]): Promise<void> {
  const read = records.map(readOutboxRow).filter((row) => row !== undefined);
  // A transaction takes each row once.
  const rows = new Map(read.map((row) => [`${row.pk} ${row.sk}`, row]));
  const users = Map.groupBy(rows.values(), ({ pk }) => pk);
  const failed: unknown[] = [];
  await mapInParallel([...users.values()], maxConcurrentUsers, async (ofUser) => {
    try {
      for (let at = 0; at < ofUser.length; at += maxPerTransaction)
        await publishAround(ofUser.slice(at, at + maxPerTransaction));
    } catch (error) {
      log.error("publishing to a user failed", describeError(error));
      failed.push(error);
    }
  });
  if (failed.length > 0) throw new Error("Some users could not be told.");
}

/** Skips a row that cannot be parsed: retrying it would block the stream. */
function readOutboxRow({ dynamodb }: DynamoDBRecord): OutboxRow | undefined {
  try {
    return parseOutboxRow(dynamodb?.NewImage as Item);
  } catch (error) {
    count("RowUnreadable");
    log.error("an outbox row cannot be parsed", describeError(error));
    return undefined;
  }
}

/**
 * Publishes rows of one user. If the store never takes one of them, each is published on its own, and that one is left out: it
 * would keep everything behind it from being published for hours.
 * @throws errors that may be over at the next attempt
 */
async function publishAround(rows: readonly OutboxRow[]): Promise<void> {
  try {
    await publishToUser(rows);
  } catch (error) {
    if (!isPermanent(error)) throw error;
    if (rows.length > 1) for (const row of rows) await publishAround([row]);
    else {
      count("OutboxRowSetAside");
      log.error("an outbox row was set aside", { type: rows[0]?.type, at: rows[0]?.at, ...describeError(error) });
    }
  }
}

async function publishToUser(rows: readonly OutboxRow[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const owner = { tenant: first.tenant, user: first.user };
  const { frames, again, toPost, head } = await assignSequence(owner, rows);
  const unseen = [...again.filter(({ seq }) => seq > head.pushed), ...frames];
  await Promise.all([
    pushToSockets(owner, unseen),
    requestSubscriptions(owner, [...again, ...frames]),
    requestPosts(owner, toPost),
  ]);
}

async function pushToSockets(owner: Owner, frames: readonly Frame[]): Promise<void> {
  const last = frames.at(-1);
  if (last === undefined) return;
  const sockets = await listSockets(owner);
  if (sockets.length === 0) return;
  const messages = frames.map(toShownFrame);
  await mapInParallel(sockets, maxConcurrentSockets, (socket) => sendToSocket(socket, messages));
  await markPushed(owner, last.seq);
}

/** Queues new connections for reconciliation, which opens the subscriptions that their settings want. Idempotent. */
async function requestSubscriptions(owner: Owner, frames: readonly Frame[]): Promise<void> {
  const made = frames.filter(({ type, data }) => type === "connection.changed" && isConnectedChange(data.change));
  if (made.length === 0) return;
  const rows = made.map(({ data }) => key.connection(owner, String(data.provider), String(data.id)));
  const failed = await sendMessages(
    CHANNELS_QUEUE_URL,
    rows.map(({ pk, sk }) => ({ pk: pk.S, sk: sk.S })),
  );
  if (failed > 0) throw new Error("The queue of channels did not accept every message.");
}

/** Queues notifications to be posted. Idempotent: a notification that is queued twice is posted once. */
async function requestPosts({ tenant, user }: Owner, numbers: readonly number[]): Promise<void> {
  const messages = numbers.map((seq): NotificationMessage => ({ tenant, user, seq }));
  const failed = await sendMessages(NOTIFICATIONS_QUEUE_URL, messages);
  if (failed > 0) throw new Error("The queue of notifications did not accept every message.");
}

const isConnectedChange = (change: unknown) => change === "connected" || change === "recovered";
