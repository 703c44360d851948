// The Salesforce sandbox: what its protocol has that others have not.
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { redirectUri, useProvider } from "./provider.ts";

const salesforce = useProvider("salesforce");
const client = { client_id: "sandbox-salesforce-client", client_secret: "sandbox-salesforce-secret" };
const login = "/login.salesforce.com/services/oauth2";
const acme = "/acme.my.salesforce.com/services/data/v62.0";

async function connect(account = "ada", more: Record<string, string> = {}) {
  const challenge = createHash("sha256").update("v".repeat(43)).digest("base64url");
  const query = { scope: "api refresh_token id", code_challenge: challenge, code_challenge_method: "S256" };
  const back = await salesforce.consent(`${login}/authorize`, query, { _approve: "1", _account: account });
  const code = back.searchParams.get("code") ?? "";
  const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: "v".repeat(43) };
  return salesforce.form(`${login}/token`, { ...client, ...form, ...more });
}

const token = async (account?: string) => String((await connect(account)).body.access_token);
const refresh = (refresh_token: unknown) =>
  salesforce.form(`${login}/token`, { ...client, grant_type: "refresh_token", refresh_token: String(refresh_token) });
const post = async (path: string, bearer: string, body: object) => {
  const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
  const answer = await fetch(salesforce.url(path), { method: "POST", headers, body: JSON.stringify(body) });
  return { status: answer.status, body: Object(await answer.json()) };
};
const ask = (path: string, q: string, bearer: string) =>
  salesforce.asBearer(`${acme}${path}?${new URLSearchParams({ q })}`, bearer);

test("answers a code with an instance and an identity, and without a lifetime", async () => {
  const { body } = await connect();
  expect(body).toMatchObject({
    instance_url: "https://acme.my.salesforce.com",
    id: expect.stringMatching(/^https:\/\/login\.salesforce\.com\/id\/00D\w{15}\/005\w{15}$/),
    token_type: "Bearer",
    issued_at: expect.stringMatching(/^\d{13}$/),
    refresh_token: expect.any(String),
  });
  expect(body).not.toHaveProperty("expires_in");
});

test.each([
  [{ client_secret: "guess" }, "invalid_client"],
  [{ client_id: "guess" }, "invalid_client_id"],
  [{ code_verifier: "w".repeat(43) }, "invalid_grant"],
  [{ redirect_uri: "http://localhost:1/" }, "redirect_uri_mismatch"],
])("refuses a code with %j", async (more, error) => {
  expect(await connect("ada", more)).toMatchObject({ status: 400, body: { error } });
});

test("renews without a new refresh token, unless rotation is on", async () => {
  const { refresh_token } = (await connect()).body;
  expect((await refresh(refresh_token)).body).not.toHaveProperty("refresh_token");
  await salesforce.behave({ rotation: true });
  const { body } = await refresh((await connect()).body.refresh_token);
  expect(body.refresh_token).toEqual(expect.any(String));
});

test("names another instance once the organization has moved, and answers only there", async () => {
  const { refresh_token } = (await connect()).body;
  await salesforce.control("POST", "instance", { host: "acme2.my.salesforce.com" });
  const { body } = await refresh(refresh_token);
  expect(body.instance_url).toBe("https://acme2.my.salesforce.com");
  expect((await ask("/query", "SELECT Id FROM Contact", String(body.access_token))).status).toBe(404);
});

test("ends the oldest of a person's six approvals", async () => {
  const tokens = [];
  for (let at = 0; at < 6; at += 1) tokens.push((await connect()).body.refresh_token);
  expect((await refresh(tokens[0])).body).toMatchObject({ error: "invalid_grant" });
  expect((await refresh(tokens[1])).status).toBe(200);
});

test("answers an expired session with a list of one error", async () => {
  const bearer = await token();
  await salesforce.control("POST", "expire-tokens");
  expect(await ask("/query", "SELECT Id FROM Contact", bearer)).toMatchObject({
    status: 401,
    body: [{ errorCode: "INVALID_SESSION_ID" }],
  });
});

test("gives a client credentials at a My Domain only", async () => {
  const form = { ...client, grant_type: "client_credentials" };
  expect(await salesforce.form(`${login}/token`, form)).toMatchObject({
    status: 400,
    body: { error: "invalid_grant" },
  });
  const { body } = await salesforce.form("/globex.my.salesforce.com/services/oauth2/token", form);
  expect(body).toMatchObject({ instance_url: "https://globex.my.salesforce.com" });
  expect(body).not.toHaveProperty("refresh_token");
});

test.each([
  ["4155551212", ["Grace Hopper"]],
  ["2079460958", ["Alan Turing"]],
  ["6505550133", ["Barbara Liskov"]],
  ["0000000000", []],
])("finds %s in phone fields, however it is written there", async (digits, names) => {
  const q = `FIND {${digits}} IN PHONE FIELDS RETURNING Contact(Id, Name, Account.Name), Lead(Id, Name LIMIT 5)`;
  const { body } = await ask("/search", q, await token());
  expect(body.searchRecords).toMatchObject(names.map((Name) => ({ Name, attributes: {} })));
});

test("searches by parameters too", async () => {
  const sobjects = [{ name: "Contact", fields: ["Id", "Name"] }];
  const { body } = await post(`${acme}/parameterizedSearch`, await token(), { q: "4155551212", in: "PHONE", sobjects });
  expect(body.searchRecords).toMatchObject([{ Name: "Grace Hopper" }]);
});

test.each([
  ["SELECT Id, Name FROM Contact WHERE LastName = 'O\\'Brien'", ["Katherine O'Brien"]],
  ["SELECT Name FROM Contact WHERE Phone IN ('(415) 555-1212', '030 901820')", ["Grace Hopper", "Edsger Dijkstra"]],
  ["SELECT Name FROM Contact WHERE (Phone = 'x' OR MobilePhone = '+44 20 7946 0958') LIMIT 1", ["Alan Turing"]],
  ["SELECT Name FROM Contact WHERE LastName = 'x\\' OR Name = \\'Grace Hopper'", []],
])("answers %s", async (soql, names) => {
  const { body } = await ask("/query", soql, await token());
  expect(body).toMatchObject({ totalSize: names.length, done: true, records: names.map((Name) => ({ Name })) });
});

test.each([
  ["SELECT Id FROM Contact WHERE LastName = 'x' OR Name = 'a' GARBAGE", "MALFORMED_QUERY"],
  ["SELECT Nothing FROM Contact", "INVALID_FIELD"],
  ["SELECT Id FROM Secret__c", "INVALID_TYPE"],
])("refuses %s", async (soql, errorCode) => {
  expect(await ask("/query", soql, await token())).toMatchObject({ status: 400, body: [{ errorCode }] });
});

test("writes a task for a person whom the organization has, and shows it", async () => {
  const bearer = await token();
  const task = { Subject: "Call - Inbound", WhoId: "0035g00000Grace001", Status: "Completed", TaskSubtype: "Call" };
  const { status, body } = await post(`${acme}/sobjects/Task`, bearer, task);
  expect([status, body]).toEqual([201, { id: expect.stringMatching(/^00T/), success: true, errors: [] }]);
  expect((await salesforce.asBearer(`${acme}/sobjects/Task/${body.id}`, bearer)).body).toMatchObject(task);
  expect(await post(`${acme}/sobjects/Task`, bearer, { ...task, WhoId: "0035g00000Hank0001" })).toMatchObject({
    status: 400,
    body: [{ errorCode: "INVALID_CROSS_REFERENCE_KEY" }],
  });
  expect(await post(`${acme}/sobjects/Task`, bearer, { Nothing: 1 })).toMatchObject({ status: 400 });
});

test("shows an organization nothing of another", async () => {
  const globex = "/globex.my.salesforce.com/services/data/v62.0";
  const bearer = await token("ben");
  expect((await ask("/query", "SELECT Id FROM Contact", bearer)).status).toBe(404);
  const q = new URLSearchParams({ q: "SELECT Name FROM Contact" });
  expect((await salesforce.asBearer(`${globex}/query?${q}`, bearer)).body).toMatchObject({
    records: [{ Name: "Hank Scorpio" }],
  });
});
