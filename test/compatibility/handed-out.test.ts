// What providers, browsers and front ends hold: tokens of hooks, cookies, handles and page tokens must go on being taken.
import { expect, test } from "vitest";
import { hashHandle } from "../../lib/connections/pending.ts";
import { hashBrowserSecret } from "../../lib/oauth/browser-binding.ts";
import { createPageToken, readPageToken } from "../../lib/providers/github/paging.ts";
import { createPageToken as activityToken, readPageToken as readActivityToken } from "../../lib/realtime/page-token.ts";
import { logPositionPattern } from "../../lib/store/delivery-log.ts";
import { hashState } from "../../lib/store/oauth-states.ts";
import {
  checkSubscriptionToken,
  deriveLinkSecret,
  signSubscriptionToken,
} from "../../lib/webhooks/subscription-token.ts";
import { handedOut, owner, readFields, recordedRows } from "./support/recorded.ts";

const secrets = ["another-secret", "fake-channel-secret"];
const ref = "conn-0000000000000-ref";
const channelId = "0b9fbcb8-9d2e-4b59-a7a5-5a4c1f4f0d5e";
/** As GitHub's list of repositories was asked for. */
const repositories = "/user/repos?sort=updated&per_page=1";
const figma = "7nCfw1rU.conn-0000000000000-ref.9YAXaiejU0qkU2HHxRJzmCdNbcS5ZqTSkMwDhPSMtuk";
const calendar = "7nCfw1rU.conn-0000000000000-ref.4102444800.6E6RgsmwsUxpT_7LoNprJw5xxmasrbpbQCODTZ093UM";

test("the passcode of a Figma webhook is ours, and signed as it was", () => {
  expect(checkSubscriptionToken(secrets, figma, { provider: "figma" })).toEqual({ outcome: "good", ref });
  expect(signSubscriptionToken(["fake-channel-secret"], { provider: "figma", ref })).toBe(figma);
});

test("the token of a Calendar channel is good until its end, and signed as it was", () => {
  const [now, exp] = [4_102_444_799_000, 4_102_444_800];
  expect(checkSubscriptionToken(secrets, calendar, { provider: "calendar", channelId, now })).toEqual({
    outcome: "good",
    ref,
  });
  expect(signSubscriptionToken(["fake-channel-secret"], { provider: "calendar", ref, channelId, exp })).toBe(calendar);
});

test("the secret of a repository's hook follows from its link as it did", () => {
  expect(deriveLinkSecret(secrets, "github", "7nCfw1rU", ref)).toBe("AndvQUuAOyFz8lssrGU9gpHZu71VG6dDHpXGdhOosnY");
});

test("channels are stored with the name of the secret that signed their token", () => {
  const kids = recordedRows("connections", "owner#", "chan#").map((row) => readFields(row).kid);
  // keyIdOf("sandbox-channel-signing-secret")
  expect(new Set(kids)).toEqual(new Set(["lZPZlIBm", undefined]));
});

test("a page token of the activities is its user's, and made as it was", () => {
  const seq = Number(handedOut.activityPageToken.split(".")[0]);
  expect(readActivityToken(owner, handedOut.activityPageToken)).toBe(seq);
  expect(activityToken(owner, seq)).toBe(handedOut.activityPageToken);
});

test("a page token of the log of deliveries is a place in it", () => {
  const place = Buffer.from(handedOut.logPageToken, "base64url").toString();
  expect(place).toMatch(logPositionPattern);
  expect(recordedRows("deliveries").map((row) => readFields(row).at)).toContain(place);
});

test("a page token of GitHub's lists is of its list, and made as it was", () => {
  const token = handedOut.pageTokens["/api/integrations/github/repositories?limit=1"] ?? "";
  expect(readPageToken(repositories, token)).toEqual({ page: "2" });
  expect(createPageToken(repositories, { page: "2" })).toBe(token);
});

test("handles, states and cookies are stored as the hashes that they were", () => {
  const rows = recordedRows("transient").map(({ pk }) => pk.S);
  const { flows } = handedOut;
  expect(rows).toContain(`grant#${hashHandle(flows.handle)}`);
  for (const { state } of [flows.integrations, flows.renewal, flows.v1.answer]) {
    const row = recordedRows("transient", `state#${hashState(state)}`)[0];
    const [, cookie = ""] = new RegExp(`pb-${hashState(state).slice(0, 12)}=([^;]+)`).exec(flows.cookies) ?? [];
    expect(row && readFields(row).browser).toBe(hashBrowserSecret(cookie));
  }
});
