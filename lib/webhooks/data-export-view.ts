// An export of what was kept of a person, as administrators of the stage see it in a list.
import * as z from "zod";
import { Problem } from "../errors.ts";
import type { User } from "../http/caller.ts";
import type { DataExport } from "../store/data-exports.ts";

/** Schema of `toDataExportView`. */
export const dataExportSchema = () =>
  z
    .object({
      id: z.string(),
      provider: z.string(),
      account: z.string().describe("The provider's id of the account through which it was asked for, such as a shop."),
      subject: z.string().describe("The provider's id of the person."),
      requestedAt: z.iso.datetime(),
      expiresAt: z.iso.datetime(),
    })
    .meta({ id: "DataExport" });

export function toDataExportView({ id, provider, account, subject, requestedAt, ttl }: DataExport) {
  return { id, provider, account, subject, requestedAt: toInstant(requestedAt), expiresAt: toInstant(ttl) };
}

/** @param seconds since the epoch */
const toInstant = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** What a provider asks for may be of several tenants. @throws Problem forbidden */
export function requireStageAdmin({ isStageAdmin }: User): void {
  if (!isStageAdmin) throw new Problem("forbidden", { detail: "Only administrators of the stage may do this." });
}
