// POST /_sandbox/push of Google: adds a mail or changes an event, and delivers the notification.
import { z } from "zod";
import { createRefusal } from "../../command-refusal.ts";
import type { Emulator } from "../emulator.ts";
import { deliverAll, deliverOwnEvent, type SignedRequest } from "../push/deliver.ts";
import { type Delivery, markUnheard } from "../push/deliveries.ts";
import { getReceiverOrigin, pushFields } from "../push/request.ts";
import type { State } from "../state.ts";
import type { Calendar, Calendars, Resource } from "./calendar-store.ts";
import type { Mailboxes } from "./mailbox.ts";
import { forgeries, type Notification, type Pubsub } from "./pubsub.ts";
import { accounts, adminToken } from "./seed.ts";
import { type Channels, forgeries as channelForgeries } from "./watch-channels.ts";

const pushSchema = z.strictObject({
  ...pushFields,
  /** `notification`: a Gmail notification without a mail. `exists`, `sync`, `not_exists`: a calendar's, without a change. */
  event: z.enum(["mail", "notification", "event", "exists", "sync", "not_exists"]),
  /** Whose mailbox or calendar. */
  to: z.enum(accounts.map(({ name }) => name)).default("ada@example.com"),
  from: z.string().default("Cleo <cleo@example.com>"),
  subject: z.string().default("Something from the sandbox"),
  text: z.string().default(""),
  /** Which calendar of theirs, by its id. */
  calendar: z.string().default("primary"),
  /** The iCalUID of a new event, which copies of it on other calendars share. */
  uid: z.string().optional(),
  /** The change of the calendar's event. */
  action: z.enum(["created", "updated", "deleted"]).default("created"),
  /** The id of the event to change, or to create. */
  id: z.string().optional(),
  start: z.iso.datetime({ offset: true }).optional(),
  minutes: z.int().positive().default(60),
  /** Only this channel. */
  channel: z.string().optional(),
  /** The notification's history id; default: the mailbox's. */
  historyId: z.string().regex(/^\d+$/).optional(),
  /** The JSON type of the history id; Gmail uses both. */
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

/** Delivers a Gmail notification even without a watch, a calendar's only to its channels. */
export async function pushEvent(pusher: PushContext, body: unknown): Promise<readonly Delivery[]> {
  const request = pushSchema.parse(body);
  const { event, to } = request;
  if (event === "mail") await receiveMail(pusher, request);
  if (event === "mail" || event === "notification") {
    const forge = forgeries.find((one) => one === request.forge);
    const sent = await deliverAll(pusher.state, createNotification(pusher, to, { ...request, forge }), request);
    return pusher.mailboxes.isWatching(to, newMailLabels) ? sent : markUnheard(sent);
  }
  const calendar = pusher.calendars.find(to, request.calendar);
  if (!calendar) throw createRefusal(`${to} has no calendar ${request.calendar}`);
  if (event === "event") changeCalendar(pusher, calendar, request);
  const forge = channelForgeries.find((one) => one === request.forge);
  return pusher.channels.push(calendar.entry.id, event === "event" ? "exists" : event, { ...request, forge });
}

/** Notifies the mailbox's watch, if it is valid, about a change. */
export function notifyWatch(pusher: PushContext, address: string): void {
  const { state, mailboxes } = pusher;
  const labels = mailboxes.get(address).changes.at(-1)?.message.labelIds ?? [];
  if (mailboxes.isWatching(address, labels)) deliverOwnEvent(state, createNotification(pusher, address, {}));
}

let count = 0;

function createNotification(
  { state, mailboxes, pubsub, origin }: PushContext,
  emailAddress: string,
  request: Partial<PushRequest>,
): SignedRequest {
  const receiver = `${getReceiverOrigin(state, "google", origin)}/api/v1/webhooks/gmail/push`;
  const historyId = request.historyId ?? String(mailboxes.get(emailAddress).historyId);
  count += 1;
  const as = request.historyIdAs ?? (count % 2 === 0 ? "string" : "number");
  const data = `{"emailAddress":${JSON.stringify(emailAddress)},"historyId":${as === "number" ? historyId : `"${historyId}"`}}`;
  const { url = receiver, audience = receiver, messageId, forge } = request;
  return pubsub.signRequest({ event: "mail", url, audience, data, messageId, forge: forge as Notification["forge"] });
}

const newMailLabels = ["INBOX", "UNREAD"];

const messageSchema = z.object({ id: z.string(), threadId: z.string(), labelIds: z.array(z.string()) });

async function receiveMail(
  { emulator, mailboxes }: PushContext,
  { to, from, subject, text }: PushRequest,
): Promise<void> {
  const mail = { to, from, subject, body_text: text, labelIds: newMailLabels };
  const answer = await emulator.ask("POST", "/gmail/v1/users/me/messages", adminToken(to), mail);
  mailboxes.change(to, { type: "messageAdded", message: messageSchema.parse(await answer.json()) });
}

/** @throws a refusal when there is no such event */
function changeCalendar({ calendars }: PushContext, calendar: Calendar, request: PushRequest): Resource {
  const { id, uid, subject, text, minutes, action } = request;
  const begins = request.start === undefined ? Date.now() + 3_600_000 : Date.parse(request.start);
  const time = (at: number) => ({ dateTime: new Date(at).toISOString(), timeZone: "UTC" });
  const fields = { summary: subject, description: text, start: time(begins), end: time(begins + minutes * 60_000) };
  if (action === "created") {
    const ids = { ...(id === undefined ? {} : { id }), ...(uid === undefined ? {} : { iCalUID: uid }) };
    return calendars.insert(calendar, { ...fields, ...ids });
  }
  const event = calendar.events.get(id ?? "")?.resource;
  if (!event) throw createRefusal(`There is no event ${id}; there are ${[...calendar.events.keys()].join(", ")}`);
  if (action === "deleted") calendars.remove(calendar, event);
  else calendars.change(calendar, event, fields);
  return event;
}
