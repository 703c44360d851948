import { createHash } from "node:crypto";
import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import {
  createBindingCookie,
  createExpiredBindingCookie,
  hashBrowserSecret,
  matchBrowser,
} from "../../lib/oauth/browser-binding.ts";

const https = "https://app.example.com";
const http = "http://localhost:4400";
const state = "a-state";
const name = `pb-${createHash("sha256").update(state).digest("hex").slice(0, 12)}`;

test("sets a host-bound cookie that scripts and other sites cannot use, for fifteen minutes", () => {
  expect(createBindingCookie(state, "s3cret", https)).toBe(
    `__Host-${name}=s3cret; Path=/; Max-Age=900; HttpOnly; SameSite=Lax; Secure`,
  );
});

test("leaves prefix and Secure out on plain http, where browsers refuse them", () => {
  expect(createBindingCookie(state, "s3cret", http)).toBe(
    `${name}=s3cret; Path=/; Max-Age=900; HttpOnly; SameSite=Lax`,
  );
});

test("names no domain, so that the cookie stays on its host", () => {
  expect(createBindingCookie(state, "s3cret", https)).not.toMatch(/domain/i);
});

test("clears the cookie under the same name and attributes", () => {
  expect(createExpiredBindingCookie(state, https)).toBe(
    `__Host-${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure`,
  );
});

test("gives every flow a cookie of its own", () => {
  expect(createBindingCookie("another", "s3cret", https)).not.toContain(name);
});

test("does not show the state in the cookie", () => {
  expect(createBindingCookie(state, "s3cret", https)).not.toContain(state);
});

const match = (cookies: Record<string, string>, baseUrl = https) =>
  matchBrowser(state, hashBrowserSecret("s3cret"), new Map(Object.entries(cookies)), baseUrl);

test("knows the browser that carries the cookie", () => {
  expect(match({ other: "x", [`__Host-${name}`]: "s3cret" })).toBe("same");
});

test("knows the browser on plain http", () => {
  expect(match({ [name]: "s3cret" }, http)).toBe("same");
});

test.each(["s3cres", "s3cret ", "s3cre", "S3CRET", "x".repeat(10_000), "", "ß"])(
  "takes the value %j for another browser",
  (value) => {
    expect(match({ [`__Host-${name}`]: value })).toBe("other");
  },
);

test("does not accept the stored hash itself as the browser's cookie", () => {
  expect(match({ [`__Host-${name}`]: hashBrowserSecret("s3cret") })).toBe("other");
});

test.each(["", "short", "é".repeat(64)])(
  "compares with a stored hash of another length without failing: %j",
  (hash) => {
    expect(matchBrowser(state, hash, new Map([[`__Host-${name}`, "s3cret"]]), https)).toBe("other");
  },
);

test.each([
  ["no cookie at all", {}],
  ["the cookie of another flow", { "__Host-pb-0123456789ab": "s3cret" }],
  ["the name without its prefix, which anybody could set", { [name]: "s3cret" }],
])("finds the browser absent with %s", (_, cookies: Record<string, string>) => {
  expect(match(cookies)).toBe("absent");
});
