import { z } from "zod";
import { listAuditRows } from "../../support/audit-rows.ts";
import type { Account } from "./account.ts";

const entry = z.object({ action: z.string(), user: z.string() });

/** The audited actions of a user, oldest first: `["connect", "refresh"]`. */
export async function listAuditedActions({ person }: Account): Promise<string[]> {
  const entries = (await listAuditRows(`c#${person.org}`)).map((row) => entry.parse(row));
  return entries.filter(({ user }) => user === person.sub).map(({ action }) => action);
}
