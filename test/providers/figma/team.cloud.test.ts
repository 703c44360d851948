// A large team's files: number of calls, concurrency, and incomplete answers.
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { key } from "../../../lib/store/table.ts";
import { type Account, connectAccount } from "../../connections/support/account.ts";
import { resetBeforeEach } from "../../connections/support/reset.ts";
import { asUser } from "../../support/api.ts";
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

test.each(["", "?teamId="])(
  "asked for files%s, the settings say of which team; without one the lists are empty",
  async (query) => {
    const { user } = await connectAccount("figma");
    const files = `/api/integrations/figma/files${query}`;
    for (let time = 0; time < 2; time += 1)
      expect(await user.get(files)).toMatchObject({
        status: 200,
        json: {
          teamId: null,
          projects: [],
          files: [],
          user: { id: expect.any(String), handle: "Ada", email: "ada@example.com" },
          hint: expect.stringMatching(/teamId.*settings/),
        },
      });
    // Once while it was connected, and once for both lists.
    expect(await sandbox("figma").requests("/v1/me")).toHaveLength(2);
    await user.put("/api/integrations/figma/settings", { teamId: "1001" });
    const named = await user.get(files);
    expect(named).toMatchObject({ status: 200, json: { teamId: "1001" } });
    expect(named.json).not.toHaveProperty("hint");
  },
);

test("somebody who is not connected is told that, with a team or without", async () => {
  const user = await asUser({ sub: crypto.randomUUID(), org: "acme" });
  for (const query of ["", "?teamId=1001"])
    expect(await user.get(`/api/integrations/figma/files${query}`)).toMatchObject({
      status: 404,
      json: { code: "not_connected" },
    });
});

test("the files of all projects stand beside the projects, each with its own", async () => {
  const { user } = await connectAccount("figma");
  const { json } = await user.get("/api/integrations/figma/files?teamId=1001");
  const { projects, files } = json as FlatList;
  expect(projects.length).toBeGreaterThan(1);
  expect(files).toEqual(
    projects.flatMap(({ id, name, files }) => files.map((file) => ({ ...file, project: { id, name } }))),
  );
});

interface FlatList {
  readonly projects: readonly { readonly id: string; readonly name: string; readonly files: readonly object[] }[];
  readonly files: readonly object[];
}

test("a team that Figma does not have, or shows to another only, is an error, whatever others have kept of it", async () => {
  const [member, stranger] = [await connectAccount("figma"), await connectAccount("figma")];
  const projects = "/v1/teams/4711/projects";
  await sandbox("figma").script({ path: projects, body: { projects: [] } });
  await sandbox("figma").script({ path: projects, status: 404, body: { err: "Not found" }, times: 9 });
  const ask = ({ user }: Account, query: string) => user.get(`/api/integrations/figma/files?${query}`);
  expect(await ask(member, "teamId=4711")).toMatchObject({ status: 200, json: { teamId: "4711", files: [] } });
  expect(await ask(stranger, "teamId=4711")).toMatchObject({ status: 404, json: { code: "not_found" } });
  await stranger.user.put("/api/integrations/figma/settings", { teamId: "4711" });
  expect(await ask(stranger, "")).toMatchObject({ status: 404, json: { code: "not_found" } });
  const theirs = `teamId=4711&account=${(await member.readStored()).id}`;
  expect(await ask(stranger, theirs)).toMatchObject({ status: 404, json: { code: "not_connected" } });
  for (const teamId of ["abc", "1/2", "-1", "1".repeat(33)])
    expect(await ask(member, `teamId=${teamId}`)).toMatchObject({ status: 400, json: { field: "teamId" } });
  expect(await ask(member, "teamId=4711")).toMatchObject({ status: 200, json: { teamId: "4711" } });
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
