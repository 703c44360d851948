import { expect, test } from "vitest";
import { computeTokenMac, hexHmac, toKeyId } from "../../support/signing.ts";
import {
  createPasscode,
  figma,
  figmaEvent,
  json,
  ref,
  signedFigmaEvent,
} from "../../webhooks/support/genuine-requests.ts";
import { deliverTo, startReceiverStage, takeLog } from "../../webhooks/support/receiver-stage.ts";

const stage = await startReceiverStage();

test("accepts our own passcode, names its connection, and removes the passcode", async () => {
  expect(await deliverTo(figma, figmaEvent(createPasscode()))).toMatchObject({ statusCode: 200, body: '{"ok":true}' });
  const [queued] = stage.listQueued();
  expect(queued).toMatchObject({ provider: "figma", kind: "event", link: ref });
  expect(JSON.parse(String(queued?.body))).toEqual({ event_type: "FILE_UPDATE", webhook_id: "22", file_key: "k" });
  expect(stage.aws.calls.map(({ input }) => JSON.stringify(input)).join("") + takeLog()).not.toContain(
    createPasscode(),
  );
});

test("makes passcodes that Figma takes", () => {
  expect(createPasscode().length).toBeLessThanOrEqual(100);
});

test("takes the operator's secret as passcode of a hook registered by hand", async () => {
  expect((await deliverTo(figma, figmaEvent("fake-figma-secret"))).statusCode).toBe(200);
  expect(JSON.stringify(stage.listQueued())).not.toContain("fake-figma-secret");
  expect(stage.listQueued()[0]).not.toHaveProperty("link");
});

test.each<[string, string]>([
  ["a passcode of ours for another connection", createPasscode().replace(ref, "conn-1111111111111-ref")],
  ["a passcode of ours with another MAC", `${createPasscode().slice(0, -2)}AA`],
  ["the same MAC in other characters", changeLastBits(createPasscode())],
  [
    "a Calendar token's MAC",
    `${toKeyId("fake-channel-secret")}.${ref}.${computeTokenMac("fake-channel-secret", "calendar", ref)}`,
  ],
  ["a passcode that is nobody's", "wrong-passcode"],
  ["a part of the operator's secret", "fake-figma-secre"],
  ["the signing secret itself", "fake-channel-secret"],
])("stops a hook with 400 for %s", async (_, wrong) => {
  const answer = await deliverTo(figma, figmaEvent(wrong));
  expect(answer.statusCode).toBe(400);
  expect(stage.listQueued()).toEqual([]);
  expect(`${takeLog()}${answer.body}`).not.toContain(wrong);
});

/** Changes the last two bits, which are unused in Base64url of 32 bytes. */
function changeLastBits(token: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return token.slice(0, -1) + alphabet[alphabet.indexOf(token.slice(-1)) ^ 1];
}

test("answers 503 to a passcode under an unknown key, so that Figma keeps the hook", async () => {
  expect((await deliverTo(figma, figmaEvent(createPasscode("a-secret-of-long-ago")))).statusCode).toBe(503);
  expect(stage.listQueued()).toEqual([]);
});

test.each([undefined, "", null, 7, ["fake-figma-secret"], { a: 1 }, "x".repeat(101)])(
  "does not know who sends the passcode %j: 401",
  async (wrong) => {
    expect((await deliverTo(figma, figmaEvent(wrong))).statusCode).toBe(401);
  },
);

test.each(["{", "", "[]", "null"])("answers 401 to the body %j, which proves nothing", async (body) => {
  expect((await deliverTo(figma, { headers: json, body })).statusCode).toBe(401);
});

test("answers 400 to a signed body that is no JSON", async () => {
  const headers = { ...json, "x-figma-signature": hexHmac("fake-figma-secret", "{") };
  expect((await deliverTo(figma, { headers, body: "{" })).statusCode).toBe(400);
});

test.each([
  (hex: string) => `sha256=${hex}`,
  (hex: string) => hex.toUpperCase(),
  (hex: string) => `${hex},${hex}`,
  () => "",
])("refuses a signature in another shape: %s", async (spoil) => {
  const { headers, body = "" } = signedFigmaEvent();
  const spoilt = { ...headers, "x-figma-signature": spoil(headers["x-figma-signature"] ?? "") };
  expect((await deliverTo(figma, { headers: spoilt, body })).statusCode).toBe(401);
});

test("does not fall back to a good passcode when there is a bad signature", async () => {
  const { headers, body = "" } = figmaEvent(createPasscode());
  const signed = { ...headers, "x-figma-signature": "0".repeat(64) };
  expect((await deliverTo(figma, { headers: signed, body })).statusCode).toBe(401);
});

test("acknowledges a ping with a good passcode, and only counts it", async () => {
  expect((await deliverTo(figma, figmaEvent(createPasscode(), { event_type: "PING" }))).statusCode).toBe(200);
  expect(stage.listQueued()).toEqual([]);
  expect(takeLog()).toMatch(/"kind":"ping".*"WebhookAnswered":1/);
});

test("does not answer a ping without one", async () => {
  expect((await deliverTo(figma, figmaEvent("wrong", { event_type: "PING" }))).statusCode).toBe(400);
});

test("leaves no second passcode of a doubled member on the queue", async () => {
  const body = `{"passcode":"${createPasscode()}","event_type":"FILE_UPDATE","passcode":"fake-figma-secret"}`;
  expect((await deliverTo(figma, { headers: json, body })).statusCode).toBe(200);
  expect(stage.listQueued()[0]?.body).toBe('{"event_type":"FILE_UPDATE"}');
});

test("answers 415 to a good passcode in another type", async () => {
  const { body = "" } = figmaEvent(createPasscode());
  expect((await deliverTo(figma, { headers: { "content-type": "text/plain" }, body })).statusCode).toBe(415);
});
