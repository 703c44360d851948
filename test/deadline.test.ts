import { expect, test } from "vitest";
import { within } from "../lib/deadline.ts";

test("ends work that ignores its signal", async () => {
  await expect(within(20, () => new Promise<never>(() => {}))).rejects.toMatchObject({ name: "TimeoutError" });
});
