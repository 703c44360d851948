// POST /_sandbox/push of a standard provider: any payload, signed with the HMAC-SHA256 of the body in hex.
import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Manifest } from "../../../../lib/providers/manifest.ts";
import { createRefusal } from "../../command-refusal.ts";
import { deliverAll, isSuccess } from "../push/deliver.ts";
import type { Delivery } from "../push/deliveries.ts";
import { getReceiverOrigin, pushFields } from "../push/request.ts";
import { type State, sandboxSecret } from "../state.ts";

const pushSchema = z.strictObject({
  ...pushFields,
  event: z.literal("event"),
  text: z.string().default("Something from the sandbox"),
  /** The body, except the time at which it is sent. */
  payload: z.record(z.string(), z.unknown()).default({}),
  forge: z.enum(["signature", "unsigned"]).optional(),
});

export interface Pusher {
  readonly state: State;
  readonly manifest: Manifest;
  readonly origin: string;
}

/** @throws a refusal when the provider sends no webhooks */
export async function push({ state, manifest, origin }: Pusher, asked: unknown): Promise<readonly Delivery[]> {
  const request = pushSchema.parse(asked);
  const { webhook, application, displayName } = manifest;
  if (!webhook?.secret || !webhook.verifier.header) throw createRefusal(`${displayName} signs no webhooks`);
  const key = request.forge === "signature" ? "another secret" : sandboxSecret(webhook.secret.variable);
  const body = JSON.stringify({ webhookTimestamp: Date.now(), text: request.text, ...request.payload });
  const signature = { [webhook.verifier.header]: createHmac("sha256", key).update(body).digest("hex") };
  const signed = {
    event: "event",
    url: request.url ?? `${getReceiverOrigin(state, application, origin)}${webhook.receivers[0].path}`,
    body,
    headers: () => ({ "content-type": "application/json", ...(request.forge === "unsigned" ? {} : signature) }),
    rules: { delaysSeconds: [60, 3600, 21_600], timeoutMs: 5000, accepted: isSuccess, shouldRetry: () => true },
  };
  return deliverAll(state, signed, request);
}
