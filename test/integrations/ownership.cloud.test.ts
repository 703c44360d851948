// A user's connections are invisible to other users, who can neither use nor end them.
import { beforeEach, expect, test } from "vitest";
import { asUser, type Browser } from "../support/api.ts";
import { giveConsent, startFlow } from "../support/flow.ts";
import { getHandle } from "./support/callback.ts";
import { comparableParts, connectAccount, getConnectionId, listConnections } from "./support/connections.ts";
import { getSandbox } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { createOtherBrowser, createUser } from "./support/test-user.ts";

beforeEach(resetWorld);

const guess = "A".repeat(22);

type Attempt = (user: Browser, id: string) => ReturnType<Browser["get"]>;
const attempts: readonly (readonly [string, Attempt])[] = [
  ["disconnects", (user, id) => user.delete(`/api/integrations/slack?account=${id}`)],
  ["refreshes", (user, id) => user.post(`/api/integrations/slack/refresh?account=${id}`)],
  ["reads through", (user, id) => user.get(`/api/integrations/slack/channels?account=${id}`)],
  [
    "writes through",
    (user, id) => user.post(`/api/integrations/slack/message?account=${id}`, { channel: "C1", text: "hello" }),
  ],
];

test.each(attempts)(
  "answers as if there were no account to a user who %s a colleague's account",
  async (_, attempt) => {
    const [owner, other] = [await createUser(), await createUser()];
    await connectAccount(owner, "slack");
    const id = await getConnectionId(owner, "Acme");
    const before = await listConnections(owner);
    await getSandbox("slack").forgetRequests();
    const [exact, guessed] = [await attempt(other, id), await attempt(other, guess)];
    expect(comparableParts(exact)).toEqual(comparableParts(guessed));
    expect(await listConnections(owner)).toEqual(before);
    expect(await getSandbox("slack").requests()).toEqual([]);
  },
);

test.each([
  ["a colleague", "acme"],
  ["somebody of another tenant", "globex"],
])("shows a connection to no other user: %s", async (_, org) => {
  const [owner, other] = [await createUser(), await createUser(org)];
  await connectAccount(owner, "figma");
  expect(await listConnections(other)).toEqual([]);
  expect((await other.get("/api/v1/oauth/figma/status")).json).toMatchObject({ connected: false });
  expect((await other.get("/api/v1/oauth/connections")).json).toMatchObject({ connections: [] });
});

test("keeps people with the same sub in different tenants apart", async () => {
  const owner = await createUser("acme");
  const namesake = await asUser({ sub: owner.sub, org: "globex" });
  await connectAccount(owner, "figma");
  expect(await listConnections(namesake)).toEqual([]);
});

test("keeps a tenant that is called like a user apart from that user", async () => {
  const alone = await asUser({ sub: "mallory" });
  const tenant = await asUser({ sub: "mallory", org: "mallory" });
  await connectAccount(alone, "figma");
  expect(await listConnections(tenant)).toEqual([]);
});

test.each(["user", "userId", "tenant", "tenantId", "sub", "owner"])(
  "ignores a %s in the query of a start: the connection is the caller's",
  async (name) => {
    const [caller, victim] = [await createUser(), await createUser()];
    const { json } = await caller.get(`/api/integrations/figma/auth?${name}=${victim.sub}`);
    const { authorizationUrl } = json as { authorizationUrl: string };
    await caller.visit(await giveConsent(new URL(authorizationUrl)));
    expect(await listConnections(victim)).toEqual([]);
    expect(await listConnections(caller)).toHaveLength(1);
  },
);

test("ignores fields of a confirmation that would change whose connection it is", async () => {
  const [caller, victim] = [await createUser(), await createUser()];
  const handle = getHandle(await createOtherBrowser().visit(await giveConsent(await startFlow(caller, "figma"))));
  const more = { user: victim.sub, tenant: "c#globex", status: "revoked", scopes: ["admin"], id: guess, role: "admin" };
  const answer = await caller.post("/api/integrations/figma/confirm", { handle, ...more });
  expect(answer.json).toMatchObject({ status: "connected", connected: true });
  expect(answer.json).not.toMatchObject({ id: guess });
  expect(answer.text).not.toContain("admin");
  expect(await listConnections(victim)).toEqual([]);
});
