import { expect, test } from "vitest";
import { isSameText } from "../../lib/same-text.ts";
import { computeHmac, hasValidSignature, isSameMac, requireHeader } from "../../lib/webhooks/signature.ts";
import { createWebhookRequest } from "./support/webhook-request.ts";

// datatracker.ietf.org/doc/html/rfc4231#section-4.3
const vector = {
  secret: "Jefe",
  data: "what do ya want for nothing?",
  mac: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
};
const mac = Buffer.from(vector.mac, "hex");

test("is HMAC-SHA256, as its test vector says, whatever parts the content comes in", () => {
  expect(computeHmac(vector.secret, vector.data).toString("hex")).toBe(vector.mac);
  expect(computeHmac("Jefe", "what do ya ", Buffer.from("want for"), " nothing?").toString("hex")).toBe(vector.mac);
});

test("covers the parts in their order", () => {
  expect(computeHmac("s", "a", "b")).not.toEqual(computeHmac("s", "b", "a"));
});

test("a signature is good under any of the secrets", () => {
  for (const secrets of [["Jefe"], ["other", "Jefe"], ["Jefe", "other"]])
    expect(hasValidSignature(mac, secrets, "what do ya want", " for nothing?")).toBe(true);
});

test.each<[string, Buffer, readonly string[], string]>([
  ["there is no secret", mac, [], vector.data],
  ["no secret fits", mac, ["jefe", "Jefe "], vector.data],
  ["the content is another", mac, ["Jefe"], `${vector.data} `],
  ["it is cut short", mac.subarray(0, 31), ["Jefe"], vector.data],
  ["it is longer", Buffer.concat([mac, Buffer.of(0)]), ["Jefe"], vector.data],
  ["it is empty", Buffer.of(), ["Jefe"], vector.data],
  ["its last bit is another", Buffer.concat([mac.subarray(0, 31), Buffer.of(0x42)]), ["Jefe"], vector.data],
])("a signature is bad when %s", (_, given, secrets, content) => {
  expect(hasValidSignature(given, secrets, content)).toBe(false);
});

test("compares MACs of any length without throwing", () => {
  expect(isSameMac(Buffer.from("abc"), Buffer.from("abc"))).toBe(true);
  expect(isSameMac(Buffer.from("abc"), Buffer.from("abd"))).toBe(false);
  expect(isSameMac(Buffer.from("abc"), Buffer.from("abcd"))).toBe(false);
});

test("compares texts of any length", () => {
  expect(isSameText("é secret", "é secret")).toBe(true);
  expect(isSameText("", "")).toBe(true);
  for (const other of ["é secre", "é secret ", "É secret", ""]) expect(isSameText("é secret", other)).toBe(false);
});

test("returns what a required header says", () => {
  const request = createWebhookRequest({ headers: { "x-signature": "v0=abc" } });
  expect(requireHeader(request, "x-signature", /^v0=(\w+)$/)[1]).toBe("abc");
});

test.each([
  ["is missing", {}],
  ["is repeated", { "x-signature": "v0=abc,v0=abc" }],
  ["has another form", { "x-signature": "abc" }],
  ["has another name", { "x-signatures": "v0=abc" }],
])("refuses the caller when a required header %s", (_, headers) => {
  const read = () => requireHeader(createWebhookRequest({ headers }), "x-signature", /^v0=(\w+)$/);
  expect(read).toThrow(expect.objectContaining({ code: "unauthenticated", cause: "header" }));
});

test("a missing header does not pass for any text", () => {
  expect(() => requireHeader(createWebhookRequest(), "x-signature", /\w/)).toThrow();
});
