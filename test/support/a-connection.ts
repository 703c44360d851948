import type { Connection } from "../../lib/store/connection.ts";

/** A working connection to the made-up provider. */
export function aConnection(change: Partial<Connection> = {}): Connection {
  return {
    id: "A".repeat(22),
    tenant: "c#tenant-1",
    user: "ada",
    provider: "acme",
    accountId: "acct-1",
    accountName: "Acme account",
    status: "active",
    scopes: ["read"],
    missingScopes: [],
    profile: {},
    params: {},
    tokens: { default: { access: new Uint8Array([1]), issuedAt: 1_800_000_000 } },
    version: "v-1",
    connectedAt: 1_800_000_000,
    ...change,
  };
}
