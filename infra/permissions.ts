// Named permissions of Lambdas. Each stands for IAM statements and the environment variables that go with them.
import type { ProviderId } from "../lib/provider-ids.ts";
import { manifests } from "../lib/providers/manifests.ts";
import type { Purpose } from "../lib/vault/seal.ts";
import type { PermissionContext, PermissionEffect, PermissionTable } from "./permission-effect.ts";
import { deletionPermissions } from "./permissions/deletions.ts";
import { ehrPermissions, signAssertions } from "./permissions/ehr.ts";
import { healthPermissions } from "./permissions/health.ts";
import { livePermissions } from "./permissions/live.ts";
import { mcpPermissions } from "./permissions/mcp.ts";
import {
  queuePermissions,
  redrivePermission,
  replayPermission,
  watchPermission,
  webhookQueuePermission,
} from "./permissions/queues.ts";
import { secretPermissions } from "./permissions/secrets.ts";
import { settingPermissions } from "./permissions/settings.ts";
import { tablePermissions } from "./permissions/tables.ts";
import { vaultPermission } from "./permissions/vault.ts";
import { webhookPermissions } from "./permissions/webhooks.ts";

type TablePermission = keyof typeof tablePermissions;
type VaultPermission = `vault:${"seal" | "open"}:${Purpose}:${ProviderId}`;
type SecretPermission =
  | "origin-secret:read"
  | "client-ids:read"
  | "jwt-secret:read"
  | "channel-signing:read"
  | "customers-secret:read";
type ProviderPermission =
  | `${"client-secret" | "webhook-secret" | "configured" | "api-keys"}:${ProviderId}`
  | `webhooks:${"send" | "consume"}:${ProviderId}`;
type QueuePermission = keyof typeof queuePermissions | "webhooks:replay" | "dead-letters:redrive" | "queues:watch";
type OtherPermission =
  | keyof typeof settingPermissions
  | keyof typeof healthPermissions
  | keyof typeof livePermissions
  | keyof typeof ehrPermissions
  | keyof typeof mcpPermissions
  | keyof typeof webhookPermissions
  | keyof typeof deletionPermissions;

type FixedPermission =
  | TablePermission
  | SecretPermission
  | QueuePermission
  | OtherPermission
  | "vault:seal:customer"
  | "vault:seal:answer";
export type Permission = FixedPermission | VaultPermission | ProviderPermission;

const fixedPermissions: PermissionTable<FixedPermission> = {
  ...tablePermissions,
  ...queuePermissions,
  ...settingPermissions,
  ...healthPermissions,
  ...livePermissions,
  ...ehrPermissions,
  ...mcpPermissions,
  ...webhookPermissions,
  ...deletionPermissions,
  "webhooks:replay": replayPermission,
  "dead-letters:redrive": redrivePermission,
  "queues:watch": watchPermission,
  "client-ids:read": secretPermissions.clientIds,
  "origin-secret:read": secretPermissions.originSecret,
  "jwt-secret:read": secretPermissions.jwtSecrets,
  "channel-signing:read": secretPermissions.channelSigning,
  "customers-secret:read": secretPermissions.customers,
  "vault:seal:customer": (context) => vaultPermission(true, { purpose: "customer", provider: "crm" }, context),
  "vault:seal:answer": (context) => vaultPermission(true, { purpose: "answer", provider: "mcp" }, context),
};

/** Returns the IAM statements and environment variables of a permission. */
export function resolvePermission(permission: Permission, context: PermissionContext): PermissionEffect {
  if (isFixedPermission(permission)) return fixedPermissions[permission](context);
  const [kind, ...words] = permission.split(":");
  const provider = (context.manifests ?? manifests).find(({ id }) => id === words.at(-1))?.id;
  if (provider === undefined) throw new Error(`The permission ${permission} names no provider.`);
  if (kind === "client-secret") return authenticateAs(provider, context);
  if (kind === "webhook-secret") return secretPermissions.webhookSecret(provider, context);
  if (kind === "api-keys") return secretPermissions.apiKeys(provider, context);
  if (kind === "configured") return secretPermissions.configured(provider, context);
  const [action = "", purpose = ""] = words;
  if (kind === "webhooks") return webhookQueuePermission(provider, action === "send" ? "send" : "consume", context);
  return vaultPermission(action === "seal", { purpose, provider }, context);
}

const isFixedPermission = (permission: Permission): permission is FixedPermission =>
  Object.hasOwn(fixedPermissions, permission);

/** What authenticating as a provider's client takes: its secret, and our signing keys where it takes assertions. */
function authenticateAs(provider: ProviderId, context: PermissionContext): PermissionEffect {
  const secret = secretPermissions.clientSecret(provider, context);
  if (!(context.manifests ?? manifests).some(({ id, isEhr }) => id === provider && isEhr)) return secret;
  const keys = signAssertions(context);
  return {
    statements: [...secret.statements, ...keys.statements],
    environment: { ...secret.environment, ...keys.environment },
  };
}
