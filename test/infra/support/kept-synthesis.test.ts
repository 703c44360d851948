import { expect, test } from "vitest";
import { keepSynthesis } from "./kept-synthesis.ts";

const count = { made: 0 };
const make = (isChecked: boolean, input: object) =>
  keepSynthesis(input, { isChecked, synthesize: () => ({ made: ++count.made }) });

test("builds an app once for those who want it checked and those who do not", () => {
  const input = { only: "here" };
  expect(make(true, input)).toEqual({ made: 1 });
  expect(make(false, input)).toEqual({ made: 1 });
  expect(make(true, input)).toEqual({ made: 1 });
  expect(make(false, { ...input, another: 1 })).toEqual({ made: 2 });
});

test("takes nothing that was not checked for what is", () => {
  const input = { not: "checked" };
  const first = make(false, input);
  expect(make(true, input)).not.toEqual(first);
});

test("gives everybody a copy", () => {
  const input = { copied: true };
  const mine = make(true, input);
  mine.made = -1;
  expect(make(true, input).made).toBeGreaterThan(0);
});
