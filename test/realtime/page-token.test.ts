import { expect, test } from "vitest";
import { createPageToken, readPageToken } from "../../lib/realtime/page-token.ts";

const ada = { tenant: "c#acme", user: "ada" };

test("reads back the number of its own user's token only", () => {
  const token = createPageToken(ada, 42);
  expect(readPageToken(ada, token)).toBe(42);
  expect(readPageToken({ ...ada, user: "ben" }, token)).toBeUndefined();
  expect(readPageToken(ada, token.replace("42", "41"))).toBeUndefined();
});

test.each([Number.NaN, 0, -1, 1.5, 1e21])("does not accept %d as a number, though its checksum is right", (seq) => {
  expect(readPageToken(ada, createPageToken(ada, seq))).toBeUndefined();
});
