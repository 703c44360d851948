import { expect, test } from "vitest";
import { resolveGrantedScopes, resolveRequestedScopes } from "../../lib/oauth/scopes.ts";
import { createAcme } from "../support/acme-provider.ts";

const provider = createAcme("https://acme.example", {
  essentialScopes: ["read"],
  scopeAliases: { old_all: ["read", "write"], old_hooks: ["hooks:read", "hooks:write"] },
});

test.each([
  ["the defaults when none is named", [], ["read", "write"]],
  ["what is named, with the essential ones", ["export"], ["read", "export"]],
  ["today's names for an old one", ["old_hooks"], ["read", "hooks:read", "hooks:write"]],
  ["each scope once", ["read", "old_all", "write"], ["read", "write"]],
  ["old and new names together", ["old_hooks", "export"], ["read", "hooks:read", "hooks:write", "export"]],
])("asks for %s", (_, asked, expected) => {
  expect(resolveRequestedScopes(provider, asked)).toEqual(expected);
});

test.each([
  ["the defaults", [], ["read", "write"]],
  ["the defaults and what is named", ["export", "old_hooks"], ["read", "write", "export", "hooks:read", "hooks:write"]],
])("asks for a connection that is renewed for %s", (_, asked, expected) => {
  expect(resolveRequestedScopes(provider, asked, true)).toEqual(expected);
});

test("a scope that only the person's token can have is not asked for as the bot's", () => {
  const both = createAcme("https://acme.example", { userScopes: ["read", "search"] });
  expect(resolveRequestedScopes(both, ["read", "search"])).toEqual(["read"]);
});

test.each(["constructor", "__proto__", "toString", "hasOwnProperty"])("takes %s for a scope like any other", (name) => {
  expect(resolveRequestedScopes(provider, [name])).toEqual(["read", name]);
});

test("does not hand out the definition's own list", () => {
  resolveRequestedScopes(provider).push("stolen");
  expect(resolveRequestedScopes(provider)).toEqual(["read", "write"]);
});

const resolveScopes = (...scopes: (string | undefined)[]) =>
  resolveGrantedScopes(
    ["read", "write"],
    scopes.map((scope) => ({ access_token: "t", scope })),
  );

test.each([
  ["spaces", "read write"],
  ["commas", "read,write"],
  ["both", "read, write"],
  ["another order", "write read"],
  ["repetition", "read read write"],
  ["more space than needed", "  read   write "],
])("reads a grant of everything with %s", (_, scope) => {
  const { scopes, missingScopes } = resolveScopes(scope);
  expect({ scopes: scopes.toSorted(), missingScopes }).toEqual({ scopes: ["read", "write"], missingScopes: [] });
});

test("names what the person has unticked", () => {
  expect(resolveScopes("read")).toEqual({ scopes: ["read"], missingScopes: ["write"] });
});

test("keeps what was granted beyond the request", () => {
  expect(resolveScopes("read write admin").scopes).toEqual(["read", "write", "admin"]);
});

test.each([[undefined], [""]])("believes that all was granted when the answer says %j", (scope) => {
  expect(resolveScopes(scope)).toEqual({ scopes: ["read", "write"], missingScopes: [] });
});

test("joins what several tokens of one answer were granted", () => {
  expect(resolveScopes("read", "write")).toEqual({ scopes: ["read", "write"], missingScopes: [] });
});

test("does not mistake a part of a name for the scope", () => {
  expect(resolveScopes("read:only").missingScopes).toEqual(["read", "write"]);
});

test("asks for nothing but what is named where no scope is essential", () => {
  expect(resolveRequestedScopes(createAcme("https://acme.example"), ["export"])).toEqual(["export"]);
});

test("believes a provider that writes the same right in another way", () => {
  const answer = { access_token: "t", scope: "READ" };
  const covers = (granted: readonly string[], wanted: string) => granted.includes(wanted.toUpperCase());
  expect(resolveGrantedScopes(["read", "write"], [answer], covers)).toEqual({
    scopes: ["READ"],
    missingScopes: ["write"],
  });
});

test("believes the answers that name scopes when others of the same flow name none", () => {
  expect(resolveScopes(undefined, "read", "")).toEqual({ scopes: ["read"], missingScopes: ["write"] });
});

test("does not hand out the requested list as the granted one", () => {
  const requested = ["read"];
  resolveGrantedScopes(requested, []).scopes.push("stolen");
  expect(requested).toEqual(["read"]);
});
