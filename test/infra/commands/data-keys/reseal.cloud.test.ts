// Broken off, by two at once, and beside writes of Lambdas.
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import type { KeyAdministration } from "../../../../infra/commands/data-keys/administration.ts";
import { describeDataKeys } from "../../../../infra/commands/data-keys/describe-keys.ts";
import { resealStage, rotateDataKeys } from "../../../../infra/commands/data-keys/rotate.ts";
import { apiKeySealContext } from "../../../../lib/crm/api-key-seal-context.ts";
import { toItem } from "../../../../lib/store/item.ts";
import { key } from "../../../../lib/store/table.ts";
import { hookSealContext } from "../../../../lib/webhooks/hook-secret.ts";
import { createKeyWorld } from "./support/key-world.ts";

const all = { tenant: undefined, buckets: 1 };
const nameTokens = (user: string) => [`access-token-of-${user}`, `refresh-token-of-${user}`];

/** A client that is cut off after some writes of rows, as a process that was killed is. */
function cutOff(administration: KeyAdministration, writes: number): KeyAdministration {
  let left = writes;
  const { client } = administration;
  const send = ((command: unknown) => {
    if (command instanceof UpdateItemCommand && left-- <= 0) return Promise.reject(new Error("killed"));
    return client.send(command as UpdateItemCommand);
  }) as KeyAdministration["client"]["send"];
  return { ...administration, client: { send } };
}

test("a rotation that was broken off goes on with the keys that it made", async () => {
  const world = await createKeyWorld();
  const connections = [];
  for (let at = 0; at < 20; at++) connections.push(await world.connect(`user-${at}`));
  await expect(rotateDataKeys(cutOff(world.administer(), 7), all)).rejects.toThrow("killed");
  const half = await Promise.all(connections.map(world.readVersions));
  expect(half.flat().filter((version) => version === 2)).toHaveLength(7);
  for (const [at, of] of connections.entries()) expect(await world.openTokens(of)).toEqual(nameTokens(`user-${at}`));
  expect(await describeDataKeys(world.administer())).toContainEqual(expect.stringContaining("not finished"));

  world.ahead += 3600_000;
  const done = await rotateDataKeys(world.administer(), all);
  expect(done).toEqual({ buckets: 1, isContinued: true, resealed: 33, replaced: 0, unreadable: 0 });
  expect(await world.listKeys()).toEqual(["connection#acme#0 v#000001", "connection#acme#0 v#000002"]);
  for (const [at, of] of connections.entries()) {
    expect(await world.readVersions(of)).toEqual([2, 2]);
    expect(await world.openTokens(of)).toEqual(nameTokens(`user-${at}`));
  }
  expect(world.printed.join("\n")).not.toContain("token-of");
});

test("two operators at once make one new key for each bucket, and share the work", async () => {
  const world = await createKeyWorld(4);
  const connections = [];
  for (let at = 0; at < 12; at++) connections.push(await world.connect(`user-${at}`));
  const scope = { tenant: undefined, buckets: 4 };
  const both = await Promise.all([1, 2].map(() => rotateDataKeys(world.administer(), scope)));
  const versions = (await world.listKeys()).map((name) => name.split(" ")[1]);
  expect([...new Set(versions)]).toEqual(["v#000001", "v#000002"]);
  expect(both.reduce((sum, { resealed }) => sum + resealed, 0)).toBe(24);
  for (const [at, of] of connections.entries()) expect(await world.openTokens(of)).toEqual(nameTokens(`user-${at}`));
});

test("a token that a Lambda stores meanwhile is not overwritten", async () => {
  const world = await createKeyWorld();
  const of = await world.connect("ada");
  const administration = world.administer();
  const { client } = administration;
  let isFirst = true;
  const send = (async (command: unknown) => {
    if (command instanceof UpdateItemCommand && isFirst) {
      isFirst = false;
      await world.connect("ada");
    }
    return client.send(command as UpdateItemCommand);
  }) as KeyAdministration["client"]["send"];
  const done = await rotateDataKeys({ ...administration, client: { send } }, all);
  expect(done.replaced).toBeGreaterThan(0);
  expect(await world.openTokens(of)).toEqual(nameTokens("ada"));
  await resealStage(world.administer());
  expect(await world.readVersions(of)).toEqual([2, 2]);
});

test("a tenant's rotation leaves other tenants' rows for the next pass", async () => {
  const world = await createKeyWorld();
  const [ada, ben] = [await world.connect("ada", "c#acme"), await world.connect("ben", "c#globex")];
  expect(await rotateDataKeys(world.administer(), { tenant: "acme", buckets: 1 })).toMatchObject({ resealed: 2 });
  expect([await world.readVersions(ada), await world.readVersions(ben)]).toEqual([
    [2, 2],
    [1, 1],
  ]);
  expect(await resealStage(world.administer())).toMatchObject({ resealed: 2 });
  expect(await world.openTokens(ben)).toEqual(nameTokens("ben"));
  await expect(rotateDataKeys(world.administer(), { tenant: "nobody", buckets: 1 })).rejects.toThrow(
    'The tenant "nobody" has no connections and no connectors in this stage.',
  );
});

test("API keys of connectors and secrets of hooks are sealed anew too, and what does not open is passed over", async () => {
  const world = await createKeyWorld();
  const { vault } = world.administer();
  const owner = { tenant: "t#acme", user: "acme" };
  const apiKey = await vault.seal("fake-key", apiKeySealContext(owner, "hubspot"));
  const connector = { id: "1", provider: "hubspot", baseUrl: "https://x.example", isBound: false, createdAt: 1 };
  const plain = { ...connector, id: "0", provider: "salesforce" };
  await world.put("connections", {
    ...key.connectors(owner),
    ...toItem({ version: "v", connectors: [plain, { ...connector, apiKey }] }),
  });
  const hook = { provider: "clio", id: "hook-1" };
  const secret = await vault.seal("fake-secret", hookSealContext(hook));
  await world.put("transient", { ...key.hook(hook.id), ...toItem({ provider: "clio", secret }) });
  const moved = { ...key.hook("hook-2"), ...toItem({ provider: "clio", secret }) };
  await world.put("transient", moved);

  expect(await rotateDataKeys(world.administer(), all)).toMatchObject({ buckets: 2, resealed: 2, unreadable: 1 });
  const status = await describeDataKeys(world.administer());
  expect(status).toContainEqual(expect.stringMatching(/^connector hubspot: 1 bucket, .*; 1 old, 0 of them with 0/));
  expect(status).toContainEqual(
    expect.stringMatching(/^hook clio: 1 bucket, .*; 1 old, 1 of them with 1 sealed value$/),
  );
});
