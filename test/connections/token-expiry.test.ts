import { expect, test } from "vitest";
import { isExpired, needsRefresh } from "../../lib/connections/token-expiry.ts";
import { fc } from "../support/properties.ts";

const issuedAt = 1_800_000_000;
const access = new Uint8Array();
const tokenSet = (seconds: number) => ({ access, issuedAt, expiresAt: issuedAt + seconds });
const needsRefreshAfter = (lifetime: number, age: number) => needsRefresh(tokenSet(lifetime), issuedAt + age);

test.each([
  ["a token of an hour", 3600, 3600 - 300],
  ["a token of ninety days", 7_776_000, 7_776_000 - 300],
  ["a token of ten minutes", 600, 540],
  ["a token of thirty seconds", 30, 27],
])("renews %s when less than five minutes or a tenth of its life is left", (_, lifetime, age) => {
  expect([needsRefreshAfter(lifetime, age - 1), needsRefreshAfter(lifetime, age)]).toEqual([false, true]);
});

test("never renews a token without an end", () => {
  expect(needsRefresh({ access, issuedAt }, issuedAt + 10 ** 9)).toBe(false);
});

test("renews a token that was issued in our future only when it ends", () => {
  expect(needsRefresh(tokenSet(3600), issuedAt - 300)).toBe(false);
});

test("leaves a new token alone for nine tenths of its life, however short that is", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 31_622_400 }),
      fc.double({ min: 0, max: 0.899, noNaN: true }),
      (lifetime, part) => {
        expect(needsRefreshAfter(lifetime, Math.floor(lifetime * part))).toBe(false);
      },
    ),
  );
});

test("has renewed every token by the time it ends", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 31_622_400 }), fc.nat(), (lifetime, late) => {
      expect(needsRefreshAfter(lifetime, lifetime + late)).toBe(true);
    }),
  );
});

test("calls a token expired from the second of its end on", () => {
  expect([isExpired(tokenSet(60), issuedAt + 59), isExpired(tokenSet(60), issuedAt + 60)]).toEqual([false, true]);
});

test("never calls a token without an end expired", () => {
  expect(isExpired({ access, issuedAt }, issuedAt + 10 ** 9)).toBe(false);
});
