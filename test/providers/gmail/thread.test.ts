import "../../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import { readThread } from "../../../lib/providers/gmail/api/thread.ts";
import { gmail } from "../../../lib/providers/gmail/definition.ts";
import { answer, answerEndlessly, json, type Play, startTestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
});

const message = (id: string, body = id) => ({
  id,
  threadId: "t1",
  payload: { mimeType: "text/plain", body: { data: Buffer.from(body).toString("base64url") } },
});
const ids = (count: number) => Array.from({ length: count }, (_, at) => `m${at}`);
const thread = (count: number) => json({ id: "t1", messages: ids(count).map((id) => message(id)) });
const read = () => readThread({ provider: withOrigin(gmail, end.url), token: "t", fetch }, "t1");

test("reads a thread in one call, in Gmail's order", async () => {
  end.play = thread(3);
  expect(await read()).toMatchObject({
    id: "t1",
    messages: [{ id: "m0", body: "m0" }, { id: "m1" }, { id: "m2" }],
    messageCount: 3,
    omitted: 0,
  });
  expect(end.requests.map(({ path }) => path)).toEqual(["/gmail/v1/users/me/threads/t1?format=full"]);
});

test("a very long thread shows its end, and how much is missing", async () => {
  end.play = thread(130);
  const { messages, messageCount, omitted } = await read();
  expect([messages.length, messages[0]?.id, messages.at(-1)?.id]).toEqual([100, "m30", "m129"]);
  expect([messageCount, omitted]).toEqual([130, 30]);
});

test("a thread too large for one answer is read message by message, past one that is gone", async () => {
  end.play = (response, asked) => {
    const [, id = ""] = /messages\/(\w+)/.exec(asked.path) ?? [];
    const minimal = json({ id: "t1", messages: ids(120).map((each) => ({ id: each, threadId: "t1" })) });
    const play: Play = asked.path.endsWith("threads/t1?format=full")
      ? answerEndlessly(11_000_000)
      : id
        ? each(id)
        : minimal;
    play(response, asked);
  };
  const each = (id: string) => (id === "m50" ? answer(404) : json(message(id)));
  const { messages, omitted } = await read();
  expect([messages.length, messages[0]?.id, omitted]).toEqual([99, "m20", 20]);
});

test("bodies that are too long together are cut, and say so", async () => {
  end.play = json({
    id: "t1",
    messages: [message("long", "x".repeat(900_000)), message("short"), message("b", "y".repeat(400_000))],
  });
  const { messages } = await read();
  expect(messages.map(({ body, bodyTruncated }) => [body.length > 250_000, bodyTruncated])).toEqual([
    [true, true],
    [false, undefined],
    [true, true],
  ]);
  expect(messages.reduce((sum, { body }) => sum + body.length, 0)).toBeLessThan(601_000);
  expect(messages[0]?.body).toMatch(/x\n\[The rest of this message is not shown here\.\]$/);
});

test.each<[string, Play]>([
  ["gone", answer(404)],
  [
    "not an id of Gmail's",
    json({ error: { message: "Invalid id value", errors: [{ reason: "invalidArgument" }] } }, 400),
  ],
])("a thread that is %s is absent", async (_, play) => {
  end.play = play;
  expect(findProviderError(await read().catch((error: unknown) => error))?.kind).toBe("absent");
});
