import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { toConnectionView } from "../../lib/connections/connection-view.ts";
import type { Connection } from "../../lib/store/connection.ts";
import { aConnection } from "../support/a-connection.ts";

const now = 1_800_000_000;
const bytes = (text: string) => new TextEncoder().encode(text);
const set = (expiresIn: number | undefined, canRefresh: boolean) => ({
  access: bytes("sealed-access"),
  issuedAt: now - 3600,
  ...(expiresIn === undefined ? {} : { expiresAt: now + expiresIn }),
  ...(canRefresh ? { refresh: bytes("sealed-refresh") } : {}),
});
const view = (change: Partial<Connection>) => toConnectionView(aConnection(change), [], now);

test("shows a front end what it needs and nothing else", () => {
  const shown = view({
    tokens: { default: set(600, true) },
    lastUsed: now - 60,
    username: "ada",
    connectedAt: now - 7200,
  });
  expect(shown).toEqual({
    provider: "acme",
    connected: true,
    connectedAt: "2027-01-15T06:00:00.000Z",
    lastUsed: "2027-01-15T07:59:00.000Z",
    providerUsername: "ada",
    scopes: ["read"],
    id: "A".repeat(22),
    userId: "ada",
    accountId: "acct-1",
    accountName: "Acme account",
    status: "connected",
    expiresAt: "2027-01-15T08:10:00.000Z",
    isExpired: false,
    missingScopes: [],
  });
});

test("has null for unknown times and names", () => {
  expect(view({})).toMatchObject({ lastUsed: null, providerUsername: null, expiresAt: null });
});

test.each([
  ["reconnect_needed", "expired"],
  ["pending", "pending"],
  ["revoked", "disconnected"],
] as const)("shows a connection that is stored as %s as %s, and not as connected", (status, shown) => {
  expect(view({ status })).toMatchObject({ connected: false, status: shown, isExpired: true });
});

test("shows a connection as expired whose token has ended and cannot be refreshed, before anybody has used it", () => {
  const shown = view({ tokens: { default: set(-1, false) } });
  expect(shown).toMatchObject({ connected: false, status: "expired", isExpired: true });
  expect(shown.reconnectUrl).toContain("reconnect=");
});

test("a connection whose token can be refreshed is connected, however long ago it ended", () => {
  expect(view({ tokens: { default: set(-86_400, true) } })).toMatchObject({ connected: true, status: "connected" });
});

test("a revoked connection is disconnected, whether its token has ended or not", () => {
  expect(view({ status: "revoked", tokens: { default: set(-1, false) } }).status).toBe("disconnected");
});

test.each<[string, Connection["tokens"], boolean]>([
  ["a token that lives on", { default: set(600, false) }, false],
  ["a token without an end", { default: set(undefined, false) }, false],
  ["an ended token that can be refreshed", { default: set(-600, true) }, false],
  ["an ended token that cannot be refreshed", { default: set(-600, false) }, true],
  ["two ended tokens that can be refreshed", { bot: set(-600, true), user: set(-60, true) }, false],
  ["two ended tokens of which one cannot be refreshed", { bot: set(-600, true), user: set(-60, false) }, true],
  [
    "an ended token that can be refreshed beside a living one that cannot",
    { bot: set(-600, true), user: set(60, false) },
    false,
  ],
  [
    "an ended token that can be refreshed beside one without an end",
    { bot: set(-600, true), user: set(undefined, false) },
    false,
  ],
])("judges whether it is expired by what can still help: %s", (_, tokens, isExpired) => {
  expect(view({ tokens }).isExpired).toBe(isExpired);
});

test("shows the end of the token that ends first", () => {
  const tokens = { bot: set(600, true), user: set(60, true) };
  expect(view({ tokens }).expiresAt).toBe(new Date((now + 60) * 1000).toISOString());
});

test.each<[string, Partial<Connection>, boolean]>([
  ["it works", {}, false],
  ["it has ended", { status: "reconnect_needed" }, true],
  ["scopes are missing", { missingScopes: ["write"] }, true],
])("names a page to connect again only when there is reason to: %s", (_, change, isNamed) => {
  const url = `https://app.example.com/settings/integrations?provider=acme&reconnect=${"A".repeat(22)}`;
  expect(view(change).reconnectUrl).toBe(isNamed ? url : undefined);
});

test("a connection that lacks a scope is usable all the same", () => {
  expect(view({ missingScopes: ["write"] })).toMatchObject({ connected: true, status: "connected", isExpired: false });
});

test("keeps tokens, seals, leases and profiles to itself", () => {
  const shown = JSON.stringify(
    view({
      tokens: { default: set(600, true) },
      profile: { email: "ada@example.com" },
      lease: { owner: "lease-owner", until: now, version: "v-1" },
      version: "version-1",
      shareGroup: "group-1",
      due: "due#1",
    }),
  );
  expect(shown).not.toMatch(/sealed|ada@example|lease-owner|version-1|group-1|due#|tenant/);
});

test("tells what an account was connected with, for connecting it again", () => {
  expect(view({ params: { shop: "acme-shop" } }).params).toEqual({ shop: "acme-shop" });
  expect(view({ params: { launch: "xyz" } })).not.toHaveProperty("params");
});

test.each([
  ["c#acme", "ada", "ada"],
  ["c@old#acme", "old#7", "7"],
  ["u@old#7", "old#7", "7"],
  ["c#acme", "old#7", "old#7"],
  ["c#old@x#y", "old#7", "old#7"],
])("names the user of %s, %s as their token does", (tenant, user, userId) => {
  expect(view({ tenant, user }).userId).toBe(userId);
});
