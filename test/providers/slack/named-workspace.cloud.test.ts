// A user with two workspaces: a request is answered by the one that it names, or by none.
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Account, connectAccount, nowSeconds } from "../../connections/support/account.ts";
import type { Answer } from "../../support/api.ts";
import { connectInBrowser } from "../../support/flow.ts";
import { sandbox } from "../../support/sandbox.ts";

const slack = sandbox("slack");
const acme = "T0ACME001";
const globex = "T0GLOBEX1";
let account: Account;
/** Ids of the connections, by workspace. */
let ids: Readonly<Record<string, string>>;
/** The workspaces of the connections' tokens. */
const owners = new Map<string, string>();
/** Another user of the same tenant, who has only Globex. */
let cleo: Account;
beforeAll(async () => {
  await slack.reset();
  account = await connectTwo();
  cleo = await connectAccount("slack", { account: "globex" });
});
beforeEach(() => slack.forgetRequests());

/** Connects Acme and then Globex, which is the default from then on. */
async function connectTwo(): Promise<Account> {
  const account = await connectAccount("slack");
  // `connectedAt` is in seconds.
  await account.change({ connectedAt: nowSeconds() - 60 });
  expect((await connectInBrowser(account.user, "slack", { account: "globex" })).status).toBe(302);
  const { json } = await account.user.get("/api/integrations");
  const { integrations } = json as { integrations: { id: string; accountId: string }[] };
  ids = Object.fromEntries(integrations.map(({ id, accountId }) => [accountId, id]));
  expect(Object.keys(ids).sort()).toEqual([acme, globex]);
  await learnTokens(account);
  return account;
}

interface Endpoint {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: object;
}

const surfaceA = "/api/integrations/slack";
const v2 = "/api/v2/slack";
const notConnected = { code: "not_connected" };
/** Channels of this name or id are in Acme only, unless it is `general`. */
const place = { channel: "C0ACME4", ts: "1700000000.000100" };
const file = { content: "aGVsbG8=", filename: "hello.txt" };
const endpoints: readonly Endpoint[] = [
  { method: "GET", path: `${surfaceA}/channels` },
  { method: "GET", path: `${surfaceA}/channels/C0ACME4/history` },
  { method: "POST", path: `${surfaceA}/message`, body: { channel: "general", text: "hello" } },
  { method: "PATCH", path: `${surfaceA}/message`, body: { ...place, text: "hello" } },
  { method: "DELETE", path: `${surfaceA}/message`, body: place },
  { method: "POST", path: `${surfaceA}/files`, body: { ...file, channel: "general" } },
  {
    method: "POST",
    path: `${surfaceA}/project-update`,
    body: { channel: "general", projectName: "A", status: "s", details: "d" },
  },
  {
    method: "POST",
    path: `${surfaceA}/task-notification`,
    body: { channel: "general", title: "Ship", assignee: "ben" },
  },
  { method: "GET", path: `${v2}/channels` },
  { method: "GET", path: `${v2}/channels/C0ACME4/messages` },
  { method: "POST", path: `${v2}/channels/C0ACME1/messages`, body: { text: "hello" } },
  { method: "GET", path: `${v2}/users` },
  { method: "GET", path: `${v2}/search?q=hello` },
];
function call({ method, path, body }: Endpoint, { query = "", more = {}, user = account.user }): Promise<Answer> {
  const target = query === "" ? path : `${path}${path.includes("?") ? "&" : "?"}${query}`;
  return user.request(target, { method, ...(body === undefined ? {} : { body: { ...body, ...more } }) });
}

const name = ({ method, path }: Endpoint) => `${method} ${path}`;
const table = endpoints.map((endpoint) => [name(endpoint), endpoint] as const);

/** The workspaces whose tokens were used since the last test. */
async function listAsked(): Promise<(string | undefined)[]> {
  const requests = await slack.requests("/api/");
  return [...new Set(requests.map(({ headers }) => owners.get(String(headers.authorization))))];
}

/** Learns whose tokens are whose, from calls that name the account. */
async function learnTokens({ user }: Account): Promise<void> {
  for (const [team, id] of Object.entries(ids))
    for (const path of [`${surfaceA}/channels`, `${v2}/channels`]) {
      await slack.forgetRequests();
      await user.get(`${path}?refresh=true&account=${id}`);
      for (const { headers } of await slack.requests("/api/")) owners.set(String(headers.authorization), team);
    }
}

/** As each client names it: reads in the query, writes in the body. */
test.each(table)("%s is answered by the workspace that teamId names, not by the default", async (_, endpoint) => {
  await call(endpoint, { query: endpoint.body ? "" : `teamId=${acme}&refresh=true`, more: { teamId: acme } });
  expect(await listAsked()).toEqual([acme]);
});

test("a message goes to the workspace that its query names, or its account in the body", async () => {
  const post = endpoints.find(({ path }) => path === `${surfaceA}/message`) as Endpoint;
  for (const named of [{ query: `teamId=${acme}` }, { more: { account: ids[acme] } }])
    expect(await call(post, named)).toMatchObject({ status: 200, json: { accountId: acme } });
  expect(await listAsked()).toEqual([acme]);
});

test.each(table)("%s asks no other workspace where the named one is not connected or not one", async (_, endpoint) => {
  const queries = ["teamId=T0STRANGE", `teamId=${acme}&teamId=${globex}`, `teamId=${acme}&account=${ids[globex]}`];
  for (const query of queries)
    expect([query, await call(endpoint, { query })]).toMatchObject([query, { status: 404, json: notConnected }]);
  if (endpoint.body) {
    const inBody = { more: { teamId: "T0STRANGE" } };
    expect(await call(endpoint, inBody)).toMatchObject({ status: 404, json: notConnected });
    const both = { query: `teamId=${acme}`, more: { teamId: globex } };
    expect(await call(endpoint, both)).toMatchObject({ status: 404, json: notConnected });
  }
  expect(await listAsked()).toEqual([]);
});

test.each(table)("%s never reaches a workspace that only another user has", async (_, endpoint) => {
  const answer = await call(endpoint, { query: `teamId=${acme}`, user: cleo.user });
  expect(answer).toMatchObject({ status: 404, json: notConnected });
  expect(await listAsked()).toEqual([]);
});

test("a body that names a workspace twice is refused", async () => {
  const body = `{"teamId":"${acme}","channel":"general","text":"hello","teamId":"${globex}"}`;
  const answer = await account.user.post(`${surfaceA}/message`, body, { "content-type": "application/json" });
  expect([answer.status, await listAsked()]).toEqual([400, []]);
});

test("one Idempotency-Key is not for two workspaces", async () => {
  const key = { "idempotency-key": crypto.randomUUID() };
  const body = { channel: "general", text: "once" };
  const first = await account.user.post(`${surfaceA}/message`, { ...body, teamId: acme }, key);
  expect(first).toMatchObject({ status: 200, json: { accountId: acme } });
  const second = await account.user.post(`${surfaceA}/message`, { ...body, teamId: globex }, key);
  expect(second).toMatchObject({ status: 422, json: { code: "idempotency_key_reused" } });
  expect(await slack.requests("/api/chat.postMessage")).toHaveLength(1);
});

test.each([`${surfaceA}/channels`, `${v2}/channels`, `${v2}/users`])("%s are kept for each workspace", async (path) => {
  const read = async (team: string) =>
    (await account.user.get(`${path}?teamId=${team}`)).text.replace(/,"timestamp".*/, "");
  const [one, other] = [await read(acme), await read(globex)];
  expect(one).not.toBe(other);
  await slack.forgetRequests();
  expect([await read(acme), await read(globex), await slack.requests()]).toEqual([one, other, []]);
});

describe("the settings' default channel", () => {
  // Another user, for the limit of writes per minute.
  beforeAll(async () => {
    account = await connectTwo();
  });
  const settings = `${surfaceA}/settings`;
  const posts: readonly Endpoint[] = [
    { method: "POST", path: `${surfaceA}/message`, body: { text: "hello" } },
    { method: "POST", path: `${surfaceA}/files`, body: { ...file, initial_comment: "hello" } },
    { method: "POST", path: `${surfaceA}/project-update`, body: { projectName: "A", status: "s", details: "d" } },
    { method: "POST", path: `${surfaceA}/task-notification`, body: { title: "Ship" } },
  ];
  const postTable = posts.map((endpoint) => [name(endpoint), endpoint] as const);

  describe("of a workspace that the settings name", () => {
    beforeAll(async () => {
      const { status, json } = await account.user.put(settings, { defaultChannel: "general", teamId: acme });
      expect([status, json]).toEqual([200, expect.objectContaining({ defaultChannel: "general", teamId: acme })]);
      expect((await account.user.get(settings)).json).toEqual(json);
      await slack.forgetRequests();
    });

    test.each(postTable)("is where %s goes, though another workspace is the default", async (_, endpoint) => {
      expect(await call(endpoint, {})).toMatchObject({ status: 200, json: { accountId: acme } });
      expect(await listAsked()).toEqual([acme]);
      expect(await call(endpoint, { query: `teamId=${acme}` })).toMatchObject({ json: { accountId: acme } });
    });

    test.each(postTable)("is not used by %s for another workspace", async (_, endpoint) => {
      for (const query of [`teamId=${globex}`, `account=${ids[globex]}`])
        expect(await call(endpoint, { query })).toMatchObject({ status: 400, json: { field: "channel" } });
      expect(await call(endpoint, { query: "teamId=T0STRANGE" })).toMatchObject({ status: 404 });
      expect(await listAsked()).toEqual([]);
    });
  });

  test("is one of the default workspace where the settings name none, and stays so", async () => {
    const { json } = await account.user.put(settings, { defaultChannel: "random" });
    expect(json).toMatchObject({ defaultChannel: "random", teamId: globex });
    expect((await account.user.put(settings, { defaultChannel: "random", autoSync: true })).json).toMatchObject({
      teamId: globex,
    });
    expect(await account.user.put(settings, {})).toMatchObject({ status: 200, json: {} });
    expect((await account.user.get(settings)).json).not.toHaveProperty("teamId");
  });

  test.each(["T0STRANGE", "t0acme001", ""])("is not stored for the workspace %j", async (teamId) => {
    const { status } = await account.user.put(settings, { defaultChannel: "random", teamId });
    expect(status).toBe(teamId === "T0STRANGE" ? 404 : 400);
    expect((await account.user.put("/api/integrations/figma/settings", { teamId: acme })).status).toBe(404);
  });
});
