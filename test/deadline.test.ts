import { expect, test } from "vitest";
import { runWithDeadline } from "../lib/deadline.ts";

test("ends work that ignores its signal", async () => {
  await expect(runWithDeadline(20, () => new Promise<never>(() => {}))).rejects.toMatchObject({ name: "TimeoutError" });
});
