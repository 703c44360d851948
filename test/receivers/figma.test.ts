import { afterAll, beforeEach, expect, test } from "vitest";
import { hexHmac, kidOf, tokenMac } from "../support/signing.ts";
import { figma, figmaEvent, json, passcode, ref, signedFigmaEvent } from "./genuine.ts";
import { deliver, receiverStage, takeLog } from "./stage.ts";

const stage = await receiverStage();
afterAll(() => stage.close());
beforeEach(() => {
  stage.aws.calls.length = 0;
  takeLog();
});

test("takes a passcode of ours, names its connection, and takes the passcode away", async () => {
  expect(await deliver(figma, figmaEvent(passcode()))).toMatchObject({ statusCode: 200, body: '{"ok":true}' });
  const [queued] = stage.queued();
  expect(queued).toMatchObject({ provider: "figma", kind: "event", link: ref });
  expect(JSON.parse(String(queued?.body))).toEqual({ event_type: "FILE_UPDATE", webhook_id: "22", file_key: "k" });
  expect(stage.aws.calls.map(({ input }) => JSON.stringify(input)).join("") + takeLog()).not.toContain(passcode());
});

test("makes passcodes that Figma takes", () => {
  expect(passcode().length).toBeLessThanOrEqual(100);
});

test("takes the operator's secret as passcode of a hook registered by hand", async () => {
  expect((await deliver(figma, figmaEvent("fake-figma-secret"))).statusCode).toBe(200);
  expect(JSON.stringify(stage.queued())).not.toContain("fake-figma-secret");
  expect(stage.queued()[0]).not.toHaveProperty("link");
});

test.each<[string, string]>([
  ["a passcode of ours for another connection", passcode().replace(ref, "conn-1111111111111-ref")],
  ["a passcode of ours with another MAC", `${passcode().slice(0, -2)}AA`],
  ["the same MAC in other characters", lastBitsChanged(passcode())],
  [
    "a Calendar token's MAC",
    `${kidOf("fake-channel-secret")}.${ref}.${tokenMac("fake-channel-secret", "calendar", ref)}`,
  ],
  ["a passcode that is nobody's", "wrong-passcode"],
  ["a part of the operator's secret", "fake-figma-secre"],
  ["the signing secret itself", "fake-channel-secret"],
])("stops a hook with 400 for %s", async (_, wrong) => {
  const answer = await deliver(figma, figmaEvent(wrong));
  expect(answer.statusCode).toBe(400);
  expect(stage.queued()).toEqual([]);
  expect(`${takeLog()}${answer.body}`).not.toContain(wrong);
});

/** Base64url of 32 bytes ends in two bits that carry nothing. */
function lastBitsChanged(token: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return token.slice(0, -1) + alphabet[alphabet.indexOf(token.slice(-1)) ^ 1];
}

test("never stops a hook whose key it does not hold: 503", async () => {
  expect((await deliver(figma, figmaEvent(passcode("a-secret-of-long-ago")))).statusCode).toBe(503);
  expect(stage.queued()).toEqual([]);
});

test.each([undefined, "", null, 7, ["fake-figma-secret"], { a: 1 }, "x".repeat(101)])(
  "does not know who sends the passcode %j: 401",
  async (wrong) => {
    expect((await deliver(figma, figmaEvent(wrong))).statusCode).toBe(401);
  },
);

test.each(["{", "", "[]", "null"])("answers 401 to the body %j, which proves nothing", async (body) => {
  expect((await deliver(figma, { headers: json, body })).statusCode).toBe(401);
});

test("answers 400 to a signed body that is no JSON", async () => {
  const headers = { ...json, "x-figma-signature": hexHmac("fake-figma-secret", "{") };
  expect((await deliver(figma, { headers, body: "{" })).statusCode).toBe(400);
});

test.each([
  (hex: string) => `sha256=${hex}`,
  (hex: string) => hex.toUpperCase(),
  (hex: string) => `${hex},${hex}`,
  () => "",
])("refuses a signature in another shape: %s", async (spoil) => {
  const { headers, body = "" } = signedFigmaEvent();
  const spoilt = { ...headers, "x-figma-signature": spoil(headers["x-figma-signature"] ?? "") };
  expect((await deliver(figma, { headers: spoilt, body })).statusCode).toBe(401);
});

test("does not fall back to a good passcode when there is a bad signature", async () => {
  const { headers, body = "" } = figmaEvent(passcode());
  const signed = { ...headers, "x-figma-signature": "0".repeat(64) };
  expect((await deliver(figma, { headers: signed, body })).statusCode).toBe(401);
});

test("acknowledges a ping with a good passcode, and only counts it", async () => {
  expect((await deliver(figma, figmaEvent(passcode(), { event_type: "PING" }))).statusCode).toBe(200);
  expect(stage.queued()).toEqual([]);
  expect(takeLog()).toMatch(/"Name":"WebhookAnswered".*"kind":"ping"/);
});

test("does not answer a ping without one", async () => {
  expect((await deliver(figma, figmaEvent("wrong", { event_type: "PING" }))).statusCode).toBe(400);
});

test("leaves no second passcode of a doubled member on the queue", async () => {
  const body = `{"passcode":"${passcode()}","event_type":"FILE_UPDATE","passcode":"fake-figma-secret"}`;
  expect((await deliver(figma, { headers: json, body })).statusCode).toBe(200);
  expect(stage.queued()[0]?.body).toBe('{"event_type":"FILE_UPDATE"}');
});

test("answers 415 to a good passcode in another type", async () => {
  const { body = "" } = figmaEvent(passcode());
  expect((await deliver(figma, { headers: { "content-type": "text/plain" }, body })).statusCode).toBe(415);
});
