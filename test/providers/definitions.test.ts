import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { getRedirectUri } from "../../lib/oauth/redirect-uri.ts";
import { resolveRequestedScopes } from "../../lib/oauth/scopes.ts";
import { providerIds } from "../../lib/provider-ids.ts";
import { getProvider, providers } from "../../lib/providers/index.ts";

const each = providers.map((provider) => [provider.id, provider] as const);

test("has a definition for every id of the list, in its order", () => {
  expect(providers.map(({ id }) => id)).toEqual([...providerIds]);
});

test("shows the names that people know", () => {
  const names = [
    "Figma",
    "Slack",
    "GitHub",
    "Gmail",
    "Google Calendar",
    "Salesforce",
    "HubSpot",
    "Epic",
    "Oracle Health",
    "Shopify",
    "Clio",
  ];
  expect(providers.map(({ displayName }) => displayName)).toEqual(names);
});

/** Where the address is a user's choice, it is checked when it is chosen. */
const chosen = /^\{\w+\}/;

test.each(each)("%s talks https to addresses without credentials, query or fragment", (_, { endpoints }) => {
  for (const address of Object.values(endpoints).filter((one) => !chosen.test(String(one)))) {
    const { protocol, username, password, search, hash } = new URL(String(address));
    expect([protocol, username + password + search + hash]).toEqual(["https:", ""]);
  }
});

test.each(each)("%s asks for the scopes it cannot do without", (_, provider) => {
  expect(provider.scopes).toEqual(expect.arrayContaining([...(provider.essentialScopes ?? [])]));
});

test.each(each)("%s asks for each scope once", (_, { scopes, userScopes = [] }) => {
  expect([new Set(scopes).size, new Set(userScopes).size]).toEqual([scopes.length, userScopes.length]);
});

test.each(each)("%s has no scope that its separator would tear apart", (_, { scopes, userScopes = [] }) => {
  expect([...scopes, ...userScopes].filter((scope) => /[\s,]/.test(scope))).toEqual([]);
});

test.each(each)("%s keeps its essential scopes whatever a caller asks for", (_, provider) => {
  expect(resolveRequestedScopes(provider, ["anything"])).toEqual(
    expect.arrayContaining([...(provider.essentialScopes ?? [])]),
  );
});

test.each(each)("%s says what it is for", (_, { description, category }) => {
  expect([description.length > 20, category.length > 0]).toEqual([true, true]);
});

test("gives every provider and surface a redirect URI of its own", () => {
  const uris = providers.flatMap((provider) => [
    getRedirectUri(provider, "integrations").redirectUri,
    getRedirectUri(provider, "v1").redirectUri,
  ]);
  expect(new Set(uris).size).toBe(2 * providers.length);
});

test("asks for Slack's people by their address, and does without where it may not", () => {
  const { scopes, essentialScopes } = getProvider("slack");
  expect([scopes.includes("users:read.email"), essentialScopes?.includes("users:read.email")]).toEqual([true, false]);
});

/** At Slack it cannot be switched off again; the others do not document it. */
test("uses PKCE with every provider that accepts it, except Slack", () => {
  expect(providers.filter(({ pkce }) => !pkce).map(({ id }) => id)).toEqual(["slack", "hubspot", "shopify", "clio"]);
});

test("expects an issuer from Google's callbacks only", () => {
  const withIssuer = providers.filter(({ issuer }) => issuer !== undefined);
  expect(withIssuer.map(({ id, issuer }) => [id, issuer])).toEqual([
    ["gmail", "https://accounts.google.com"],
    ["calendar", "https://accounts.google.com"],
  ]);
});

test("never mixes the scopes of Gmail and Calendar into one token", () => {
  for (const { authorizeParameters = {} } of providers) {
    expect(authorizeParameters).not.toHaveProperty("include_granted_scopes");
  }
});

test.each([
  ["file_read", ["file_content:read", "file_metadata:read", "file_versions:read", "projects:read"]],
  ["file_comments", ["file_comments:read", "file_comments:write"]],
  ["file_variables", ["file_variables:read"]],
  ["webhooks", ["webhooks:read", "webhooks:write"]],
])("understands Figma's old scope name %s", (old, today) => {
  expect(resolveRequestedScopes(getProvider("figma"), [old])).toEqual(["current_user:read", ...today]);
});

test.each(["__proto__", "constructor", "toString", "..", "Slack", "slack ", "", "unknown", "x".repeat(5000)])(
  "finds no provider under the name %j",
  (id) => {
    expect(() => getProvider(id)).toThrowError(expect.objectContaining({ code: "not_found" }));
  },
);
