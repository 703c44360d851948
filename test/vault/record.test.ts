import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { nonceBytes, openRecord, parseRecord, sealRecord } from "../../lib/vault/record.ts";
import type { SealContext } from "../../lib/vault/seal-context.ts";
import { fc } from "../support/properties.ts";
import { context as slackToken } from "./world.ts";

const key = randomBytes(32);
const text = fc.string({ unit: "binary" });
const contexts = fc.record({
  purpose: fc.constantFrom("connection", "pending", "cache", "delivery"),
  tenant: text,
  user: text,
  provider: fc.constantFrom("slack", "figma", "github"),
  connection: text,
  field: text,
}) satisfies fc.Arbitrary<SealContext>;

const toKeyId = ({ purpose, provider }: SealContext) => ({ purpose, provider, bucket: 7, version: 1 });
const seal = (plaintext: string, context: SealContext) =>
  sealRecord(plaintext, context, { id: toKeyId(context), dataKey: key, nonce: randomBytes(nonceBytes) });

function open(sealed: Uint8Array, context: SealContext): string | undefined {
  const record = parseRecord(sealed);
  return record && openRecord(record, context, key)?.toString("utf8");
}

test("opens whatever text was sealed, in the same context", () => {
  fc.assert(fc.property(text, contexts, (plaintext, context) => open(seal(plaintext, context), context) === plaintext));
});

test("carries the name of its key and 44 bytes of salt, nonce and tag around the ciphertext", () => {
  const sealed = Buffer.from(seal("x".repeat(600), slackToken));
  expect(sealed[0]).toBe(1);
  expect(sealed.toString("ascii", 2, 2 + (sealed[1] ?? 0))).toBe("connection/slack/7/1");
  expect(sealed.length).toBe(2 + "connection/slack/7/1".length + 44 + 600);
});

test("does not open after any single bit was flipped", () => {
  const flips = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(text, contexts, flips, (plaintext, context, where) => {
      const sealed = seal(plaintext, context);
      const bit = Math.floor(where * sealed.length * 8);
      sealed[bit >> 3] = (sealed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return open(sealed, context) === undefined;
    }),
    { numRuns: 1000 },
  );
});

test("does not open when cut short at any length or continued", () => {
  fc.assert(
    fc.property(text, contexts, fc.uint8Array({ minLength: 1, maxLength: 20 }), (plaintext, context, more) => {
      const sealed = seal(plaintext, context);
      for (let length = 0; length < sealed.length; length++)
        if (open(sealed.subarray(0, length), context) !== undefined) return false;
      return open(Buffer.concat([sealed, more]), context) === undefined;
    }),
  );
});

test("does not open with a tag shorter than 16 bytes, although it is the true tag's beginning", () => {
  fc.assert(
    fc.property(contexts, fc.integer({ min: 4, max: 15 }), (context, tagLength) => {
      const record = parseRecord(seal("", context));
      if (!record) return false;
      const shortened = { ...record, tag: record.tag.subarray(0, tagLength) };
      expect(() => openRecord(shortened, context, key)).toThrow("Invalid authentication tag length");
      return true;
    }),
  );
});

test("does not open in any other context", () => {
  fc.assert(
    fc.property(text, contexts, contexts, (plaintext, context, other) => {
      fc.pre(JSON.stringify(context) !== JSON.stringify(other));
      return open(seal(plaintext, context), other) === undefined;
    }),
  );
});

test("does not open when text moves from one part of the context into its neighbour", () => {
  const sealed = seal("token", { ...slackToken, tenant: "ac", user: "me", connection: "", field: "x" });
  const moved = { ...slackToken, tenant: "a", user: "cme", connection: "x", field: "" };
  expect(open(sealed, moved)).toBeUndefined();
});

test("never accepts random bytes or plain text as a record", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), contexts, (bytes, context) => !open(bytes, context)));
  fc.assert(fc.property(text, contexts, (plain, context) => !open(Buffer.from(plain), context)));
});

test("refuses text with a lone surrogate, which would come back as another text", () => {
  fc.assert(
    fc.property(contexts, fc.constantFrom("plaintext", "tenant", "user", "connection", "field"), (context, where) => {
      const broken = where === "plaintext" ? context : { ...context, [where]: "\ud800" };
      expect(() => seal(where === "plaintext" ? "\udc00" : "", broken)).toThrow(TypeError);
    }),
  );
});

test("never uses a pair of salt and nonce twice, nor gives equal texts equal ciphertexts", () => {
  const seen = new Set<string>();
  for (let count = 0; count < 20_000; count++) {
    const record = parseRecord(seal("the same token", slackToken));
    seen.add(record?.header.subarray(-nonceBytes).toString("hex") ?? "");
    seen.add(record?.ciphertext.toString("hex") ?? "");
  }
  expect(seen.size).toBe(40_000);
});

test("encrypts under a key of its own per salt, so a repeated nonce alone repeats nothing", () => {
  const iv = Buffer.alloc(12);
  const under = (salt: number) =>
    parseRecord(
      sealRecord("the same token", slackToken, {
        id: toKeyId(slackToken),
        dataKey: key,
        nonce: Buffer.concat([Buffer.alloc(16, salt), iv]),
      }),
    );
  expect(under(1)?.ciphertext).not.toEqual(under(2)?.ciphertext);
});
