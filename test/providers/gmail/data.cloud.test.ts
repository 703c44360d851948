// Reading and sending mail through the deployed stack.
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Account, connectAccount, getSandbox } from "../../connections/support/account.ts";
import { asUser } from "../../support/api.ts";
import type { ScriptedAnswer } from "../../support/sandbox.ts";

const text = expect.any(String);
const path = "/api/v2/gmail";
const api = "/gmail/v1/users/me";

let ada: Account;
beforeAll(async () => {
  await getSandbox("gmail").reset();
  ada = await connectAccount("gmail");
});
beforeEach(async () => {
  await getSandbox("gmail").forgetScripts();
  await getSandbox("gmail").forgetRequests();
});

interface Message {
  readonly id: string;
  readonly threadId: string;
  readonly from: string;
  readonly subject: string;
  readonly body: string;
}
interface Sent {
  readonly message: Message;
  readonly messageId: string;
  readonly accountId: string;
}
interface Page {
  readonly messages: readonly Message[];
  readonly nextPageToken?: string;
}

/** The answer's data, which must be at the top level too. */
function getData(json: unknown) {
  const { success, data, timestamp, ...top } = json as Record<string, unknown>;
  expect([success, top]).toEqual([true, data]);
  expect(new Date(timestamp as string).toISOString()).toBe(timestamp);
  return data;
}

const review = {
  id: "msg_ada_review",
  threadId: "thr_ada_review",
  from: "Cleo <cleo@example.com>",
  to: "ada@example.com",
  subject: "Review before Friday",
  date: text,
  snippet: text,
  body: "Could you review the pricing page before Friday?",
  labelIds: ["INBOX", "UNREAD"],
};

test("a message, with the nine members of the contract", async () => {
  const answer = await ada.user.get(`${path}/messages/msg_ada_review`);
  expect(answer.status).toBe(200);
  expect(getData(answer.json)).toEqual({ message: review });
});

test("a thread, with its messages in order", async () => {
  const answer = await ada.user.get(`${path}/threads/thr_ada_review`);
  expect(answer.status).toBe(200);
  expect(getData(answer.json)).toEqual({
    thread: { id: "thr_ada_review", messages: [review], messageCount: 1, omitted: 0 },
  });
});

test("mails as the world writes them, to the last page", async () => {
  const bodies = new Map<string, string>();
  let pageToken: string | undefined;
  do {
    const query = new URLSearchParams({ q: "label:odd", limit: "2", ...(pageToken ? { pageToken } : {}) });
    const page = (await ada.user.get(`${path}/messages?${query}`)).json as Page;
    for (const { subject, body, from } of page.messages) {
      expect(from).toBe('"Müller, Jürgen" <juergen@example.com>');
      bodies.set(subject, body);
    }
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  expect(Object.fromEntries(bodies)).toEqual({
    "HTML only": "Could you sign this?",
    Western: "Café “au lait”",
    日本語: "日本語",
    "Grüße aus Köln": "Die Worte.\n-- \r\nVerteiler",
    "With files": "See the files.",
  });
});

test("the files of a mail are named, and not loaded", async () => {
  const { message } = (await ada.user.get(`${path}/messages/odd_attached`)).json as { message: object };
  expect(message).toMatchObject({
    attachments: [
      { id: "att_offer.pdf", filename: "offer.pdf", mimeType: "application/pdf", size: 20_480 },
      { id: "att_notes.txt", filename: "notes.txt", mimeType: "text/plain", size: 12 },
      { id: "", filename: "", mimeType: "message/rfc822", size: 0 },
    ],
  });
  expect(await getSandbox("gmail").requests(api)).toHaveLength(1);
});

describe("sending", () => {
  const mail = {
    to: ["Jürgen Müller <juergen@example.com>", "x@example.com"],
    cc: "cleo@example.com",
    bcc: "ben@example.com",
    subject: "Grüße – 日本",
    body: "Schöne Grüße,\nAda",
  };

  test("a mail goes out as it was written, and is found in its thread", async () => {
    const answer = await ada.user.post(`${path}/messages`, mail);
    expect(answer.status).toBe(201);
    expect(answer.headers.get("ratelimit-limit")).toBe("60");
    const { message, messageId, accountId } = getData(answer.json) as Sent;
    expect([messageId, accountId]).toEqual([message.id, "100000000000000000001"]);
    const to = "Jürgen Müller <juergen@example.com>, x@example.com";
    const shown = { id: text, threadId: text, from: "ada@example.com", to, subject: mail.subject, body: mail.body };
    expect(message).toEqual({
      ...shown,
      cc: mail.cc,
      bcc: mail.bcc,
      date: text,
      snippet: "Schöne Grüße, Ada",
      labelIds: ["SENT"],
    });
    const { thread } = (await ada.user.get(`${path}/threads/${message.threadId}`)).json as { thread: Page };
    expect(thread.messages).toMatchObject([
      { ...shown, id: message.id, body: expect.stringContaining("Schöne Grüße,") },
    ]);
  });

  test.each([
    ["a message's id", { inReplyTo: "msg_ada_invoice" }],
    ["a Message-ID", { inReplyTo: "<msg_ada_invoice@emulate.google.local>" }],
  ])("an answer to %s lands in the thread", async (_, more) => {
    const answer = await ada.user.post(`${path}/messages`, { to: "billing@example.com", body: "Paid.", ...more });
    expect(answer).toMatchObject({
      status: 201,
      json: { message: { threadId: "thr_ada_invoice", subject: "Re: Invoice 1042" } },
    });
    const { message } = answer.json as { message: Message };
    const { thread } = (await ada.user.get(`${path}/threads/thr_ada_invoice`)).json as { thread: Page };
    expect([thread.messages[0]?.id, thread.messages.at(-1)?.id]).toEqual(["msg_ada_invoice", message.id]);
  });

  test("the same request under one Idempotency-Key is one mail", async () => {
    const key = { "idempotency-key": crypto.randomUUID() };
    const [first, again] = [
      await ada.user.post(`${path}/messages`, mail, key),
      await ada.user.post(`${path}/messages`, mail, key),
    ];
    expect([first.status, again.status, again.json]).toEqual([201, 201, first.json]);
    expect(await getSandbox("gmail").requests(`${api}/messages/send`)).toHaveLength(1);
  });

  test.each<[string, Omit<ScriptedAnswer, "path">, number, string]>([
    ["a 500", { status: 500 }, 409, "outcome_unknown"],
    ["a reset after it was sent", { workFirst: true, drop: true }, 409, "outcome_unknown"],
    ["no JSON after it was sent", { workFirst: true, status: 200, body: "<html>" }, 409, "outcome_unknown"],
    ["a 429", { status: 429, headers: { "retry-after": "7" } }, 429, "rate_limited"],
    ["a 403", { status: 403, body: {} }, 403, "insufficient_permissions"],
    ["a 400", { status: 400, body: {} }, 502, "provider_error"],
  ])("when Gmail answers with %s, a mail is sent once and its writer is told", async (_, answer, status, code) => {
    await getSandbox("gmail").script({ ...answer, path: `${api}/messages/send`, times: 9 });
    expect(await ada.user.post(`${path}/messages`, mail)).toMatchObject({ status, json: { code } });
    expect(await getSandbox("gmail").requests(`${api}/messages/send`)).toHaveLength(1);
  });

  test.each([
    ["to", { to: "nobody" }],
    ["to", { to: "a@example.com\r\nBcc: eve@example.com" }],
    ["to", { to: [] }],
    ["cc", { cc: ["a@example.com", "rubbish"] }],
    ["bcc", { bcc: "rubbish" }],
    ["subject", { subject: "a\nBcc: eve@example.com" }],
    ["subject", { subject: undefined }],
    ["body", { body: undefined }],
    ["inReplyTo", { inReplyTo: "gone" }],
    ["inReplyTo", { inReplyTo: "<gone@example.com>" }],
  ])("names %s as what is wrong, and sends nothing", async (field, change) => {
    const answer = await ada.user.post(`${path}/messages`, { ...mail, ...change });
    expect(answer).toMatchObject({ status: 400, json: { code: "invalid_request", field } });
    expect(await getSandbox("gmail").requests(`${api}/messages/send`)).toEqual([]);
  });
});

const reads = {
  "messages/msg_ada_review": "messages/*",
  "threads/thr_ada_review": "threads/*",
  "search?q=review": "messages",
};
describe.each(Object.entries(reads))("GET %s", (read, asked) => {
  test.each<[string, Omit<ScriptedAnswer, "path">, number, string]>([
    ["a 403", { status: 403, body: {} }, 403, "insufficient_permissions"],
    ["a 404", { status: 404 }, 404, "not_found"],
    ["a 429", { status: 429, headers: { "retry-after": "7" } }, 429, "rate_limited"],
    ["a 500", { status: 500 }, 503, "provider_unavailable"],
    ["HTML", { status: 200, body: "<html>" }, 502, "provider_error"],
    ["100 MB", { body: { repeat: { text: "x".repeat(1000), times: 100_000 } } }, 502, "provider_error"],
  ])("answers %s of Gmail's with one of our own", async (_, answer, status, code) => {
    await getSandbox("gmail").script({ ...answer, path: `${api}/${asked}`, times: 9 });
    const shown = await ada.user.get(`${path}/${read}`);
    expect(shown).toMatchObject({ status, json: { code, success: false } });
    if (status === 429) expect(shown.headers.get("retry-after")).toBe("7");
  });

  test("is 404 for somebody else's account, and for one without a mailbox here", async () => {
    const { id } = await ada.readStored();
    const user = await asUser({ sub: crypto.randomUUID(), org: "acme" });
    for (const query of ["", `account=${id}`]) {
      const answer = await user.get(`${path}/${read}${read.includes("?") ? "&" : "?"}${query}`);
      expect(answer).toMatchObject({ status: 404, json: { code: "not_connected" } });
    }
  });
});

test.each([
  ["id", "messages/a.b"],
  ["id", `threads/${"x".repeat(129)}`],
  ["account", "threads/x?account=../y"],
  ["pageToken", "messages?pageToken=rubbish"],
  ["pageToken", "search?q=x&pageToken=rubbish"],
  ["q", "search"],
  ["q", "search?q="],
  ["q", `search?q=${"x".repeat(2001)}`],
  ["account", "search?q=x&account=../y"],
])("names %s as what is wrong with GET %s", async (field, asked) => {
  const answer = await ada.user.get(`${path}/${asked}`);
  expect(answer).toMatchObject({ status: 400, json: { code: "invalid_request", field } });
});

test.each(["messages/gone", "threads/gone"])("%s is 404", async (asked) => {
  expect(await ada.user.get(`${path}/${asked}`)).toMatchObject({ status: 404, json: { code: "not_found" } });
});
