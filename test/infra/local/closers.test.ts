import { expect, test } from "vitest";
import { awaitAll, createClosers } from "../../../infra/local/closers.ts";

test("a start that fails closes what another part of it started later", async () => {
  const running = createClosers();
  const closed: string[] = [];
  const later = async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    running.add(async () => void closed.push("late"));
  };
  const failure = new Error("the first part");
  const start = awaitAll([Promise.reject(failure), later()]).catch(async (error) => {
    await running.close();
    throw error;
  });
  await expect(start).rejects.toBe(failure);
  expect(closed).toEqual(["late"]);
});

test("returns the results of all parts in order", async () => {
  expect(await awaitAll([Promise.resolve(1), Promise.resolve("two")])).toEqual([1, "two"]);
});
