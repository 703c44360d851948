import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { ProviderError } from "../../lib/http/provider-error.ts";
import { DeliveryError } from "../../lib/webhooks/delivery-error.ts";
import { processItems } from "../../lib/webhooks/process-items.ts";
import type { EventContext } from "../../lib/webhooks/webhook-source.ts";
import { aConnection } from "../support/a-connection.ts";
import { createContext } from "./support/process-event.ts";

const connection = aConnection();

/** Processes the items 1 to 25; those in `faults` fail. @returns what was processed, set aside and thrown */
async function run(faults: Readonly<Record<number, unknown>>, attempt = 1) {
  const processed: number[] = [];
  const aside: string[] = [];
  const context: EventContext = {
    now: () => 1_800_000_000,
    fetch,
    vault: { seal: async () => new Uint8Array(), unseal: async () => "", unsealBytes: async () => Buffer.of() },
    deliveryId: "r-1",
    attempt,
    recipients: [],
    occurredAt: 1_800_000_000,
    preferences: new Map(),
    readConnection: async () => undefined,
    appendToOutbox: async () => true,
    setAside: async (of, { id }) => void aside.push(`${of.id} ${id}`),
  };
  const items = Array.from({ length: 25 }, (_, at) => at + 1);
  const work = async (item: number) => {
    if (item in faults) throw faults[item];
    processed.push(item);
  };
  const thrown = await processItems(context, items, {
    connection,
    batchSize: 10,
    identify: (item) => ({ id: String(item) }),
    process: (batch) => Promise.allSettled(batch.map(work)),
  }).catch((error: unknown) => error);
  return { processed: processed.length, aside: aside.map((one) => one.replace(`${connection.id} `, "")), thrown };
}

test.each([
  ["a bug that only it meets", new RangeError("Invalid time value")],
  ["a row that the store never takes", new Problem("invalid_request")],
  ["a bug behind another error", new Error("outer", { cause: new TypeError("inner") })],
  ["an answer that cannot be read", new ProviderError({ kind: "permanent", code: "answer_unexpected" })],
  ["a shape that is not known", new DeliveryError("invalid", "unexpected_shape")],
])("an item with %s is set aside, and all others are processed", async (_, fault) => {
  expect(await run({ 3: fault, 21: fault })).toEqual({ processed: 23, aside: ["3", "21"], thrown: undefined });
});

test("an item that is to be ignored is neither processed nor set aside", async () => {
  expect(await run({ 3: new DeliveryError("ignored", "not_found") })).toMatchObject({ processed: 24, aside: [] });
});

test.each([
  ["a limit", new ProviderError({ kind: "rate", retryAfterSeconds: 30 })],
  ["a lost token", new ProviderError({ kind: "token" })],
  ["a store that is busy", new Problem("provider_unavailable")],
])("%s ends the run for a retry, at any attempt", async (_, outage) => {
  for (const attempt of [1, 8])
    expect(await run({ 3: outage }, attempt)).toEqual({ processed: 9, aside: [], thrown: outage });
});

test("an item that the provider fails to answer is retried at first, and set aside once the others succeed without it", async () => {
  const fault = new ProviderError({ kind: "transient", code: "http_500" });
  expect(await run({ 3: fault }, 3)).toEqual({ processed: 24, aside: [], thrown: fault });
  expect(await run({ 3: fault }, 4)).toEqual({ processed: 24, aside: ["3"], thrown: undefined });
});

test("a provider that answers nothing has no poison items", async () => {
  const fault = new ProviderError({ kind: "transient", code: "http_500" });
  const all = Object.fromEntries(Array.from({ length: 25 }, (_, at) => [at + 1, fault]));
  expect(await run(all, 8)).toEqual({ processed: 0, aside: [], thrown: fault });
});

test.each([
  [0, []],
  [9, [9]],
  [10, [10]],
  [11, [10, 1]],
  [20, [10, 10]],
])("%i items are processed in batches of ten, none of them empty", async (count, sizes) => {
  const seen: number[] = [];
  const context = createContext(connection, 1_800_000_000);
  await processItems(context, Array.from({ length: count }, String), {
    connection,
    batchSize: 10,
    identify: (id) => ({ id }),
    process: async (batch) => {
      seen.push(batch.length);
      return batch.map((value) => ({ status: "fulfilled", value }));
    },
  });
  expect(seen).toEqual(sizes);
});
