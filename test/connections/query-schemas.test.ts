import { expect, test } from "vitest";
import { accountQuery, callbackQuery, startQuery } from "../../lib/connections/query-schemas.ts";
import { measureBusyMs } from "../support/busy.ts";

test.each([
  ["read write", ["read", "write"]],
  ["read,write", ["read", "write"]],
  [" read, write ", ["read", "write"]],
  ["https://www.googleapis.com/auth/gmail.readonly", ["https://www.googleapis.com/auth/gmail.readonly"]],
])("reads the scopes of %j", (scopes, expected) => {
  expect(startQuery().parse({ scopes }).scopes).toEqual(expected);
});

test.each(["", "a\r\nb", "a\tb", "a\u0000b", "é", "x".repeat(4097)])("refuses the scopes %j", (scopes) => {
  expect(startQuery().safeParse({ scopes }).success).toBe(false);
});

test("reads a provider's parameters", () => {
  expect(startQuery().parse({ params: '{"shop":"acme.myshopify.com"}' }).params).toEqual({
    shop: "acme.myshopify.com",
  });
});

test.each(["{nope", "[]", "null", '"text"', '{"a":1}', '{"a":{"b":"c"}}', `{"a":"${"x".repeat(2048)}"}`])(
  "refuses the parameters %s",
  (params) => {
    expect(startQuery().safeParse({ params }).success).toBe(false);
  },
);

test.each(["", "short", "A".repeat(21), "A".repeat(23), "../".repeat(7), `${"A".repeat(21)}#`])(
  "refuses %j for a connection to renew",
  (account) => {
    expect(startQuery().safeParse({ account }).success).toBe(false);
  },
);

test.each(["", "x".repeat(65), "a b", "a#b", "a%23b", "../me", "é"])("refuses %j for an account", (account) => {
  expect(accountQuery().safeParse({ account }).success).toBe(false);
});

test("reads a provider's answer and leaves out what it says in words", () => {
  const query = { code: "c", state: "s", iss: "https://issuer.example", error_description: "<script>" };
  expect(callbackQuery().parse(query)).toEqual({ code: "c", state: "s", iss: "https://issuer.example" });
});

test.each([
  ["a code", { code: "x".repeat(4097) }, { code: undefined }],
  ["a state", { state: "x".repeat(513) }, { state: undefined }],
  ["an error", { error: "x".repeat(100_000) }, { error: "unknown" }],
  ["an issuer", { iss: "x".repeat(100_000) }, { iss: "unknown" }],
])("does not take %s that is far too long for one", (_, query, expected) => {
  expect(callbackQuery().parse(query)).toMatchObject(expected);
});

test("parses strings of a hundred thousand characters at once", async () => {
  const longStrings = ["a", " ", ",", "-", "%", "a ", "{"].map((text) => text.repeat(100_000));
  const judge = () => {
    for (const long of longStrings) {
      startQuery().safeParse({ returnTo: long, scopes: long, params: long, account: long });
      accountQuery().safeParse({ account: long });
      callbackQuery().safeParse({ code: long, state: long, error: long, iss: long });
    }
  };
  // Three times, since the first call includes compilation.
  const took = [await measureBusyMs(judge), await measureBusyMs(judge), await measureBusyMs(judge)];
  expect(Math.min(...took)).toBeLessThan(50);
});
