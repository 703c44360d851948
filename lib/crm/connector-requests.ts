// Connectors as administrators name, make and see them.
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { describeStatus } from "../connections/connection-status.ts";
import { areHostsBound, requireBoundHosts, type WantedHosts } from "../connections/tenant-hosts.ts";
import type { User } from "../http/caller.ts";
import type { Origin } from "../http/endpoint.ts";
import { rejectField } from "../http/json-body.ts";
import type { AuditEntry } from "../store/audit.ts";
import { type Connector, changeConnectors, maxConnectors } from "../store/connectors.ts";
import type { ConnectedConnector } from "../store/customer-lookup.ts";
import { type NamedTenant, toStoredTenant } from "../store/named-tenant.ts";
import type { Owner } from "../store/owner.ts";
import type { ShownStatus } from "../store/shown-status.ts";
import type { Vault } from "../vault/seal.ts";
import { apiKeySealContext } from "./api-key-seal-context.ts";
import type { CrmSystem, FindSystem } from "./systems.ts";

export const connectorRequest = () =>
  z.object({
    tenantId: z.string().min(1).max(256).optional(),
    provider: z.string().max(64),
    baseUrl: z.string().max(2048).describe("The address of the tenant's account, such as its shop's."),
    apiKey: z.string().min(1).max(4096).optional().describe("Never answered. Only where the provider takes one."),
    userId: z
      .string()
      .min(1)
      .max(256)
      .optional()
      .describe("Whose connection serves it where the tenant has none of its own. Left out: yours."),
    position: z
      .int()
      .min(1)
      .max(maxConnectors)
      .optional()
      .describe("Its place in the order in which answers count. Left out: where it is, and last for a new one."),
  });

/** @param example for the document; code of this folder names no provider */
export const connectorSchema = (example: object) =>
  z
    .object({
      id: z.string(),
      tenantId: z.string(),
      provider: z.string(),
      baseUrl: z.string(),
      status: z
        .enum(["connected", "expired", "disconnected", "pending"])
        .describe("Of what it calls the provider with: `disconnected` until there is a connection or an API key."),
    })
    .meta({ id: "Connector", examples: [example] });

/** @param now epoch seconds */
export const toConnectorView = ({ connector, connection }: ConnectedConnector, owner: Owner, now: number) => {
  const { id, provider, baseUrl, apiKey } = connector;
  const status: ShownStatus = connection === undefined ? "disconnected" : describeStatus(connection, now);
  const hasKey = apiKey !== undefined && status !== "connected";
  return { id, tenantId: owner.user, provider, baseUrl, status: hasKey ? ("connected" as const) : status };
};

/** The system that a connector is for. @throws Problem invalid_request for a provider without customers */
export function requireSystem(id: string, findSystem: FindSystem): CrmSystem {
  const system = findSystem(id);
  if (system === undefined) throw rejectField("provider", "is none whose customers can be looked up.");
  return system;
}

/**
 * Reads a connector's address: https, the provider's own, and nothing in it but a host.
 * @returns its origin, and the parameters of a connection that it stands for
 * @throws Problem invalid_request, before any request leaves
 */
export function parseBaseUrl(baseUrl: string, { provider, crm }: CrmSystem) {
  const createRefusal = () => rejectField("baseUrl", `is no https address of an account at ${provider.displayName}.`);
  const url = URL.parse(baseUrl);
  if (url === null || !isPlainHost(url, baseUrl)) throw createRefusal();
  const params = Object.entries(crm.toParams(url) ?? { "": "" }).map(([name, value]) => {
    const parsed = provider.params.includes(name) ? (provider.parseParam ?? keepValue)(name, value) : undefined;
    if (parsed === undefined) throw createRefusal();
    return [name, parsed];
  });
  return { origin: url.origin, params: Object.fromEntries(params) };
}

/**
 * Whether the operator has bound a tenant to a provider. An administrator of the stage binds by making the connector. It is required
 * where each tenant has a host of its own: whoever named another's would read its customers. Elsewhere it only decides whether the
 * operator's own API keys are used for the tenant.
 * @throws Problem forbidden, audited
 */
export async function checkBinding(
  {
    params,
    user,
    ...of
  }: Pick<WantedHosts, "tenant" | "provider"> & {
    readonly params: Readonly<Record<string, string>>;
    readonly user: Pick<User, "user" | "isStageAdmin">;
  },
  origin: Origin,
): Promise<boolean> {
  if (user.isStageAdmin) return true;
  const binding = { ...of, hosts: Object.values(params), actor: user.user };
  if (binding.hosts.length === 0) return areHostsBound(binding);
  await requireBoundHosts(binding, origin);
  return true;
}

const keepValue = (_name: string, value: string) => value;

/** What a browser would read differently from what somebody meant, such as a backslash or a name of another script, is refused. */
const isPlainHost = (url: URL, text: string): boolean =>
  url.protocol === "https:" &&
  /^https:\/\/[a-z0-9.-]+\/?(?:[\w./-]*)$/i.test(text) &&
  url.username === "" &&
  url.password === "" &&
  url.port === "" &&
  !url.hostname.endsWith(".");

/** What the audit says of a tenant's administrator, beside what was done. */
export const describeAdminAction = (tenant: NamedTenant, { user }: Owner, { ip, requestId }: Origin) => ({
  tenant: toStoredTenant(tenant),
  user,
  actor: user,
  ip,
  requestId,
});

export interface SaveConnector {
  /** The tenant itself. */
  readonly owner: Owner;
  readonly provider: string;
  readonly origin: string;
  readonly isBound: boolean;
  readonly apiKey: string | undefined;
  readonly user: Owner | undefined;
  readonly position: number | undefined;
  readonly audit: Omit<AuditEntry, "action" | "provider">;
  /** Epoch seconds. */
  readonly now: number;
}

/**
 * Makes a tenant's connector for a provider, or changes the one it has; a key that is not given again stays.
 * @returns whether it is new @throws Problem invalid_request for one too many; conflict
 */
export async function saveConnector(
  save: SaveConnector,
  getVault: () => Vault,
): Promise<{ id: string; isNew: boolean }> {
  const { owner, provider, origin, isBound, user, position, audit, now } = save;
  const apiKey =
    save.apiKey === undefined ? undefined : await getVault().seal(save.apiKey, apiKeySealContext(owner, provider));
  const newId: string = randomUUID();
  let outcome = { id: newId, isNew: true };
  await changeConnectors(
    owner,
    (before) => {
      const at = before.findIndex((one) => one.provider === provider);
      const old = before[at];
      if (old === undefined && before.length >= maxConnectors)
        throw rejectField("provider", `would be more than the ${maxConnectors} that a tenant may have.`);
      const key = apiKey ?? old?.apiKey;
      const { id, createdAt } = old ?? { id: newId, createdAt: now };
      outcome = { id, isNew: old === undefined };
      const connector: Connector = {
        ...{ id, provider, baseUrl: origin, createdAt, isBound },
        ...(key && { apiKey: key }),
        ...(user && { user }),
      };
      const others = before.filter((one) => one !== old);
      const place = old === undefined ? others.length : at;
      return { connectors: others.toSpliced(position === undefined ? place : position - 1, 0, connector), provider };
    },
    { ...audit, action: "connector_saved" },
  );
  return outcome;
}
