// Whose connection a row is, in the words of this stage's tokens.
import { resolveServiceOwner } from "../../lib/connections/integrations.ts";
import { toOwner } from "../../lib/store/named-tenant.ts";
import { fitsKeys, nameOwnersBy, type Owner } from "../../lib/store/owner.ts";
import type { Stage } from "../config.ts";
import { RowRefusal } from "./row-refusal.ts";
import type { Surface } from "./surfaces.ts";

export interface OwnerOptions {
  /** Every row's tenant. */
  readonly tenant: string | undefined;
  /** The column with a row's tenant. */
  readonly tenantColumn: string | undefined;
  /** Users without a tenant are tenants of their own. */
  readonly withoutTenant: boolean;
  /** The name of the users' issuer in the stage's list; the first one unless given. */
  readonly issuer: string | undefined;
}

export interface OwnerReader {
  /** @throws RowRefusal no_tenant, no_user, owner_too_long */
  read(user: string | undefined, tenant: string | undefined): Owner;
}

/** @throws Error in one sentence where the options do not say whose the rows are, or do not fit the stage's tokens */
export function createOwnerReader(surface: Surface, { jwt, stage }: Stage, options: OwnerOptions): OwnerReader {
  const entry = findEntry(jwt, options.issuer, stage);
  const hasTenant = options.tenant !== undefined || options.tenantColumn !== undefined;
  if (options.tenant !== undefined && options.tenantColumn !== undefined)
    throw new Error("Either --tenant or --tenant-column, not both.");
  if (!hasTenant && !options.withoutTenant)
    throw new Error(
      "Whose tenant? --tenant <name> for all rows, --tenant-column <column> for each row's own, or --without-tenant where every user is a tenant of their own.",
    );
  if (hasTenant && entry.tenantClaim === undefined)
    throw new Error(
      `The tokens of stage "${stage}" name no tenant (jwt.tenantClaim), so every user is a tenant of their own: nobody would find these connections. Use --without-tenant.`,
    );
  const name = entry.sameUsers ? undefined : entry.name;
  return {
    read(user, column) {
      const tenant = options.tenant ?? column;
      if (tenant === undefined && !options.withoutTenant) throw new RowRefusal("no_tenant");
      const owner = resolveOwner({ surface, name, user, tenant });
      if (!fitsKeys(owner)) throw new RowRefusal("owner_too_long");
      return owner;
    },
  };
}

interface RowOwner {
  readonly surface: Surface;
  readonly name: string | undefined;
  readonly user: string | undefined;
  readonly tenant: string | undefined;
}

/** On surface C what a row gives to the tenant itself is the tenant's; elsewhere such a name is a user's. */
function resolveOwner({ surface, name, user, tenant }: RowOwner): Owner {
  if (surface.name === "c" && tenant !== undefined) {
    return resolveServiceOwner({ id: tenant, entry: name }, user ?? tenant);
  }
  if (user === undefined) throw new RowRefusal("no_user");
  if (tenant !== undefined) return toOwner({ id: tenant, entry: name }, user);
  const names = nameOwnersBy(name);
  return { tenant: names.toPersonalTenant(user), user: names.toUser(user) };
}

function findEntry(entries: Stage["jwt"], issuer: string | undefined, stage: string): Stage["jwt"][number] {
  if (issuer === undefined) return entries[0];
  const found = entries.find(({ name }) => name === issuer);
  if (found) return found;
  const names = entries.flatMap(({ name }) => name ?? []).join(", ") || "none";
  throw new Error(`--issuer ${issuer}: infra/stages/${stage}.ts names no such issuer (its names: ${names}).`);
}
