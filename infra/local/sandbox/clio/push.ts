// POST /_sandbox/push of Clio: changes a contact and delivers the event to the webhooks that are on.
import { createHmac } from "node:crypto";
import { z } from "zod";
import { createRefusal } from "../../command-refusal.ts";
import { deliverAll, isSuccess, type RetryRules } from "../push/deliver.ts";
import type { Delivery } from "../push/deliveries.ts";
import { pushFields } from "../push/request.ts";
import type { State } from "../state.ts";
import type { Contact, Office, Webhook } from "./office.ts";

const events = ["created", "updated", "deleted"] as const;
const forgeries = ["signature", "unsigned", "handshake"] as const;

const pushSchema = z.strictObject({
  ...pushFields,
  event: z.enum(events).default("updated"),
  /** The contact's id. */
  contact: z.int().default(8_001),
  /** A contact's new name. */
  text: z.string().optional(),
  forge: z.enum(forgeries).optional(),
  payload: z.record(z.string(), z.unknown()).default({}),
});
type PushRequest = z.output<typeof pushSchema>;

export interface PushContext {
  readonly state: State;
  readonly office: Office;
}

export async function pushEvent({ state, office }: PushContext, asked: unknown): Promise<readonly Delivery[]> {
  const request = pushSchema.parse(asked);
  const contact = office.contacts.get(request.contact);
  if (!contact)
    throw createRefusal(`There is no contact ${request.contact}; there are ${[...office.contacts.keys()].join(", ")}`);
  contact.name = request.text ?? contact.name;
  contact.updated_at = new Date().toISOString();
  contact.etag = `"${Date.now()}"`;
  if (request.event === "deleted") office.contacts.delete(contact.id);
  const isHeard = ({ status, expires_at, events: heard }: Webhook) =>
    status === "enabled" && Date.parse(expires_at) > Date.now() && heard.includes(request.event);
  const webhooks = [...office.webhooks.values()].filter(isHeard);
  const sent = await Promise.all(webhooks.map((webhook) => deliver(state, webhook, contact, request)));
  return sent.flat();
}

/** docs.developers.clio.com/guides/clio-manage/webhooks: repeated for three days. */
const retryRules: RetryRules = {
  delaysSeconds: [60, 600, 3600, 86_400],
  timeoutMs: 10_000,
  accepted: isSuccess,
  shouldRetry: () => true,
};

function deliver(state: State, webhook: Webhook, contact: Contact, request: PushRequest): Promise<Delivery[]> {
  const { event, forge, payload, url = webhook.url } = request;
  const data = Object.fromEntries(Object.entries(contact).filter(([name]) => webhook.fields.includes(name)));
  const body = JSON.stringify({ data: { ...data, ...payload }, meta: { event, webhook_id: webhook.id } });
  const secret = forge === "signature" ? "another secret" : webhook.shared_secret;
  const signature = { "x-hook-signature": createHmac("sha256", secret).update(body).digest("hex") };
  const headers = {
    "content-type": "application/json",
    ...(forge === "handshake" ? { "x-hook-secret": "a-secret-of-a-stranger" } : {}),
    ...(forge === "unsigned" ? {} : signature),
  };
  return deliverAll(
    state,
    { event: `contact.${event}`, url, body, headers: () => headers, rules: retryRules },
    request,
  );
}
