import { expect, test } from "vitest";
import { retireDataKeys } from "../../../../infra/commands/data-keys/retire.ts";
import { rotateDataKeys } from "../../../../infra/commands/data-keys/rotate.ts";
import { toItem } from "../../../../lib/store/item.ts";
import { key } from "../../../../lib/store/table.ts";
import { createKeyWorld, type KeyWorld } from "./support/key-world.ts";

const hour = 3600_000;
const all = { tenant: undefined, buckets: 1 };
const retire = (world: KeyWorld) => retireDataKeys(world.administer());
const oldKey = "connection#acme#0 v#000001";

async function rotatedWorld(): Promise<KeyWorld> {
  const world = await createKeyWorld();
  await world.connect("ada");
  await rotateDataKeys(world.administer(), all);
  return world;
}

test("a replaced key goes when nothing was sealed under it twice, two hours apart", async () => {
  const world = await rotatedWorld();
  const ada = await world.connect("ben");
  expect(await retire(world)).toEqual({ retired: 0, waiting: 1, inUse: new Map() });
  world.ahead += 2 * hour - 60_000;
  expect(await retire(world)).toMatchObject({ retired: 0, waiting: 1 });
  world.ahead += 60_000;
  expect(await retire(world)).toMatchObject({ retired: 1, waiting: 0 });
  expect(await world.listKeys()).not.toContain(oldKey);
  expect(await world.openTokens(ada)).toEqual(["access-token-of-ben", "refresh-token-of-ben"]);
  expect(await retire(world)).toEqual({ retired: 0, waiting: 0, inUse: new Map() });
});

test("a key stays while any row of any table uses it, however deep in the row", async () => {
  const world = await createKeyWorld();
  const { tokens } = await world.connect("ada");
  const { access } = tokens.default ?? { access: Buffer.of() };
  await rotateDataKeys(world.administer(), all);
  await world.put("transient", { ...key.grant("g"), ...toItem({ connection: { tokens: { bot: { access } } } }) });
  await world.put("deliveries", { ...key.delivery("d"), ...toItem({ parts: [{ payload: access }, access] }) });
  for (let at = 0; at < 3; at++) {
    expect(await retire(world)).toEqual({ retired: 0, waiting: 0, inUse: new Map([["connection/acme/0/1", 3]]) });
    world.ahead += 3 * hour;
  }
  expect(await world.listKeys()).toContain(oldKey);
});

test("a key that is used again between the two looks begins anew", async () => {
  const world = await rotatedWorld();
  // A Lambda whose newest key is the one of before.
  const late = createLateWrite(world);
  expect(await retire(world)).toMatchObject({ waiting: 1 });
  await late.write();
  world.ahead += 2 * hour;
  expect(await retire(world)).toMatchObject({ retired: 0, inUse: new Map([["connection/acme/0/1", 1]]) });
  await late.undo();
  world.ahead += hour;
  expect(await retire(world)).toMatchObject({ retired: 0, waiting: 1 });
  world.ahead += 2 * hour;
  expect(await retire(world)).toMatchObject({ retired: 1 });
});

test("the newest key of a bucket is never deleted, though nothing is sealed under it", async () => {
  const world = await createKeyWorld();
  const { vault } = world.administer();
  await vault.seal("x", {
    ...{ purpose: "launch", tenant: "-", user: "-", provider: "epic", connection: "c", field: "launch" },
  });
  for (let at = 0; at < 3; at++) {
    expect(await retire(world)).toEqual({ retired: 0, waiting: 0, inUse: new Map() });
    world.ahead += 3 * hour;
  }
  expect(await world.listKeys()).toEqual(["launch#epic#0 v#000001"]);
});

/** Writes a row under version 1 of the bucket, and takes it away. */
function createLateWrite(world: KeyWorld) {
  const row = key.grant("late");
  const record = Buffer.concat([Buffer.of(1, 19), Buffer.from("connection/acme/0/1"), Buffer.alloc(44, 7)]);
  return {
    write: () => world.put("transient", { ...row, ...toItem({ sealed: record }) }),
    undo: () => world.put("transient", { ...row, ...toItem({ sealed: Buffer.of(1) }) }),
  };
}
