// The audit log: who did what, when, from where. Written in the same transaction as the action, where that has one.
import { randomUUID } from "node:crypto";
import { PutItemCommand, type TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { dynamo } from "./dynamo.ts";
import { toItem } from "./item.ts";
import type { ConnectionKey, Owner } from "./owner.ts";
import { key } from "./table.ts";

/** What is audited. A name stays: rows of a year have it, and administrators ask for it. */
export const auditActions = [
  "answers_forgotten",
  "audit_read",
  "kept_emptied",
  "connect",
  "connector_removed",
  "connector_saved",
  "deletion_finished",
  "deletion_requested",
  "refresh",
  "reconnect_needed",
  "disconnect",
  "ehr_server_registered",
  "settings",
  "service_refused",
  "hosts_bound",
  "imported",
  "token_read",
  "grant_revoked",
  "patients_searched",
  "query",
  "revoked",
  "channel_recreated",
  "data_export_read",
  "tenant_bot_marked",
  "tenant_bot_spoke",
  "tenant_bot_unmarked",
  "webhook_replayed",
  "webhooks_replayed",
] as const;
export type AuditAction = (typeof auditActions)[number];

/** Who acted, from where. For background work, `actor` is the job's name. */
export interface Actor {
  readonly actor: string;
  readonly ip?: string;
  readonly requestId?: string;
}

export interface AuditEntry extends Owner, Actor {
  readonly action: AuditAction;
  /** Absent where the request was refused before it was known. */
  readonly provider?: string;
  readonly connection?: string;
  /** Why a connection was lost, or a request or question refused. */
  readonly reason?: string;
  /** The address that an action was about. */
  readonly host?: string;
  /** Why a token was read, in the words of the service. */
  readonly purpose?: string;
  /** Id of the deletion that was asked for, or is finished. */
  readonly deletion?: string;
  /** Id of the export that was read. */
  readonly dataExport?: string;
  /** What a question to the database was turned into, cut to a bound; by a model or a pattern. */
  readonly sql?: string;
  readonly source?: string;
  /** How many rows a question answered, or were deleted. */
  readonly rows?: number;
  /** Whether a kept answer was given again. */
  readonly cached?: boolean;
  /** What was replayed: one delivery by its id, or all that match `filter`. What was read of the audit. */
  readonly delivery?: string;
  readonly filter?: Readonly<Record<string, string | number | undefined>>;
}

/** The connection that an entry is about. */
export const toAuditSubject = ({ tenant, user, provider, id }: ConnectionKey) => ({
  tenant,
  user,
  provider,
  connection: id,
});

function auditPut(entry: AuditEntry, now = new Date()) {
  const { AUDIT_TABLE, AUDIT_DAYS } = config("AUDIT_TABLE", "AUDIT_DAYS");
  const ttl = Math.floor(now.getTime() / 1000) + AUDIT_DAYS * 86_400;
  return {
    TableName: AUDIT_TABLE,
    Item: { ...key.audit(entry.tenant, now, randomUUID()), ...toItem({ ...entry, at: now.toISOString(), ttl }) },
  };
}

export function auditWrite(entry: AuditEntry): TransactWriteItem {
  return { Put: auditPut(entry) };
}

export async function writeAudit(entry: AuditEntry): Promise<void> {
  await dynamo.send(new PutItemCommand(auditPut(entry)));
}
