import { describe, expect, test } from "vitest";
import { planSweep } from "../../../lib/providers/github/sweep-deliveries.ts";
import type { Sweep } from "../../../lib/store/subscription.ts";

const now = 1_800_000_000;
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
const nothing: Sweep = { until: now - 3600, open: {} };

let id = 0;
const delivery = (guid: string, status_code: number, redelivery = false) => {
  id += 1;
  return { id, guid, redelivery, status_code, delivered_at: iso(now - 60) };
};
const openRedelivery = (guid: string, attempts: number, ago: number): Sweep => ({
  until: now - 3600,
  open: { [guid]: { delivery: "7", attempts, at: now - ago } },
});

describe("asks again", () => {
  test("for exactly those that failed", () => {
    const failed = delivery("b", 503);
    const result = planSweep(nothing, [delivery("a", 200), failed, delivery("c", 202)], now);
    expect(result.redeliverIds).toEqual([String(failed.id)]);
    expect(result.sweep.open).toEqual({ b: { delivery: String(failed.id), attempts: 1, at: now } });
  });

  test("for one that nobody answered", () => {
    expect(planSweep(nothing, [delivery("a", 0)], now).redeliverIds).toHaveLength(1);
  });

  test("after an hour, for one whose attempt has failed too", () => {
    const result = planSweep(openRedelivery("a", 1, 3600), [delivery("a", 500, true)], now);
    expect(result.redeliverIds).toEqual(["7"]);
    expect(result.sweep.open.a?.attempts).toBe(2);
  });
});

describe("asks no more", () => {
  test("for one that has succeeded since, whatever came first", () => {
    const result = planSweep(nothing, [delivery("a", 200, true), delivery("a", 500)], now);
    expect([result.redeliverIds, result.sweep.open]).toEqual([[], {}]);
  });

  test("for one that was asked for within the hour", () => {
    const result = planSweep(openRedelivery("a", 1, 3599), [delivery("a", 500)], now);
    expect(result.redeliverIds).toEqual([]);
    expect(result.sweep.open.a?.attempts).toBe(1);
  });

  test("after three attempts, and says that it was given up", () => {
    const result = planSweep(openRedelivery("a", 3, 3600), [delivery("a", 500, true)], now);
    expect([result.redeliverIds, result.sweep.open, result.givenUp]).toEqual([[], {}, 1]);
  });

  test("for one that was too large, which it counts", () => {
    const result = planSweep(nothing, [delivery("a", 413)], now);
    expect([result.redeliverIds, result.tooLarge, result.sweep.tooLargeAt]).toEqual([[], 1, now]);
  });
});

test("reads on from ten minutes before this sweep", () => {
  expect(planSweep(nothing, [], now).sweep.until).toBe(now - 600);
});

test("says for a day that something was too large", () => {
  const before = (ago: number) => planSweep({ ...nothing, tooLargeAt: now - ago }, [], now).sweep.tooLargeAt;
  expect([before(86_399), before(86_400)]).toEqual([now - 86_399, undefined]);
});

test("keeps no more than 200 open, and counts the rest as given up", () => {
  const many = Array.from({ length: 250 }, (_, index) => delivery(`g${index}`, 500));
  const result = planSweep(nothing, many, now);
  expect([Object.keys(result.sweep.open).length, result.givenUp]).toEqual([200, 50]);
});
