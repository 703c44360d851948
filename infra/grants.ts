// What a Lambda may do, by name. A name gives the IAM statements and the environment variables together.
import type { ProviderId } from "../lib/providers/ids.ts";
import type { Purpose } from "../lib/vault/seal.ts";
import type { Allowance, AllowanceTable, GrantContext } from "./allowance.ts";
import { healthGrants } from "./grants/health.ts";
import { queueGrants } from "./grants/queues.ts";
import { secretGrants } from "./grants/secrets.ts";
import { settingGrants } from "./grants/settings.ts";
import { tableGrants } from "./grants/tables.ts";
import { vaultGrant } from "./grants/vault.ts";

type TableGrant =
  | "states:write"
  | "states:consume"
  | "counters:write"
  | "cache:read"
  | "cache:write"
  | "cache:clear"
  | "grants:hold"
  | "grants:settle"
  | "connections:read"
  | "connections:write"
  | "siblings:read"
  | "settings:read"
  | "settings:write"
  | "due:query"
  | "audit:write";
type VaultGrant = `vault:${"seal" | "open"}:${Purpose}:${ProviderId}`;
type SecretGrant = "client-ids:read" | `client-secret:${ProviderId}` | "jwt-secret:read";
type QueueGrant = `${"revocations" | "refreshes"}:${"send" | "consume"}`;
type OtherGrant = "health:probe" | "page:configure" | "jwt:configure";

export type Grant = TableGrant | VaultGrant | SecretGrant | QueueGrant | OtherGrant;

type FixedGrant = Exclude<Grant, VaultGrant | `client-secret:${ProviderId}`>;

const fixed: AllowanceTable<FixedGrant> = {
  ...tableGrants,
  ...queueGrants,
  ...settingGrants,
  ...healthGrants,
  "client-ids:read": secretGrants.clientIds,
  "jwt-secret:read": secretGrants.jwtSecret,
};

/** Looks a grant up. Every name that compiles has an allowance. */
export function allowance(grant: Grant, context: GrantContext): Allowance {
  if (isFixed(grant)) return fixed[grant](context);
  const [kind, ...words] = grant.split(":");
  if (kind === "client-secret") return secretGrants.clientSecret(words[0] ?? "", context);
  const [may, purpose, provider] = words;
  return vaultGrant(may === "seal", { purpose: purpose ?? "", provider: provider ?? "" }, context);
}

const isFixed = (grant: Grant): grant is FixedGrant => Object.hasOwn(fixed, grant);
