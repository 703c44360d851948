// What a Lambda may do, by name. A name gives the IAM statements and the environment variables together.
import type { ProviderId } from "../lib/provider-ids.ts";
import { manifests } from "../lib/providers/manifests.ts";
import type { Purpose } from "../lib/vault/seal.ts";
import type { PermissionContext, PermissionEffect, PermissionTable } from "./permission-effect.ts";
import { healthPermissions } from "./permissions/health.ts";
import { livePermissions } from "./permissions/live.ts";
import { queuePermissions, replayPermission, webhookQueuePermission } from "./permissions/queues.ts";
import { secretPermissions } from "./permissions/secrets.ts";
import { settingPermissions } from "./permissions/settings.ts";
import { tablePermissions } from "./permissions/tables.ts";
import { vaultPermission } from "./permissions/vault.ts";
import { webhookPermissions } from "./permissions/webhooks.ts";

type TablePermission = keyof typeof tablePermissions;
type VaultPermission = `vault:${"seal" | "open"}:${Purpose}:${ProviderId}`;
type SecretPermission = "client-ids:read" | "jwt-secret:read" | "channel-signing:read";
type ProviderPermission =
  | `${"client-secret" | "webhook-secret"}:${ProviderId}`
  | `webhooks:${"send" | "consume"}:${ProviderId}`;
type QueuePermission = keyof typeof queuePermissions | "webhooks:replay";
type OtherPermission =
  | keyof typeof settingPermissions
  | keyof typeof healthPermissions
  | keyof typeof livePermissions
  | keyof typeof webhookPermissions;

type FixedPermission = TablePermission | SecretPermission | QueuePermission | OtherPermission;
export type Permission = FixedPermission | VaultPermission | ProviderPermission;

const fixedPermissions: PermissionTable<FixedPermission> = {
  ...tablePermissions,
  ...queuePermissions,
  ...settingPermissions,
  ...healthPermissions,
  ...livePermissions,
  ...webhookPermissions,
  "webhooks:replay": replayPermission,
  "client-ids:read": secretPermissions.clientIds,
  "jwt-secret:read": secretPermissions.jwtSecret,
  "channel-signing:read": secretPermissions.channelSigning,
};

/** Looks a grant up. Every name that compiles has an allowance. */
export function resolvePermission(grant: Permission, context: PermissionContext): PermissionEffect {
  if (isFixedPermission(grant)) return fixedPermissions[grant](context);
  const [kind, ...words] = grant.split(":");
  const provider = (context.manifests ?? manifests).find(({ id }) => id === words.at(-1))?.id;
  if (provider === undefined) throw new Error(`The grant ${grant} names no provider.`);
  if (kind === "client-secret") return secretPermissions.clientSecret(provider, context);
  if (kind === "webhook-secret") return secretPermissions.webhookSecret(provider, context);
  const [may = "", purpose = ""] = words;
  if (kind === "webhooks") return webhookQueuePermission(provider, may, context);
  return vaultPermission(may === "seal", { purpose, provider }, context);
}

const isFixedPermission = (grant: Permission): grant is FixedPermission => Object.hasOwn(fixedPermissions, grant);
