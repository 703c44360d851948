import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { QueuedDelivery } from "../../lib/queue/enqueue-delivery.ts";
import type { SealContext } from "../../lib/vault/seal.ts";
import { openPayload, payloadSealContext, sealPayload } from "../../lib/webhooks/payload.ts";
import { byteVault as vault } from "../support/byte-vault.ts";

const aDelivery = (body: string): QueuedDelivery => ({
  ...{ receipt: "r-1", provider: "slack", kind: "event", receivedAt: 1, headers: { "x-a": "b" } },
  ...{ encoding: "utf8", body },
});

const issue = JSON.stringify(
  Array.from({ length: 40 }, (_, id) => ({
    id,
    url: `https://api.example.com/issues/${id}`,
    state: "open",
    labels: [],
  })),
);

test("a payload of 3 kB takes less than one", async () => {
  const [piece] = await sealPayload(vault, aDelivery(issue));
  expect(issue.length).toBeGreaterThan(3000);
  expect(piece?.length).toBeLessThan(1000);
});

test.each(["", "é \u{1f600} \ud800", issue])("is read as it was: %#", async (body) => {
  const pieces = await sealPayload(vault, aDelivery(body));
  expect(await openPayload(vault, { provider: "slack", receipt: "r-1" }, pieces)).toEqual(aDelivery(body));
});

test("what does not get smaller is split into pieces that fit into a row, and read in their order", async () => {
  const { randomBytes } = await import("node:crypto");
  const body = randomBytes(700_000).toString("base64");
  const pieces = await sealPayload(vault, aDelivery(body));
  expect(pieces.length).toBeGreaterThan(1);
  for (const piece of pieces) expect(piece.length).toBeLessThan(380_000);
  expect(await openPayload(vault, { provider: "slack", receipt: "r-1" }, pieces)).toEqual(aDelivery(body));
  await expect(openPayload(vault, { provider: "slack", receipt: "r-1" }, pieces.toReversed())).rejects.toThrow("moved");
});

test("payloads of before, which were text, are read", async () => {
  const text = JSON.stringify(aDelivery(issue));
  const pieces = [
    await vault.seal(text.slice(0, 1000), { field: "payload" } as SealContext),
    await vault.seal(text.slice(1000), { field: "payload1" } as SealContext),
  ];
  expect(await openPayload(vault, { provider: "slack", receipt: "r-1" }, pieces)).toEqual(aDelivery(issue));
});

test("one that would grow without end is refused", async () => {
  const { gzipSync } = await import("node:zlib");
  const bomb = gzipSync(Buffer.alloc(40_000_000, 32));
  const sealed = await vault.seal(bomb, { field: "payload" } as SealContext);
  await expect(openPayload(vault, { provider: "slack", receipt: "r-1" }, [sealed])).rejects.toThrow();
  expect(gunzipSync(bomb).length).toBe(40_000_000);
});

const sealText = (text: string) => vault.seal(text, { field: "payload" } as SealContext);
const openOne = async (piece: Uint8Array) => openPayload(vault, { provider: "slack", receipt: "r-1" }, [piece]);

test("one of up to 16 MB is read, and one byte more is refused", async () => {
  const { gzipSync } = await import("node:zlib");
  const empty = JSON.stringify(aDelivery("")).length;
  const fill = (bytes: number) => gzipSync(JSON.stringify(aDelivery("a".repeat(bytes - empty))));
  const maxBytes = 16 * 1024 * 1024;
  const seal = (bytes: Buffer) => vault.seal(bytes, { field: "payload" } as SealContext);
  expect((await openOne(await seal(fill(maxBytes)))).body).toHaveLength(maxBytes - empty);
  await expect(openOne(await seal(fill(maxBytes + 1)))).rejects.toThrow(RangeError);
});

test("one that is no delivery is not read", async () => {
  await expect(openOne(await sealText('{"receipt":"r-1"}'))).rejects.toThrow();
  await expect(openOne(await sealText("no JSON"))).rejects.toThrow();
});

test("each piece is sealed for its own place, under nobody's name", () => {
  const place = { purpose: "delivery", tenant: "-", user: "-", provider: "slack", connection: "r-1" };
  expect(payloadSealContext("slack", "r-1", 0)).toEqual({ ...place, field: "payload" });
  expect(payloadSealContext("slack", "r-1", 1)).toEqual({ ...place, field: "payload1" });
  expect(payloadSealContext("slack", "r-1", 12)).toEqual({ ...place, field: "payload12" });
});

test("pieces have 350 kB each but the last", async () => {
  const { randomBytes } = await import("node:crypto");
  const pieces = await sealPayload(vault, aDelivery(randomBytes(700_000).toString("base64")));
  const sizes = pieces.map((piece, at) => piece.length - `payload${at || ""}|`.length);
  expect(sizes.slice(0, -1)).toEqual(sizes.slice(0, -1).map(() => 350_000));
  expect(sizes.at(-1)).toBeGreaterThan(0);
  expect(sizes.at(-1)).toBeLessThanOrEqual(350_000);
});
