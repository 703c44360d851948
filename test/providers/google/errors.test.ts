import { expect, test } from "vitest";
import { toGoogleFailure } from "../../../lib/providers/google/errors.ts";

test("a rate limit is one, though another reason beside it cannot be read", () => {
  const errors = [null, { reason: 5 }, { reason: "userRateLimitExceeded" }];
  expect(toGoogleFailure({ status: 403, headers: new Headers(), body: { error: { errors } } })).toMatchObject({
    kind: "rate",
  });
});
