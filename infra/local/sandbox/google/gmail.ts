// Gmail's profile, watch, stop and history, which the emulator lacks or only stubs (developers.google.com/gmail/api).
import { z } from "zod";
import type { Emulator } from "../emulator.ts";
import { type Answer, type Exchange, jsonAnswer, tryParseJson } from "../exchange.ts";
import type { Grant } from "../grants.ts";
import type { State } from "../state.ts";
import { badRequest, notFound } from "./errors.ts";
import { findByMessageId } from "./find-by-message-id.ts";
import { observeChanges, restampHistoryIds } from "./mail-changes.ts";
import { type Change, changeTypes, type Mailbox, type Mailboxes } from "./mailbox.ts";
import { answerMalformedMails } from "./malformed-mails.ts";
import { adminToken } from "./seed.ts";

const sevenDays = 604_800;

export interface Gmail {
  readonly state: State;
  readonly emulator: Emulator;
  readonly mailboxes: Mailboxes;
  /** Notifies the watch of a mailbox about a change. */
  changed(address: string): void;
}

/** A mail scope has been checked. */
export async function answerGmail(gmail: Gmail, { account, inner }: Grant, exchange: Exchange): Promise<Answer> {
  const [, user, what] = /^\/gmail\/v1\/users\/([^/]+)\/(profile|watch|stop|history)$/.exec(exchange.path) ?? [];
  if (what === undefined) return answerMail(gmail, account, inner, exchange);
  if (![account, "me"].includes(decodeURIComponent(user ?? ""))) return notFound();
  const mailbox = gmail.mailboxes.get(account);
  if (exchange.method === "GET" && what === "profile") return answerProfile(gmail, mailbox);
  if (exchange.method === "GET" && what === "history") return answerHistory(mailbox, exchange.query);
  if (exchange.method === "POST" && what === "watch") return answerWatch(gmail, mailbox, exchange);
  if (exchange.method !== "POST" || what !== "stop") return notFound();
  mailbox.watch = undefined;
  return { status: 204 };
}

function answerMail(gmail: Gmail, account: string, inner: string, exchange: Exchange): Answer | Promise<Answer> {
  const pageToken = exchange.query.get("pageToken");
  // The emulator answers an invalid token with the first page.
  if (pageToken !== null && !/^\d{1,9}$/.test(pageToken)) return badRequest("Invalid pageToken");
  const q = exchange.query.get("q") ?? "";
  if (q.startsWith("rfc822msgid:")) return findByMessageId(gmail.emulator, account, q);
  return answerMalformedMails(account, exchange) ?? forwardToEmulator(gmail, account, inner, exchange);
}

const listSchema = z.object({ resultSizeEstimate: z.number() });

async function answerProfile({ emulator }: Gmail, { address, historyId }: Mailbox): Promise<Answer> {
  const answer = await emulator.ask("GET", "/gmail/v1/users/me/messages", adminToken(address));
  const messagesTotal = listSchema.parse(await answer.json()).resultSizeEstimate;
  return jsonAnswer({
    emailAddress: address,
    messagesTotal,
    threadsTotal: messagesTotal,
    historyId: String(historyId),
  });
}

const watchSchema = z.object({
  topicName: z.string(),
  labelIds: z.array(z.string()).default([]),
  labelFilterBehavior: z.enum(["INCLUDE", "EXCLUDE", "include", "exclude"]).default("INCLUDE"),
});

/** A watch with the same topic replaces the old one; another topic is refused until `stop`. */
function answerWatch({ state }: Gmail, mailbox: Mailbox, { body }: Exchange): Answer {
  const parsed = watchSchema.safeParse(tryParseJson(body));
  if (!parsed.success) return badRequest("Invalid watch request");
  const { topicName, labelIds, labelFilterBehavior } = parsed.data;
  if (!/^projects\/[^/]+\/topics\/[^/]+$/.test(topicName)) return badRequest("Invalid topicName");
  if (!topicName.startsWith("projects/sandbox/topics/")) {
    return badRequest("Invalid topicName does not match projects/sandbox/topics/*");
  }
  if (mailbox.watch && mailbox.watch.expiration > Date.now() && mailbox.watch.topicName !== topicName) {
    return badRequest("Only one user push notification client allowed per developer (call /stop then try again)");
  }
  const expiration = Date.now() + (state.behaviour.channelLifetime ?? sevenDays) * 1000;
  mailbox.watch = { topicName, labelIds, excludes: labelFilterBehavior.toUpperCase() === "EXCLUDE", expiration };
  return jsonAnswer({ historyId: String(mailbox.historyId), expiration: String(expiration) });
}

function answerHistory(mailbox: Mailbox, query: URLSearchParams): Answer {
  const start = query.get("startHistoryId") ?? "";
  if (!/^\d{1,20}$/.test(start)) return badRequest("Invalid startHistoryId");
  if (Number(start) < mailbox.oldest) return notFound();
  const types = query.getAll("historyTypes");
  if (types.some((type) => !changeTypes.some((one) => one === type))) return badRequest("Invalid historyTypes");
  const label = query.get("labelId");
  const after = mailbox.changes.filter(({ id, type, message }) => {
    const ofType = types.length === 0 || types.includes(type);
    return id > Number(start) && ofType && (label === null || message.labelIds.includes(label));
  });
  const size = Math.min(Number(query.get("maxResults") ?? 100), 500);
  const from = Number(query.get("pageToken") ?? 0);
  const page = after.slice(from, from + size).map(toHistoryEntry);
  return jsonAnswer({
    ...(page.length > 0 ? { history: page } : {}),
    ...(from + size < after.length ? { nextPageToken: String(from + size) } : {}),
    historyId: String(mailbox.historyId),
  });
}

const lists = {
  messageAdded: "messagesAdded",
  messageDeleted: "messagesDeleted",
  labelAdded: "labelsAdded",
  labelRemoved: "labelsRemoved",
} as const;

function toHistoryEntry({ id, type, message, labelIds }: Change) {
  const change = { message, ...(labelIds ? { labelIds } : {}) };
  return { id: String(id), messages: [{ id: message.id, threadId: message.threadId }], [lists[type]]: [change] };
}

/** Forwards the request and adds the changes it made to the history. */
async function forwardToEmulator(gmail: Gmail, account: string, inner: string, exchange: Exchange): Promise<Answer> {
  const answer = await gmail.emulator.forward(exchange, { headers: { authorization: `Bearer ${inner}` } });
  if (answer.status >= 300) return answer;
  const changes = observeChanges(exchange, tryParseJson(answer.body ?? ""));
  for (const change of changes) gmail.mailboxes.change(account, change);
  if (changes.length > 0) gmail.changed(account);
  return restampHistoryIds(answer, gmail.mailboxes.get(account));
}
