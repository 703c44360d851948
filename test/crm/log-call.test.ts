import "../http/lambda-environment.ts";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { CallSummary } from "../../lib/crm/port.ts";
import { Problem } from "../../lib/errors.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { openVault } from "../support/open-vault.ts";
import { answer, json, reset } from "../support/test-server.ts";
import { grace, owner, putConnection, putConnectors, startWorld } from "./support/crm-world.ts";
import { useMemoryTables } from "./support/memory-tables.ts";

const aws = await startAwsStandIn();
const world = await startWorld(["acme", "bolt"]);
const { logCall } = await import("../../lib/crm/log-call.ts");
afterAll(() => Promise.all([aws.close(), world.close()]));

const { acme, bolt } = world.servers;
if (acme === undefined || bolt === undefined) throw new Error("no far ends");

let clock = 1_800_000_000;
let tables = useMemoryTables(aws);
let version = 0;
beforeEach(async () => {
  clock = 1_800_000_000;
  aws.forget();
  tables = useMemoryTables(aws);
  aws.on("GetSecretValue", () => json({ SecretString: JSON.stringify({ current: "fake-hash-secret" }) }));
  acme.play = json({ id: "note-1" });
  bolt.play = json({ id: "note-2" });
  for (const server of [acme, bolt]) server.requests.length = 0;
  putConnectors(tables, `v-${++version}`, ["acme"]);
  await putConnection(tables, "acme");
  await putConnection(tables, "bolt");
});

const call: CallSummary = {
  ...{ callId: "call-1", customerId: "7", direction: "inbound", outcome: "answered" },
  at: new Date("2026-11-30T10:00:00Z"),
};
const log = (more: Partial<CallSummary> = {}, provider?: string) =>
  logCall(
    {
      ...{ owner, provider, country: "US", providers: ["acme", "bolt"], summary: { ...call, ...more } },
      actor: { actor: "service:voice" },
    },
    world.findSystem,
    { now: () => clock, fetch, fetchData: fetch, vault: openVault },
  );
const getProblem = async (work: Promise<unknown>) => {
  const thrown = await work.catch((error: unknown) => error);
  return thrown instanceof Problem ? thrown : new Problem("internal", { detail: "no problem was thrown" });
};

describe("a call", () => {
  test("is noted once, however often it is told of", async () => {
    const first = await log();
    const again = await log({ notes: "told again" });
    expect([first, again].map(({ body }) => body)).toEqual(Array(2).fill('{"success":true,"activityId":"note-1"}'));
    expect(again.headers).toMatchObject({ "idempotency-replayed": "true" });
    expect(acme.requests).toHaveLength(1);
  });

  test("is noted once by twenty at the same time", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => log()));
    expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
    expect(acme.requests).toHaveLength(1);
  });

  test("is remembered for a month", async () => {
    await log();
    clock += 29 * 86_400;
    await log();
    expect(acme.requests).toHaveLength(1);
  });

  test("whose answer was lost is not told of again", async () => {
    acme.play = reset;
    expect((await getProblem(log())).code).toBe("outcome_unknown");
    acme.play = json({ id: "note-1" });
    expect((await getProblem(log())).code).toBe("outcome_unknown");
    expect(acme.requests).toHaveLength(1);
  });

  test("is taken again after the provider has refused it for now", async () => {
    acme.play = answer(429, "", { "retry-after": "30" });
    expect(await getProblem(log())).toMatchObject({ code: "rate_limited", retryAfter: 30 });
    acme.play = json({ id: "note-1" });
    expect((await log()).body).toContain("note-1");
  });

  test("leaves nothing of what was said in a key", async () => {
    await log({ callId: "call about +14155551212", notes: "secret notes" });
    const names = tables.list("once#").map(({ pk, sk }) => `${pk?.S} ${sk?.S}`);
    expect(names).toHaveLength(1);
    expect(names.join()).not.toMatch(/415|secret/);
  });
});

describe("the customer of a call", () => {
  beforeEach(() => putConnectors(tables, `v-${++version}`, ["acme", "bolt"]));

  test("is of the provider that is named", async () => {
    expect((await log({}, "bolt")).body).toContain("note-2");
    expect(acme.requests).toEqual([]);
  });

  test("is of the provider that knows the call's number, where ids look alike", async () => {
    acme.play = json([]);
    bolt.play = (response, asked) =>
      json(asked.path.startsWith("/api/people") ? [grace] : { id: "note-2" })(response, asked);
    expect((await log({ phoneNumber: "(415) 555-1212" })).body).toContain("note-2");
  });

  test.each([
    ["without a number that tells", {}, undefined, "provider"],
    ["with an id that no provider has", { customerId: "x" }, undefined, "customerId"],
    ["of a provider without a connector", {}, "volt", "provider"],
  ])("is refused %s, and nothing is noted", async (_, more, provider, field) => {
    acme.play = json([]);
    bolt.play = json([]);
    const problem = await getProblem(log(more, provider));
    expect([problem.code, problem.members.field]).toEqual(["invalid_request", field]);
    expect([...acme.requests, ...bolt.requests].filter(({ method }) => method === "POST")).toEqual([]);
    expect(tables.list("once#")).toEqual([]);
  });

  test("needs a connector", async () => {
    putConnectors(tables, `v-${++version}`, []);
    expect((await getProblem(log())).code).toBe("not_connected");
  });
});
