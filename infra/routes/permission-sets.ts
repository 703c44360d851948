// Sets of permissions that several rows share, named after what their Lambdas do.
import type { ProviderId } from "../../lib/provider-ids.ts";
import type { Permission } from "../permissions.ts";

/** Every Lambda that services may call: who they are, their limit, and refusals that are audited. */
export const servicePermissions: readonly Permission[] = ["services:configure", "counters:write", "audit:write"];

export const startFlowPermissions: readonly Permission[] = [
  "states:write",
  "counters:write",
  "client-ids:read",
  "usage:count",
];

/** Consumes the state, exchanges the code and stores the tokens: as a connection, or pending until it is confirmed. */
export const finishFlowPermissions = (id: ProviderId): readonly Permission[] => [
  "states:consume",
  "grants:hold",
  "connections:write",
  "audit:write",
  `vault:seal:connection:${id}`,
  `vault:seal:pending:${id}`,
  "client-ids:read",
  `client-secret:${id}`,
  "revocations:send",
];

export const confirmFlowPermissions = (id: ProviderId): readonly Permission[] => [
  "grants:settle",
  "connections:read",
  "connections:write",
  "audit:write",
  `vault:open:pending:${id}`,
  `vault:seal:connection:${id}`,
  "revocations:send",
];

export const disconnectPermissions: readonly Permission[] = [
  "connections:read",
  "connections:write",
  "grants:hold",
  "audit:write",
  "revocations:send",
  "cache:clear",
  "once:end",
  "erasures:request",
  "erasures:send",
  "activity:remove",
];

/** Calls a provider for a user: reads the token, refreshes it when needed, caches the answer. */
export const callProviderPermissions = (id: ProviderId): readonly Permission[] => [
  "connections:read",
  "connections:write",
  "audit:write",
  `vault:seal:connection:${id}`,
  `vault:seal:cache:${id}`,
  "cache:read",
  "cache:write",
  "grants:hold",
  "client-ids:read",
  "usage:count",
  `client-secret:${id}`,
];

/** The same for changes: they are rate limited, and idempotent by key. */
export const changeAtProviderPermissions = (id: ProviderId): readonly Permission[] => [
  ...callProviderPermissions(id),
  "counters:write",
  "once:claim",
];
