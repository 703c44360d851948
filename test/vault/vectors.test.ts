// Fixed vectors of what is sealed. A change that fails here makes stored rows unreadable, or seals them in another format.
import { expect, test } from "vitest";
import { nonceBytes, openRecord, parseRecord, type SealedRecord, sealRecord } from "../../lib/vault/record.ts";
import type { SealContext } from "../../lib/vault/seal-context.ts";

const dataKey = Buffer.from("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "hex");
const nonce = Buffer.alloc(nonceBytes, 0xa5);
const owner = { tenant: "c#acme", user: "ada", provider: "slack" };

/** Where each kind of value is sealed: as the code that seals it names the context. */
const contexts: Readonly<Record<string, SealContext>> = {
  "an access token of a connection": { ...owner, purpose: "connection", connection: "c-1", field: "bot.access" },
  "a refresh token of a connection": { ...owner, purpose: "connection", connection: "c-1", field: "bot.refresh" },
  "a token of a pending grant": { ...owner, purpose: "pending", connection: "c-1", field: "default.access" },
  "a cached answer": { ...owner, purpose: "cache", connection: "c-1", field: "channels" },
  "an answer under an Idempotency-Key": { ...owner, purpose: "cache", connection: "-", field: "once#POST /a#b" },
  "the payload of a delivery": {
    ...{ tenant: "-", user: "-", provider: "slack" },
    purpose: "delivery",
    connection: "receipt-1",
    field: "payload",
  },
};

const seal = (context: SealContext) =>
  Buffer.from(
    sealRecord("sealed text, ünïcödé", context, {
      id: { purpose: context.purpose, provider: context.provider, bucket: 7, version: 1 },
      dataKey,
      nonce,
    }),
  ).toString("hex");

const vectors: Readonly<Record<string, string>> = {
  "an access token of a connection":
    "0114636f6e6e656374696f6e2f736c61636b2f372f31a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5" +
    "a5a5a078a203453854d51422e88c97f80b926f83514e9855623bacebc0f24d66f37ca1aa339a03daaeaf",
  "a refresh token of a connection":
    "0114636f6e6e656374696f6e2f736c61636b2f372f31a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5" +
    "a5a5a078a203453854d51422e88c97f80b926f83514e9855623b556a48737ae3d6a5c6d3c783025ba525",
  "a token of a pending grant":
    "011170656e64696e672f736c61636b2f372f31a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a58e" +
    "81451089ba616a3182e368be388bd7d3ab3b349f32a86bc2f7212eca82599531f0a4997d13db39",
  "a cached answer":
    "010f63616368652f736c61636b2f372f31a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5f8342c" +
    "a587370e12ee4a00095e2df695ba961d6feb072a98d2e82f5ec51899f0529d42b55ba40711",
  "an answer under an Idempotency-Key":
    "010f63616368652f736c61636b2f372f31a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5f8342c" +
    "a587370e12ee4a00095e2df695ba961d6feb072a9887f76aa7facc6e4a53c530a1c14d30eb",
  "the payload of a delivery":
    "011264656c69766572792f736c61636b2f372f31a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5" +
    "93c85853fb6639233f94567d84673d69e633b3c9c449a1ae67f2d9e3840d3f44cea7e1bee0ca44ae",
};

test.each(Object.entries(contexts))("%s is sealed as it was", (name, context) => {
  expect(seal(context)).toBe(vectors[name]);
});

test.each(Object.entries(contexts))("%s that was sealed before opens, and only there", (name, context) => {
  const record = parseRecord(Buffer.from(vectors[name] ?? "", "hex")) as SealedRecord;
  expect(openRecord(record, context, dataKey)?.toString("utf8")).toBe("sealed text, ünïcödé");
  for (const field of ["tenant", "user", "connection", "field"] as const)
    expect(openRecord(record, { ...context, [field]: `${context[field]}x` }, dataKey)).toBeUndefined();
});
