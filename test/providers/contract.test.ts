// One suite for every provider's definition: a whole flow over HTTP against its sandbox.
import "../http/lambda-environment.ts";
import { createHash } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type Connection, connection as connectionSchema } from "../../lib/store/connection.ts";
import { fromItem, toItem } from "../../lib/store/item.ts";
import { oauthState } from "../../lib/store/oauth-states.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { flowParams } from "../support/flow-params.ts";
import { openVault, readContents } from "../support/open-vault.ts";
import { json } from "../support/test-server.ts";
import { getSandboxName, startSandboxStage } from "./support/sandbox-stage.ts";

const aws = await startAwsStandIn();
const stage = await startSandboxStage();
const { providers, getProvider } = await import("../../lib/providers/index.ts");
const { deriveCodeVerifier } = await import("../../lib/oauth/code-verifier.ts");
const { startAuthorization } = await import("../../lib/connections/start.ts");
const { connectAccount } = await import("../../lib/connections/callback.ts");
const { redeemRefreshToken } = await import("../../lib/oauth/token-endpoint.ts");
const { readClient } = await import("../../lib/oauth/client.ts");
const { locateProvider, readFlowParams } = await import("../../lib/oauth/locate.ts");
const { revokeGrant } = await import("../../lib/connections/revoke.ts");
afterAll(() => Promise.all([aws.close(), stage.close()]));

type Item = Parameters<typeof fromItem>[1];
// A provider may sign the time at which it sends the browser back.
const now = Math.floor(Date.now() / 1000);
const dependencies = { now: () => now, fetch, vault: openVault };
const rows = new Map<string, Item>();

beforeEach(() => {
  aws.forget();
  rows.clear();
  aws.on("GetParameter", () => json({ Parameter: { Value: JSON.stringify(stage.clientIds) } }));
  aws.on("GetSecretValue", ({ SecretId }) => {
    const id = String(SecretId).split("/")[2] ?? "";
    return json({ SecretString: JSON.stringify({ current: `sandbox-${getSandboxName(id)}-secret` }) });
  });
  aws.on("PutItem", ({ Item }) => {
    const item = Item as Item;
    rows.set(item.pk?.S?.split("#")[0] ?? "", item);
    return json({});
  });
  aws.on("TransactWriteItems", () => json({}));
  aws.on("DeleteItem", () => json({}));
  aws.on("Query", () => json({ Items: [] }));
});

/** The person who consents at a sandbox, and whom the connection must name. */
const identities: Readonly<Record<string, Partial<Connection>>> = {
  figma: { accountName: expect.any(String), username: expect.stringContaining("@") },
  slack: { accountId: "T0ACME001", accountName: "Acme", username: "ada" },
  github: { accountId: expect.stringMatching(/^\d+$/), username: expect.any(String) },
  gmail: { accountId: expect.stringMatching(/^\d+$/), username: "ada@example.com" },
  calendar: { accountId: expect.stringMatching(/^\d+$/), username: "ada@example.com" },
  salesforce: { accountId: expect.stringMatching(/^00D\w{15}\/005\w{15}$/), username: "ada@acme.example" },
  epic: { accountId: expect.stringMatching(/R4\/Practitioner\/pr-1$/), accountName: "Ada Moreau" },
  cerner: { accountId: expect.stringMatching(/sandbox\/Practitioner\/pr-1$/), accountName: "Ada Moreau" },
  hubspot: { accountId: "62515", person: "7001", username: "ada@example.com" },
  shopify: { accountId: expect.stringMatching(/^\d+$/), accountName: "acme", username: "acme.myshopify.com" },
  clio: { accountId: "us-5001", accountName: "Ada Lovelace", username: "ada@example.com" },
};

describe.each(providers.map((provider) => [provider.id, provider] as const))("%s", (id, provider) => {
  const name = getSandboxName(id);
  const params = readFlowParams(provider, flowParams[id]);
  const located = locateProvider(provider, { params });
  const owner = { tenant: "c#tenant-1", user: "ada" };

  async function start() {
    const { authorizationUrl, state } = await startAuthorization(
      provider,
      { owner, surface: "integrations", params },
      () => now,
    );
    const row = fromItem(oauthState, rows.get("state") ?? {});
    const codeVerifier = row.verifierSalt && deriveCodeVerifier(state, row.verifierSalt);
    return { url: new URL(authorizationUrl), state, flow: { ...row, codeVerifier } };
  }

  async function consent(url: URL) {
    const answer = await fetch(`${url}&_approve=1`, { redirect: "manual" });
    return new URL(answer.headers.get("location") ?? "");
  }

  /** Connects with rotation on, so that every provider that can issues refresh tokens. */
  async function connect() {
    await stage.control(name, "POST", "reset");
    await stage.control(name, "PUT", "behaviour", { rotation: true });
    const { url, flow } = await start();
    const { searchParams, search } = await consent(url);
    const callback = { ...Object.fromEntries(searchParams), rawQuery: search };
    const options = { isSameBrowser: true, actor: { actor: "ada" }, dependencies };
    return (await connectAccount(provider, flow, callback, options)).connection;
  }

  const listTokens = ({ tokens }: Connection) =>
    Object.values(tokens).map(({ access, refresh }) => ({
      access: readContents(access).plaintext,
      refresh: refresh && readContents(refresh).plaintext,
    }));

  test("sends the browser to its authorization endpoint with the parameters it reads", async () => {
    const { url, state } = await start();
    expect(url.href.startsWith(`${located.endpoints.authorize}?`)).toBe(true);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: "code",
      client_id: stage.clientIds[id],
      redirect_uri: `http://localhost:6600/api/integrations/${id}/callback`,
      scope: provider.scopes.join(provider.scopeSeparator),
      state,
      ...provider.authorizeParameters,
    });
  });

  test("challenges with S256 wherever it takes PKCE, and never with plain", async () => {
    const { url, flow } = await start();
    const expected = provider.pkce
      ? createHash("sha256")
          .update(flow.codeVerifier ?? "")
          .digest("base64url")
      : null;
    expect(url.searchParams.get("code_challenge")).toBe(expected);
    expect(url.searchParams.get("code_challenge_method")).toBe(provider.pkce ? "S256" : null);
  });

  test("gets its state back with the code", async () => {
    const { url, state } = await start();
    const back = await consent(url);
    expect([back.origin + back.pathname, back.searchParams.get("state")]).toEqual([
      `http://localhost:6600/api/integrations/${id}/callback`,
      state,
    ]);
  });

  test("exchanges the code for a connection with every scope it asked for", async () => {
    const connection = await connect();
    expect(connectionSchema.parse(connection)).toMatchObject({
      ...owner,
      provider: id,
      status: "active",
      missingScopes: [],
    });
    expect(connection.scopes).toEqual(expect.arrayContaining([...provider.scopes]));
  });

  test("identifies the account", async () => {
    expect(await connect()).toMatchObject(identities[id] ?? {});
  });

  test("seals each token for its own row and stores none in plain text", async () => {
    const connection = await connect();
    const { tokens, ...open } = connection;
    for (const { access, refresh } of listTokens(connection)) {
      expect(JSON.stringify(open)).not.toContain(access);
      if (refresh) expect(JSON.stringify(open)).not.toContain(refresh);
    }
    for (const [set, { access }] of Object.entries(tokens)) {
      expect(readContents(access).context).toMatchObject({
        ...owner,
        provider: id,
        connection: connection.id,
        field: `${set}.access`,
      });
    }
  });

  test("refreshes with every refresh token it was given", async () => {
    const all = listTokens(await connect());
    const refreshTokens = all.flatMap(({ refresh }) => (refresh === undefined ? [] : [refresh]));
    expect(refreshTokens.length).toBeGreaterThan(0);
    for (const token of refreshTokens) {
      const answer = await redeemRefreshToken(located, await readClient(provider), token, fetch);
      expect(all.map(({ access }) => access)).not.toContain(answer.access_token);
    }
  });

  test.each([
    ["invalid_grant", "reconnect"],
    ["invalid_client", "config"],
  ])("classes its own words for %s as %s", async (refreshError, expected) => {
    const token = listTokens(await connect()).find(({ refresh }) => refresh)?.refresh ?? "";
    await stage.control(name, "PUT", "behaviour", { refreshError });
    const { findProviderError } = await import("../../lib/http/provider-error.ts");
    const error = await redeemRefreshToken(located, await readClient(provider), token, fetch).catch((thrown) => thrown);
    expect(findProviderError(error)?.kind).toBe(expected);
  });

  test("revokes at the provider, or sends nothing where that is not possible", async () => {
    const connection = await connect();
    const grant = { status: "revoking", purpose: "connection", connection, expiresAt: now };
    aws.on("GetItem", () => json({ Item: encodeItem(toItem(grant)) }));
    await stage.control(name, "DELETE", "requests");
    await revokeGrant("grant-1", now, {
      ...dependencies,
      getProvider,
      stopSubscriptions: async (_, tokens) => tokens,
    });
    const asked = (await stage.control(name, "GET", "requests")) as { path: string; status: number }[];
    const expected = provider.endpoints.revoke === undefined ? 0 : Object.keys(connection.tokens).length;
    expect(asked.map(({ status }) => status < 300)).toEqual(Array(expected).fill(true));
  });
});

/** Bytes as DynamoDB sends them. */
const encodeItem = (item: unknown): unknown =>
  JSON.parse(
    JSON.stringify(item, (_, value) => (value instanceof Object && "B" in value ? { B: base64(value.B) } : value)),
  );
const base64 = (value: unknown) => Buffer.from(value as Uint8Array).toString("base64");
