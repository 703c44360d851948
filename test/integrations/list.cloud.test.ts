import { beforeEach, expect, test } from "vitest";
import { cloud } from "../support/cloud.ts";
import { sandbox } from "../support/sandbox.ts";
import { connectAccount, listConnections } from "./support/connections.ts";
import { resetWorld } from "./support/reset.ts";
import { createUser } from "./support/test-user.ts";

beforeEach(resetWorld);

test("lists nothing for a user without connections", async () => {
  const { status, json } = await (await createUser()).get("/api/integrations");
  expect({ status, json }).toEqual({ status: 200, json: { integrations: [] } });
});

test("shows a connection in every field of the contract and no other", async () => {
  const user = await createUser();
  await connectAccount(user, "gmail");
  expect(await listConnections(user)).toEqual([
    {
      provider: "gmail",
      connected: true,
      connectedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      lastUsed: null,
      providerUsername: "ada@example.com",
      scopes: expect.arrayContaining(["https://www.googleapis.com/auth/gmail.readonly"]),
      id: expect.stringMatching(/^[\w-]{22}$/),
      userId: user.sub,
      accountId: "100000000000000000001",
      accountName: "ada@example.com",
      status: "connected",
      expiresAt: expect.stringMatching(/Z$/),
      isExpired: false,
      missingScopes: [],
    },
  ]);
});

test("keeps account ids beyond the safe integers exact", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  expect(await listConnections(user)).toMatchObject([{ accountId: "1100000000000000001" }]);
});

test("records when a connection was used", async () => {
  const user = await createUser();
  await connectAccount(user, "github");
  const from = Date.now();
  await user.get("/api/integrations/github/repositories");
  const [connection] = await listConnections(user);
  const lastUsed = Date.parse(String(connection?.lastUsed));
  // It is in whole seconds.
  expect(lastUsed).toBeGreaterThan(from - 1000);
  expect(lastUsed).toBeLessThanOrEqual(Date.now());
});

test("shows a connection whose grant no longer exists as not connected, with the reconnect address", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  await sandbox("figma").revokeGrants();
  await user.post("/api/integrations/figma/refresh");
  const [connection] = await listConnections(user);
  expect(connection).toMatchObject({ connected: false, status: "expired", isExpired: true });
  const url = new URL(connection?.reconnectUrl ?? "");
  expect(url.origin).toBe(cloud().origin);
  expect(Object.fromEntries(url.searchParams)).toEqual({ provider: "figma", reconnect: connection?.id });
});

test("puts the most recently connected account first", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await connectAccount(user, "github");
  expect((await listConnections(user)).map(({ provider }) => provider)).toEqual(["github", "figma"]);
});
