import { expect, test } from "vitest";
import * as z from "zod";
import { isPermanent } from "../../lib/http/is-permanent.ts";

test("content that does not match its schema fails again", () => {
  expect(isPermanent(z.string().safeParse(1).error)).toBe(true);
  expect(() => z.string().parse(1)).toThrow(expect.toSatisfy(isPermanent));
  expect(isPermanent(new Error("lost", { cause: z.string().safeParse(1).error }))).toBe(true);
  expect(isPermanent(new Error("lost"))).toBe(false);
});
