// Payloads in the delivery log, kept for replays: sealed for their row, in pieces that fit into a row.
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { QueuedDelivery } from "../queue/enqueue-delivery.ts";
import type { SealContext, Vault } from "../vault/seal.ts";
import { queuedDeliverySchema } from "./queued-delivery.ts";

/** A row holds 400 kB: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items */
const piecePattern = /[\s\S]{1,350000}/gu;
const maxPlainBytes = 300_000;

const gzipAsync = promisify(gzip);

/** Seals a queued delivery. @returns the pieces, in order */
export async function sealPayload(vault: Vault, queued: QueuedDelivery): Promise<Uint8Array[]> {
  const text = await serializeForLog(queued);
  return Promise.all(
    (text.match(piecePattern) ?? []).map((piece, at) =>
      vault.seal(piece, payloadSealContext(queued.provider, queued.receipt, at)),
    ),
  );
}

/** Unseals a queued delivery. @throws Problem of the vault when pieces were changed, moved or are missing */
export async function openPayload(
  vault: Vault,
  of: { readonly provider: string; readonly receipt: string },
  pieces: readonly Uint8Array[],
): Promise<QueuedDelivery> {
  const open = pieces.map((piece, at) => vault.unseal(piece, payloadSealContext(of.provider, of.receipt, at)));
  return queuedDeliverySchema().parse(JSON.parse((await Promise.all(open)).join("")));
}

// JSON escapes can make a text six times as long. Compressed it is ASCII, one byte each.
async function serializeForLog(queued: QueuedDelivery): Promise<string> {
  const text = JSON.stringify(queued);
  if (queued.encoding === "gzip" || Buffer.byteLength(text) <= maxPlainBytes) return text;
  const body = (await gzipAsync(queued.body)).toString("base64");
  return JSON.stringify({ ...queued, encoding: "gzip", body });
}

/** An event can be for users of several tenants, so its seal names no tenant. */
const payloadSealContext = (provider: string, receipt: string, piece: number): SealContext => ({
  purpose: "delivery",
  tenant: "-",
  user: "-",
  provider,
  connection: receipt,
  field: piece === 0 ? "payload" : `payload${piece}`,
});
