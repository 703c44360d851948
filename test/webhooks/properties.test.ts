// A request with any single change is refused, and nothing is queued.

import { expect, test } from "vitest";
import { fc } from "../support/properties.ts";
import {
  calendar,
  calendarEvent,
  createPasscode,
  figma,
  figmaEvent,
  genuine,
  slackEvent,
} from "./support/genuine-requests.ts";
import { deliverTo, startReceiverStage, type TestRequest } from "./support/receiver-stage.ts";

const stage = await startReceiverStage();

const signed = genuine.filter(({ signsBody }) => signsBody);

/** Flips one bit of one byte. */
function flipBit(bytes: Buffer, at: number, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const index = at % copy.length;
  copy[index] = (copy[index] ?? 0) ^ (1 << bit);
  return copy;
}

const places = [fc.nat(), fc.integer({ min: 0, max: 7 })] as const;
const expectRefused = async (sent: TestRequest, handler: (typeof genuine)[number]["handler"], status = 401) => {
  stage.aws.calls.length = 0;
  expect((await deliverTo(handler, sent)).statusCode).toBe(status);
  expect(stage.listQueued()).toEqual([]);
};

test.each(signed)("refuses $name with any bit of its body turned", async ({ handler, make }) => {
  const sent = await make();
  await fc.assert(
    fc.asyncProperty(...places, async (at, bit) => {
      await expectRefused({ ...sent, body: flipBit(Buffer.from(sent.body ?? ""), at, bit), base64: true }, handler);
    }),
  );
});

/** Decodes the signature, since its last character has unused bits (RFC 4648 section 3.5): a change there is the same token. */
const decodeSignature = (authorization: string) => Buffer.from(authorization.split(".")[2] ?? "", "base64url");

test.each(genuine.filter(({ name }) => name !== "a Gmail notification"))(
  "refuses $name with any character of its proof changed",
  async ({ handler, make, proof }) => {
    const sent = await make();
    const names = proof.filter((name) => name !== "x-goog-channel-token");
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names, "x-figma-signature"), fc.nat(), async (name, at) => {
        const value = sent.headers[name];
        if (value === undefined) return;
        const index = at % value.length;
        const other = value[index] === "1" ? "2" : "1";
        const spoilt = value.slice(0, index) + other + value.slice(index + 1);
        if (name === "authorization" && decodeSignature(spoilt).equals(decodeSignature(value))) return;
        await expectRefused({ ...sent, headers: { ...sent.headers, [name]: spoilt } }, handler);
      }),
    );
  },
);

/** A change in the first eight characters names another key, which could be one we have not loaded yet (503). */
const statusAt = (index: number, otherwise: number) => (index < 8 ? 503 : otherwise);

test("refuses a Calendar token with any character changed", async () => {
  const sent = calendarEvent();
  const token = sent.headers["x-goog-channel-token"] ?? "";
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: token.length - 1 }), async (at) => {
      if (token[at] === ".") return;
      const spoilt = token.slice(0, at) + (token[at] === "1" ? "2" : "1") + token.slice(at + 1);
      await expectRefused(calendarEvent({ "x-goog-channel-token": spoilt }), calendar, statusAt(at, 401));
    }),
  );
});

test("refuses a passcode with any character changed", async () => {
  const good = createPasscode();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: good.length - 1 }), async (at) => {
      if (good[at] === ".") return;
      const spoilt = good.slice(0, at) + (good[at] === "1" ? "2" : "1") + good.slice(at + 1);
      await expectRefused(figmaEvent(spoilt), figma, statusAt(at, 400));
    }),
  );
});

test("queues any signed JSON as it was, less its token", async () => {
  const [{ handler } = { handler: undefined }] = genuine;
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue()), async (event) => {
      stage.aws.calls.length = 0;
      const sent = slackEvent(JSON.stringify({ ...event, type: "event_callback", token: "old" }));
      if (handler === undefined) throw new Error("There is no handler.");
      expect((await deliverTo(handler, sent)).statusCode).toBe(200);
      const { token: _, ...kept } = JSON.parse(String(sent.body));
      expect(JSON.parse(String(stage.listQueued()[0]?.body))).toEqual(kept);
    }),
  );
});
