// A delivery as it is kept for a replay: sealed for its own row of the log, in pieces that a row can hold.
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { QueuedDelivery } from "../queue/enqueue-delivery.ts";
import type { SealContext, Vault } from "../vault/seal.ts";
import { queuedDelivery } from "./queued-delivery.ts";

/** A row holds 400 kB: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items */
const pieceLength = 350_000;
const compressAbove = 300_000;

const compressed = promisify(gzip);

export async function sealPayload(vault: Vault, queued: QueuedDelivery): Promise<Uint8Array[]> {
  const text = await keptText(queued);
  const count = Math.ceil(text.length / pieceLength);
  const pieces = Array.from({ length: count }, (_, at) => text.slice(at * pieceLength, (at + 1) * pieceLength));
  return Promise.all(pieces.map((piece, at) => vault.seal(piece, context(queued.provider, queued.receipt, at))));
}

/** @throws Problem of the vault for pieces that were changed, moved or are missing */
export async function openPayload(
  vault: Vault,
  of: { readonly provider: string; readonly receipt: string },
  pieces: readonly Uint8Array[],
): Promise<QueuedDelivery> {
  const open = pieces.map((piece, at) => vault.unseal(piece, context(of.provider, of.receipt, at)));
  return queuedDelivery().parse(JSON.parse((await Promise.all(open)).join("")));
}

// Escaped, a text can be six times as long; compressed it is plain ASCII, which may be cut anywhere.
async function keptText(queued: QueuedDelivery): Promise<string> {
  const text = JSON.stringify(queued);
  if (queued.encoding === "gzip" || Buffer.byteLength(text) <= compressAbove) return text;
  const body = (await compressed(queued.body)).toString("base64");
  return JSON.stringify({ ...queued, encoding: "gzip", body });
}

/** An event can be for users of many tenants, so its payload belongs to none of them. */
const context = (provider: string, receipt: string, piece: number): SealContext => ({
  purpose: "delivery",
  tenant: "-",
  user: "-",
  provider,
  connection: receipt,
  field: piece === 0 ? "payload" : `payload${piece}`,
});
