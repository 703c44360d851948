// /api/v4/webhooks: a webhook is on once its address has given back the secret that it was told.
import { randomBytes, randomInt } from "node:crypto";
import { z } from "zod";
import { type Answer, type Exchange, jsonAnswer, tryParseJson } from "../exchange.ts";
import { absent, type ClioRequest, invalid, pick } from "./answers.ts";
import type { Webhook } from "./office.ts";

const day = 86_400_000;
/** What Clio gives unless it is asked, and what it allows. */
const [defaultLifetimeMs, maxLifetimeMs] = [3 * day, 31 * day];

const createBody = z.object({
  data: z.object({
    url: z.url(),
    model: z.literal("contact"),
    fields: z.string(),
    events: z.array(z.enum(["created", "updated", "deleted"])).optional(),
    expires_at: z.string().optional(),
  }),
});
const updateBody = z.object({ data: z.object({ expires_at: z.string() }) });

export async function answerWebhooks({ office, account, path }: ClioRequest, exchange: Exchange): Promise<Answer> {
  const { webhooks } = office;
  const fields = exchange.query.get("fields");
  if (path === "/webhooks.json" && exchange.method === "POST") {
    const webhook = createWebhook(account, tryParseJson(exchange.body));
    if (webhook === undefined) return invalid("is invalid");
    webhooks.set(webhook.id, webhook);
    await tellSecret(webhook);
    return jsonAnswer({ data: pick(webhook, fields) }, 201);
  }
  const id = Number(/^\/webhooks\/(\d+)\.json$/.exec(path)?.[1]);
  const webhook = webhooks.get(id);
  if (webhook?.account !== account) return absent();
  if (exchange.method === "DELETE") return webhooks.delete(id) ? { status: 204 } : absent();
  if (exchange.method === "PUT") {
    const read = updateBody.safeParse(tryParseJson(exchange.body));
    const end = readEnd(read.data?.data.expires_at);
    if (end === undefined) return invalid("expires_at is invalid");
    webhook.expires_at = end;
  }
  return jsonAnswer({ data: pick(webhook, fields) });
}

function createWebhook(account: string, body: unknown): Webhook | undefined {
  const read = createBody.safeParse(body);
  const end = readEnd(read.data?.data.expires_at ?? new Date(Date.now() + defaultLifetimeMs).toISOString());
  if (!read.success || end === undefined) return undefined;
  const { url, model, fields, events = ["created", "updated", "deleted"] } = read.data.data;
  return {
    ...{ id: randomInt(1_000_000), account, url, model, events, fields: fields.split(",") },
    ...{ shared_secret: randomBytes(32).toString("hex"), status: "pending", expires_at: end },
  };
}

function readEnd(text: string | undefined): string | undefined {
  const end = Date.parse(text ?? "");
  return end > Date.now() && end <= Date.now() + maxLifetimeMs ? new Date(end).toISOString() : undefined;
}

/** The handshake. An address that does not answer it as it should keeps its webhook off. */
async function tellSecret(webhook: Webhook): Promise<void> {
  const { url, shared_secret, id } = webhook;
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "x-hook-secret": shared_secret },
    body: JSON.stringify({ data: { webhook_id: id } }),
    redirect: "manual",
    signal: AbortSignal.timeout(5000),
  }).catch(() => undefined);
  if (answer?.ok && answer.headers.get("x-hook-secret") === shared_secret) webhook.status = "enabled";
}
