import { expect, test } from "vitest";
import { readIdToken } from "../../lib/web/session/id-token.ts";

const expected = { issuer: "https://id.example", clientId: "page", nonce: "n1" };
const now = 1_800_000_000;
const claims = { iss: expected.issuer, aud: "page", nonce: "n1", sub: "u1", exp: now + 300, name: "Zoë Müller" };

function createToken(changes: Record<string, unknown> = {}): string {
  const payload = Buffer.from(JSON.stringify({ ...claims, ...changes })).toString("base64url");
  return `e30.${payload}.signature`;
}

test("reads the signed-in user", () => {
  expect(readIdToken(createToken(), expected, now)).toEqual({ id: "u1", name: "Zoë Müller", email: "" });
});

test("falls back to the subject where there is no name", () => {
  expect(readIdToken(createToken({ name: undefined }), expected, now)?.name).toBe("u1");
});

test.each([
  ["another issuer", { iss: "https://evil.example" }],
  ["another client", { aud: "other" }],
  ["several clients without an authorized party", { aud: ["page", "other"] }],
  ["another nonce", { nonce: "n2" }],
  ["no nonce", { nonce: undefined }],
  ["an expiry in the past", { exp: now - 61 }],
  ["no expiry", { exp: undefined }],
  ["no subject", { sub: undefined }],
])("refuses a token with %s", (_, changes) => {
  expect(readIdToken(createToken(changes), expected, now)).toBeUndefined();
});

test("accepts several audiences when this page is the authorized party", () => {
  expect(readIdToken(createToken({ aud: ["page", "other"], azp: "page" }), expected, now)?.id).toBe("u1");
});

test.each(["", "a", "a.b.c", "a.!!.c"])("refuses %j", (text) => {
  expect(readIdToken(text, expected, now)).toBeUndefined();
});
