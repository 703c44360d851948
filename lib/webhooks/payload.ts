// Payloads in the delivery log, kept for replays: sealed for their row, in pieces that fit into a row.
import { gunzipText, gzipText } from "../gzip-text.ts";
import type { QueuedDelivery } from "../queue/enqueue-delivery.ts";
import type { SealContext, Vault } from "../vault/seal.ts";
import { queuedDeliverySchema } from "./queued-delivery.ts";

/** A row holds 400 kB: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items */
const maxPieceBytes = 350_000;

/** A queued delivery has at most 1 MB, and its body may be compressed already. */
const maxTextBytes = 16 * 1024 * 1024;

/** Compresses and seals a queued delivery. @returns the pieces, in order */
export async function sealPayload(vault: Vault, queued: QueuedDelivery): Promise<Uint8Array[]> {
  const bytes = gzipText(JSON.stringify(queued), 0);
  const count = Math.ceil(bytes.length / maxPieceBytes);
  const pieces = Array.from({ length: count }, (_, at) => bytes.subarray(at * maxPieceBytes, (at + 1) * maxPieceBytes));
  return Promise.all(
    pieces.map((piece, at) => vault.seal(piece, payloadSealContext(queued.provider, queued.receipt, at))),
  );
}

/**
 * Unseals a queued delivery. Payloads of 0.1.0 are not compressed.
 * @throws Problem of the vault when pieces were changed, moved or are missing
 */
export async function openPayload(
  vault: Vault,
  of: { readonly provider: string; readonly receipt: string },
  pieces: readonly Uint8Array[],
): Promise<QueuedDelivery> {
  const open = pieces.map((piece, at) => vault.unsealBytes(piece, payloadSealContext(of.provider, of.receipt, at)));
  const text = gunzipText(Buffer.concat(await Promise.all(open)), maxTextBytes);
  return queuedDeliverySchema().parse(JSON.parse(text));
}

/** An event can be for users of several tenants, so its seal names no tenant. */
export const payloadSealContext = (provider: string, receipt: string, piece: number): SealContext => ({
  purpose: "delivery",
  tenant: "-",
  user: "-",
  provider,
  connection: receipt,
  field: piece === 0 ? "payload" : `payload${piece}`,
});
