// A delivery as it is kept for a replay: sealed for its own row of the log, in pieces that a row can hold.
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { QueuedDelivery } from "../queue/enqueue-delivery.ts";
import type { SealContext, Vault } from "../vault/seal.ts";
import { queuedDeliverySchema } from "./queued-delivery.ts";

/** A row holds 400 kB: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items */
const pieceLength = 350_000;
const maxPlainBytes = 300_000;

const gzipAsync = promisify(gzip);

export async function sealPayload(vault: Vault, queued: QueuedDelivery): Promise<Uint8Array[]> {
  const text = await serializeForLog(queued);
  const count = Math.ceil(text.length / pieceLength);
  const pieces = Array.from({ length: count }, (_, at) => text.slice(at * pieceLength, (at + 1) * pieceLength));
  return Promise.all(
    pieces.map((piece, at) => vault.seal(piece, payloadSealContext(queued.provider, queued.receipt, at))),
  );
}

/** @throws Problem of the vault for pieces that were changed, moved or are missing */
export async function openPayload(
  vault: Vault,
  of: { readonly provider: string; readonly receipt: string },
  pieces: readonly Uint8Array[],
): Promise<QueuedDelivery> {
  const open = pieces.map((piece, at) => vault.unseal(piece, payloadSealContext(of.provider, of.receipt, at)));
  return queuedDeliverySchema().parse(JSON.parse((await Promise.all(open)).join("")));
}

// Escaped, a text can be six times as long; compressed it is plain ASCII, which may be cut anywhere.
async function serializeForLog(queued: QueuedDelivery): Promise<string> {
  const text = JSON.stringify(queued);
  if (queued.encoding === "gzip" || Buffer.byteLength(text) <= maxPlainBytes) return text;
  const body = (await gzipAsync(queued.body)).toString("base64");
  return JSON.stringify({ ...queued, encoding: "gzip", body });
}

/** An event can be for users of many tenants, so its payload belongs to none of them. */
const payloadSealContext = (provider: string, receipt: string, piece: number): SealContext => ({
  purpose: "delivery",
  tenant: "-",
  user: "-",
  provider,
  connection: receipt,
  field: piece === 0 ? "payload" : `payload${piece}`,
});
