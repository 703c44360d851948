import "../http/lambda-environment.ts";
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeEach, expect, test } from "vitest";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { byteVault as vault } from "../support/byte-vault.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
const { exportSealContext, keepDataExport, openDataExport } = await import("../../lib/webhooks/data-export.ts");

const row = {
  provider: "shopify",
  id: "e-1",
  account: "acme.myshopify.com",
  subject: "7001",
  requestedAt: 1_800_000_000,
};
beforeEach(() => {
  aws.forget();
  aws.on("PutItem", () => json({}));
});

/** Keeps an export. @returns what an administrator reads of it, and how large it is packed */
async function keep(parts: readonly unknown[], facts: object = {}) {
  aws.calls.length = 0;
  await keepDataExport(vault, row, { ...facts, parts });
  const { content, ...fields } = Object(aws.calls[0]?.input.Item);
  const sealed = Buffer.from(content.B, "base64");
  const packed = await vault.unsealBytes(sealed, exportSealContext(row));
  return {
    fields,
    read: await openDataExport(vault, { ...row, ttl: 0, content: sealed }),
    bytes: packed.length,
    packed,
  };
}

/** Letters that do not compress below six bits each, the same ones in every run. */
const createNoise = (length: number) =>
  createHash("shake256", { outputLength: Math.ceil(length * 0.75) })
    .update("noise")
    .digest("base64")
    .slice(0, length);

test("an export is kept whole, with the facts beside its parts", async () => {
  const { read, fields, packed } = await keep([{ n: "é" }, { n: 2 }], { asked: "by mail" });
  expect(read).toEqual({ asked: "by mail", kept: [{ n: "é" }, { n: 2 }] });
  expect(fields).toMatchObject({
    provider: { S: "shopify" },
    id: { S: "e-1" },
    account: { S: "acme.myshopify.com" },
    subject: { S: "7001" },
    requestedAt: { N: "1800000000" },
  });
  expect(gunzipSync(packed).toString()).toBe('{"asked":"by mail","kept":[{"n":"é"},{"n":2}]}');
});

test("an export is sealed for its own place, under nobody's name", () => {
  expect(exportSealContext(row)).toEqual({
    purpose: "export",
    tenant: "-",
    user: "-",
    provider: "shopify",
    connection: "e-1",
    field: "content",
  });
});

test("an export of nothing is kept too", async () => {
  expect((await keep([])).read).toEqual({ kept: [] });
});

test("of one that is too large the newest half is kept, and half of that if need be", async () => {
  const parts = Array.from({ length: 7 }, (_, n) => ({ n, text: createNoise(100_000) }));
  const { read, bytes } = await keep(parts);
  expect(read).toEqual({ omitted: 4, kept: parts.slice(0, 3) });
  expect(bytes).toBeLessThan(350_000);
  const larger = await keep(Array.from({ length: 16 }, (_, n) => ({ n, text: createNoise(100_000) })));
  expect(larger.read).toMatchObject({ omitted: 12, kept: [{ n: 0 }, { n: 1 }, { n: 2 }, { n: 3 }] });
});

test("one whose single part is too large says so, and keeps its facts", async () => {
  expect((await keep([createNoise(600_000)], { asked: "by mail" })).read).toEqual({
    asked: "by mail",
    omitted: 1,
    kept: [],
  });
});

test("facts that are too large alone are kept nevertheless, for the store to refuse", async () => {
  const asked = createNoise(600_000);
  expect((await keep(["a"], { asked })).read).toEqual({ asked, omitted: 1, kept: [] });
});

test("one that just fits into its row is whole, and one byte more is too large", async () => {
  const noise = createNoise(480_000);
  const measure = (length: number) => gzipSync(JSON.stringify({ kept: [noise.slice(0, length)] })).length;
  let [length, above] = [400_000, 480_000];
  while (above - length > 1) {
    const between = Math.floor((length + above) / 2);
    if (measure(between) <= 350_000) length = between;
    else above = between;
  }
  const fitting = await keep([noise.slice(0, length)]);
  expect([fitting.bytes, fitting.read.omitted]).toEqual([350_000, undefined]);
  expect((await keep([noise.slice(0, length + 1)])).read.omitted).toBe(1);
});
