import { expect, test } from "vitest";
import { timestampedResponse } from "../../../lib/http/response.ts";
import { messageAnswer, rawMessage, toMessageView } from "../../../lib/providers/gmail/message-view.ts";
import { fitMessages } from "../../../lib/providers/gmail/paging.ts";

const plain = (content: string) => ({
  mimeType: "text/plain",
  body: { data: Buffer.from(content).toString("base64url") },
});
const raw = (payload: object, more: object = {}) =>
  rawMessage.parse({ id: "m1", threadId: "t1", snippet: "s", labelIds: ["INBOX"], ...more, payload });
const headers = [
  { name: "From", value: "a@example.com" },
  { name: "To", value: "b@example.com" },
  { name: "Subject", value: "S" },
  { name: "Date", value: "Mon, 5 Jan 2026 09:00:00 +0100" },
];
const usual = { headers, ...plain("Hi") };

test("a plain message has the nine members of the contract and no others", () => {
  expect(toMessageView(raw(usual))).toStrictEqual({
    id: "m1",
    threadId: "t1",
    from: "a@example.com",
    to: "b@example.com",
    subject: "S",
    date: "Mon, 5 Jan 2026 09:00:00 +0100",
    snippet: "s",
    body: "Hi",
    labelIds: ["INBOX"],
  });
});

test("copies and files are told where there are some", () => {
  const file = { mimeType: "application/pdf", filename: "a.pdf", body: { attachmentId: "a1", size: 5 } };
  const payload = {
    mimeType: "multipart/mixed",
    headers: [...headers, { name: "Cc", value: "c@example.com" }],
    parts: [file],
  };
  const view = toMessageView(raw(payload));
  expect(view).toMatchObject({ cc: "c@example.com", attachments: [{ id: "a1", filename: "a.pdf", size: 5 }] });
  expect(messageAnswer().parse(view)).toEqual(view);
});

test("a message without a date has the time at which Gmail received it", () => {
  expect(toMessageView(raw(plain("x"), { internalDate: "0" })).date).toBe("Thu, 01 Jan 1970 00:00:00 GMT");
  expect(toMessageView(raw(plain("x"))).date).toBe("");
});

test("a message of which only the headers were read says so", () => {
  expect(toMessageView(raw(usual), false)).toMatchObject({
    subject: "S",
    bodyTruncated: true,
    body: expect.stringContaining("not shown"),
  });
});

test("a very long body is cut and says so", () => {
  const { body, bodyTruncated } = toMessageView(raw({ headers, ...plain("ü".repeat(600_000)) }));
  expect([body.length, bodyTruncated]).toEqual([500_046, true]);
});

test("messages that fit into one answer stay as they are", () => {
  const messages = [toMessageView(raw(usual)), toMessageView(raw(usual))];
  expect(fitMessages(messages)).toEqual(messages);
});

test.each(['"', "\\", "\n", "日", "\u0000", "😀"])("a page of a hundred long mails of %j can be answered", (sign) => {
  const long = toMessageView(raw({ headers, ...plain(sign.repeat(500_000)) }));
  const messages = fitMessages(Array.from({ length: 100 }, () => long));
  expect(timestampedResponse({ messages }).statusCode).toBe(200);
  const results = fitMessages(messages, 4);
  expect(timestampedResponse({ messages: results, results }).statusCode).toBe(200);
});
