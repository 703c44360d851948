// Messages that replay a delivery: they name a row of the delivery log, which has the payload.
import * as z from "zod";
import type { QueuedDelivery } from "../queue/enqueue-delivery.ts";
import { markReplayed, readDelivery } from "../store/deliveries.ts";
import { readPayload } from "../store/delivery-payload.ts";
import type { Vault } from "../vault/seal.ts";
import { openPayload } from "./payload.ts";

export const replayMessageSchema = () =>
  z.object({
    /** Delivery id of the replay itself, which has its own row in the log. */
    receipt: z.string(),
    provider: z.string(),
    replayOf: z.string(),
    /** Users were notified of it already and are to be notified again. */
    again: z.boolean().default(false),
    /** Tenant of the administrator who asked: only its connections are affected. */
    tenant: z.string().optional(),
  });
/** A message that names a delivery instead of carrying it: the log has the payload, and only this says for whom. */
export type ReplayMessage = z.output<ReturnType<typeof replayMessageSchema>>;

/** Reads the delivery to replay. @returns undefined when it was deleted @throws Problem of the vault or the store */
export async function openReplay(replay: ReplayMessage, vault: Vault): Promise<QueuedDelivery | undefined> {
  const row = await readDelivery(replay.replayOf);
  if (row?.provider !== replay.provider) return undefined;
  const pieces = await readPayload(row);
  if (pieces.length === 0) return undefined;
  const queued = await openPayload(vault, row, pieces);
  const { tenant } = replay;
  const isForAll = tenant === undefined || row.tenants.every((seen) => seen === tenant);
  if (isForAll) await markReplayed(row.receipt, Date.now());
  return queued;
}

/** The dedupe key of a replay: with the event's own keys it would be a duplicate. */
export const replayDedupeKey = ({ receipt }: ReplayMessage) => `replay#${receipt}`;

/**
 * The outbox key of a replay. A delivery that was never published keeps its key, so that it is published once even if the first
 * attempt got that far. A deliberate repetition gets a new key, because the old one would be a duplicate.
 */
export const replayOutboxKey = (key: string, replay: ReplayMessage | undefined) =>
  replay?.again ? `${key}#replay#${replay.receipt}` : key;
