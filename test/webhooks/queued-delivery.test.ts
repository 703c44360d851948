import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { encodeDelivery } from "../../lib/queue/enqueue-delivery.ts";
import { decodeBody, queuedDeliverySchema } from "../../lib/webhooks/queued-delivery.ts";

const delivery = {
  receipt: "r-1",
  provider: "slack",
  kind: "event",
  id: "Ev1",
  receivedAt: 1,
  headers: { "x-a": "b" },
  body: "é",
  link: "link",
};

test("a message of the queue is read with all its members", async () => {
  const sent = JSON.parse(await encodeDelivery(delivery));
  expect(queuedDeliverySchema().parse(sent)).toEqual({ ...delivery, encoding: "utf8" });
});

test("a message may have no id of the provider and no link, and needs all else", () => {
  const { id: _id, link: _link, ...needed } = { ...delivery, encoding: "gzip" };
  expect(queuedDeliverySchema().parse(needed)).toEqual(needed);
  for (const name of Object.keys(needed))
    expect(queuedDeliverySchema().safeParse({ ...needed, [name]: undefined }).success).toBe(false);
  expect(queuedDeliverySchema().safeParse({ ...needed, encoding: "base64" }).success).toBe(false);
});

const compress = (bytes: number) => ({
  encoding: "gzip" as const,
  body: gzipSync(Buffer.alloc(bytes, "a")).toString("base64"),
});
const maxBytes = 10 * 1024 * 1024;

test("a body is the bytes that were received, compressed or not", async () => {
  expect(await decodeBody({ encoding: "utf8", body: "é" })).toEqual(Buffer.from("é"));
  expect(await decodeBody(compress(5))).toEqual(Buffer.from("aaaaa"));
});

test("a compressed body is read up to the gateway's 10 MB, and one byte more is refused", async () => {
  expect(await decodeBody(compress(maxBytes))).toHaveLength(maxBytes);
  await expect(decodeBody(compress(maxBytes + 1))).rejects.toThrow();
});

test("a body that is not compressed as it says is refused", async () => {
  await expect(decodeBody({ encoding: "gzip", body: "plain" })).rejects.toThrow();
});
