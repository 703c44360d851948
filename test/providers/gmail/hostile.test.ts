// Malicious mails must not prevent the user from reading other mails.
import { describe, expect, test } from "vitest";
import { maxHtmlLength } from "../../../lib/html-to-text.ts";
import { timestampedResponse } from "../../../lib/http/response.ts";
import { readContent } from "../../../lib/providers/gmail/mail/mime.ts";
import { type Message, rawMessage, toMessageView } from "../../../lib/providers/gmail/message-view.ts";
import { fitMessages } from "../../../lib/providers/gmail/paging.ts";

const data = (text: string) => Buffer.from(text).toString("base64url");
const view = (payload: object): Message => toMessageView(rawMessage.parse({ id: "m1", threadId: "t1", payload }));
const honest = view({
  mimeType: "text/plain",
  headers: [
    { name: "From", value: "ada@example.com" },
    { name: "Subject", value: "Plan" },
  ],
  body: { data: data("Hi") },
  parts: [],
});

const repeatHeader = (name: string, value: string, times: number) =>
  Array.from({ length: times }, () => ({ name, value }));
const quotes = `"${'\\"'.repeat(9000)}" <a@example.com>`;
const endless = {
  mimeType: "multipart/mixed",
  headers: ["From", "To", "Cc", "Subject"].flatMap((name) => repeatHeader(name, quotes, 30)),
  parts: Array.from({ length: 300 }, () => ({
    mimeType: "x".repeat(5000),
    filename: '"'.repeat(10_000),
    body: { attachmentId: "a".repeat(400), size: 1 },
  })),
};

describe("headers without end and names of files without end", () => {
  test("leave a message that can be answered", () => {
    expect(timestampedResponse({ message: view(endless) }).statusCode).toBe(200);
  });

  test("leave a page that can be answered, on which the other messages are whole", () => {
    const messages = fitMessages([...Array.from({ length: 99 }, () => view(endless)), honest]);
    expect(timestampedResponse({ messages }).statusCode).toBe(200);
    expect(messages.at(-1)).toEqual(honest);
  });
});

test("a list of addresses ends with a whole header", () => {
  const headers = repeatHeader("To", `${"a".repeat(7000)}@example.com`, 9);
  expect(view({ headers }).to.split(", ")).toEqual(headers.slice(0, 2).map(({ value }) => value));
});

test("HTML in many parts is read up to the same limit as HTML in one", () => {
  const parts = Array.from({ length: 12 }, () => ({
    mimeType: "text/html",
    body: { data: data("<".repeat(450_000)) },
  }));
  const { text, isPartial } = readContent({ mimeType: "multipart/mixed", parts });
  expect(text.length).toBeLessThan(maxHtmlLength + 100);
  expect(isPartial).toBe(true);
});
