// The worker's side of a replay: the message names a row of the log, and the row holds the payload.
import * as z from "zod";
import type { QueuedDelivery } from "../queue/enqueue-delivery.ts";
import { markReplayed, readDelivery, readPayload } from "../store/deliveries.ts";
import type { Vault } from "../vault/seal.ts";
import { openPayload } from "./payload.ts";

export const replayMessageSchema = () =>
  z.object({
    /** Of the replay itself, which is logged like an arrival. */
    receipt: z.string(),
    provider: z.string(),
    replayOf: z.string(),
    /** Users were told of it, and are to be told once more. */
    again: z.boolean().default(false),
    /** Whose administrator asked: for connections of that tenant only. */
    tenant: z.string().optional(),
  });
export type ReplayMessage = z.output<ReturnType<typeof replayMessageSchema>>;

/** @returns undefined when the delivery is no longer kept @throws Problem of the vault or the store */
export async function openReplay(replay: ReplayMessage, vault: Vault): Promise<QueuedDelivery | undefined> {
  const row = await readDelivery(replay.replayOf);
  if (row?.payload === undefined || row.provider !== replay.provider) return undefined;
  const queued = await openPayload(vault, row, await readPayload(row));
  const { tenant } = replay;
  const isForAll = tenant === undefined || row.tenants.every((seen) => seen === tenant);
  if (isForAll) await markReplayed(row.receipt, Date.now());
  return queued;
}

/** The one claim of a replay: the event's own would call it a duplicate. */
export const replayDedupeKey = ({ receipt }: ReplayMessage) => `replay#${receipt}`;

/**
 * Under which key a replay announces. What was never told keeps its own key, so it is told once even if the first attempt got
 * that far; a deliberate repetition is news, and under the old key it would be held for known.
 */
export const replayOutboxKey = (key: string, replay: ReplayMessage | undefined) =>
  replay?.again ? `${key}#replay#${replay.receipt}` : key;
