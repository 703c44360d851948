import "../http/lambda-environment.ts";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { openVault } from "../support/open-vault.ts";
import { answer, hang, json } from "../support/test-server.ts";
import { accessToken, grace, owner, putConnection, putConnectors, startWorld } from "./support/crm-world.ts";
import { useMemoryTables } from "./support/memory-tables.ts";

const aws = await startAwsStandIn();
const world = await startWorld(["acme", "bolt"]);
const { findCustomer } = await import("../../lib/crm/find-customer.ts");
const { parsePhone } = await import("../../lib/phone-forms.ts");
const { renewConnectors } = await import("../../lib/store/connectors.ts");
afterAll(() => Promise.all([aws.close(), world.close()]));

const { acme, bolt } = world.servers;
if (acme === undefined || bolt === undefined) throw new Error("no far ends");

let clock = 1_800_000_000;
let version = 0;
let tables = useMemoryTables(aws);
beforeEach(async () => {
  clock = 1_800_000_000;
  aws.forget();
  tables = useMemoryTables(aws);
  aws.on("GetSecretValue", () => json({ SecretString: JSON.stringify({ current: "fake-hash-secret" }) }));
  for (const server of [acme, bolt]) {
    server.play = json([]);
    server.requests.length = 0;
  }
  putConnectors(tables, `v-${++version}`, ["acme", "bolt"]);
  await putConnection(tables, "acme");
  await putConnection(tables, "bolt");
});

const find = (phone = "+14155551212", providers: readonly string[] = ["acme", "bolt"]) => {
  const numbers = parsePhone(phone, "US");
  if (numbers === undefined) throw new Error("no number");
  const request = { owner, numbers, country: "US", providers, actor: { actor: "service:voice" } };
  return findCustomer(request, world.findSystem, { now: () => clock, fetch, vault: openVault });
};
const countAsked = () => [acme.requests.length, bolt.requests.length];

describe("a lookup", () => {
  test("finds the customer with the tenant's token", async () => {
    acme.play = json([grace]);
    expect(await find()).toMatchObject({ kind: "found", customer: { customerId: "7", provider: "acme" }, partial: [] });
    expect(acme.requests[0]?.headers.authorization).toBe(`Bearer ${accessToken}`);
  });

  test("takes the first of the tenant's systems that knows the number, also when a later one is faster", async () => {
    bolt.play = json([{ ...grace, id: "9" }]);
    acme.play = (response, asked) => void setTimeout(() => json([grace])(response, asked), 60);
    expect(await find()).toMatchObject({ customer: { customerId: "7", provider: "acme" } });
  });

  test("asks the next one's answer where the first does not know the number", async () => {
    bolt.play = json([{ ...grace, id: "9" }]);
    expect(await find()).toMatchObject({ kind: "found", customer: { customerId: "9", provider: "bolt" }, partial: [] });
  });

  test("takes no customer whose number is another country's", async () => {
    acme.play = json([{ ...grace, phone: "+44 4155 551212" }]);
    expect(await find()).toEqual({ kind: "unknown", partial: [] });
  });

  test("names who did not answer beside another's answer", async () => {
    acme.play = answer(503);
    bolt.play = json([grace]);
    expect(await find()).toMatchObject({ kind: "found", customer: { provider: "bolt" }, partial: ["acme"] });
    bolt.play = json([]);
    expect(await find()).toEqual({ kind: "unknown", partial: ["acme"] });
  });

  test("is out where nobody answers", async () => {
    acme.play = answer(503);
    bolt.play = answer(429, "", { "retry-after": "60" });
    expect(await find()).toEqual({ kind: "out" });
  });

  test("says how to reconnect what must be connected again, and who else answered", async () => {
    await putConnection(tables, "acme", { status: "reconnect_needed" });
    expect(await find("+14155551212", ["acme"])).toMatchObject({
      kind: "gone",
      reconnectUrl: expect.stringContaining("reconnect=acme"),
    });
    expect(await find()).toEqual({ kind: "unknown", partial: ["acme"] });
    expect(acme.requests).toEqual([]);
  });

  test("says where to connect what was never connected", async () => {
    putConnectors(tables, `v-${++version}`, ["acme"]);
    for (const row of tables.list("owner#")) tables.rows.delete(`${row.pk?.S} | ${row.sk?.S}`);
    expect(await find()).toMatchObject({ kind: "gone", reconnectUrl: expect.stringContaining("provider=acme") });
  });

  test("is not connected without a connector, or without one that the service may use", async () => {
    expect(await find("+14155551212", ["other"])).toEqual({ kind: "not_connected" });
    putConnectors(tables, `v-${++version}`, []);
    expect(await find()).toEqual({ kind: "not_connected" });
    expect(countAsked()).toEqual([0, 0]);
  });
});

describe("the deadline", () => {
  test("is a second and a half for all systems together", async () => {
    acme.play = hang;
    bolt.play = json([grace]);
    const startedAt = performance.now();
    expect(await find()).toMatchObject({ customer: { provider: "bolt" }, partial: ["acme"] });
    expect(performance.now() - startedAt).toBeGreaterThan(1400);
  });

  test("does not break off the refresh of a token", async () => {
    const expired = { access: new Uint8Array([1]), refresh: await sealRefresh(), issuedAt: 1, expiresAt: 2 };
    await putConnection(tables, "acme", { tokens: { default: expired } });
    aws.on("GetParameter", () => json({ Parameter: { Value: JSON.stringify({ acme: "id" }) } }));
    acme.play = (response, asked) => {
      if (asked.path !== "/refresh") return json([grace])(response, asked);
      setTimeout(
        () => json({ access_token: "renewed", token_type: "bearer", expires_in: 3600 })(response, asked),
        1700,
      );
    };
    expect(await find("+14155551212", ["acme"])).toEqual({ kind: "out" });
    expect(acme.requests.map(({ path }) => path.split("?")[0])).toEqual(["/refresh"]);
    const [kept] = tables.list("owner#").filter(({ accountId, provider }) => accountId && provider?.S === "acme");
    expect(JSON.stringify(kept?.tokens)).toContain(String(clock + 3600));
  });
});

const sealRefresh = () =>
  openVault.seal("refresh-token", {
    ...{ purpose: "connection", tenant: owner.tenant, user: owner.user, provider: "acme" },
    ...{ connection: "acme".padEnd(22, "A"), field: "default.refresh" },
  } as const);

describe("what was found", () => {
  test("is kept for ten minutes, sealed, under a name that tells no number", async () => {
    acme.play = json([grace]);
    await find("(415) 555-1212");
    expect(await find("+1 415 555 1212")).toMatchObject({ kind: "found", customer: { name: "Grace Hopper" } });
    expect(countAsked()).toEqual([1, 1]);
    const kept = tables.list("customers#");
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept.map(({ pk, sk }) => [pk, sk]))).not.toMatch(/415|Grace/);
    clock += 601;
    await find();
    expect(countAsked()).toEqual([2, 2]);
  });

  test("is kept for a minute where nobody knows the number", async () => {
    await find();
    expect(await find()).toEqual({ kind: "unknown", partial: [] });
    expect(countAsked()).toEqual([1, 1]);
    clock += 61;
    await find();
    expect(countAsked()).toEqual([2, 2]);
  });

  test("is not kept where somebody did not answer", async () => {
    acme.play = answer(503);
    bolt.play = json([grace]);
    await find();
    await find();
    expect(tables.list("customers#")).toEqual([]);
    expect(bolt.requests).toHaveLength(2);
  });

  test("is not told to a service that may not use the provider it is from", async () => {
    acme.play = json([grace]);
    await find();
    expect(await find("+14155551212", ["bolt"])).toEqual({ kind: "unknown", partial: [] });
  });

  test.each([
    ["the connectors change", () => putConnectors(tables, `v-${++version}`, ["acme", "bolt"])],
    ["a contact has changed", () => renewConnectors(owner)],
    ["a connection is lost", () => putConnection(tables, "acme", { status: "reconnect_needed" })],
    ["an account is connected again", () => putConnection(tables, "acme", { connectedAt: 1_800_000_500 })],
  ])("is not used any more once %s", async (_, change) => {
    acme.play = json([grace]);
    await find();
    acme.play = json([]);
    await change();
    expect(await find()).toMatchObject({ kind: "unknown" });
  });

  test("is read with connectors and connections in one call, and kept with one", async () => {
    acme.play = json([grace]);
    await find();
    aws.calls.length = 0;
    await find("+16505550100");
    expect(aws.calls.map(({ operation }) => operation)).toEqual(["BatchGetItem", "PutItem"]);
    aws.calls.length = 0;
    await find();
    expect(aws.calls.map(({ operation }) => operation)).toEqual(["BatchGetItem"]);
  });
});
