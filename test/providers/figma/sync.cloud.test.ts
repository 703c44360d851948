// `autoSync`: cached data is refreshed when a file changes.
import { QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { cachePartition, key } from "../../../lib/store/table.ts";
import { type Account, connectAccount } from "../../connections/support/account.ts";
import { resetBeforeEach } from "../../connections/support/reset.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import { sandbox } from "../../support/sandbox.ts";
import { figmaPayload } from "../../webhooks/support/payloads.ts";
import { listOutboxData, startWorker } from "../../webhooks/support/provider-worker.ts";
import { connectWithVariables, fileKey } from "./support/account.ts";

resetBeforeEach();

const figma = sandbox("figma");
const variablesPath = `/v1/files/${fileKey}/variables/local`;

/** An account with autoSync on, and a file's tokens, its components and a team's list cached. */
async function connectSyncing(): Promise<Account> {
  const account = await connectWithVariables();
  await account.user.put("/api/integrations/figma/settings", { autoSync: true });
  for (const path of [`files/${fileKey}/variables`, `files/${fileKey}/components`, "files?teamId=1001"]) {
    expect((await account.user.get(`/api/integrations/figma/${path}`)).status).toBe(200);
  }
  await figma.forgetRequests();
  return account;
}

async function listCachedNames({ person, readStored: stored }: Account): Promise<(string | undefined)[]> {
  const owner = { tenant: `c#${person.org}`, user: person.sub };
  const query = {
    TableName: tableName("transient"),
    ConsistentRead: true,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: cachePartition(owner, (await stored()).id) } },
  };
  return ((await dynamodb().send(new QueryCommand(query))).Items ?? []).map(({ sk }) => sk?.S);
}

const event = (over: Record<string, unknown> = {}) =>
  figmaPayload({ file_key: fileKey, file_name: "Home page", timestamp: new Date().toISOString(), ...over });

const componentsPath = `/v1/files/${fileKey}/components`;
const allKept = [`components:${fileKey}`, "team:1001", `variables:${fileKey}`];

/** Processes an event in a new worker. */
async function take(account: Account, body: object): Promise<string> {
  const { id: link } = await account.readStored();
  return (await startWorker("figma")).take(body, { link });
}

const listRequests = async () => (await figma.requests("/v1/")).map(({ path }) => path).sort();
const titles = async (account: Account) => (await listOutboxData(account)).map(({ title }) => title).sort();

/** Changes the next answer: one color is missing, and one has another value. */
async function changeVariables(): Promise<void> {
  const variable = (id: string, name: string, value: number) => ({
    id,
    name,
    variableCollectionId: "C1",
    resolvedType: "FLOAT",
    valuesByMode: { m1: value },
  });
  const collection = { id: "C1", name: "Brand", modes: [{ modeId: "m1", name: "Value" }], defaultModeId: "m1" };
  const variables = { V1: variable("V1", "size", 1) };
  await figma.script({ path: variablesPath, body: { meta: { variables, variableCollections: { C1: collection } } } });
}

test("a changed file refreshes its cached tokens, components and project, while the cached answers are served", async () => {
  const account = await connectSyncing();
  expect(await take(account, event())).toBe("processed");
  expect(await listRequests()).toEqual([componentsPath, variablesPath, "/v1/projects/2001/files"]);
  expect(await listCachedNames(account)).toEqual(allKept);
  await figma.forgetRequests();
  await account.user.get(`/api/integrations/figma/files/${fileKey}/variables`);
  await account.user.get(`/api/integrations/figma/files/${fileKey}/components`);
  await account.user.get("/api/integrations/figma/files?teamId=1001");
  expect(await listRequests()).toEqual([]);
});

test("an expired list refreshes the file's project for the next reader", async () => {
  const account = await connectSyncing();
  const stored = await account.readStored();
  const change = { UpdateExpression: "SET expiresAt = :past", ExpressionAttributeValues: { ":past": { N: "1" } } };
  const row = { TableName: tableName("transient"), Key: key.cache(stored, stored.id, "team:1001") };
  await dynamodb().send(new UpdateItemCommand({ ...row, ...change }));
  await take(account, event());
  expect(await listRequests()).toEqual([componentsPath, variablesPath, "/v1/projects/2001/files"]);
  await figma.forgetRequests();
  await account.user.get("/api/integrations/figma/files?teamId=1001");
  expect(await listRequests()).toEqual(["/v1/teams/1001/projects"]);
});

test("three simultaneous events of one publication leave every cache filled", async () => {
  const account = await connectSyncing();
  const timestamp = new Date().toISOString();
  const published = ["components", "styles", "variables"].map((kind) =>
    event({ event_type: "LIBRARY_PUBLISH", timestamp, [`modified_${kind}`]: [{ key: "k", name: "n" }] }),
  );
  const outcomes = await Promise.all(published.map((body) => take(account, body)));
  expect(outcomes).toEqual(["processed", "processed", "processed"]);
  expect(await listCachedNames(account)).toEqual(allKept);
  expect((await listRequests()).filter((path) => path === variablesPath)).toHaveLength(3);
});

test("progress is reported step by step, and unchanged tokens create no activity", async () => {
  const account = await connectSyncing();
  await take(account, event({ event_type: "FILE_VERSION_UPDATE" }));
  const connectionId = (await account.readStored()).id;
  const step = (done: number, finished: boolean) => ({ connectionId, provider: "figma", done, total: 3, finished });
  expect(await listOutboxData(account, "sync.progress")).toEqual([
    step(0, false),
    step(1, false),
    step(2, false),
    step(3, true),
  ]);
  expect(await titles(account)).toEqual(["Home page has a new version"]);
});

test("changed tokens create one activity with their number, however often the event is processed", async () => {
  const account = await connectSyncing();
  await changeVariables();
  const body = event();
  await take(account, body);
  const told = ["Design tokens of Home page were stored again: 9 changed", "Home page was changed"];
  expect(await titles(account)).toEqual(told);
  expect(await take(account, body)).toBe("duplicate");
  expect(await titles(account)).toEqual(told);
  const { json } = await account.user.get(`/api/integrations/figma/files/${fileKey}/variables`);
  expect(json).toMatchObject({ tokens: { Brand: { size: { $value: 1 } } } });
});

test("a file that is in no list refreshes the whole list", async () => {
  const account = await connectSyncing();
  await take(account, event({ file_key: "FigBrandNew" }));
  expect(await listRequests()).toEqual([
    "/v1/files/FigBrandNew/variables/local",
    "/v1/me",
    ...["2001", "2002", "2003"].map((id) => `/v1/projects/${id}/files`),
    "/v1/teams/1001/projects",
  ]);
  expect(await listCachedNames(account)).toContain(`variables:${fileKey}`);
});

test("when Figma fails, the event is still reported, and no old answer is served", async () => {
  const account = await connectSyncing();
  await figma.script({ path: "/v1/*", status: 500, times: 9 });
  expect(await take(account, event())).toBe("processed");
  expect(await titles(account)).toEqual(["Home page was changed"]);
  expect(await listCachedNames(account)).toEqual([]);
  expect((await listOutboxData(account, "sync.progress")).at(-1)).toMatchObject({ done: 0, total: 3, finished: true });
});

test("tokens that were never requested are cached too, if the connection may read them", async () => {
  const account = await connectWithVariables();
  await account.user.put("/api/integrations/figma/settings", { autoSync: true });
  await figma.forgetRequests();
  await take(account, event());
  expect([await listRequests(), await listCachedNames(account)]).toEqual([[variablesPath], [`variables:${fileKey}`]]);
  expect(await titles(account)).toEqual(["Design tokens of Home page were stored", "Home page was changed"]);
});

test("nothing is requested that the connection may not read", async () => {
  const account = await connectAccount("figma");
  await account.user.put("/api/integrations/figma/settings", { autoSync: true });
  await figma.forgetRequests();
  await take(account, event());
  expect([await listRequests(), await listCachedNames(account)]).toEqual([[], []]);
});

test("a file that is no longer shown is removed from the caches, and the list is refreshed", async () => {
  const account = await connectSyncing();
  for (const path of [variablesPath, componentsPath]) {
    await figma.script({ path, status: 404, body: { status: 404, err: "Not found" } });
  }
  expect(await take(account, event())).toBe("processed");
  expect(await listCachedNames(account)).toEqual(["team:1001"]);
});

test.each([
  ["a deletion", { event_type: "FILE_DELETE" }, true],
  ["a change, by who does not want it", {}, false],
])("after %s all is only forgotten", async (_, over, autoSync) => {
  const account = await connectSyncing();
  await account.user.put("/api/integrations/figma/settings", { autoSync });
  await take(account, event(over));
  expect([await listCachedNames(account), await listRequests()]).toEqual([[], []]);
});
