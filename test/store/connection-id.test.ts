import { expect, test } from "vitest";
import { connectionId } from "../../lib/store/connection.ts";
import { fc } from "../support/properties.ts";

const createId = ([tenant, user, provider, account]: readonly string[]) =>
  connectionId({ tenant: tenant ?? "", user: user ?? "" }, provider ?? "", account ?? "");

test("meets the same row when the same account is connected again", () => {
  expect(createId(["c#t", "ada", "slack", "T1"])).toBe(createId(["c#t", "ada", "slack", "T1"]));
});

test.each([
  ["tenant", ["c#x", "ada", "slack", "T1"]],
  ["user", ["c#t", "bob", "slack", "T1"]],
  ["provider", ["c#t", "ada", "github", "T1"]],
  ["account", ["c#t", "ada", "slack", "T2"]],
])("is another for another %s", (_, other) => {
  expect(createId(other)).not.toBe(createId(["c#t", "ada", "slack", "T1"]));
});

test("is an id that the endpoints take", () => {
  fc.assert(
    fc.property(fc.tuple(fc.string(), fc.string(), fc.string(), fc.string()), (parts) => {
      expect(createId(parts)).toMatch(/^[\w-]{22}$/);
    }),
  );
});

test("is unique, however its parts are divided", () => {
  const part = fc.array(fc.constantFrom("a", ":", "1", "2", "é"), { maxLength: 4 }).map((parts) => parts.join(""));
  const parts = fc.tuple(part, part, part, part);
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      expect(createId(a) === createId(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
    { numRuns: 2000 },
  );
});
