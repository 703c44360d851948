// Connections of all users, what is kept for them, and the audit, in the shapes of the API for administrators.

const minute = 60_000;
const toIso = (minutesAgo: number) => new Date(Date.now() - minutesAgo * minute).toISOString();

export const createAdminConnection = (nth: number, changes: Record<string, unknown> = {}) => ({
  id: `c-${nth}`,
  tenant: "c#acme",
  user: `user-${nth}`,
  email: `user-${nth}@acme.example`,
  provider: "slack",
  providerUsername: `user-${nth}`,
  accountName: "Acme",
  scopes: ["channels:read", "chat:write"],
  status: "connected",
  connectedAt: toIso(60 * 24 * nth),
  lastUsed: toIso(30 * nth),
  expiresAt: null,
  lastError: null,
  ...changes,
});

export const createManyAdminConnections = () => [
  createAdminConnection(1, { user: "ada", email: "ada@acme.example" }),
  createAdminConnection(2, {
    ...{ user: "ben", email: "ben@acme.example", provider: "gmail", accountName: "ben@acme.example" },
    ...{ scopes: ["https://www.googleapis.com/auth/gmail.readonly"], expiresAt: toIso(-40) },
  }),
  createAdminConnection(3, {
    ...{ user: "cleo", tenant: "c#globex", email: undefined, provider: "github", providerUsername: null },
    ...{ accountName: "cleo-globex", status: "expired", lastError: "invalid_grant" },
  }),
  createAdminConnection(4, { user: "erin", tenant: "u#erin", status: "pending", connectedAt: null, lastUsed: null }),
  ...Array.from({ length: 60 }, (_, nth) => createAdminConnection(nth + 5)),
];

export const createManyKept = () => [
  { name: "messages:INBOX", keptAt: toIso(4), expiresAt: toIso(-1), size: 48_213 },
  { name: "etag#9f2c71", keptAt: toIso(60), expiresAt: null, size: 812 },
  { name: "labels", keptAt: toIso(600), expiresAt: toIso(500), size: 1_204_000 },
];

export const createAuditEntry = (nth: number, changes: Record<string, unknown> = {}) => ({
  id: `entry-${nth}`,
  at: toIso(nth * 13),
  tenant: "c#acme",
  user: "ada",
  actor: "ada",
  action: "connect",
  provider: "slack",
  connection: `c-${nth}`,
  ip: "203.0.113.7",
  requestId: `req-${nth}`,
  ...changes,
});

export const createManyEntries = () => [
  createAuditEntry(1),
  createAuditEntry(2, { actor: "refresh-tokens", action: "refresh", ip: undefined, requestId: undefined }),
  createAuditEntry(3, { action: "reconnect_needed", reason: "invalid_grant", actor: "refresh-tokens", ip: undefined }),
  createAuditEntry(4, {
    ...{ actor: "dana", user: "dana", action: "webhooks_replayed", connection: undefined },
    filter: { status: "failed", limit: 1000 },
  }),
  createAuditEntry(5, { action: "a_later_one", provider: undefined }),
  ...Array.from({ length: 60 }, (_, nth) => createAuditEntry(nth + 6)),
];
