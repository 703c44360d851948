import { createPublicKey, verify } from "node:crypto";
import { expect, test } from "vitest";
import { callGoogle, connectGoogle } from "./google-account.ts";
import { type Body, useProvider } from "./provider.ts";
import { useReceiver } from "./receiver.ts";

const google = useProvider("google");
const receiver = useReceiver(google);
const topicName = "projects/sandbox/topics/patchbay";
const me = "/gmail/v1/users/me";
const scope = "gmail.modify";

const part = (text = ""): Body => JSON.parse(Buffer.from(text, "base64url").toString("utf8"));

function bearerToken(): { header: Body; claims: Body; signed: string; signature: string } {
  const [header, claims, signature = ""] = (receiver.received()[0]?.headers.authorization ?? "").slice(7).split(".");
  return { header: part(header), claims: part(claims), signed: `${header}.${claims}`, signature };
}

async function isGenuine(): Promise<boolean> {
  const { header, signed, signature } = bearerToken();
  const issuer = (await google.get("/.well-known/openid-configuration")).body;
  const { keys } = (await google.get(new URL(String(issuer.jwks_uri)).pathname)).body as { keys: Body[] };
  const jwk = keys.find(({ kid }) => kid === header.kid);
  if (header.alg !== "RS256" || !jwk) return false;
  const key = createPublicKey({ key: jwk as { kty: string }, format: "jwk" });
  return verify("RSA-SHA256", Buffer.from(signed), key, Buffer.from(signature, "base64url"));
}

const listNotifications = () =>
  receiver.bodies().map((body) => {
    const { data } = body.message as { data: string };
    return JSON.parse(Buffer.from(data, "base64").toString("utf8")) as { emailAddress: string; historyId: unknown };
  });

test("delivers a mail's notification with a token under the key it publishes", async () => {
  await receiver.push({ event: "mail", subject: "Hello" });
  expect(receiver.received()[0]?.path).toBe("/api/v1/webhooks/gmail/push");
  expect(await isGenuine()).toBe(true);
  const now = Date.now() / 1000;
  const { claims } = bearerToken();
  expect(claims).toMatchObject({
    iss: new URL(google.url("/")).origin,
    aud: `${receiver.origin()}/api/v1/webhooks/gmail/push`,
    email: "push@sandbox.example.com",
    email_verified: true,
    azp: claims.sub,
    sub: expect.stringMatching(/^\d+$/),
  });
  expect(Math.abs(Number(claims.exp) - now - 3600)).toBeLessThan(10);
  expect(receiver.bodies()).toMatchObject([
    { message: { messageId: expect.any(String) }, subscription: "projects/sandbox/subscriptions/patchbay" },
  ]);
});

test("adds a pushed mail to the mailbox and its history", async () => {
  const token = await connectGoogle(google, scope);
  const { historyId } = (await callGoogle(google, token, "GET", `${me}/profile`)).body;
  await receiver.push({ event: "mail", subject: "Please review by Friday", from: "Ben <ben@example.com>" });
  const { body } = await callGoogle(google, token, "GET", `${me}/history?startHistoryId=${historyId}`);
  const [{ message }] = body.history[0].messagesAdded;
  const mail = (await callGoogle(google, token, "GET", `${me}/messages/${message.id}`)).body;
  expect(JSON.stringify(mail.payload.headers)).toContain("Please review by Friday");
  expect(listNotifications()).toEqual([{ emailAddress: "ada@example.com", historyId: expect.anything() }]);
  expect([String(listNotifications()[0]?.historyId), mail.historyId]).toEqual([body.historyId, body.historyId]);
});

test("shows the history id as a number and as a string", async () => {
  await receiver.push({ event: "mail", historyIdAs: "number" });
  await receiver.push({ event: "mail", historyIdAs: "string" });
  await receiver.push({ event: "mail" });
  await receiver.push({ event: "mail" });
  const kinds = listNotifications().map(({ historyId }) => typeof historyId);
  expect(kinds.slice(0, 2)).toEqual(["number", "string"]);
  expect(kinds.slice(2).sort()).toEqual(["number", "string"]);
});

test("redelivers until it is acknowledged", async () => {
  receiver.setAnswer((count) => ({ status: count < 4 ? 500 : 204 }));
  const [delivery] = await receiver.push({ event: "mail" });
  expect(delivery).toMatchObject({ outcome: "accepted" });
  expect(new Set(receiver.bodies().map(({ message }) => (message as Body).messageId)).size).toBe(1);
  expect(receiver.received()).toHaveLength(4);
});

test.each([
  ["aud", { aud: "https://other.example.com/push" }],
  ["iss", { iss: "https://issuer.example.com" }],
  ["email", { email: "somebody@else.example.com" }],
  ["email_verified", { email_verified: false }],
])("forges the claim %s under the right key", async (forge, claims) => {
  await receiver.push({ event: "mail", forge });
  expect(await isGenuine()).toBe(true);
  expect(bearerToken().claims).toMatchObject(claims);
});

test("sends an expired token and one not yet valid", async () => {
  await receiver.push({ event: "mail", forge: "expired" });
  expect(Number(bearerToken().claims.exp)).toBeLessThan(Date.now() / 1000 - 600);
  await receiver.push({ event: "mail", forge: "nbf", url: `${receiver.origin()}/other` });
  const [, claims] = (receiver.received()[1]?.headers.authorization ?? "").split(".");
  expect(Number(part(claims).nbf)).toBeGreaterThan(Date.now() / 1000 + 600);
});

test.each([
  ["none", "none"],
  ["hs256", "HS256"],
  ["kid", "RS256"],
  ["signature", "RS256"],
])("forges the signature with %s", async (forge, alg) => {
  await receiver.push({ event: "mail", forge });
  expect(bearerToken().header.alg).toBe(alg);
  expect(await isGenuine()).toBe(false);
});

test("sends no token on command", async () => {
  await receiver.push({ event: "mail", forge: "unsigned" });
  expect(receiver.received()[0]?.headers).not.toHaveProperty("authorization");
});

test("logs each request for its keys", async () => {
  await google.get("/oauth2/v3/certs");
  await google.get("/oauth2/v3/certs");
  const { body } = await google.control("GET", "requests");
  const paths = Object.values(body).map((request) => (request as Body).path);
  expect(paths.filter((path) => path === "/oauth2/v3/certs")).toHaveLength(2);
});

test("notifies a watched mailbox of mail sent through the API while events are on", async () => {
  const token = await connectGoogle(google, scope);
  await google.behave({ events: true });
  await callGoogle(google, token, "POST", `${me}/watch`, { topicName });
  const mail = { to: "ada@example.com", from: "ben@example.com", subject: "Hi", body_text: "Hi" };
  await callGoogle(google, token, "POST", `${me}/messages`, mail);
  await receiver.waitForRequests(1);
  expect(listNotifications()).toMatchObject([{ emailAddress: "ada@example.com" }]);
});

test("delivers a notification without a mail, as often as requested", async () => {
  await receiver.push({ event: "notification", historyId: "17", historyIdAs: "string", times: 3, messageId: "5" });
  expect(listNotifications()).toEqual(Array(3).fill({ emailAddress: "ada@example.com", historyId: "17" }));
});
