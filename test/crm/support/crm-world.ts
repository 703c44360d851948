// A tenant with systems of customers: tables in memory, far ends over HTTP, and a registry of two made-up providers.
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import type { CrmProvider } from "../../../lib/crm/port.ts";
import type { CrmSystem } from "../../../lib/crm/systems.ts";
import type { Connection } from "../../../lib/store/connection.ts";
import type { Connector } from "../../../lib/store/connectors.ts";
import { key } from "../../../lib/store/table.ts";
import type { Vault } from "../../../lib/vault/seal.ts";
import { aConnection } from "../../support/a-connection.ts";
import { createAcme } from "../../support/acme-provider.ts";
import { openVault } from "../../support/open-vault.ts";
import { json, startTestServer, type TestServer } from "../../support/test-server.ts";
import type { MemoryTables, Row } from "./memory-tables.ts";

export const owner = { tenant: "t#acme", user: "acme" };

const person = () => z.object({ id: z.string(), name: z.string(), phone: z.string() });

/** A provider whose API answers `GET /api/people?phone=` with a list, and takes `POST /api/calls`. */
const createCrm = (): CrmProvider => ({
  customerIdPattern: /^\d+$/,
  toParams: ({ hostname }) => (hostname.endsWith(".acme.example") ? {} : undefined),
  async findCustomer(numbers, { endpoints, fetch, isWanted }) {
    const { readProviderJson } = await import("../../../lib/http/provider-json.ts");
    const answer = await fetch(`${endpoints.api}/people?phone=${numbers.national}`);
    const people = await readProviderJson(answer, z.array(person()));
    const found = people.find(({ phone }) => isWanted(phone));
    return found && { customerId: found.id, name: found.name, metadata: { acmeId: found.id } };
  },
  async writeCall(summary, { endpoints, fetch }) {
    const { readProviderJson } = await import("../../../lib/http/provider-json.ts");
    const body = JSON.stringify({ customer: summary.customerId, notes: summary.notes });
    const answer = await fetch(`${endpoints.api}/calls`, { method: "POST", body });
    return { activityId: (await readProviderJson(answer, z.object({ id: z.string() }))).id };
  },
});

export interface World {
  readonly servers: Readonly<Record<string, TestServer>>;
  readonly findSystem: (id: string) => CrmSystem | undefined;
  close(): Promise<void>;
}

export const grace = { id: "7", name: "Grace Hopper", phone: "(415) 555-1212" };

/** Far ends that know nobody until a test says otherwise. */
export async function startWorld(ids: readonly string[]): Promise<World> {
  const started = await Promise.all(ids.map(async (id) => [id, await startTestServer(json([]))] as const));
  const systems = started.map(([id, { url }]): [string, CrmSystem] => [
    id,
    { provider: createAcme(url, { id, displayName: id.toUpperCase() }), crm: createCrm() },
  ]);
  const registry = new Map(systems);
  return {
    servers: Object.fromEntries(started),
    findSystem: (id) => registry.get(id),
    close: async () => void (await Promise.all(started.map(([, server]) => server.close()))),
  };
}

/** An item as it travels: bytes are base64. */
const toWire = (record: object): Row =>
  JSON.parse(
    JSON.stringify(marshall(record, { removeUndefinedValues: true }), (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value,
    ),
  );

/** Writes a tenant's connectors as the store has them. */
export function putConnectors(
  tables: MemoryTables,
  version: string,
  providers: readonly (string | Partial<Connector>)[],
) {
  const connectors = providers.map((one) => {
    const more = typeof one === "string" ? { provider: one } : one;
    return { id: `id-of-${more.provider}`, baseUrl: "https://x.acme.example", createdAt: 1, isBound: false, ...more };
  });
  tables.put({ ...key.connectors(owner), ...toWire({ version, connectors }) });
}

export const accessToken = "acme-access-token";

/** Writes a working connection of the tenant, or as `change` says. */
export async function putConnection(
  tables: MemoryTables,
  provider: string,
  change: Partial<Connection> = {},
  vault: Vault = openVault,
) {
  const made = aConnection({ ...owner, provider, id: provider.padEnd(22, "A"), ...change });
  const context = {
    purpose: "connection",
    ...{ tenant: made.tenant, user: made.user, provider },
    connection: made.id,
  } as const;
  const access = Uint8Array.from(await vault.seal(accessToken, { ...context, field: "default.access" }));
  const row = {
    ...made,
    lastUsed: 9e9,
    tokens: { default: { access, issuedAt: 1_800_000_000 } },
    ...(change.tokens && { tokens: change.tokens }),
  };
  tables.put({ ...key.connection(made, provider, made.id), ...toWire(row) });
  tables.put({ ...key.accounts(made, provider), ...toWire({ stamp: "stamp-1" }) });
  return made;
}
