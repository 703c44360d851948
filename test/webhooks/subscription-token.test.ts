import { expect, test } from "vitest";
import {
  checkSubscriptionToken,
  deriveLinkSecret,
  looksLikeToken,
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

test("makes the same tokens and secrets as ever: stored subscriptions have them", () => {
  const claims = { ref, channelId: "channel-1", exp: 1_800_000_000 };
  expect(signSubscriptionToken(["fake-channel-secret"], { provider: "calendar", ...claims })).toBe(
    "7nCfw1rU.conn-0000000000000-ref.1800000000.nnwaB33ggspZvMXIQLDncG4xsN6EPRRuVdafb1WaqNM",
  );
  expect(signSubscriptionToken(["fake-channel-secret"], { provider: "figma", ref })).toBe(
    "7nCfw1rU.conn-0000000000000-ref.9YAXaiejU0qkU2HHxRJzmCdNbcS5ZqTSkMwDhPSMtuk",
  );
  expect(deriveLinkSecret(["fake-channel-secret"], "github", toKeyId("fake-channel-secret"), ref)).toBe(
    "AndvQUuAOyFz8lssrGU9gpHZu71VG6dDHpXGdhOosnY",
  );
});

test("signs with the current secret, in at most as many characters as Figma accepts", () => {
  expect(calendarToken.split(".")[0]).toBe(toKeyId("fake-channel-secret"));
  const longToken = signSubscriptionToken(secrets, { provider: "calendar", ref, channelId, exp: 999_999_999_999 });
  expect(longToken).toHaveLength(88);
  expect(checkSubscriptionToken(secrets, longToken, at(exp))).toEqual({ outcome: "good", ref });
  expect(createPasscode()).toHaveLength(75);
});

test("says what is missing where there is no secret", () => {
  const sign = () => signSubscriptionToken([], { provider: "figma", ref });
  expect(sign).toThrow("There is no secret to sign channel tokens with.");
});

test.each([
  ["nothing", ""],
  ["a word", "passcode"],
  ["more before it", `x${createPasscode()}`],
  ["more behind it", `${createPasscode()}x`],
  ["a line break behind it", `${createPasscode()}\n`],
  ["a short key id", createPasscode().slice(1)],
  ["a short reference", createPasscode("fake-channel-secret", ref.slice(1))],
  ["a long reference", createPasscode("fake-channel-secret", `${ref}x`)],
  ["a short signature", createPasscode().slice(0, -1)],
  ["an end that begins with 0", createChannelToken({ exp: 1 }).replace(".1.", ".01.")],
  ["an end of 0", createChannelToken({ exp: 0 })],
  ["an end of thirteen digits", createChannelToken({ exp: 1_000_000_000_000 })],
  ["an end that is no number", createChannelToken({ exp: 1 }).replace(".1.", ".1x.")],
  ["two ends", createChannelToken({ exp: 1 }).replace(".1.", ".1.1.")],
  ["another separator", createPasscode().replaceAll(".", ":")],
])("%s does not look like a token, and is bad", (_, text) => {
  expect(looksLikeToken(text)).toBe(false);
  expect(checkSubscriptionToken(secrets, text, { provider: "figma" })).toEqual({ outcome: "bad" });
  expect(checkSubscriptionToken(secrets, text, at(-1))).toEqual({ outcome: "bad" });
});

test("what looks like a token need not be one", () => {
  for (const text of [createPasscode("other"), calendarToken, `${"k".repeat(8)}.${"r".repeat(22)}.${"m".repeat(43)}`])
    expect(looksLikeToken(text)).toBe(true);
});

test("a signature with other unused bits in its last character is bad", () => {
  const good = createPasscode();
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const twin = good.slice(0, -1) + alphabet[alphabet.indexOf(good.at(-1) ?? "") ^ 1];
  expect(Buffer.from(twin.slice(-43), "base64url")).toEqual(Buffer.from(good.slice(-43), "base64url"));
  expect(checkSubscriptionToken(secrets, twin, { provider: "figma" })).toEqual({ outcome: "bad" });
});

test("a token is good until just before its end", () => {
  const almost = { provider: "calendar", channelId, now: exp * 1000 - 1 };
  expect(checkSubscriptionToken(secrets, calendarToken, almost)).toEqual({ outcome: "good", ref });
});

test("each provider's link has another secret, and so has each link", () => {
  const kid = toKeyId("fake-channel-secret");
  const derived = ["github", "shopify"].flatMap((provider) =>
    [ref, "conn-0000000000001-ref"].map((name) => deriveLinkSecret(secrets, provider, kid, name)),
  );
  expect(new Set(derived).size).toBe(4);
});
