// jsforce, Salesforce's own choice of a client for Node, finds in the sandbox what we find, at the same addresses.
import { expect, test } from "vitest";
import { redirectUri, useProvider } from "../infra/local/sandbox/provider.ts";
import { loadJudge } from "./support/load-judge.ts";

interface Records {
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly totalSize: number;
}

interface Authorization {
  readonly codeVerifier: string;
  getAuthorizationUrl(options: object): string;
  requestToken(code: string, more: object): Promise<Token>;
  refreshToken(token: string): Promise<Token>;
  revokeToken(token: string): Promise<void>;
}

interface Token {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly instance_url: string;
  readonly id: string;
}

interface Connection {
  search(sosl: string): Promise<{ readonly searchRecords: readonly Readonly<Record<string, unknown>>[] }>;
  query(soql: string): Promise<Records>;
  sobject(name: string): { create(record: object): Promise<{ readonly id: string; readonly success: boolean }> };
}

const { Connection, OAuth2 } = loadJudge<{
  Connection: new (options: object) => Connection;
  OAuth2: new (options: object) => Authorization;
}>("jsforce");
const salesforce = useProvider("salesforce");

const createAuthorization = (): Authorization =>
  new OAuth2({
    loginUrl: salesforce.url("/login.salesforce.com"),
    clientId: "sandbox-salesforce-client",
    clientSecret: "sandbox-salesforce-secret",
    redirectUri,
    useVerifier: true,
  });

async function signIn(authorization: Authorization): Promise<Token> {
  const asked = new URL(authorization.getAuthorizationUrl({ scope: "api refresh_token id" }));
  const consented = await salesforce.consent(asked.pathname, Object.fromEntries(asked.searchParams));
  const code = consented.searchParams.get("code") ?? "";
  return authorization.requestToken(code, { code_verifier: authorization.codeVerifier });
}

/** The organization's host is a part of the path in the sandbox. */
const toConnection = ({ instance_url, access_token }: Token): Connection =>
  new Connection({
    instanceUrl: salesforce.url(`/${new URL(instance_url).host}`),
    accessToken: access_token,
    version: "62.0",
  });

const connect = async (): Promise<Connection> => toConnection(await signIn(createAuthorization()));

test("is authorized with PKCE, whose method it does not send, and refreshed without a new refresh token", async () => {
  const authorization = createAuthorization();
  const token = await signIn(authorization);
  expect(token).toMatchObject({
    instance_url: expect.stringMatching(/\.my\.salesforce\.com$/),
    id: expect.stringMatching(/\/id\/00D\w{15}\/005\w{15}$/),
  });
  expect(await authorization.refreshToken(token.refresh_token)).not.toHaveProperty("refresh_token");
});

test("finds a contact by the digits of a phone number, however it is stored", async () => {
  const found = await (await connect()).search("FIND {4155551212} IN PHONE FIELDS RETURNING Contact(Id, Name, Phone)");
  expect(found.searchRecords).toMatchObject([
    { attributes: { type: "Contact" }, Name: "Grace Hopper", Phone: "(415) 555-1212" },
  ]);
});

test("reads by SOQL and writes a task", async () => {
  const connection = await connect();
  const { records, totalSize } = await connection.query("SELECT Id, Name FROM Contact WHERE LastName = 'Hopper'");
  expect([totalSize, records[0]?.Name]).toEqual([1, "Grace Hopper"]);
  const task = {
    WhoId: records[0]?.Id,
    Subject: "Call",
    Status: "Completed",
    TaskSubtype: "Call",
    CallType: "Inbound",
  };
  expect(await connection.sobject("Task").create(task)).toMatchObject({ success: true });
});

test("is told by Salesforce's error codes that a session is over", async () => {
  const authorization = createAuthorization();
  const token = await signIn(authorization);
  await authorization.revokeToken(token.refresh_token);
  await expect(toConnection(token).query("SELECT Id FROM Contact")).rejects.toMatchObject({
    errorCode: "INVALID_SESSION_ID",
  });
  await expect(authorization.refreshToken(token.refresh_token)).rejects.toMatchObject({ name: "invalid_grant" });
});
