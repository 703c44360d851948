import { describe, expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { getPause, pickRenewalTime } from "../../lib/subscriptions/schedule.ts";
import { applyFailure, applyOpened } from "../../lib/subscriptions/transitions.ts";
import { aSubscription } from "./support/a-subscription.ts";

const now = 1_800_000_000;
const week = 7 * 86_400;
const outage = new Problem("provider_unavailable");
const refusal = new Problem("insufficient_permissions", { detail: "Only an admin may." });

describe("a renewal", () => {
  test.each([
    [0, 0.5],
    [0.999, 0.8],
  ])("with %d of luck comes after %d of the life", (luck, share) => {
    const at = pickRenewalTime(now, now + week, (most) => Math.floor(most * luck));
    expect((at - now) / week).toBeCloseTo(share, 2);
  });

  test("of an ended channel is due at once", () => {
    expect(pickRenewalTime(now, now - 5)).toBe(now);
  });

  test("never changes the cursor", () => {
    const opened = { remoteId: "remote-2", expiresAt: now + week, cursor: "900" };
    expect(applyOpened(aSubscription({ cursor: "42" }), opened, now)).not.toHaveProperty("cursor");
    expect(applyOpened(aSubscription(), opened, now)).toMatchObject({ cursor: "900", status: "active", failures: 0 });
  });
});

describe("a failure", () => {
  test("leaves a living channel active, with another attempt before its end", () => {
    const channel = aSubscription({ expiresAt: now + 60 });
    expect(applyFailure(channel, outage, now)).toMatchObject({ status: "active", failures: 1, dueAt: now + 60 });
  });

  test("past its end makes it lapsed", () => {
    expect(applyFailure(aSubscription({ expiresAt: now }), outage, now).status).toBe("lapsed");
  });

  test("of one that never existed makes it failed, with the reason", () => {
    const change = applyFailure(aSubscription({ remoteId: undefined, status: "pending" }), refusal, now);
    expect(change).toMatchObject({ status: "failed", error: "Only an admin may.", dueAt: now + 86_400 });
  });

  test("that is transient leaves a channel without an end active, a refusal does not", () => {
    expect(applyFailure(aSubscription(), outage, now).status).toBe("active");
    expect(applyFailure(aSubscription(), refusal, now).status).toBe("failed");
  });

  test("waits longer each time, up to six hours, and as long as the provider asks", () => {
    const even = () => 0.5;
    expect([1, 2, 3, 20].map((failures) => getPause(failures, 0, even))).toEqual([300, 600, 1200, 21_600]);
    expect(getPause(1, 5000, even)).toBe(5000);
  });
});

test("one whose target is gone fails at once, and never lapses", () => {
  const gone = new Problem("not_found");
  for (const expiresAt of [now + 1000, now - 1])
    expect(applyFailure(aSubscription({ expiresAt }), gone, now).status).toBe("failed");
});
