// Clio's API: docs.developers.clio.com/clio-manage/api-reference. An answer has the id, the etag and the fields that are asked for.
import { randomInt } from "node:crypto";
import { z } from "zod";
import { type Answer, type Exchange, jsonAnswer, tryParseJson } from "../exchange.ts";
import { absent, type ClioRequest, invalid, pick } from "./answers.ts";
import { type Office, users } from "./office.ts";
import { answerWebhooks } from "./webhooks.ts";

export async function answerApi(request: ClioRequest, exchange: Exchange): Promise<Answer> {
  const { path, account, office } = request;
  const { method, query } = exchange;
  const fields = query.get("fields");
  if (method === "GET" && path === "/users/who_am_i.json")
    return jsonAnswer({ data: pick(users[account.startsWith("ben ") ? "ben" : "ada"], fields) });
  if (method === "GET" && path === "/contacts.json") return listContacts(request, exchange);
  const [, id] = /^\/contacts\/(\d+)\.json$/.exec(path) ?? [];
  const contact = office.contacts.get(Number(id));
  if (method === "GET" && id !== undefined) return contact ? jsonAnswer({ data: pick(contact, fields) }) : absent();
  if (path === "/communications.json") return answerCommunications(office, exchange);
  return path.startsWith("/webhooks") ? answerWebhooks(request, exchange) : absent();
}

/** Two to a page, so that following `meta.paging.next` is tried. */
const pageSize = 2;

function listContacts({ office, base }: ClioRequest, { query }: Exchange): Answer {
  const wanted = normalize(query.get("query") ?? "");
  const found = [...office.contacts.values()].filter((contact) =>
    [contact.name, contact.primary_email_address, contact.primary_phone_number].some(
      (text) => text !== null && normalize(text).includes(wanted),
    ),
  );
  const start = Number(query.get("page_token") ?? 0);
  const limit = Math.min(Number(query.get("limit") ?? pageSize), pageSize);
  const next = new URL(`${base}/contacts.json`);
  for (const [name, value] of query) next.searchParams.set(name, value);
  next.searchParams.set("page_token", String(start + limit));
  const paging = start + limit < found.length ? { next: next.href } : {};
  const data = found.slice(start, start + limit).map((contact) => describeContact(contact, query.get("fields")));
  return jsonAnswer({ data, meta: { paging, records: found.length } });
}

function describeContact(contact: object, fields: string | null): object {
  const row = pick(contact, fields);
  if (!("company" in row)) return row;
  return { ...row, company: row.company === null ? null : { id: 1, name: row.company } };
}

/** The search goes by words, and by the digits of what looks like a number as they are stored. */
const normalize = (text: string): string => text.toLowerCase().trim();

const party = z.object({ id: z.number().int(), type: z.enum(["Contact", "User"]) });
const communication = z.object({
  data: z.object({
    type: z.enum(["PhoneCommunication", "EmailCommunication"]),
    subject: z.string(),
    body: z.string(),
    received_at: z.string(),
    senders: z.array(party).optional(),
    receivers: z.array(party).optional(),
    external_properties: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  }),
});

function answerCommunications(office: Office, exchange: Exchange): Answer {
  const { communications, contacts } = office;
  if (exchange.method === "GET") return jsonAnswer({ data: [...communications.values()], meta: { paging: {} } });
  const read = communication.safeParse(tryParseJson(exchange.body));
  if (exchange.method !== "POST" || !read.success) return invalid("is invalid");
  const parties = [...(read.data.data.senders ?? []), ...(read.data.data.receivers ?? [])];
  if (parties.some(({ id, type }) => type === "Contact" && !contacts.has(id))) return absent();
  const created = { id: randomInt(1_000_000), etag: '"1"', ...read.data.data };
  communications.set(created.id, created);
  return jsonAnswer({ data: pick(created, exchange.query.get("fields")) }, 201);
}
