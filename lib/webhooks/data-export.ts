// Seals and opens what was kept of a person who asked for it.
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { type DataExport, writeDataExport } from "../store/data-exports.ts";
import type { SealContext, Vault } from "../vault/seal.ts";
import { parseJsonObject } from "./body.ts";

/** It may be of several tenants, so its seal names none. */
export const exportSealContext = ({ provider, id }: Pick<DataExport, "provider" | "id">): SealContext => ({
  purpose: "export",
  tenant: "-",
  user: "-",
  provider,
  connection: id,
  field: "content",
});

/** A row holds 400 kB: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items */
const maxBytes = 350_000;

/** Writes an export, replacing an earlier one with the same id. @param parts the newest first; the oldest are left out if all are too large */
export async function keepDataExport(
  vault: Vault,
  row: Omit<DataExport, "ttl" | "content">,
  { parts, ...facts }: { readonly parts: readonly unknown[] },
): Promise<void> {
  let kept = parts.length;
  let packed = await pack(facts, parts);
  while (packed.length > maxBytes && kept > 0) {
    kept = Math.floor(kept / 2);
    packed = await pack({ ...facts, omitted: parts.length - kept }, parts.slice(0, kept));
  }
  await writeDataExport({ ...row, content: await vault.seal(packed, exportSealContext(row)) });
}

const pack = (facts: object, parts: readonly unknown[]) => promisify(gzip)(JSON.stringify({ ...facts, kept: parts }));

/** @throws Problem of the vault for a row that was changed or moved */
export async function openDataExport(vault: Vault, row: DataExport): Promise<Record<string, unknown>> {
  const packed = await vault.unsealBytes(row.content, exportSealContext(row));
  return parseJsonObject((await promisify(gunzip)(packed)).toString("utf8"));
}
