// Gmail answers the text of a large part by an id: developers.google.com/gmail/api/reference/rest/v1/users.messages.attachments
import "../../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { toMailActivity } from "../../../lib/providers/gmail/activity.ts";
import { readThread } from "../../../lib/providers/gmail/api/thread.ts";
import { readMessageOrHeaders } from "../../../lib/providers/gmail/api.ts";
import { gmail } from "../../../lib/providers/gmail/definition.ts";
import { toMessageView } from "../../../lib/providers/gmail/message-view.ts";
import { aConnection } from "../../support/a-connection.ts";
import { answer, answerEndlessly, json, type Play, startTestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
});

const type = (value: string) => [{ name: "Content-Type", value: `${value}; charset=utf-8` }];
const largePart = (kind: string, attachmentId: string, more: object = {}) => ({
  mimeType: kind,
  filename: "",
  headers: type(kind),
  body: { attachmentId, size: 300_000 },
  ...more,
});
const textPart = (kind: string, text: string) => ({
  mimeType: kind,
  filename: "",
  headers: type(kind),
  body: { data: Buffer.from(text).toString("base64url") },
});
const message = (...parts: readonly object[]) => ({
  id: "m1",
  threadId: "t1",
  labelIds: ["INBOX"],
  snippet: "Could you sign the contract",
  payload: {
    mimeType: "multipart/alternative",
    headers: [{ name: "From", value: "Ben Example <ben@example.com>" }],
    body: { size: 0 },
    parts,
  },
});

/** Answers the message, and the text of each id. */
function play(content: object, texts: Readonly<Record<string, Play | string>>): void {
  end.play = (response, request) => {
    const [, id = ""] = /\/messages\/m1\/attachments\/(\w+)$/.exec(request.path) ?? [];
    const text = texts[id];
    if (id === "") json(content)(response, request);
    else if (typeof text === "string")
      json({ size: 1, data: Buffer.from(text).toString("base64url") })(response, request);
    else (text ?? answer(404))(response, request);
  };
}

const mailbox = () => ({ provider: withOrigin(gmail, end.url), token: "t", fetch });
const read = async () => {
  const { message, isWhole } = await readMessageOrHeaders(mailbox(), "m1");
  return toMessageView(message, isWhole);
};
const listPaths = () => end.requests.map(({ path }) => path.replace(/^\/gmail\/v1\/users\/me/, ""));

test("the text is fetched, and is no attachment", async () => {
  play(message(largePart("text/html", "h1")), { h1: "<p>Could you sign the contract by Friday?</p>" });
  const view = await read();
  expect(view.body).toBe("Could you sign the contract by Friday?");
  expect(view).not.toHaveProperty("attachments");
  expect(view).not.toHaveProperty("bodyTruncated");
  expect(listPaths()).toEqual(["/messages/m1?format=full", "/messages/m1/attachments/h1"]);
});

test("of alternatives only the one that is read is fetched", async () => {
  play(message(largePart("text/plain", "p1"), largePart("text/html", "h1")), { p1: "plain" });
  expect((await read()).body).toBe("plain");
  play(message(textPart("text/plain", " \r\n"), largePart("text/html", "h1")), { h1: "<p>html</p>" });
  expect((await read()).body).toBe("html");
  play(message(textPart("text/plain", "Hi"), largePart("text/html", "h1")), {});
  expect(await read()).toMatchObject({ body: "Hi" });
  expect(listPaths().filter((path) => path.includes("attachments"))).toEqual([
    "/messages/m1/attachments/p1",
    "/messages/m1/attachments/h1",
  ]);
});

test("a text with a name, or declared as attached, stays an attachment and is not fetched", async () => {
  const header = [...type("text/plain"), { name: "Content-Disposition", value: "attachment" }];
  const attached = largePart("text/plain", "a2", { headers: header });
  play(message(textPart("text/plain", "Hi"), largePart("text/plain", "a1", { filename: "log.txt" }), attached), {});
  const view = await read();
  expect(view.attachments?.map(({ id }) => id)).toEqual(["a1", "a2"]);
  expect(view.body).toBe("Hi");
  expect(end.requests).toHaveLength(1);
});

test.each<[string, Play]>([
  ["too large", answerEndlessly(6_000_000)],
  ["gone", answer(404)],
  ["not as documented", json({ size: 1 })],
])("a text that is %s is said to be missing", async (_, text) => {
  play(message(largePart("text/html", "h1")), { h1: text });
  const view = await read();
  expect(view).toMatchObject({ bodyTruncated: true, body: expect.stringContaining("not shown here") });
});

test("a failure that a retry may end is not taken for a missing text", async () => {
  play(message(largePart("text/html", "h1")), { h1: answer(429) });
  await expect(read()).rejects.toMatchObject({ kind: "rate" });
});

test("a thread's texts are fetched too", async () => {
  end.play = (response, request) => {
    const isThread = request.path.includes("/threads/");
    const data = Buffer.from("<p>Signed</p>").toString("base64url");
    (isThread ? json({ id: "t1", messages: [message(largePart("text/html", "h1"))] }) : json({ data }))(
      response,
      request,
    );
  };
  expect((await readThread(mailbox(), "t1")).messages).toMatchObject([{ body: "Signed" }]);
});

test("an activity has the fetched text, and the snippet where it is missing", async () => {
  const ada = aConnection({ provider: "gmail", accountName: "Ada Example", username: "ada@example.com" });
  const toText = async () => toMailActivity((await readMessageOrHeaders(mailbox(), "m1")).message, ada, 1).text;
  play(message(largePart("text/html", "h1")), { h1: "<p>Could you sign the contract by Friday?</p>" });
  expect(await toText()).toBe("Could you sign the contract by Friday?");
  play(message(largePart("text/html", "h1")), {});
  expect(await toText()).toBe("Could you sign the contract");
});
