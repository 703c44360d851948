// Accounts of the older systems, sealed as those sealed them, imported and then renewed once at the provider.
import { Client } from "pg";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { computePorts } from "../../../infra/local/ports.ts";
import { localAdmin } from "../../../infra/local/postgres/start.ts";
import { providerNames } from "../../../infra/local/sandbox/state.ts";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import { asUser } from "../../support/api.ts";
import { cloud } from "../../support/cloud.ts";
import { connectInBrowser } from "../../support/flow.ts";
import { sandbox } from "../../support/sandbox.ts";
import { canaries, connectAtSandbox } from "./support/old-grants.ts";
import { encryptForA, encryptForB, encryptForC, oldKeys, toBytea } from "./support/old-schemes.ts";
import { importRows, type OldRow, printed, readProgressFiles, tenant } from "./support/run-import.ts";
import { readConnections } from "./support/stored.ts";

beforeEach(async () => {
  await Promise.all(providerNames.map((name) => sandbox(name).reset()));
});

const stopped = ["--tenant", tenant, "--old-system-stopped"];
const createUser = () => `user-${crypto.randomUUID()}`;

/** Seals a text with PostgreSQL's own pgp_sym_encrypt. */
async function encryptInPostgres(text: string): Promise<string> {
  const { database } = computePorts(cloud().portBase);
  const address = `postgres://${localAdmin.user}:${localAdmin.password}@127.0.0.1:${database}/postgres`;
  const client = new Client({ connectionString: address });
  await client.connect();
  try {
    await client.query("create extension if not exists pgcrypto");
    const { rows } = await client.query("select pgp_sym_encrypt($1, $2)::text as stored", [text, oldKeys.a]);
    return rows[0].stored;
  } finally {
    await client.end();
  }
}

/** Renews the only account of a user, as the settings page does. */
async function renew(user: string, provider: ProviderId) {
  const browser = await asUser({ sub: user, org: tenant });
  const before = await readConnections(user);
  const answer = await browser.post(`/api/integrations/${provider}/refresh`);
  const after = await readConnections(user);
  return { answer, isRenewed: before[0]?.version !== after[0]?.version, connection: after[0] };
}

const figmaScopes = "current_user:read file_content:read";

test.each([
  ["plain text", async (token: string) => token],
  ["BYTEA", async (token: string) => toBytea(encryptForA(token, oldKeys.a))],
  ["BYTEA in base64", async (token: string) => encryptForA(token, oldKeys.a).toString("base64")],
  ["pgcrypto", encryptInPostgres],
])("surface A, %s: a Figma account works and is renewed", async (_, seal) => {
  const user = createUser();
  const grant = await connectAtSandbox("figma", figmaScopes);
  const row: OldRow = {
    ...{ user_id: user, provider: "figma", scopes: `{${figmaScopes.replaceAll(" ", ",")}}` },
    ...{ access_token: await seal(grant.access_token), refresh_token: await seal(grant.refresh_token ?? "") },
    ...{ provider_user_id: String(grant.user_id_string), provider_username: "ada", created_at: "2026-01-05 10:00:00" },
  };
  expect(await importRows("a", [row])).toMatchObject({ code: 0, stderr: "" });
  expect(await renew(user, "figma")).toMatchObject({
    answer: { status: 200, json: { provider: "figma", status: "connected", connectedAt: "2026-01-05T10:00:00.000Z" } },
    isRenewed: true,
  });
});

test("connecting an imported account again meets the same connection", async () => {
  const user = createUser();
  const grant = await connectAtSandbox("figma", figmaScopes);
  const row = { user_id: user, provider: "figma", access_token: grant.access_token };
  // Nothing says which account it is: the provider is asked.
  expect((await importRows("a", [row])).code).toBe(0);
  const [imported] = await readConnections(user);
  await connectInBrowser(await asUser({ sub: user, org: tenant }), "figma");
  const [connected, ...others] = await readConnections(user);
  expect(others).toEqual([]);
  expect(connected).toMatchObject({
    id: imported?.id,
    accountName: imported?.accountName,
    username: imported?.username,
  });
});

test("surface A: a Slack bot with token rotation, once the old system is stopped", async () => {
  await sandbox("slack").behave({ rotation: true });
  const user = createUser();
  const grant = await connectAtSandbox("slack", "channels:read,chat:write");
  const { team, authed_user } = grant as unknown as { team: { id: string; name: string }; authed_user: { id: string } };
  const metadata = JSON.stringify({ team, authed_user, bot_user_id: grant.bot_user_id });
  const row = {
    ...{ user_id: user, provider: "slack", scopes: "channels:read,chat:write", metadata },
    access_token: toBytea(encryptForA(grant.access_token, oldKeys.a)),
    refresh_token: toBytea(encryptForA(grant.refresh_token ?? "", oldKeys.a)),
  };
  expect((await importRows("a", [row])).stdout).toContain("good for one use");
  expect(await importRows("a", [row], stopped)).toMatchObject({ code: 0, stderr: "" });
  const { answer, isRenewed, connection } = await renew(user, "slack");
  expect(answer).toMatchObject({ status: 200, json: { accountName: team.name, status: "connected" } });
  expect(isRenewed).toBe(true);
  expect(connection).toMatchObject({
    accountId: team.id,
    person: authed_user.id,
    tokens: { bot: { refresh: expect.anything() } },
  });
});

test("surface B: a Gmail account whose access token has expired", async () => {
  const user = createUser();
  const grant = await connectAtSandbox(
    "gmail",
    "openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/gmail.readonly",
  );
  const asked = await fetch(`${cloud().sandbox.google}/v1/userinfo`, {
    headers: { authorization: `Bearer ${grant.access_token}` },
  });
  const { sub, email } = (await asked.json()) as { sub: string; email: string };
  const row = {
    ...{ userId: user, service: "gmail", expiresAt: String(Date.now() - 3_600_000), scopes: String(grant.scope) },
    ...{
      accessToken: encryptForB(grant.access_token, oldKeys.b),
      refreshToken: encryptForB(grant.refresh_token ?? "", oldKeys.b),
    },
    ...{ providerUserId: sub, providerEmail: email },
  };
  expect(await importRows("b", [row])).toMatchObject({ code: 0, stderr: "" });
  expect(await renew(user, "gmail")).toMatchObject({ answer: { status: 200 }, isRenewed: true });
  const browser = await asUser({ sub: user, org: tenant });
  expect((await browser.get("/api/v2/gmail/messages")).status).toBe(200);
});

test("surface C: a Salesforce account under its caller's name", async () => {
  const user = createUser();
  const grant = await connectAtSandbox("salesforce", "api refresh_token id");
  const row = {
    ...{ user_id: user, integration_id: "sf", provider: "salesforce", login_host: "login.salesforce.com" },
    ...{
      access_token: encryptForC(grant.access_token, oldKeys.c),
      refresh_token: encryptForC(grant.refresh_token ?? "", oldKeys.c),
    },
    ...{
      identity_url: String(grant.id),
      provider_username: "ada@example.com",
      instance_url: String(grant.instance_url),
    },
    ...{ scopes: "api refresh_token id", updated_at: new Date().toISOString() },
  };
  expect(await importRows("c", [row], stopped)).toMatchObject({ code: 0, stderr: "" });
  const browser = await asUser({ sub: user, org: tenant });
  expect((await browser.post("/api/oauth/status", { integrationId: "sf" })).json).toMatchObject({ connected: true });
  expect(await renew(user, "salesforce")).toMatchObject({ answer: { status: 200 }, isRenewed: true });
});

test("does not bring back an account that its user has disconnected here", async () => {
  const user = createUser();
  const grant = await connectAtSandbox("figma", figmaScopes);
  const row = { user_id: user, provider: "figma", access_token: grant.access_token, provider_user_id: "1001" };
  await importRows("a", [row]);
  const browser = await asUser({ sub: user, org: tenant });
  expect((await browser.delete("/api/integrations/figma")).status).toBe(200);
  const again = await importRows("a", [row, { ...row, user_id: createUser() }]);
  expect(again.stdout).toContain("1  Left out: disconnected here since: line 2");
  expect(await readConnections(user)).toEqual([]);
});

test("settings of the old system are the user's here", async () => {
  const user = createUser();
  const grant = await connectAtSandbox("figma", figmaScopes);
  const settings = JSON.stringify({ autoSync: true, webhookEnabled: false, teamId: "1001" });
  await importRows("a", [{ user_id: user, provider: "figma", access_token: grant.access_token, settings }]);
  const browser = await asUser({ sub: user, org: tenant });
  expect((await browser.get("/api/integrations/figma/settings")).json).toMatchObject({
    autoSync: true,
    teamId: "1001",
  });
});

test("shows no token anywhere", async () => {
  const texts = [...printed, await readProgressFiles()].join("\n");
  expect(canaries.length).toBeGreaterThan(10);
  expect(canaries.filter((token) => texts.includes(token))).toEqual([]);
});

beforeAll(() => {
  canaries.length = 0;
});
