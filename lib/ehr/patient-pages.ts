// The further pages of a search for patients. Their addresses, and what was searched by, stay here, sealed: a client gets a name.
import { randomBytes } from "node:crypto";
import * as z from "zod";
import { Problem } from "../errors.ts";
import { readCache, writeCache } from "../store/cache.ts";
import type { Connection } from "../store/connection.ts";
import type { ConnectionKey } from "../store/owner.ts";
import type { Vault } from "../vault/seal.ts";

const pageSchema = z.object({
  /** The next page, as the EHR named it. */
  next: z.string(),
  phone: z.string().optional(),
  birthDate: z.string().optional(),
  family: z.string().optional(),
});
export type HeldPage = z.output<typeof pageSchema>;

interface Dependencies {
  /** Epoch seconds. */
  readonly now: () => number;
  readonly vault: Vault;
}

const pageSeconds = 3600;

/** @returns the page's name: 256 random bits */
export async function holdPage(connection: Connection, page: HeldPage, { now, vault }: Dependencies): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const content = await vault.seal(JSON.stringify(page), patientPageSealContext(connection, token));
  await writeCache(toCacheKey(connection, token), { content, version: "1", expiresAt: now() + pageSeconds });
  return token;
}

/** @throws Problem invalid_request for a name that is none, or another tenant's or an old one */
export async function readPage(connection: Connection, token: string, { now, vault }: Dependencies): Promise<HeldPage> {
  const entry = await readCache(toCacheKey(connection, token));
  if (entry?.content === undefined || (entry.expiresAt ?? 0) <= now())
    throw new Problem("invalid_request", {
      detail: "pageToken: is not valid any more. Search again.",
      members: { field: "pageToken" },
    });
  return pageSchema.parse(JSON.parse(await vault.unseal(entry.content, patientPageSealContext(connection, token))));
}

const toCacheKey = ({ tenant, user, id }: Connection, token: string) =>
  ({ tenant, user, connection: id, name: `patients:${token}` }) as const;

export const patientPageSealContext = ({ tenant, user, provider, id }: ConnectionKey, token: string) =>
  ({ purpose: "cache", tenant, user, provider, connection: id, field: `patients:${token}` }) as const;
