import "../../http/lambda-environment.ts";
import PostalMime from "postal-mime";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import { newMessage, parseAllRecipients, sendMessage } from "../../../lib/providers/gmail/api/send.ts";
import { gmail } from "../../../lib/providers/gmail/definition.ts";
import { aConnection } from "../../support/a-connection.ts";
import { answer, hang, json, type Play, reset, startTestServer, type TestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end: TestServer = await startTestServer();
afterAll(() => end.close());

const sent = { id: "m9", threadId: "t9", labelIds: ["SENT"] };
const original = {
  id: "m1",
  threadId: "t1",
  payload: {
    headers: [
      { name: "Message-Id", value: "<b@example.com>" },
      { name: "References", value: "<a@example.com>\r\n <rubbish" },
      { name: "Subject", value: "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=" },
    ],
  },
};
const found = "/gmail/v1/users/me/messages?q=rfc822msgid";
let plays: Record<string, Play>;

beforeEach(() => {
  end.requests.length = 0;
  plays = {
    "/gmail/v1/users/me/messages/send": json(sent),
    "/gmail/v1/users/me/messages/m1": json(original),
    [found]: json({ messages: [{ id: "m1" }] }),
  };
  end.play = (response, asked) => {
    const [, play = json({ error: { code: 404 } }, 404)] =
      Object.entries(plays).find(([path]) => asked.path.startsWith(path)) ?? [];
    play(response, asked);
  };
});

const connection = aConnection({ provider: "gmail", username: "ada@example.com" });
function send(message: object) {
  const body = newMessage.parse({ to: "ben@example.com", subject: "Hi", body: "Hello", ...message });
  const call = {
    provider: withOrigin(gmail, end.url),
    token: "t",
    connection,
    fetch,
    now: () => 1_800_000_000,
  };
  return sendMessage(call, body, parseAllRecipients(body), "id-1");
}

const listPosts = () => end.requests.filter(({ method }) => method === "POST");
async function readSentMail() {
  const { raw, threadId } = JSON.parse(listPosts()[0]?.body ?? "{}");
  return { threadId, mail: await PostalMime.parse(Buffer.from(raw, "base64url")) };
}

test("sends what was written, to all of whom it was written to", async () => {
  const to = ["Jürgen <j@example.com>", "x@example.com"];
  await send({ to, cc: "c@example.com", bcc: "b@example.com", subject: "Grüße", body: "Hallo\n" });
  const { mail, threadId } = await readSentMail();
  expect(threadId).toBeUndefined();
  expect(mail).toMatchObject({
    from: { address: "ada@example.com" },
    to: [{ name: "Jürgen", address: "j@example.com" }, { address: "x@example.com" }],
    cc: [{ address: "c@example.com" }],
    bcc: [{ address: "b@example.com" }],
    subject: "Grüße",
    text: "Hallo\n",
    messageId: "<id-1@example.com>",
  });
});

test("answers what Gmail made of it, with what was sent", async () => {
  expect(await send({ to: ['"Roe, Cleo" <c@example.com>'], bcc: "b@example.com", body: "a\n\n b" })).toEqual({
    ...sent,
    from: "ada@example.com",
    to: '"Roe, Cleo" <c@example.com>',
    bcc: "b@example.com",
    subject: "Hi",
    date: "Fri, 15 Jan 2027 08:00:00 +0000",
    snippet: "a b",
    body: "a\n\n b",
  });
});

describe("an answer to another mail", () => {
  test.each(["m1", "<b@example.com>"])("named %s lands in its thread", async (inReplyTo) => {
    await send({ inReplyTo, subject: undefined });
    const { mail, threadId } = await readSentMail();
    expect(threadId).toBe("t1");
    expect(mail).toMatchObject({
      inReplyTo: "<b@example.com>",
      references: "<a@example.com> <b@example.com>",
      subject: "Re: Grüße",
    });
  });

  test("has the subject it is given", async () => {
    await send({ inReplyTo: "m1", subject: "Another matter" });
    expect((await readSentMail()).mail.subject).toBe("Another matter");
  });

  test("asks for no more than the headers", async () => {
    await send({ inReplyTo: "m1" });
    expect(end.requests[0]?.path).toBe("/gmail/v1/users/me/messages/m1?format=metadata");
  });

  test("keeps a long thread's first mail and its last thirty", async () => {
    const value = Array.from({ length: 500 }, (_, at) => `<${at}@example.com>`).join(" ");
    plays["/gmail/v1/users/me/messages/m1"] = json({
      ...original,
      payload: { headers: [{ name: "References", value }] },
    });
    await send({ inReplyTo: "m1" });
    const references = (await readSentMail()).mail.references?.split(" ") ?? [];
    expect([references.length, references[0], references.at(-1)]).toEqual([31, "<0@example.com>", "<499@example.com>"]);
  });

  test.each<[string, string, Play]>([
    ["gone", "m2", json({})],
    ["<gone@example.com>", found, json({ resultSizeEstimate: 0 })],
    ["no-id", "/gmail/v1/users/me/messages/no-id", refusalAnswer(400, "Invalid id value")],
  ])("to %s, which is not there, is refused and not sent", async (inReplyTo, path, play) => {
    plays[path] = play;
    await expect(send({ inReplyTo })).rejects.toMatchObject({
      code: "invalid_request",
      members: { field: "inReplyTo" },
    });
    expect(listPosts()).toEqual([]);
  });
});

function refusalAnswer(code: number, message: string, reason = "invalidArgument"): Play {
  return json({ error: { code, message, errors: [{ message, domain: "global", reason }] } }, code);
}

test.each<[string, Play, object]>([
  ["a 500", answer(500), { kind: "unknown" }],
  ["a 503", answer(503), { kind: "unknown" }],
  ["a reset", reset, { kind: "unknown" }],
  ["no JSON", answer(200, "<html>"), { kind: "unknown" }],
  ["JSON of another kind", json([]), { kind: "unknown" }],
  ["a 429", answer(429, "", { "retry-after": "7" }), { kind: "rate", retryAfterSeconds: 7 }],
  ["a 429 that names no time", answer(429), { kind: "rate" }],
  ["a limit", refusalAnswer(403, "x", "userRateLimitExceeded"), { kind: "rate" }],
  ["a day's limit", refusalAnswer(403, "x", "dailyLimitExceeded"), { kind: "rate" }],
  [
    "a missing permission",
    refusalAnswer(403, "x", "insufficientPermissions"),
    { kind: "scope", missingScopes: ["https://www.googleapis.com/auth/gmail.send"] },
  ],
  [
    "a refusal of its own",
    refusalAnswer(400, "Precondition check failed.", "failedPrecondition"),
    { kind: "permanent" },
  ],
])("when Gmail answers with %s, the mail was sent once and the failure is told", async (_, play, failure) => {
  plays["/gmail/v1/users/me/messages/send"] = play;
  expect(findProviderError(await send({}).catch((error: unknown) => error))).toMatchObject(failure);
  expect(listPosts()).toHaveLength(1);
});

test.each(["To", "Cc", "Bcc"])("names the field when Gmail does not take the %s header", async (header) => {
  plays["/gmail/v1/users/me/messages/send"] = refusalAnswer(400, `Invalid ${header} header`);
  const members = { field: header.toLowerCase() };
  await expect(send({})).rejects.toMatchObject({ code: "invalid_request", members });
});

test("nothing was sent where Gmail was not reached", async () => {
  const gone = await startTestServer(hang);
  await gone.close();
  const offline = () => fetch(gone.url);
  const call = {
    provider: withOrigin(gmail, gone.url),
    token: "t",
    connection,
    fetch: offline,
    now: () => 1,
  };
  const body = newMessage.parse({ to: "b@example.com", subject: "", body: "" });
  const sending = sendMessage(call, body, parseAllRecipients(body));
  expect(findProviderError(await sending.catch((error: unknown) => error))).toMatchObject({ kind: "transient" });
});

test.each([
  ["to", { to: undefined }],
  ["to", { to: 7 }],
  ["to", { to: Array.from({ length: 501 }, () => "a@example.com") }],
  ["subject", { subject: undefined }],
  ["subject", { subject: "a\r\nBcc: eve@example.com" }],
  ["subject", { subject: "a\0" }],
  ["subject", { subject: "x".repeat(1001) }],
  ["body", { body: undefined }],
  ["body", { body: "a\0" }],
  ["body", { body: "x".repeat(500_001) }],
  ["html", { html: 7 }],
  ["inReplyTo", { inReplyTo: "../m1" }],
  ["inReplyTo", { inReplyTo: "<a@example.com>\r\nBcc: eve@example.com" }],
  ["inReplyTo", { inReplyTo: "<a@example.com> OR in:trash" }],
  ["inReplyTo", { inReplyTo: "" }],
])("names %s as what is wrong with %j", (field, change) => {
  const { error } = newMessage.safeParse({ to: "b@example.com", subject: "s", body: "b", ...change });
  expect(error?.issues[0]?.path[0]).toBe(field);
});
