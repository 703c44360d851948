// What a Lambda may do, by name. A name gives the IAM statements and the environment variables together.
import type { ProviderId } from "../lib/providers/ids.ts";
import { manifests } from "../lib/providers/manifests.ts";
import type { Purpose } from "../lib/vault/seal.ts";
import type { Allowance, AllowanceTable, GrantContext } from "./allowance.ts";
import { healthGrants } from "./grants/health.ts";
import { liveGrants } from "./grants/live.ts";
import { queueGrants, replayGrant, webhookQueueGrant } from "./grants/queues.ts";
import { secretGrants } from "./grants/secrets.ts";
import { settingGrants } from "./grants/settings.ts";
import { tableGrants } from "./grants/tables.ts";
import { vaultGrant } from "./grants/vault.ts";
import { webhookGrants } from "./grants/webhooks.ts";

type TableGrant = keyof typeof tableGrants;
type VaultGrant = `vault:${"seal" | "open"}:${Purpose}:${ProviderId}`;
type SecretGrant = "client-ids:read" | "jwt-secret:read" | "channel-signing:read";
type ProviderGrant =
  | `${"client-secret" | "webhook-secret"}:${ProviderId}`
  | `webhooks:${"send" | "consume"}:${ProviderId}`;
type QueueGrant = keyof typeof queueGrants | "webhooks:replay";
type OtherGrant =
  | keyof typeof settingGrants
  | keyof typeof healthGrants
  | keyof typeof liveGrants
  | keyof typeof webhookGrants;

type FixedGrant = TableGrant | SecretGrant | QueueGrant | OtherGrant;
export type Grant = FixedGrant | VaultGrant | ProviderGrant;

const fixed: AllowanceTable<FixedGrant> = {
  ...tableGrants,
  ...queueGrants,
  ...settingGrants,
  ...healthGrants,
  ...liveGrants,
  ...webhookGrants,
  "webhooks:replay": replayGrant,
  "client-ids:read": secretGrants.clientIds,
  "jwt-secret:read": secretGrants.jwtSecret,
  "channel-signing:read": secretGrants.channelSigning,
};

/** Looks a grant up. Every name that compiles has an allowance. */
export function allowance(grant: Grant, context: GrantContext): Allowance {
  if (isFixed(grant)) return fixed[grant](context);
  const [kind, ...words] = grant.split(":");
  const provider = (context.manifests ?? manifests).find(({ id }) => id === words.at(-1))?.id;
  if (provider === undefined) throw new Error(`The grant ${grant} names no provider.`);
  if (kind === "client-secret") return secretGrants.clientSecret(provider, context);
  if (kind === "webhook-secret") return secretGrants.webhookSecret(provider, context);
  const [may = "", purpose = ""] = words;
  if (kind === "webhooks") return webhookQueueGrant(provider, may, context);
  return vaultGrant(may === "seal", { purpose, provider }, context);
}

const isFixed = (grant: Grant): grant is FixedGrant => Object.hasOwn(fixed, grant);
