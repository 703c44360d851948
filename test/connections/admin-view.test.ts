// What administrators see of a connection, and how they find it.
import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import {
  adminConnectionSchema,
  createConnectionFilter,
  toAdminConnectionView,
} from "../../lib/connections/admin-view.ts";
import type { Connection } from "../../lib/store/connection.ts";
import { aConnection } from "../support/a-connection.ts";

const now = 1_800_000_000;
const sealed = new TextEncoder().encode("sealed-token");
const full: Connection = aConnection({
  username: "ada-at-acme",
  profile: { email: "Ada@Example.com", secret: "sealed-profile" },
  lastUsed: now - 60,
  connectedAt: now - 7200,
  tokens: { default: { access: sealed, refresh: sealed, issuedAt: now - 3600, expiresAt: now + 600 } },
  lease: { owner: "lease-owner", until: now + 30, version: "v-1" },
});
const shown = {
  id: "A".repeat(22),
  user: "ada",
  email: "Ada@Example.com",
  provider: "acme",
  providerUsername: "ada-at-acme",
  accountName: "Acme account",
  scopes: ["read"],
  status: "connected",
  connectedAt: "2027-01-15T06:00:00.000Z",
  lastUsed: "2027-01-15T07:59:00.000Z",
  expiresAt: "2027-01-15T08:10:00.000Z",
  lastError: null,
};

test("shows whose a connection is and how it is, and nothing of its tokens", () => {
  expect(toAdminConnectionView(full, false, now)).toEqual(shown);
  expect(adminConnectionSchema().parse(shown)).toEqual(shown);
});

test("names the tenant to those who see several", () => {
  expect(toAdminConnectionView(full, true, now)).toEqual({ ...shown, tenant: "c#tenant-1" });
});

test("names a user of another issuer as their token does", () => {
  const old = { ...full, tenant: "c@old#acme", user: "old#5" };
  expect(toAdminConnectionView(old, false, now)).toMatchObject({ user: "5" });
});

test("shows no e-mail address where the provider gives none, or something else", () => {
  for (const profile of [{}, { email: null }, { email: { address: "ada@example.com" } }])
    expect(toAdminConnectionView({ ...full, profile }, false, now)).not.toHaveProperty("email");
});

test.each<[string, Partial<Connection>, string | null]>([
  ["of a lost connection", { status: "reconnect_needed", lostReason: "invalid_grant" }, "invalid_grant"],
  ["of a lost connection without a reason", { status: "reconnect_needed" }, null],
  ["while refreshes are refused", { refreshRefusals: { default: { since: now, count: 1 } } }, "refresh_refused"],
  ["of an active connection whose loss is past", { lostReason: "invalid_grant" }, null],
  ["without refusals", { refreshRefusals: {} }, null],
])("the last error %s", (_, change, lastError) => {
  expect(toAdminConnectionView({ ...full, ...change }, false, now).lastError).toBe(lastError);
});

const finds = (filter: Parameters<typeof createConnectionFilter>[0], change: Partial<Connection> = {}) =>
  createConnectionFilter(filter, now)?.({ ...full, ...change });

test("asks for nothing where nothing is asked", () => {
  expect(createConnectionFilter({})).toBeUndefined();
});

test.each(["ada", "AD", "example.com", "@", "at-ACME"])("finds it by %j, a part of its names", (q) => {
  expect(finds({ q })).toBe(true);
});

test.each(["bob", "Acme account", "tenant-1", "A".repeat(22), "sealed", "read"])("does not find it by %j", (q) => {
  expect(finds({ q })).toBe(false);
});

test("finds a user of another issuer by the name in the token, and not by the issuer's", () => {
  const old = { tenant: "c@old#acme", user: "old#5", username: undefined, profile: {} };
  expect([finds({ q: "5" }, old), finds({ q: "old" }, old)]).toEqual([true, false]);
});

test("finds it by the status that is shown", () => {
  expect(finds({ status: "connected" })).toBe(true);
  expect(finds({ status: "expired" })).toBe(false);
  expect(finds({ status: "expired" }, { status: "reconnect_needed" })).toBe(true);
  const ended = { tokens: { default: { access: sealed, issuedAt: now - 10, expiresAt: now - 1 } } };
  expect(finds({ status: "expired" }, ended)).toBe(true);
  expect(finds({ q: "bob", status: "connected" })).toBe(false);
});
