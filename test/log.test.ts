import { beforeEach, expect, test } from "vitest";
import { describeError, log, withLogContext } from "../lib/log.ts";
import { logged } from "./http/lambda-environment.ts";

beforeEach(() => {
  logged.length = 0;
});

const lines = () => logged.map((line) => JSON.parse(line) as Record<string, unknown>);

test("writes one line for a message full of line breaks", () => {
  log.info("refused", { value: 'a\r\n{"level":"FORGED"}\n\0' });
  expect(logged).toHaveLength(1);
  expect(logged[0]?.split("\n")).toHaveLength(2);
});

test("carries the fields of its own request while others go on beside it", async () => {
  await Promise.all(
    ["r-1", "r-2"].map((requestId) =>
      withLogContext({ requestId }, async () => {
        await new Promise((done) => setTimeout(done, 5));
        log.info(`of ${requestId}`);
      }),
    ),
  );
  expect(lines().map(({ requestId, message }) => [requestId, message])).toEqual([
    ["r-1", "of r-1"],
    ["r-2", "of r-2"],
  ]);
});

test("says where an error was thrown and keeps its message out", () => {
  const described = JSON.stringify(describeError(new Error("token xoxb-hunter2")));
  expect(described).toContain("log.test.ts");
  expect(described).not.toContain("hunter2");
});

test("does not mistake a message for a stack frame", () => {
  const described = JSON.stringify(describeError(new Error("bad token\n at xoxb-hunter2\n    at xoxb-hunter2")));
  expect(described).not.toContain("hunter2");
});
