// The one tenant of a call, which its header, path, query and body may name.
import { Problem } from "../errors.ts";
import { type NamedTenant, readNamedTenant, toStoredTenant } from "../store/named-tenant.ts";
import { fitsKeys } from "../store/owner.ts";
import { auditRefusal } from "./audited-refusal.ts";
import type { User } from "./caller.ts";
import type { Origin } from "./endpoint.ts";
import type { CallingService } from "./service-caller.ts";

const maxNameLength = 256;

/** What a request says about tenant and user. */
export interface TenantRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly path: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly origin: Pick<Origin, "ip" | "requestId">;
}

/** As the audit names a service. */
export const nameService = ({ entry }: Pick<CallingService, "entry">): string => `service:${entry.clientId}`;

/**
 * The tenant of a service's call. Every place that names one must name the same; none needs to where the service has just one.
 * @throws Problem invalid_request where the choice is open; forbidden, audited, for a tenant that is not the service's, and where
 *   two are named
 */
export async function chooseServiceTenant(service: CallingService, request: TenantRequest): Promise<NamedTenant> {
  const { tenants } = service.entry;
  const [named, ...others] = listNames(request, true);
  const [only, ...more] = tenants === "*" ? [] : tenants;
  const chosen = named ?? (more.length === 0 ? only : undefined);
  if (chosen === undefined) throw openChoice();
  const tenant = { id: chosen, entry: service.usersEntry };
  if (others.length === 0 && (tenants === "*" || tenants.includes(chosen))) return tenant;
  throw await refuseTenant(tenant, nameService(service), request);
}

/**
 * The tenant that an administrator's call is for: their own, or any for one of the stage.
 * @throws Problem forbidden, audited, for another's
 */
export async function chooseAdminTenant(user: User, request: TenantRequest): Promise<NamedTenant> {
  const own = readNamedTenant(user);
  // The header has chosen among the tenants of the token already.
  const [named = own?.id, ...others] = listNames(request, false);
  if (named === undefined) throw openChoice();
  const tenant = { id: named, entry: own?.entry };
  if (others.length === 0 && (user.isStageAdmin || named === own?.id)) return tenant;
  throw await refuseTenant(tenant, user.user, request);
}

/** @throws Problem forbidden, audited, where path or body name another tenant than the user's */
export async function requireOwnTenant(user: User, request: TenantRequest): Promise<void> {
  const own = readNamedTenant(user);
  const foreign = listNames(request, false).find((name) => name !== own?.id);
  if (foreign !== undefined) throw await refuseTenant({ id: foreign, entry: own?.entry }, user.user, request);
}

const openChoice = () =>
  new Problem("invalid_request", {
    detail: "X-Tenant-Id: name the tenant of this call.",
    members: { field: "X-Tenant-Id" },
  });

/** The different names, each once. */
function listNames({ headers, path, query, body }: TenantRequest, withHeader: boolean): readonly string[] {
  const inHeader = withHeader ? headers["x-tenant-id"] : undefined;
  const places = [inHeader, ...[path, query, body].map(readName)];
  const names = [...new Set(places.filter((name) => name !== undefined))];
  // The gateway joins the values of a repeated header with a comma.
  if (inHeader?.includes(",") || !names.every(isTenantName)) throw openChoice();
  return names;
}

const isTenantName = (name: string): boolean =>
  name !== "" && name.length <= maxNameLength && fitsKeys({ tenant: name, user: "-" });

const readName = (part: unknown): string | undefined => {
  const { tenantId } = Object(part);
  return typeof tenantId === "string" ? tenantId : undefined;
};

async function refuseTenant(tenant: NamedTenant, actor: string, { body, origin }: TenantRequest): Promise<Problem> {
  const { userId } = Object(body);
  const user = typeof userId === "string" && userId.length <= maxNameLength ? userId : actor;
  const detail = "This is not a tenant of yours.";
  return auditRefusal({ tenant: toStoredTenant(tenant), user, actor, reason: "foreign_tenant", detail }, origin);
}
