// Refusals of what is not the caller's, which the owner of it can read in the audit.
import { Problem } from "../errors.ts";
import { type AuditEntry, writeAudit } from "../store/audit.ts";
import type { Origin } from "./endpoint.ts";

export interface Refusal extends Pick<AuditEntry, "tenant" | "user" | "actor" | "provider" | "connection"> {
  readonly reason: "foreign_tenant" | "foreign_provider" | "foreign_host";
  /** One sentence for the caller. */
  readonly detail: string;
}

/** Audits a refusal. @returns the Problem to throw */
export async function auditRefusal(
  { detail, ...entry }: Refusal,
  { ip, requestId }: Pick<Origin, "ip" | "requestId">,
): Promise<Problem> {
  await writeAudit({ ...entry, ip, requestId, action: "service_refused" });
  return new Problem("forbidden", { detail });
}
