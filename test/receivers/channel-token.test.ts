import { expect, test } from "vitest";
import { checkChannelToken, linkSecret, signChannelToken } from "../../lib/webhooks/channel-token.ts";
import { fc } from "../support/properties.ts";
import { kidOf, tokenMac } from "../support/signing.ts";
import { channelId, channelToken, passcode, ref } from "./genuine.ts";

const secrets = ["fake-channel-secret", "fake-old"];
const exp = 1_800_000_000;
const calendarToken = signChannelToken(secrets, { provider: "calendar", ref, channelId, exp });
const at = (now: number) => ({ provider: "calendar", channelId, now: now * 1000 });

test("signs as the arithmetic says", () => {
  expect(calendarToken).toBe(channelToken({ exp }));
  expect(signChannelToken(secrets, { provider: "figma", ref })).toBe(passcode());
});

test("finds its own tokens good, and whom they are for", () => {
  expect(checkChannelToken(secrets, calendarToken, at(exp - 1))).toEqual({ outcome: "good", ref });
  expect(checkChannelToken(secrets, passcode(), { provider: "figma" })).toEqual({ outcome: "good", ref });
  expect(checkChannelToken(secrets, passcode("fake-old"), { provider: "figma" })).toEqual({ outcome: "good", ref });
});

test.each([
  ["at its end", checkChannelToken(secrets, calendarToken, at(exp))],
  ["for another provider", checkChannelToken(secrets, calendarToken, { ...at(0), provider: "figma" })],
  ["for another channel", checkChannelToken(secrets, calendarToken, { ...at(0), channelId: "c" })],
  ["where no channel is named", checkChannelToken(secrets, calendarToken, { provider: "calendar", now: 0 })],
  ["where tokens have no end", checkChannelToken(secrets, calendarToken, { provider: "calendar", channelId })],
  ["without an end where they have one", checkChannelToken(secrets, passcode(), { provider: "figma", now: 0 })],
])("finds a token bad %s", (_, checked) => {
  expect(checked).toEqual({ outcome: "bad" });
});

test("does not call a token bad whose key it does not hold", () => {
  expect(checkChannelToken(["other"], calendarToken, at(0))).toEqual({ outcome: "unknown-key" });
  expect(checkChannelToken([], calendarToken, at(0))).toEqual({ outcome: "unknown-key" });
});

test("makes no token without a secret", () => {
  expect(() => signChannelToken([], { provider: "figma", ref })).toThrow();
});

test("never throws, whatever is presented as a token", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      expect(checkChannelToken(secrets, text, at(0)).outcome).not.toBe("good");
    }),
  );
});

test("gives each link its own secret, and the same one each time", () => {
  expect(linkSecret(secrets, "github", kidOf("fake-old"), ref)).toBe(tokenMac("fake-old", "github", ref));
  expect(linkSecret(secrets, "github", kidOf("fake-channel-secret"), ref)).not.toBe(
    linkSecret(secrets, "github", kidOf("fake-old"), ref),
  );
  expect(linkSecret(secrets, "github", "00000000", ref)).toBeUndefined();
});
