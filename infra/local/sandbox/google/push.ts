// POST /_sandbox/push of Google: a mail arrives or an event changes, and the notification is delivered.
import { z } from "zod";
import { createRefusal } from "../../command-refusal.ts";
import type { Emulator } from "../emulator.ts";
import { deliverAll, deliverOwnEvent, type SignedRequest } from "../push/deliver.ts";
import type { Delivery } from "../push/deliveries.ts";
import { getReceiverOrigin, pushFields } from "../push/request.ts";
import type { State } from "../state.ts";
import type { Calendars, Resource } from "./calendar-store.ts";
import type { Mailboxes } from "./mailbox.ts";
import { forgeries, type Notification, type Pubsub } from "./pubsub.ts";
import { accounts, adminToken } from "./seed.ts";
import { type Channels, forgeries as channelForgeries } from "./watch-channels.ts";

const pushSchema = z.strictObject({
  ...pushFields,
  /** `notification` is a mail's without a mail; `exists`, `sync` and `not_exists` a calendar's without a change. */
  event: z.enum(["mail", "notification", "event", "exists", "sync", "not_exists"]),
  /** Whose mailbox or calendar. */
  to: z.enum(accounts.map(({ name }) => name)).default("ada@example.com"),
  from: z.string().default("Cleo <cleo@example.com>"),
  subject: z.string().default("Something from the sandbox"),
  text: z.string().default(""),
  /** What has become of the calendar's event. */
  action: z.enum(["created", "updated", "deleted"]).default("created"),
  /** Of the event that changes; of a new one, if given. */
  id: z.string().optional(),
  start: z.iso.datetime({ offset: true }).optional(),
  minutes: z.int().positive().default(60),
  /** Only this channel. */
  channel: z.string().optional(),
  /** Of the notification; of the mailbox unless given. */
  historyId: z.string().regex(/^\d+$/).optional(),
  /** Gmail's notifications show it one way or the other. */
  historyIdAs: z.enum(["number", "string"]).optional(),
  messageId: z.string().optional(),
  audience: z.string().optional(),
  forge: z.enum([...forgeries, ...channelForgeries]).optional(),
});
type PushRequest = z.output<typeof pushSchema>;

export interface PushContext {
  readonly state: State;
  readonly emulator: Emulator;
  readonly mailboxes: Mailboxes;
  readonly calendars: Calendars;
  readonly channels: Channels;
  readonly pubsub: Pubsub;
  readonly origin: string;
}

/** A mail's notification goes out even when nobody watches the mailbox; a calendar's only to its channels. */
export async function pushEvent(pusher: PushContext, body: unknown): Promise<readonly Delivery[]> {
  const wish = pushSchema.parse(body);
  const { event, to } = wish;
  if (event === "mail") await receiveMail(pusher, wish);
  if (event === "mail" || event === "notification") {
    const forge = forgeries.find((one) => one === wish.forge);
    return deliverAll(pusher.state, createNotification(pusher, to, { ...wish, forge }), wish);
  }
  if (event === "event") changeCalendar(pusher, wish);
  const forge = channelForgeries.find((one) => one === wish.forge);
  return pusher.channels.push(to, event === "event" ? "exists" : event, { ...wish, forge });
}

/** Tells the watch of a mailbox, if it lives, that the mailbox has changed. */
export function notifyWatch(pusher: PushContext, address: string): void {
  const { state, mailboxes } = pusher;
  const labels = mailboxes.of(address).changes.at(-1)?.message.labelIds ?? [];
  if (mailboxes.isWatching(address, labels)) deliverOwnEvent(state, createNotification(pusher, address, {}));
}

let count = 0;

function createNotification(
  { state, mailboxes, pubsub, origin }: PushContext,
  emailAddress: string,
  wish: Partial<PushRequest>,
): SignedRequest {
  const receiver = `${getReceiverOrigin(state, "google", origin)}/api/v1/webhooks/gmail/push`;
  const historyId = wish.historyId ?? String(mailboxes.of(emailAddress).historyId);
  count += 1;
  const as = wish.historyIdAs ?? (count % 2 === 0 ? "string" : "number");
  const data = `{"emailAddress":${JSON.stringify(emailAddress)},"historyId":${as === "number" ? historyId : `"${historyId}"`}}`;
  const { url = receiver, audience = receiver, messageId, forge } = wish;
  return pubsub.parcel({ event: "mail", url, audience, data, messageId, forge: forge as Notification["forge"] });
}

const messageSchema = z.object({ id: z.string(), threadId: z.string(), labelIds: z.array(z.string()) });

async function receiveMail(
  { emulator, mailboxes }: PushContext,
  { to, from, subject, text }: PushRequest,
): Promise<void> {
  const mail = { to, from, subject, body_text: text, labelIds: ["INBOX", "UNREAD"] };
  const answer = await emulator.ask("POST", "/gmail/v1/users/me/messages", adminToken(to), mail);
  mailboxes.change(to, { type: "messageAdded", message: messageSchema.parse(await answer.json()) });
}

/** @throws a refusal when there is no such event */
function changeCalendar({ calendars }: PushContext, wish: PushRequest): Resource | undefined {
  const calendar = calendars.find(wish.to, "primary");
  if (!calendar) throw createRefusal(`${wish.to} has no calendar`);
  const { id, subject, text, minutes, action } = wish;
  const begins = wish.start === undefined ? Date.now() + 3_600_000 : Date.parse(wish.start);
  const time = (at: number) => ({ dateTime: new Date(at).toISOString(), timeZone: "UTC" });
  const fields = { summary: subject, description: text, start: time(begins), end: time(begins + minutes * 60_000) };
  if (action === "created") return calendars.insert(calendar, { ...fields, ...(id === undefined ? {} : { id }) });
  const event = calendar.events.get(id ?? "")?.resource;
  if (!event) throw createRefusal(`There is no event ${id}; there are ${[...calendar.events.keys()].join(", ")}`);
  if (action === "deleted") calendars.remove(calendar, event);
  else calendars.change(calendar, event, fields);
  return event;
}
