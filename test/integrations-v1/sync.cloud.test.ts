import { beforeEach, expect, test } from "vitest";
import type { ProviderId } from "../../lib/provider-ids.ts";
import { connectAccount, getConnectionId, problemAnswer } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { listRows } from "../integrations/support/tables.ts";
import { createUser, type TestUser } from "../integrations/support/test-user.ts";
import type { Answer } from "../support/api.ts";
import { listIntegrations } from "./support/integrations.ts";

beforeEach(resetWorld);

const askToSync = (user: TestUser, provider: string, query = ""): Promise<Answer> =>
  user.post(`/api/v1/integrations/sync/${provider}${query}`);

const countCalls = async (provider: ProviderId, path: string) => (await getSandbox(provider).requests(path)).length;

/** What a sync fills at least, in the order in which it does. */
const filled: Readonly<Partial<Record<ProviderId, readonly string[]>>> = {
  slack: ["channels:allowed:bot", "users:bot", "channels:false:user", "users:user"],
};

/**
 * Waits until a sync has filled what it fills, and the named entry.
 * @param since epoch milliseconds after which the entries were written
 */
async function waitUntilSynced(user: TestUser, provider: ProviderId, name: string, since = 0): Promise<void> {
  const listWritten = async () =>
    (await listRows("transient", "cache#"))
      .filter(({ pk, storedAt }) => pk.includes(encodeURIComponent(user.sub)) && Number(storedAt) > since)
      .map(({ sk }) => sk);
  await expect.poll(listWritten).toEqual(expect.arrayContaining([name, ...(filled[provider] ?? [])]));
}

async function countNewCalls(provider: ProviderId, path: string, work: () => Promise<unknown>): Promise<number> {
  const before = await countCalls(provider, path);
  await work();
  return (await countCalls(provider, path)) - before;
}

/** An answer without the time at which it was given. */
const withoutTime = ({ json }: Answer) => ({ ...(json as object), timestamp: undefined });

const lists = [
  ["slack", "/api/v2/slack/channels", "channels:false:user", "/api/conversations.list"],
  ["slack", "/api/v2/slack/users", "users:user", "/api/users.list"],
  ["slack", "/api/integrations/slack/channels?includePrivate=true", "channels:true:bot", "/api/conversations.list"],
  ["figma", "/api/integrations/figma/files?teamId=1001", "team:1001", "/v1/teams/1001/projects"],
  [
    "figma",
    "/api/integrations/figma/files/FigHome000000000000001/components",
    "components:FigHome000000000000001",
    "/v1/files/",
  ],
] as const;

test.each(lists)("loads again what is kept of %s for %s, and the next request asks nobody", async (...row) => {
  const [provider, path, name, asked] = row;
  const user = await createUser();
  await connectAccount(user, provider);
  const first = await user.get(path);
  expect(first.status).toBe(200);
  await getSandbox(provider).forgetRequests();
  const since = Date.now();
  const { status, json } = await askToSync(user, provider);
  const message = expect.stringMatching(/ sync queued$/);
  expect({ status, json }).toEqual({ status: 200, json: { success: true, message, sync_status: "queued" } });
  await waitUntilSynced(user, provider, name, since);
  expect(await countCalls(provider, asked)).toBeGreaterThan(0);
  let again: Answer | undefined;
  const read = async () => (again = await user.get(path));
  expect(await countNewCalls(provider, asked, read)).toBe(0);
  expect(again && withoutTime(again)).toEqual(withoutTime(first));
});

const opened = [
  ["slack", "/api/v2/slack/channels", "channels:false:user", "/api/conversations.list"],
  ["slack", "/api/v2/slack/users", "users:user", "/api/users.list"],
  ["figma", "/api/integrations/figma/files", "team:1001", "/v1/teams/1001/projects"],
] as const;

test.each(opened)("fills %s's list of %s before anybody has asked for it", async (provider, path, name, asked) => {
  const user = await createUser();
  await connectAccount(user, provider);
  if (provider === "figma") await user.put("/api/integrations/figma/settings", { teamId: "1001" });
  await askToSync(user, provider);
  await waitUntilSynced(user, provider, name);
  expect(await countNewCalls(provider, asked, () => user.get(path))).toBe(0);
});

test("keeps what it has while the provider is down, and says nothing to the user", async () => {
  const user = await createUser();
  await connectAccount(user, "slack");
  const first = await user.get("/api/v2/slack/users");
  await getSandbox("slack").forgetRequests();
  await getSandbox("slack").script({ path: "/api/users.list", status: 503, times: 20 });
  expect((await askToSync(user, "slack")).status).toBe(200);
  await expect.poll(() => countCalls("slack", "/api/users.list")).toBeGreaterThan(0);
  expect(withoutTime(await user.get("/api/v2/slack/users"))).toEqual(withoutTime(first));
});

test("syncs the account that is named, and no other", async () => {
  const user = await createUser();
  await connectAccount(user, "slack", { account: "acme" });
  await connectAccount(user, "slack", { account: "globex" });
  const [acme, globex] = [await getConnectionId(user, "Acme"), await getConnectionId(user, "Globex")];
  await askToSync(user, "slack", `?integration_id=${acme}`);
  const readPeople = (id: string) => () => user.get(`/api/v2/slack/users?account=${id}`);
  await waitUntilSynced(user, "slack", "users:user");
  expect(await countNewCalls("slack", "/api/users.list", readPeople(acme))).toBe(0);
  expect(await countNewCalls("slack", "/api/users.list", readPeople(globex))).toBe(1);
});

test.each(["gmail", "calendar", "github"] as const)("asks %s nothing, of which nothing is kept", async (provider) => {
  const user = await createUser();
  await connectAccount(user, provider);
  await getSandbox(provider).forgetRequests();
  const { status, json } = await askToSync(user, provider);
  expect({ status, json }).toEqual({
    status: 200,
    json: {
      success: true,
      message: expect.stringMatching(/ sync queued$/),
      sync_status: "queued",
    },
  });
  expect(await getSandbox(provider).requests()).toEqual([]);
});

test.each(["slack", "gmail"])("finds no account of %s to sync where none is connected", async (provider) => {
  expect(await askToSync(await createUser(), provider)).toMatchObject(problemAnswer(404, "not_connected"));
});

test("refuses an unknown provider in the words of this surface", async () => {
  const answer = await askToSync(await createUser(), "nonsense");
  expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
  expect(answer.json).toMatchObject({ error: "Invalid service" });
});

test("syncs nobody else's account, and none of another provider", async () => {
  const [owner, other] = [await createUser(), await createUser()];
  await connectAccount(owner, "slack");
  await connectAccount(owner, "figma");
  await connectAccount(other, "slack");
  const ids = Object.fromEntries((await listIntegrations(owner)).map(({ provider, id }) => [provider, id]));
  await getSandbox("slack").forgetRequests();
  const foreign = await askToSync(other, "slack", `?integration_id=${ids.slack}`);
  expect(foreign).toMatchObject(problemAnswer(404, "not_connected"));
  const elsewhere = await askToSync(owner, "slack", `?integration_id=${ids.figma}`);
  expect(elsewhere).toMatchObject(problemAnswer(404, "not_connected"));
  expect(await getSandbox("slack").requests()).toEqual([]);
});

test("asks for a reconnect where the account cannot be read any more", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  await getSandbox("figma").revokeGrants();
  await user.post("/api/integrations/figma/refresh");
  expect(await askToSync(user, "figma")).toMatchObject(problemAnswer(409, "reconnect_required"));
});

test("counts as a refresh of the user", async () => {
  const user = await createUser();
  await connectAccount(user, "gmail");
  expect((await askToSync(user, "gmail")).headers.get("ratelimit-limit")).toBe("6");
});
