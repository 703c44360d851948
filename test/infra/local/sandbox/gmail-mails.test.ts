import { expect, test } from "vitest";
import { composeMail } from "../../../../lib/providers/gmail/mail/compose.ts";
import { callGoogle, connectGoogle } from "./google-account.ts";
import { useProvider } from "./provider.ts";

const google = useProvider("google");
const messages = "/gmail/v1/users/me/messages";
const get = async (path: string) => callGoogle(google, await connectGoogle(google, "gmail.readonly"), "GET", path);

test("lists malformed mails only for a search that names them", async () => {
  const found = await get(`${messages}?q=label:odd&maxResults=3`);
  expect(found.body.messages).toHaveLength(3);
  const rest = await get(`${messages}?q=label:odd&maxResults=3&pageToken=${found.body.nextPageToken}`);
  expect([rest.body.messages.length, rest.body.nextPageToken]).toEqual([2, undefined]);
  expect((await get(messages)).body.messages).toMatchObject([{ id: "msg_ada_review" }, { id: "msg_ada_invoice" }]);
});

test("returns the exact bytes of a malformed mail", async () => {
  const { body } = await get(`${messages}/odd_western?format=full`);
  expect(Buffer.from(body.payload.body.data, "base64url").toString("latin1")).toBe("Caf\xe9 \x93au lait\x94");
  expect((await get(`${messages}/odd_western?format=metadata`)).body.payload).not.toHaveProperty("body");
});

test("has all malformed mails in one thread", async () => {
  const { body } = await get("/gmail/v1/users/me/threads/thr_odd");
  expect(body.messages).toHaveLength(5);
});

test("refuses an unknown page token as Gmail does", async () => {
  const { status, body } = await get(`${messages}?pageToken=rubbish`);
  expect([status, body.error.message, body.error.errors[0].reason]).toEqual([
    400,
    "Invalid pageToken",
    "invalidArgument",
  ]);
});

test("finds a mail by its Message-ID", async () => {
  const { body } = await get(`${messages}/msg_ada_review?format=metadata`);
  const { value } = body.payload.headers.find(({ name }: { name: string }) => name === "Message-ID");
  expect((await get(`${messages}?q=rfc822msgid:${value.slice(1, -1)}`)).body.messages).toMatchObject([
    { id: "msg_ada_review" },
  ]);
  expect((await get(`${messages}?q=rfc822msgid:gone@example.com`)).body.messages).toBeUndefined();
});

test("parses a sent mail: blind copies, references and text", async () => {
  const token = await connectGoogle(google, "gmail.send");
  const mail = await composeMail({
    from: "ada@example.com",
    to: [{ name: "Jürgen", address: "j@example.com" }],
    cc: [],
    bcc: [{ name: "", address: "b@example.com" }],
    subject: "Hi",
    text: "Grüße",
    date: new Date(0),
    messageId: "<1@example.com>",
    inReplyTo: "<0@example.com>",
    references: ["<0@example.com>"],
  });
  const content = { raw: mail.toString("base64url"), threadId: "thr_ada_review" };
  const { status, body } = await callGoogle(google, token, "POST", `${messages}/send`, content);
  expect([status, body.threadId, body.labelIds]).toEqual([200, "thr_ada_review", ["SENT"]]);
  const headers = Object.fromEntries(
    body.payload.headers.map(({ name, value }: { name: string; value: string }) => [name, value]),
  );
  expect(headers).toMatchObject({
    Bcc: "b@example.com",
    References: "<0@example.com>",
    "In-Reply-To": "<0@example.com>",
  });
  expect(Buffer.from(body.payload.body.data, "base64url").toString()).toContain("Grüße");
});
