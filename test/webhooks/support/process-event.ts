// Runs a delivery through a provider's event code and records its activities, without the store.
import "../../http/lambda-environment.ts";
import type { Connection } from "../../../lib/store/connection.ts";
import type { OutboxMessage } from "../../../lib/store/outbox.ts";
import { providerPreferences } from "../../../lib/store/settings.ts";
import { deliveryErrorCode } from "../../../lib/webhooks/delivery-error.ts";
import type { Delivery, EventContext, WebhookSource } from "../../../lib/webhooks/webhook-source.ts";

export interface ProcessedEvent {
  /** `processed`, or `ignored` or `invalid` with the reason. */
  readonly outcome: string;
  /** The data of its outbox messages. */
  readonly recorded: readonly Readonly<Record<string, unknown>>[];
}

/** Processes a delivery for one connection. @throws any error that the worker would retry */
export async function processEvent(
  source: WebhookSource,
  delivery: Delivery,
  connection: Connection,
  over: Partial<EventContext> = {},
): Promise<ProcessedEvent> {
  const recorded: OutboxMessage["data"][] = [];
  try {
    const parsed = source.read(delivery);
    if ("ignored" in parsed) return { outcome: `ignored: ${parsed.ignored}`, recorded };
    await parsed.work({ ...createContext(connection, parsed.occurredAt, recorded), ...over });
    return { outcome: "processed", recorded };
  } catch (error) {
    const [invalid, ignored] = [deliveryErrorCode(error, "invalid"), deliveryErrorCode(error, "ignored")];
    if (invalid !== undefined) return { outcome: `invalid: ${invalid}`, recorded };
    if (ignored !== undefined) return { outcome: `ignored: ${ignored}`, recorded };
    throw error;
  }
}

/** A context whose outbox is a list. */
export function createContext(
  connection: Connection,
  occurredAt: number,
  recorded: OutboxMessage["data"][] = [],
): EventContext {
  const { notificationPreferences } = providerPreferences.parse({});
  return {
    now: () => 1_800_000_000,
    fetch: async () => Response.json({ ok: false, error: "fatal_error" }),
    vault: { seal: async () => new Uint8Array(), unseal: async () => "token", unsealBytes: async () => Buffer.of() },
    deliveryId: "r-1",
    attempt: 1,
    recipients: [connection],
    occurredAt,
    preferences: new Map([[connection.id, Promise.resolve(notificationPreferences)]]),
    readConnection: async () => connection,
    appendToOutbox: async ({ data }) => recorded.push(data) > 0,
    setAside: async (_connection, _item, error) => {
      throw error;
    },
  };
}
