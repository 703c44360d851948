// The grants that several rows of the table have in common, named after what their Lambdas do.
import type { ProviderId } from "../../lib/providers/ids.ts";
import type { Grant } from "../grants.ts";

export const startFlow: readonly Grant[] = ["states:write", "counters:write", "client-ids:read"];

/** Consumes the state, redeems the code and keeps what comes back: as a connection, or pending until it is confirmed. */
export const finishFlow = (id: ProviderId): readonly Grant[] => [
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

export const confirmFlow = (id: ProviderId): readonly Grant[] => [
  "grants:settle",
  "connections:write",
  "audit:write",
  `vault:open:pending:${id}`,
  `vault:seal:connection:${id}`,
  "revocations:send",
];

export const disconnect: readonly Grant[] = [
  "connections:read",
  "connections:write",
  "grants:hold",
  "audit:write",
  "revocations:send",
  "cache:clear",
];

/** Calls a provider in a user's name: reads the token, refreshes it when it must, caches the answer. */
export const callProvider = (id: ProviderId): readonly Grant[] => [
  "connections:read",
  "connections:write",
  "audit:write",
  `vault:seal:connection:${id}`,
  `vault:seal:cache:${id}`,
  "cache:read",
  "cache:write",
  "client-ids:read",
  `client-secret:${id}`,
];

/** The same for what changes something there: counted, and done once however often it is asked for. */
export const changeAtProvider = (id: ProviderId): readonly Grant[] => [
  ...callProvider(id),
  "counters:write",
  "once:claim",
];
