import type { AuditAction } from "../../api/admin/audit.ts";

/** What was done, as people say it; a test compares it with what the API writes. */
export const actionTexts: Readonly<Partial<Record<AuditAction, string>>> = {
  answers_forgotten: "Answers from the database deleted",
  audit_read: "Audit read",
  channel_recreated: "Channel opened again",
  connect: "Account connected",
  connector_removed: "Connector removed",
  connector_saved: "Connector saved",
  data_export_read: "Export of personal data read",
  deletion_finished: "Deletion finished",
  deletion_requested: "Deletion asked for",
  disconnect: "Account disconnected",
  ehr_server_registered: "Health record server registered",
  grant_revoked: "Permission withdrawn at the provider",
  hosts_bound: "Hosts bound to a tenant",
  imported: "Account moved in",
  kept_emptied: "Kept answers deleted",
  patients_searched: "Patients searched",
  query: "Database asked",
  reconnect_needed: "Account must be connected again",
  refresh: "Token refreshed",
  revoked: "Account revoked at the provider",
  service_refused: "Service refused",
  settings: "Settings changed",
  tenant_bot_marked: "Bot of a tenant chosen",
  tenant_bot_spoke: "Bot of a tenant wrote",
  tenant_bot_unmarked: "Bot of a tenant no longer chosen",
  token_read: "Token read by a service",
  webhook_replayed: "Delivery replayed",
  webhooks_replayed: "Deliveries replayed",
};

export const toActionText = (action: string): string => {
  const known: Readonly<Record<string, string>> = actionTexts;
  return Object.hasOwn(known, action) ? (known[action] ?? action) : action.replaceAll("_", " ");
};

export const isAuditAction = (text: string): text is AuditAction => Object.hasOwn(actionTexts, text);
