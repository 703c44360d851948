import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { parseContextKey, signContext } from "../../../lib/mcp/database/sign-context.ts";

const key = { id: "k1", key: Buffer.alloc(32, 7) };
const now = new Date("2026-11-30T12:00:00Z");

function read(signed: string) {
  const [version, id, payload = "", mac] = signed.split(".");
  const bytes = Buffer.from(payload, "hex");
  const fields: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    fields.push(bytes.subarray(at + 4, at + 4 + length).toString("utf8"));
    at += 4 + length;
  }
  return { version, id, fields, mac, expected: createHmac("sha256", key.key).update(bytes).digest("hex") };
}

test("a context names its purpose, the database, the tenant, the user, its end and the key, and is signed over all of them", () => {
  const { version, id, fields, mac, expected } = read(signContext({ tenant: "acme", user: "ada" }, "app", key, now));
  expect([version, id]).toEqual(["v1", "k1"]);
  expect(fields).toEqual(["patchbay-context/v1", "app", "acme", "ada", String(now.getTime() / 1000 + 45), "k1"]);
  expect(mac).toBe(expected);
});

test("a person without a tenant is signed as one of no tenant", () => {
  const { fields } = read(signContext({ tenant: undefined, user: "ada" }, "app", key, now));
  expect(fields.slice(2, 4)).toEqual(["", "ada"]);
});

test("fields that would read the same without their lengths are not the same", () => {
  const contexts = [
    signContext({ tenant: "ac", user: "me" }, "app", key, now),
    signContext({ tenant: "acm", user: "e" }, "app", key, now),
    signContext({ tenant: "acm", user: "e" }, "ap", key, now),
  ];
  expect(new Set(contexts.map((context) => context.split(".")[3])).size).toBe(3);
});

test("a name is counted in bytes", () => {
  const { fields } = read(signContext({ tenant: "Grüße 🎉", user: "ぁ" }, "app", key, now));
  expect(fields.slice(2, 4)).toEqual(["Grüße 🎉", "ぁ"]);
});

test("the key is read as the secret has it", () => {
  expect(parseContextKey(`k2:${Buffer.alloc(32, 9).toString("base64url")}`)).toEqual({
    id: "k2",
    key: Buffer.alloc(32, 9),
  });
});

test.each([
  "",
  "k1",
  "k1:short",
  `K1:${"A".repeat(43)}`,
  `${"k".repeat(17)}:${"A".repeat(43)}`,
  `k1:${"A".repeat(44)}`,
])("a key of another shape is refused without being quoted: %s", (text) => {
  expect(() => parseContextKey(text)).toThrow("The key of the database's context has another shape.");
});
