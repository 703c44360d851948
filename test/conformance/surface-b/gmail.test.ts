// The assistant's mail page, under the name it has for it.
import { beforeAll, expect, test } from "vitest";
import { type AssistantPerson, connect, createAssistantPerson } from "../support/assistant.ts";
import { readFailure } from "../support/old-client.ts";

const base = "/api/v2/email";

let ada: AssistantPerson;
let ben: AssistantPerson;
beforeAll(async () => {
  [ada, ben] = [await createAssistantPerson(), await createAssistantPerson()];
  await connect(ada, "gmail", { account: "ada@example.com" });
  await connect(ben, "gmail", { account: "ben@example.com" });
});

interface Messages {
  readonly messages: readonly { id: string; threadId: string; subject: string }[];
}

test("status says connected, and which mailbox", async () => {
  expect(await ada.get(`${base}/status`)).toMatchObject({ connected: true, email: "ada@example.com" });
});

test("the inbox lists messages with what the page shows", async () => {
  const { messages } = await ada.get<Messages>(`${base}/messages?maxResults=10`);
  expect(messages.map(({ subject }) => subject)).toEqual(["Review before Friday", "Invoice 1042"]);
  for (const message of messages)
    expect(message).toMatchObject({
      from: expect.any(String),
      to: expect.anything(),
      date: expect.any(String),
      snippet: expect.any(String),
      labelIds: expect.any(Array),
    });
});

test("search finds by words", async () => {
  const found = JSON.stringify(await ada.get(`${base}/search?q=invoice`));
  expect(found).toContain("Invoice 1042");
  expect(found).not.toContain("Review before Friday");
});

test("a message and its thread are read", async () => {
  const message = {
    id: "msg_ada_review",
    threadId: "thr_ada_review",
    subject: "Review before Friday",
    body: expect.stringContaining("pricing page"),
  };
  expect(await ada.get(`${base}/messages/msg_ada_review`)).toMatchObject({ data: { message }, message });
  expect(JSON.stringify(await ada.get(`${base}/threads/thr_ada_review`))).toContain("msg_ada_review");
});

test("a sent message answers its id", async () => {
  const sent = await ada.post(`${base}/messages`, { to: "cleo@example.com", subject: "Hello", body: "Hello Cleo" });
  const data = { messageId: expect.any(String), message: { id: expect.any(String), threadId: expect.any(String) } };
  expect(sent).toMatchObject({ success: true, data, ...data });
});

test("what the page left out is named", async () => {
  expect(await readFailure(ada.post(`${base}/messages`, { subject: "Hello" }))).toMatchObject({
    status: 400,
    message: expect.stringMatching(/^to\b/),
  });
});

test("another person's mail is not read", async () => {
  const [id, thread] = ["msg_ada_review", "thr_ada_review"];
  for (const path of [`messages/${id}`, `threads/${thread}`])
    expect(await readFailure(ben.get(`${base}/${path}`))).toMatchObject({ status: 404 });
});
