import { beforeEach, expect, test } from "vitest";
import { providerIds } from "../../lib/provider-ids.ts";
import {
  comparableParts,
  connectAccount,
  listConnections,
  problemAnswer,
} from "../integrations/support/connections.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { waitUntilAllRevoked } from "../integrations/support/revoker.ts";
import { listRows } from "../integrations/support/tables.ts";
import { createUser, type TestUser } from "../integrations/support/test-user.ts";
import { asUser } from "../support/api.ts";
import { sandbox } from "../support/sandbox.ts";
import { connectIntegration, listIntegrations } from "./support/integrations.ts";

beforeEach(resetWorld);

test("lists the providers in the shape of the contract", async () => {
  const { json } = await (await createUser()).get("/api/v1/integrations/available");
  const providers = providerIds.map((id) => ({
    id,
    name: expect.any(String),
    description: expect.any(String),
    category: expect.any(String),
    icon: id,
    // What Clio allows is set where the application is registered.
    scopes: id === "clio" ? [] : expect.arrayContaining([expect.any(String)]),
    configured: true,
  }));
  expect(json).toEqual({ success: true, data: { providers }, providers });
});

test("lists nothing for somebody who has connected nothing", async () => {
  const { json } = await (await createUser()).get("/api/v1/integrations/list");
  expect(json).toEqual({ success: true, data: { integrations: [] }, integrations: [] });
});

test("lists a connection of the first surface in the shape of the contract", async () => {
  const user = await createUser();
  await connectAccount(user, "gmail");
  const [known] = await listConnections(user);
  const item = {
    id: known?.id,
    provider: "gmail",
    status: known?.status,
    connected_at: known?.connectedAt,
    expires_at: expect.stringMatching(/Z$/),
    is_expired: false,
  };
  expect(await listIntegrations(user)).toEqual([item]);
  const { status, json } = await user.get(`/api/v1/integrations/${known?.id}/status`);
  const data = { ...item, connected: true };
  expect({ status, json }).toEqual({ status: 200, json: { success: true, data, ...data } });
});

test("has its connections listed on both other lists", async () => {
  const user = await createUser();
  await connectIntegration(user, "slack");
  expect(await listConnections(user)).toMatchObject([{ provider: "slack", connected: true }]);
  expect((await user.get("/api/v1/oauth/slack/status")).json).toMatchObject({ connected: true });
});

test("says of an account that must be connected again that it has expired", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  await sandbox("figma").revokeGrants();
  await user.post("/api/integrations/figma/refresh");
  const [known] = await listConnections(user);
  expect(await listIntegrations(user)).toMatchObject([{ status: known?.status, is_expired: true }]);
  const { json } = await user.get(`/api/v1/integrations/${known?.id}/status`);
  expect(json).toMatchObject({ connected: false, is_expired: true });
});

test("disconnects exactly the account with this id, on every surface, and revokes it", async () => {
  const user = await createUser();
  await connectAccount(user, "slack", { account: "acme" });
  await connectAccount(user, "gmail");
  const [kept, ended] = ["slack", "gmail"].map(
    (name) => async () => (await listIntegrations(user)).find(({ provider }) => provider === name)?.id,
  );
  const id = await ended?.();
  const { status, json } = await user.delete(`/api/v1/integrations/${id}`);
  const message = "gmail disconnected successfully";
  expect({ status, json }).toEqual({
    status: 200,
    json: { success: true, message, id, provider: "gmail", activity: "removed" },
  });
  expect((await listConnections(user)).map(({ provider }) => provider)).toEqual(["slack"]);
  expect(await listIntegrations(user)).toMatchObject([{ id: await kept?.() }]);
  expect((await user.get("/api/v1/oauth/gmail/status")).json).toMatchObject({ connected: false });
  expect(await user.get(`/api/v1/integrations/${id}/status`)).toMatchObject(problemAnswer(404, "not_found"));
  await waitUntilAllRevoked("google");
});

test("disconnects one of two accounts of a provider", async () => {
  const user = await createUser();
  await connectAccount(user, "slack", { account: "acme" });
  await connectAccount(user, "slack", { account: "globex" });
  const acme = (await listConnections(user)).find(({ accountName }) => accountName === "Acme");
  await user.delete(`/api/v1/integrations/${acme?.id}`);
  expect((await listConnections(user)).map(({ accountName }) => accountName)).toEqual(["Globex"]);
});

test("is ended by a disconnect of the first surface", async () => {
  const user = await createUser();
  await connectIntegration(user, "slack");
  await user.delete("/api/integrations/slack");
  expect(await listIntegrations(user)).toEqual([]);
});

test.each([
  ["a colleague", "acme", false],
  ["somebody of another tenant", "globex", false],
  ["the same sub in another tenant", "globex", true],
])("answers %s about somebody's account as about none", async (_, org, isNamesake) => {
  const owner = await createUser("acme");
  await connectIntegration(owner, "slack");
  const [mine] = await listIntegrations(owner);
  const other = isNamesake ? await asUser({ sub: owner.sub, org }) : await createUser(org);
  expect(await listIntegrations(other)).toEqual([]);
  for (const ask of [
    (id = "") => other.get(`/api/v1/integrations/${id}/status`),
    (id = "") => other.delete(`/api/v1/integrations/${id}`),
  ]) {
    const [exact, guessed] = [await ask(mine?.id), await ask("A".repeat(22))];
    expect(exact).toMatchObject(problemAnswer(404, "not_found"));
    expect(comparableParts(exact)).toEqual(comparableParts(guessed));
  }
  expect(await listIntegrations(owner)).toEqual([mine]);
});

test.each(["slack", "%00", "a%20b", "x".repeat(500), "..%2f"])("finds no account called %s", async (id) => {
  const user = await createUser();
  await connectIntegration(user, "slack");
  const answer = await user.delete(`/api/v1/integrations/${id}`);
  expect([400, 404]).toContain(answer.status);
  expect(await listIntegrations(user)).toHaveLength(1);
});

const readAudit = async (user: TestUser, action: string) =>
  (await listRows("audit")).filter((entry) => entry.user === user.sub && entry.action === action);
const listGrantRows = async (user: TestUser) =>
  (await listRows("transient", "grant#")).filter((row) => JSON.stringify(row).includes(user.sub));

test("leaves the grant at the provider where that is asked for, and deletes our tokens all the same", async () => {
  const user = await createUser();
  await connectIntegration(user, "slack");
  const [mine] = await listIntegrations(user);
  expect((await user.delete(`/api/v1/integrations/${mine?.id}?revoke_token=false`)).status).toBe(200);
  expect(await listIntegrations(user)).toEqual([]);
  expect(await readAudit(user, "disconnect")).toMatchObject([{ reason: "grant_kept", connection: mine?.id }]);
  await expect.poll(() => listGrantRows(user)).toEqual([]);
  expect(await readAudit(user, "grant_revoked")).toEqual([]);
  expect((await sandbox("slack").grants()).filter(({ revoked }) => revoked)).toEqual([]);
});

test("revokes where that is asked for by its name", async () => {
  const user = await createUser();
  await connectIntegration(user, "slack");
  const [mine] = await listIntegrations(user);
  await user.delete(`/api/v1/integrations/${mine?.id}?revoke_token=true`);
  await waitUntilAllRevoked("slack");
});

test.each(["", "no", "0", "FALSE", "false&revoke_token=true"])("refuses %j as whether to revoke", async (value) => {
  const user = await createUser();
  await connectIntegration(user, "slack");
  const [mine] = await listIntegrations(user);
  const answer = await user.delete(`/api/v1/integrations/${mine?.id}?revoke_token=${value}`);
  expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
  expect(await listIntegrations(user)).toHaveLength(1);
});
