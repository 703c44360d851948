// How long a caller waits, with providers that take 200 ms and a store that takes 5 ms for each call.
import "../http/lambda-environment.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { openVault } from "../support/open-vault.ts";
import { json, type Play } from "../support/test-server.ts";
import { grace, owner, putConnection, putConnectors, startWorld } from "./support/crm-world.ts";
import { useMemoryTables } from "./support/memory-tables.ts";

const providerMs = 200;
const storeMs = 5;

const later =
  (ms: number, play: Play): Play =>
  (response, asked) =>
    void setTimeout(() => play(response, asked), ms);

const aws = await startAwsStandIn();
const world = await startWorld(["acme", "bolt", "volt"]);
const { findCustomer } = await import("../../lib/crm/find-customer.ts");
const { parsePhone } = await import("../../lib/phone-forms.ts");
afterAll(() => Promise.all([aws.close(), world.close()]));

beforeAll(async () => {
  const slow = {
    ...aws,
    on: (operation: string, play: Parameters<typeof aws.on>[1]) =>
      aws.on(operation, (input) => later(storeMs, play(input))),
  };
  const tables = useMemoryTables(slow);
  slow.on("GetSecretValue", () => json({ SecretString: JSON.stringify({ current: "fake-hash-secret" }) }));
  putConnectors(tables, "v-budget", ["acme", "bolt", "volt"]);
  for (const [id, server] of Object.entries(world.servers)) {
    await putConnection(tables, id);
    // The last in the order knows everybody: all of them must have answered.
    server.play = later(providerMs, (response, asked) => {
      const national = new URL(asked.path, "http://x").searchParams.get("phone");
      json(id === "volt" ? [{ ...grace, phone: `+1${national}` }] : [])(response, asked);
    });
  }
});

const measureLookup = async (phone: string): Promise<number> => {
  const numbers = parsePhone(phone, "US");
  if (numbers === undefined) throw new Error("no number");
  const request = {
    owner,
    numbers,
    country: "US",
    providers: ["acme", "bolt", "volt"],
    actor: { actor: "service:voice" },
  };
  const startedAt = performance.now();
  const finding = await findCustomer(request, world.findSystem, { now: () => 1_800_000_000, fetch, vault: openVault });
  expect(finding).toMatchObject({ kind: "found", customer: { provider: "volt" } });
  return performance.now() - startedAt;
};
const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

test("half of the lookups at three providers take at most 400 ms, and kept ones at most 50", async () => {
  const phones = Array.from({ length: 21 }, (_, index) => `+14155550${100 + index}`);
  const asked: number[] = [];
  for (const phone of phones) asked.push(await measureLookup(phone));
  const kept: number[] = [];
  for (const phone of phones) kept.push(await measureLookup(phone));
  expect(median(asked)).toBeGreaterThanOrEqual(providerMs - 1);
  expect(median(asked)).toBeLessThanOrEqual(400);
  expect(median(kept)).toBeLessThanOrEqual(50);
});
