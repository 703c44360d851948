import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { isGenuineCallback } from "../../../lib/providers/shopify/callback.ts";
import { parseShop } from "../../../lib/providers/shopify/shop.ts";

const clientSecret = "fake-client-secret";
const now = 1_800_000_000;
const check = { clientSecret, params: { shop: "acme.myshopify.com" }, now };

const parameters = {
  code: "0907a61c0c8d55e99db179b68161bc00",
  host: "YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvYWNtZQ==",
  shop: "acme.myshopify.com",
  state: "0.6784241404160823",
  timestamp: String(now),
};

/** Signs as Shopify's own library does: sorted, and encoded as `URLSearchParams` does with a space as `%20`. */
function sign(given: Record<string, string>, secret = clientSecret): URLSearchParams {
  const sorted = Object.entries(given).sort(([a], [b]) => a.localeCompare(b));
  const text = new URLSearchParams(sorted).toString().replaceAll("+", "%20");
  return new URLSearchParams({ ...given, hmac: createHmac("sha256", secret).update(text).digest("hex") });
}

function withUpperCase(query: URLSearchParams): URLSearchParams {
  query.set("hmac", query.get("hmac")?.toUpperCase() ?? "");
  return query;
}

test("a callback that Shopify signed is genuine, in any order of its parameters", () => {
  const query = sign(parameters);
  expect(isGenuineCallback(query, check)).toBe(true);
  expect(isGenuineCallback(new URLSearchParams([...query].toReversed()), check)).toBe(true);
});

test("a space and other signs are signed as they are encoded", () => {
  expect(isGenuineCallback(sign({ ...parameters, locale: "de DE+x & y=z/é" }), check)).toBe(true);
});

test("a signature over what is not encoded is none: a padded host has an equals sign", () => {
  const plain = Object.entries(parameters)
    .map((pair) => pair.join("="))
    .join("&");
  const hmac = createHmac("sha256", clientSecret).update(plain).digest("hex");
  expect(isGenuineCallback(new URLSearchParams({ ...parameters, hmac }), check)).toBe(false);
});

test.each(Object.keys(parameters))("a changed %s is refused", (name) => {
  const query = sign(parameters);
  query.set(name, `${query.get(name)}0`);
  expect(isGenuineCallback(query, check)).toBe(false);
});

test.each(["hmac", "timestamp", "shop"])("a callback without %s is refused", (name) => {
  const query = name === "hmac" ? sign(parameters) : sign({ ...parameters, [name]: "" });
  query.delete(name);
  expect(isGenuineCallback(query, check)).toBe(false);
});

test.each(["code", "hmac", "shop", "timestamp"])("a callback with %s twice is refused", (name) => {
  const query = sign(parameters);
  query.append(name, query.get(name) ?? "");
  expect(isGenuineCallback(query, check)).toBe(false);
});

test.each([
  ["another secret", sign(parameters, "another-secret")],
  ["another shop than the flow's, well signed", sign({ ...parameters, shop: "evil.myshopify.com" })],
  ["a time in the future", sign({ ...parameters, timestamp: String(now + 91) })],
  ["a time in the past", sign({ ...parameters, timestamp: String(now - 91) })],
  ["no number as its time", sign({ ...parameters, timestamp: "1e9" })],
  ["an upper-case signature", withUpperCase(sign(parameters))],
])("a callback with %s is refused", (_, query) => {
  expect(isGenuineCallback(query, check)).toBe(false);
});

test.each([now - 90, now + 90])("a clock may differ by 90 seconds: %d", (timestamp) => {
  expect(isGenuineCallback(sign({ ...parameters, timestamp: String(timestamp) }), check)).toBe(true);
});

describe("a shop is named by its host or by the first part of it", () => {
  test.each([
    ["acme", "acme.myshopify.com"],
    ["acme.myshopify.com", "acme.myshopify.com"],
    ["ACME.MyShopify.com", "acme.myshopify.com"],
    ["a-1", "a-1.myshopify.com"],
    [`${"a".repeat(63)}`, `${"a".repeat(63)}.myshopify.com`],
  ])("%s", (name, host) => {
    expect(parseShop(name)).toBe(host);
  });

  test.each([
    ...[
      "",
      " ",
      "-acme",
      "acme.myshopify.com.evil.com",
      "acme.myshopify.com.",
      "acme.myshopify.com:443",
      "acme.example.com",
    ],
    ...[
      "user@acme.myshopify.com",
      "evil.com/acme.myshopify.com",
      "acme.myshopify.com/x",
      "acme.myshopify.com#x",
      "a.b.myshopify.com",
    ],
    ...["acme.myshopify.com\n", "acme%2emyshopify.com", "acmé", "ɑcme.myshopify.com", "acme_1", "acme。myshopify。com"],
    ...["a".repeat(64), "xn--.myshopify.com/..", "{shop}", "..", "acme?x"],
  ])("%j is none", (name) => {
    expect(parseShop(name)).toBeUndefined();
  });
});
