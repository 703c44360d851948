import { expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { type FailureKind, ProviderError } from "../../lib/http/provider-error.ts";
import { allowAbsent } from "../../lib/provider-client/allow-absent.ts";

test("a call's result is returned as it is", async () => {
  await expect(allowAbsent(Promise.resolve({ id: 1 }))).resolves.toEqual({ id: 1 });
});

test("a resource that does not exist gives undefined", async () => {
  await expect(allowAbsent(Promise.reject(new ProviderError({ kind: "absent" })))).resolves.toBeUndefined();
});

test.each(["scope", "transient", "permanent", "unknown"] satisfies FailureKind[])(
  "a failure of kind %s stays an error",
  async (kind) => {
    const error = new ProviderError({ kind });
    await expect(allowAbsent(Promise.reject(error))).rejects.toBe(error);
  },
);

test("an error that is not the provider's stays an error", async () => {
  const error = new Problem("not_found");
  await expect(allowAbsent(Promise.reject(error))).rejects.toBe(error);
});
