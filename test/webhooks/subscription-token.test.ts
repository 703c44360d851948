import { expect, test } from "vitest";
import {
  checkSubscriptionToken,
  deriveLinkSecret,
  signSubscriptionToken,
} from "../../lib/webhooks/subscription-token.ts";
import { fc } from "../support/properties.ts";
import { computeTokenMac, toKeyId } from "../support/signing.ts";
import { channelId, createChannelToken, createPasscode, ref } from "./support/genuine-requests.ts";

const secrets = ["fake-channel-secret", "fake-old"];
const exp = 1_800_000_000;
const calendarToken = signSubscriptionToken(secrets, { provider: "calendar", ref, channelId, exp });
const at = (now: number) => ({ provider: "calendar", channelId, now: now * 1000 });

test("signs as the arithmetic says", () => {
  expect(calendarToken).toBe(createChannelToken({ exp }));
  expect(signSubscriptionToken(secrets, { provider: "figma", ref })).toBe(createPasscode());
});

test("verifies its own tokens, and returns whom they are for", () => {
  expect(checkSubscriptionToken(secrets, calendarToken, at(exp - 1))).toEqual({ outcome: "good", ref });
  expect(checkSubscriptionToken(secrets, createPasscode(), { provider: "figma" })).toEqual({ outcome: "good", ref });
  expect(checkSubscriptionToken(secrets, createPasscode("fake-old"), { provider: "figma" })).toEqual({
    outcome: "good",
    ref,
  });
});

test.each([
  ["at its end", checkSubscriptionToken(secrets, calendarToken, at(exp))],
  ["for another provider", checkSubscriptionToken(secrets, calendarToken, { ...at(0), provider: "figma" })],
  ["for another channel", checkSubscriptionToken(secrets, calendarToken, { ...at(0), channelId: "c" })],
  ["where no channel is named", checkSubscriptionToken(secrets, calendarToken, { provider: "calendar", now: 0 })],
  ["where tokens have no end", checkSubscriptionToken(secrets, calendarToken, { provider: "calendar", channelId })],
  [
    "without an end where they have one",
    checkSubscriptionToken(secrets, createPasscode(), { provider: "figma", now: 0 }),
  ],
])("finds a token bad %s", (_, checked) => {
  expect(checked).toEqual({ outcome: "bad" });
});

test("does not refuse a token as forged when its key is unknown", () => {
  expect(checkSubscriptionToken(["other"], calendarToken, at(0))).toEqual({ outcome: "unknown-key" });
  expect(checkSubscriptionToken([], calendarToken, at(0))).toEqual({ outcome: "unknown-key" });
});

test("makes no token without a secret", () => {
  expect(() => signSubscriptionToken([], { provider: "figma", ref })).toThrow();
});

test("never throws, whatever is presented as a token", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      expect(checkSubscriptionToken(secrets, text, at(0)).outcome).not.toBe("good");
    }),
  );
});

test("gives each link its own secret, and the same one each time", () => {
  expect(deriveLinkSecret(secrets, "github", toKeyId("fake-old"), ref)).toBe(
    computeTokenMac("fake-old", "github", ref),
  );
  expect(deriveLinkSecret(secrets, "github", toKeyId("fake-channel-secret"), ref)).not.toBe(
    deriveLinkSecret(secrets, "github", toKeyId("fake-old"), ref),
  );
  expect(deriveLinkSecret(secrets, "github", "00000000", ref)).toBeUndefined();
});
