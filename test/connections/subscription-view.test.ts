import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { toConnectionView } from "../../lib/connections/connection-view.ts";
import { toSubscriptionView } from "../../lib/connections/subscription-view.ts";
import { aSubscription } from "../subscriptions/support/a-subscription.ts";
import { aConnection } from "../support/a-connection.ts";

const now = 1_800_000_000;

test("shows what a person needs of a channel, and nothing of its keys", () => {
  const shown = toSubscriptionView(
    aSubscription({ expiresAt: now + 60, lastEventAt: now, error: "Slow", cursor: "42" }),
    now,
  );
  expect(shown).toEqual({
    id: expect.stringMatching(/^[\w-]+$/),
    kind: "mailbox",
    status: "active",
    expiresAt: "2027-01-15T08:01:00.000Z",
    lastEventAt: "2027-01-15T08:00:00.000Z",
    error: "Slow",
  });
});

test("shows a channel past its end as lapsed, although it was not checked yet", () => {
  expect(toSubscriptionView(aSubscription({ expiresAt: now }), now).status).toBe("lapsed");
});

test("a connection without channels has no such field", () => {
  expect(toConnectionView(aConnection(), [], now)).not.toHaveProperty("channels");
  expect(toConnectionView(aConnection(), [aSubscription()], now).channels).toHaveLength(1);
});
