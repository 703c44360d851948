import { expect, test } from "vitest";
import { FlowError } from "../../lib/oauth/flow-error.ts";

test("an ended flow says how it ended, and keeps what ended it", () => {
  const cause = new Error("why");
  const error = new FlowError("expired", { cause });
  expect(error).toMatchObject({ name: "FlowError", outcome: "expired", message: "flow ended: expired", cause });
});
