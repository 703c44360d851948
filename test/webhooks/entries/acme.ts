// A worker whose events say how it behaves. It calls the test's server before and after it appends to the outbox.
import * as z from "zod";
import { requireEnvironment } from "../../../lib/environment.ts";
import { ProviderError } from "../../../lib/http/provider-error.ts";
import { DeliveryError } from "../../../lib/webhooks/delivery-error.ts";
import type { WebhookSource } from "../../../lib/webhooks/webhook-source.ts";
import { webhookWorker } from "../../../lib/webhooks/worker.ts";

const ignoredReason = z.enum(["ping", "reconnect_required"]);

const acmeEvent = z.object({
  /** The event's name, and its key in the outbox. */
  name: z.string(),
  claims: z.array(z.string()),
  routes: z.array(z.string()),
  ignored: ignoredReason.optional(),
  note: z.string().optional(),
});
export type AcmeEvent = z.output<typeof acmeEvent>;

/** An answer of the test's server. */
const advice = z.object({
  fail: z.enum(["rate", "transient", "permanent"]).optional(),
  code: z.string().optional(),
  retryAfter: z.number().optional(),
  crash: z.string().optional(),
  pointless: ignoredReason.optional(),
});
export type Advice = z.input<typeof advice>;

const source: WebhookSource = {
  provider: requireEnvironment("ACME_PROVIDER"),
  read(delivery) {
    const parsed = acmeEvent.safeParse(JSON.parse(Buffer.from(delivery.body).toString()));
    if (!parsed.success) throw new DeliveryError("invalid", "unexpected_shape");
    const { name, ignored, claims, routes } = parsed.data;
    if (ignored !== undefined) return { kind: "greeting", ignored };
    return {
      kind: "happening",
      dedupeKeys: claims,
      eventRoutes: routes,
      occurredAt: delivery.receivedAt,
      async work(at) {
        await ask(`begin/${name}`);
        for (const routed of at.recipients) {
          const data = { connectionId: routed.id, provider: routed.provider, done: 1, finished: true };
          await at.appendToOutbox({ ...routed, key: `acme#${name}`, type: "sync.progress", data });
        }
        await ask(`end/${name}`);
      },
    };
  },
};

async function ask(step: string): Promise<void> {
  const answer = await fetch(`${requireEnvironment("ACME_URL")}/${step}`);
  const { fail, code, retryAfter, crash, pointless: why } = advice.parse(await answer.json());
  if (why !== undefined) throw new DeliveryError("ignored", why);
  if (crash !== undefined) throw new Error(crash);
  if (fail !== undefined)
    throw new ProviderError({
      kind: fail,
      ...(code && { code }),
      ...(retryAfter !== undefined && { retryAfterSeconds: retryAfter }),
    });
}

export const handler = webhookWorker(source);
