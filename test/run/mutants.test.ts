import { expect, test } from "vitest";
import { leftOut } from "../mutants/scope.ts";
import { findChangedFiles, isMutants } from "./mutants.ts";

test("mutants is a word of its own, not a part of a path", () => {
  expect(isMutants(["mutants", "lib/vault"])).toBe(true);
  expect(isMutants(["test/run/mutants.test.ts"])).toBe(false);
  expect(isMutants([])).toBe(false);
});

test("changes everything that is guarded, but what is left out with a reason", async () => {
  const files = await findChangedFiles([]);
  expect(files).toContain("lib/vault/seal.ts");
  expect(files).toContain("lib/http/caller.ts");
  expect(files.filter((file) => file in leftOut)).toEqual([]);
});

test("changes one file, or those below a folder", async () => {
  expect(await findChangedFiles(["lib/vault/seal.ts"])).toEqual(["lib/vault/seal.ts"]);
  const files = await findChangedFiles(["lib/jwt/", "lib/vault"]);
  expect(new Set(files.map((file) => file.split("/")[1]))).toEqual(new Set(["jwt", "vault"]));
});

test.each(["lib/vaul", "lib/store", ...Object.keys(leftOut)])("refuses %s", async (path) => {
  await expect(findChangedFiles(["lib/jwt", path])).rejects.toMatchObject({
    name: "Refusal",
    message: expect.stringContaining(`not "${path}"`),
  });
});
