import { afterEach, beforeEach, expect, test } from "vitest";
import { startWorld, type World } from "./world.ts";

const bucket = { purpose: "connection", provider: "slack", bucket: 0 };
let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const seconds = () => Math.floor(world.now / 1000);

test("a repeated rotation keeps the key that the first one made", async () => {
  const started = seconds();
  expect(await world.vault().rotate(bucket, started)).toBe(1);
  world.now += 60_000;
  expect(await world.vault().rotate(bucket, started)).toBe(1);
  expect([...world.store.rows.keys()]).toEqual(["connection/slack/0/1"]);
});

test("a rotation replaces a key that is older than its beginning", async () => {
  await world.vault().rotate(bucket);
  world.now += 1000;
  expect(await world.vault().rotate(bucket, seconds())).toBe(2);
});

test("two rotations at once make one version, and both seal under it", async () => {
  await world.vault().rotate(bucket);
  world.now += 1000;
  const both = [world.vault(), world.vault()];
  expect(await Promise.all(both.map((vault) => vault.rotate(bucket, seconds())))).toEqual([2, 2]);
  expect([...world.store.rows.keys()].sort()).toEqual(["connection/slack/0/1", "connection/slack/0/2"]);
});
