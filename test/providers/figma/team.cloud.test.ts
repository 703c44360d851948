// A large team's files: number of calls, concurrency, and incomplete answers.
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { key } from "../../../lib/store/table.ts";
import { type Account, connectAccount } from "../../connections/support/account.ts";
import { resetBeforeEach } from "../../connections/support/reset.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import { elapsedWithoutStalls } from "../../support/elapsed-without-stalls.ts";
import { sandbox } from "../../support/sandbox.ts";
import { readFigmaLoad, setFigmaPlan } from "./support/account.ts";

resetBeforeEach();

const path = "/api/integrations/figma/files?teamId=1040";

interface Listed {
  readonly projects: readonly { readonly id: string; readonly files: readonly object[] }[];
  readonly failed?: readonly { readonly id: string; readonly code: string }[];
  readonly retryAfter?: number;
}

test("forty projects of 25 files take 42 calls, five at a time, and none when asked again", async () => {
  const { user } = await connectAccount("figma");
  const before = (await readFigmaLoad()).requests;
  await setFigmaPlan({ latencyMs: 50 });
  const readTimed = async () => {
    const { result: answer, ms } = await elapsedWithoutStalls(() => user.get(path));
    expect(answer.status).toBe(200);
    return { ms: Math.round(ms), bytes: answer.text.length, listed: answer.json as Listed };
  };
  const cold = await readTimed();
  const load = await readFigmaLoad();
  const warm = await readTimed();
  expect(cold.listed.projects.flatMap(({ files }) => files)).toHaveLength(1000);
  expect(load.requests - before).toBe(42);
  expect(load.mostAtOnce).toBe(5);
  expect(cold.ms).toBeLessThan(5000);
  expect((await readFigmaLoad()).requests).toBe(load.requests);
  expect(warm.listed).toEqual(cold.listed);
  console.info(
    `GET figma/files, 40 projects x 25 files, 50 ms each: ${load.requests - before} calls, ${load.mostAtOnce} at once, ` +
      `${cold.ms} ms (${cold.bytes} bytes), kept: ${warm.ms} ms`,
  );
});

test("a limit in the middle is told with what is missing, and the answer is kept for a minute only", async () => {
  const { user } = await connectAccount("figma");
  await setFigmaPlan({ limit: 25, retryAfter: 45 });
  const { status, json } = await user.get(path);
  const { projects, failed = [], retryAfter } = json as Listed;
  expect([status, retryAfter]).toEqual([200, 45]);
  expect(projects).toHaveLength(40);
  expect(failed.map(({ code }) => code)).toEqual(Array(17).fill("rate_limited"));
  const asked = (await sandbox("figma").requests("/v1/projects")).length;
  expect(asked).toBeLessThan(23 + 6);
  await setFigmaPlan({ limit: null });
  expect((await user.get(path)).json).toEqual(json);
  expect((await sandbox("figma").requests("/v1/projects")).length).toBe(asked);
  expect(((await user.get(`${path}&refresh=true`)).json as Listed).failed).toBeUndefined();
});

test.each(["", "?teamId="])("asked for files%s, the settings say of which team, and one is needed", async (query) => {
  const { user } = await connectAccount("figma");
  const files = `/api/integrations/figma/files${query}`;
  expect(await user.get(files)).toMatchObject({ status: 400, json: { code: "invalid_request", field: "teamId" } });
  await user.put("/api/integrations/figma/settings", { teamId: "1001" });
  expect(await user.get(files)).toMatchObject({ status: 200, json: { teamId: "1001" } });
});

/** Makes the cached list expire. */
async function expireCachedList(account: Account): Promise<void> {
  const stored = await account.readStored();
  const change = { UpdateExpression: "SET expiresAt = :past", ExpressionAttributeValues: { ":past": { N: "1" } } };
  const row = { TableName: tableName("transient"), Key: key.cache(stored, stored.id, "team:1040") };
  await dynamodb().send(new UpdateItemCommand({ ...row, ...change }));
}

test("projects left out by a limit a minute are read later, and an incomplete refresh loses nothing", async () => {
  const account = await connectAccount("figma");
  const ask = async (more = "") => {
    await sandbox("figma").forgetRequests();
    const { json } = await account.user.get(path + more);
    const paths = (await sandbox("figma").requests("/v1/")).map((request) => request.path);
    const { projects, failed = [] } = json as Listed;
    const empty = projects.filter(({ files }) => files.length === 0).length;
    return { json, paths, left: [projects.length, empty, failed.length] };
  };
  await setFigmaPlan({ limit: 24 });
  expect((await ask()).left).toEqual([40, 18, 18]);
  await expireCachedList(account);
  await setFigmaPlan({ limit: 24 });
  const whole = await ask();
  expect(whole.left).toEqual([40, 0, 0]);
  expect([whole.paths.length, new Set(whole.paths).size]).toEqual([1 + 18, 1 + 18]);
  await setFigmaPlan({ limit: 1 });
  expect((await account.user.get(`${path}&refresh=true`)).status).toBe(429);
  expect(await ask()).toEqual({ ...whole, paths: [] });
  await setFigmaPlan({ limit: 24 });
  expect((await ask("&refresh=true")).left).toEqual([40, 0, 18]);
});
