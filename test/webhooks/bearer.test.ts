import { expect, test } from "vitest";
import { decodeClaims, readBearerToken } from "../../lib/webhooks/bearer.ts";
import { createWebhookRequest } from "./support/webhook-request.ts";

const read = (authorization: string) => readBearerToken(createWebhookRequest({ headers: { authorization } }));
/** A token of this many characters. */
const createToken = (length: number) => `${"h".repeat(length - 8)}.cla.sig`;

test("reads the token, however the scheme is written (RFC 7235 section 2.1)", () => {
  for (const scheme of ["Bearer", "bearer", "BEARER"])
    expect(read(`${scheme} he-ad_1.cla.sig`)).toBe("he-ad_1.cla.sig");
});

test("takes a token as long as the gateway's limit for headers, and none that is longer", () => {
  expect(read(`Bearer ${createToken(8192)}`)).toHaveLength(8192);
  expect(() => read(`Bearer ${createToken(8193)}`)).toThrow();
});

test.each([
  "",
  "a.b.c",
  "Bearer",
  "Bearer ",
  "Bearer a.b",
  "Bearer a.b.c.d",
  "Bearer .b.c",
  "Bearer a..c",
  "Bearer a.b.",
  "Bearer  a.b.c",
  "Bearer a.b.c ",
  " Bearer a.b.c",
  "Bearer a.b.c, Bearer a.b.c",
  "Bearer a.b.c\n",
  "Bearer a.b.c=",
  "Bearer a.b/.c",
  "Bearer aXbXc",
  "Bearer aXb.c",
  "Bearer a.bXc",
  "Basic a.b.c",
  "xBearer a.b.c",
])("refuses the header %j", (authorization) => {
  expect(() => read(authorization)).toThrow(expect.objectContaining({ code: "unauthenticated", cause: "header" }));
});

test("refuses a request without the header", () => {
  expect(() => readBearerToken(createWebhookRequest())).toThrow(expect.objectContaining({ code: "unauthenticated" }));
});

const encodePart = (text: string) => Buffer.from(text).toString("base64url");

test("decodes the claims", () => {
  expect(decodeClaims(`h.${encodePart('{"email":"é@example.com>>"}')}.s`)).toEqual({ email: "é@example.com>>" });
});

test.each([
  "",
  "h",
  "h..s",
  "h.%%%.s",
  `h.${encodePart("{")}.s`,
  `h.${encodePart("[1]")}.s`,
  `h.${encodePart("null")}.s`,
])("finds no claims in %j", (token) => {
  expect(decodeClaims(token)).toEqual({});
});
