// Who may open a socket, as decided by the Lambda of $connect.
import { createHmac, randomUUID } from "node:crypto";
import { decodeJwt, exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import { expect, test } from "vitest";
import { tokenFor } from "../support/api.ts";
import { cloud } from "../support/cloud.ts";
import { sendControl } from "../support/control.ts";
import { spy } from "../support/spy.ts";
import { createFeedUser, listRows } from "./support/feed.ts";
import { offerProtocols, openHandshake } from "./support/handshake.ts";
import { invokeLambda } from "./support/invoke.ts";
import { openPage, openWithProtocols } from "./support/socket.ts";

const encodePart = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const { person } = createFeedUser();
const createGoodToken = () => tokenFor(person);

const claims = (more: Record<string, unknown> = {}) => {
  const now = Math.floor(Date.now() / 1000);
  return { sub: person.sub, org: "acme", iss: cloud().issuer, aud: "patchbay", iat: now, exp: now + 600, ...more };
};

const issueToken = async (wish: Record<string, unknown>) =>
  (await sendControl<{ token: string }>(`${cloud().issuer}/sandbox/tokens`, "POST", { sub: person.sub, ...wish }))
    .token;

async function publishedKey(): Promise<JWK> {
  const discovery = await sendControl<{ jwks_uri: string }>(`${cloud().issuer}/.well-known/openid-configuration`);
  return (await sendControl<{ keys: JWK[] }>(discovery.jwks_uri)).keys[0] ?? {};
}

const statusWith = async (...protocols: string[]) => (await openHandshake(offerProtocols(...protocols))).status;

test("opens for a good token and answers with the subprotocol alone", async () => {
  expect(await openHandshake(offerProtocols("patchbay.v1", await createGoodToken()))).toEqual({
    status: 101,
    protocol: "patchbay.v1",
  });
});

test("is opened by a browser's client", async () => {
  const page = await openPage(person);
  expect(page.protocol).toBe("patchbay.v1");
});

test("stores who it is and until when: the token's end, or two hours", async () => {
  const [soon, late] = [createFeedUser(), createFeedUser()];
  const token = await tokenFor(soon.person, { expiresIn: 300 });
  await openWithProtocols(["patchbay.v1", token]);
  await openWithProtocols(["patchbay.v1", await tokenFor(late.person, { expiresIn: 86_400 })]);
  expect(await listRows("socket", soon)).toEqual([expect.objectContaining({ expiresAt: decodeJwt(token).exp })]);
  const lives = (await listRows("socket", late)).map(
    ({ connectedAt, expiresAt }) => Number(expiresAt) - Number(connectedAt),
  );
  expect(lives).toEqual([7200]);
});

test.each<[string, (token: string) => string[]]>([
  ["nothing", () => []],
  ["our subprotocol alone", () => ["patchbay.v1"]],
  ["a token alone", (token) => [token]],
  ["a token before the subprotocol", (token) => [token, "patchbay.v1"]],
  ["another version", (token) => ["patchbay.v2", token]],
  ["two tokens", (token) => ["patchbay.v1", token, token]],
  ["a third word", (token) => ["patchbay.v1", token, "soap"]],
  ["half a token", (token) => ["patchbay.v1", token.split(".").slice(0, 2).join(".")]],
  ["a word that is no token", () => ["patchbay.v1", "token"]],
])("refuses who offers %s", async (_, offered) => {
  expect(await statusWith(...offered(await createGoodToken()))).toBe(401);
});

const encodeTenant = (name: string) => `tenant.${Buffer.from(name).toString("base64url")}`;
const severalTenants = () => issueToken({ claims: { org: ["acme", "Zürich, Süd"] } });

test("opens for the tenant that the third subprotocol names", async () => {
  const user = createFeedUser();
  const wish = { sub: user.person.sub, claims: { org: [user.person.org, "Zürich, Süd"] } };
  const token = await issueToken(wish);
  await openWithProtocols(["patchbay.v1", token, encodeTenant(user.person.org)]);
  await openWithProtocols(["patchbay.v1", token, encodeTenant("Zürich, Süd")]);
  expect(await listRows("socket", user)).toHaveLength(1);
  expect(await listRows("socket", { ...user, tenant: "c#Zürich, Süd" })).toHaveLength(1);
});

test.each<[string, string[], number]>([
  ["no tenant of several", [], 400],
  ["another's tenant", [encodeTenant("globex")], 403],
  ["a stored key", [encodeTenant("c#acme")], 403],
  ["a tenant that is not encoded", ["tenant.acme!"], 401],
  ["an empty tenant", ["tenant."], 401],
  ["bytes that are no text", [`tenant.${Buffer.from([0xff, 0xfe]).toString("base64url")}`], 401],
  ["two tenants", [encodeTenant("acme"), encodeTenant("acme")], 401],
])("refuses a token with several tenants that comes with %s", async (_, offered, status) => {
  expect(await statusWith("patchbay.v1", await severalTenants(), ...offered)).toBe(status);
});

test("refuses a token whose tenant claim cannot be read", async () => {
  for (const org of [7, "", [], { id: "acme" }, ["acme", 7]]) {
    expect(await statusWith("patchbay.v1", await issueToken({ claims: { org } }))).toBe(401);
  }
});

test("does not look for a token in the address", async () => {
  const token = await createGoodToken();
  const query = `?access_token=${token}&token=${token}&authorization=Bearer%20${token}`;
  expect((await openHandshake(offerProtocols("patchbay.v1"), query)).status).toBe(401);
  expect((await openHandshake({ authorization: `Bearer ${token}` })).status).toBe(401);
});

test.each<[string, Record<string, unknown>]>([
  ["that has expired", { expiresIn: -120 }],
  ["that expired a moment ago, for its socket would end at once", { expiresIn: -5 }],
  ["for another audience", { audience: "someone-else" }],
  ["of another issuer", { issuer: "https://evil.example" }],
  ["that begins later", { notBefore: Math.floor(Date.now() / 1000) + 600 }],
])("refuses a token %s", async (_, wish) => {
  expect(await statusWith("patchbay.v1", await issueToken(wish))).toBe(401);
});

test("refuses a service's token", async () => {
  expect(await statusWith("patchbay.v1", await issueToken({ claims: { scope: "integrations/tokens" } }))).toBe(403);
});

test("refuses tokens without a signature", async () => {
  const unsigned = `${encodePart({ alg: "none", typ: "JWT" })}.${encodePart(claims())}`;
  for (const signature of ["", "c2ln"]) expect(await statusWith("patchbay.v1", `${unsigned}.${signature}`)).toBe(401);
});

test("refuses a token signed with the public key as a shared secret", async () => {
  const jwk = await publishedKey();
  const key = await importJWK(jwk, "RS256", { extractable: true });
  if (key instanceof Uint8Array) throw new Error("The issuer's key is no public key.");
  const content = `${encodePart({ alg: "HS256", kid: jwk.kid })}.${encodePart(claims())}`;
  const signature = createHmac("sha256", await exportSPKI(key))
    .update(content)
    .digest("base64url");
  expect(await statusWith("patchbay.v1", `${content}.${signature}`)).toBe(401);
});

test("refuses another's key under the issuer's key name, whatever its header brings along", async () => {
  const { kid = "" } = await publishedKey();
  const { privateKey } = await generateKeyPair("RS256");
  for (const extra of [{}, { jku: "https://evil.example/jwks" }, { kid: "../../dev/null" }]) {
    const token = await new SignJWT(claims()).setProtectedHeader({ alg: "RS256", kid, ...extra }).sign(privateKey);
    expect(await statusWith("patchbay.v1", token)).toBe(401);
  }
});

test("accepts connections from our own page only", async () => {
  const offer = offerProtocols("patchbay.v1", await createGoodToken());
  const openFromOrigin = async (origin: string) => (await openHandshake({ ...offer, origin })).status;
  expect(await openFromOrigin(cloud().origin)).toBe(101);
  const others = ["null", "https://evil.example", `${cloud().origin}.evil.example`, cloud().origin.toUpperCase()];
  for (const origin of others) expect(await openFromOrigin(origin)).toBe(403);
});

test("accepts no connection on another path", async () => {
  const answer = await openHandshake(offerProtocols("patchbay.v1", await createGoodToken()), "/../prod");
  expect(answer.status).toBe(404);
});

/** API Gateway's event: header names as the client spelled them, and every value as a list too. */
function connectEvent(headers: Record<string, string[]>, id: string = randomUUID()) {
  const requestContext = { connectionId: id, eventType: "CONNECT", routeKey: "$connect", requestId: randomUUID() };
  const single = Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values.at(-1)]));
  return { requestContext, headers: single, multiValueHeaders: headers, isBase64Encoded: false };
}

test("reads the header however it is spelled, and refuses two of them", async () => {
  const offer = `patchbay.v1, ${await createGoodToken()}`;
  const opened = await invokeLambda("connect", connectEvent({ "Sec-WebSocket-Protocol": [offer] }));
  expect(opened.answer).toEqual({ statusCode: 200, headers: { "Sec-WebSocket-Protocol": "patchbay.v1" } });
  const twice = await invokeLambda("connect", connectEvent({ "Sec-WebSocket-Protocol": [offer, offer] }));
  expect(twice.answer).toEqual({ statusCode: 401 });
});

test("logs no token, neither a good one nor a refused one", async () => {
  const [token, expired] = [await createGoodToken(), await issueToken({ expiresIn: -120 })];
  const createConnectEvent = (one: string) => connectEvent({ "sec-websocket-protocol": [`patchbay.v1, ${one}`] });
  const logs = [(await invokeLambda("connect", createConnectEvent(token))).log];
  const refuseAgain = async () => {
    logs.push((await invokeLambda("connect", createConnectEvent(expired))).log);
    return logs.join();
  };
  await expect.poll(refuseAgain).toContain("socket refused");
  for (const one of [token, expired]) expect(logs.join()).not.toContain(one.split(".")[2]);
});

test("asks AWS twice", async () => {
  const token = await createGoodToken();
  const calls = await spy.during(() => openHandshake(offerProtocols("patchbay.v1", token)), "live-connect");
  expect(calls).toEqual(["dynamodb Query socket#", "dynamodb TransactWriteItems socket# socketid#"]);
});

test("keeps nothing of a refused socket", async () => {
  const user = createFeedUser();
  await openHandshake({
    ...offerProtocols("patchbay.v1", await tokenFor(user.person)),
    origin: "https://evil.example",
  });
  expect(await listRows("socket", user)).toEqual([]);
});
