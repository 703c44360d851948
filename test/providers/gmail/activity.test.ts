import { expect, test } from "vitest";
import { toMailActivity } from "../../../lib/providers/gmail/activity.ts";
import { parseMailboxes } from "../../../lib/providers/gmail/mail/addresses.ts";
import { rawMessage } from "../../../lib/providers/gmail/message-view.ts";
import { aConnection } from "../../support/a-connection.ts";
import { measureBusyMs } from "../../support/busy.ts";
import { fc } from "../../support/properties.ts";
import { brokenText } from "../support/odd-text.ts";

const ada = aConnection({ provider: "gmail", accountName: "Ada Example", username: "ada@example.com" });
const base64 = (text: string) => Buffer.from(text).toString("base64url");
const headers = (fields: Record<string, string>) => Object.entries(fields).map(([name, value]) => ({ name, value }));

const usual = { From: "Cleo <cleo@example.com>", To: "Ada E. <Ada@Example.com>", Subject: "Review" };

function activity(fields: Record<string, string>, payload: object = {}, message: object = {}) {
  const raw = { id: "m-1", threadId: "t-1", labelIds: ["INBOX"], internalDate: "1800000000000", ...message };
  return toMailActivity(rawMessage.parse({ ...raw, payload: { headers: headers(fields), ...payload } }), ada, 1);
}

test("says who wrote, to whom, about what and when", () => {
  const told = activity({ ...usual, Cc: "ben@example.com" }, { mimeType: "text/plain", body: { data: base64("Hi") } });
  expect(told).toMatchObject({
    key: "mail#m-1",
    kind: "mail",
    title: "Review",
    text: "Hi",
    author: { name: "Cleo", email: "cleo@example.com" },
    people: [
      { name: "Ada E.", email: "ada@example.com" },
      { name: "ben@example.com", email: "ben@example.com" },
    ],
    at: new Date(1_800_000_000_000),
    mentionsOwner: true,
  });
});

test("links to the message in its owner's account", () => {
  expect(activity(usual).source).toEqual({
    url: "https://mail.google.com/mail/?authuser=ada%40example.com#all/m-1",
    id: "m-1",
  });
});

test("does not mention an owner who only gets a copy", () => {
  expect(activity({ ...usual, To: "ben@example.com", Cc: "ada@example.com" }).mentionsOwner).toBe(false);
});

test("does not mention an owner who gets it from a mailing list", () => {
  expect(activity({ ...usual, "List-Id": "<news.example.com>" }).mentionsOwner).toBe(false);
});

test("knows the owner by the name the sender used", () => {
  expect(activity(usual).owner?.names).toContain("Ada E.");
});

test("prefers the plain text of a mail that has both", () => {
  const parts = [
    { mimeType: "text/html", body: { data: base64("<p>html</p>") } },
    { mimeType: "text/plain", body: { data: base64("plain") } },
  ];
  expect(activity(usual, { mimeType: "multipart/alternative", parts }).text).toBe("plain");
});

test("reads a mail that is HTML only as text", () => {
  const parts = [{ mimeType: "text/html", body: { data: base64("<style>x</style><p>Could you <b>call</b> me?</p>") } }];
  expect(activity(usual, { mimeType: "multipart/mixed", parts }).text).toBe("Could you call me?");
});

test("falls back to the snippet, which is escaped", () => {
  expect(activity(usual, {}, { snippet: "it&#39;s &lt;fine&gt;" }).text).toBe("it's <fine>");
});

test("a mail without a subject still has a title", () => {
  expect(activity({ From: "cleo@example.com" }).title).toBe("(no subject)");
});

test("a mail without a readable date has the time of its notification", () => {
  expect(activity(usual, {}, { internalDate: "soon" }).at).toEqual(new Date(1000));
});

test("bounds what is read of a mail", () => {
  const told = activity(
    { ...usual, Subject: "s".repeat(100_000), To: "a@example.com, ".repeat(10_000) },
    { mimeType: "text/plain", body: { data: base64("x".repeat(2_000_000)) } },
  );
  expect(told.text.length).toBe(50_000);
  expect(told.title?.length).toBe(500);
  expect(told.people.length).toBeLessThanOrEqual(200);
});

test("never throws, whatever the headers and the text are", () => {
  const field = fc.constantFrom("From", "To", "Cc", "Subject", "List-Id");
  fc.assert(
    fc.property(fc.dictionary(field, brokenText()), fc.string(), (fields, data) => {
      activity(fields, { mimeType: "text/html", body: { data } });
    }),
  );
});

test.each([
  ["cleo@example.com", [{ address: "cleo@example.com", name: "cleo@example.com" }]],
  [
    '"Roe, Cleo" <Cleo@example.com>, ben@example.com',
    [
      { address: "cleo@example.com", name: "Roe, Cleo" },
      { address: "ben@example.com", name: "ben@example.com" },
    ],
  ],
  ['"a \\"b\\" c" <x@example.com>', [{ address: "x@example.com", name: 'a "b" c' }]],
  ["root@db.example.com (Cron Daemon)", [{ address: "root@db.example.com", name: "Cron Daemon" }]],
  [
    'Team: ada@example.com, "Carter, Ben" <ben@example.com>;, cleo@example.com',
    [
      { address: "ada@example.com", name: "ada@example.com" },
      { address: "ben@example.com", name: "Carter, Ben" },
      { address: "cleo@example.com", name: "cleo@example.com" },
    ],
  ],
  ['"ada l"@example.com', [{ address: '"ada l"@example.com', name: '"ada l"@example.com' }]],
  ['Ada <"ada l"@example.com>', [{ address: '"ada l"@example.com', name: "Ada" }]],
  ["Ada (at work) <ada@example.com>", [{ address: "ada@example.com", name: "Ada" }]],
  ["ada@example.com <eve@example.net>", [{ address: "eve@example.net", name: "ada@example.com" }]],
  ["MAILER-DAEMON, ben@[192.0.2.1]", [{ address: "ben@[192.0.2.1]", name: "ben@[192.0.2.1]" }]],
  ["undisclosed-recipients:;", []],
  ["<>", []],
])("reads the addresses in %s", (header, found) => {
  expect(parseMailboxes(header)).toEqual(found);
});

test("names the author of a mail whose sender's name is a comment", () => {
  const told = activity({ ...usual, From: "root@db.example.com (Cron Daemon)" });
  expect(told.author).toEqual({ name: "Cron Daemon", email: "root@db.example.com" });
});

test("finds an owner who is a member of a group", () => {
  expect(activity({ ...usual, To: "Team: ben@example.com, Ada E. <ada@example.com>;" }).mentionsOwner).toBe(true);
});

test("reads well-formed addresses of whatever a header is", () => {
  fc.assert(
    fc.property(
      fc.oneof(brokenText(), fc.string({ unit: fc.constantFrom(...'ab@"\\<>(),:; =?'.split("")) })),
      (header) => {
        for (const { address, name } of parseMailboxes(header)) {
          expect(address).toMatch(/^[^@"]+@[^@]+$|^"[^"]+"@[^@]+$/);
          expect(name.isWellFormed()).toBe(true);
        }
      },
    ),
  );
});

test.each(['"', "(", "<", ",", ":", ";", "a: ", "a@b.c,", '"a" ', "=?utf-8?Q?a?= "])(
  "reads twenty thousand characters of %j in a short time",
  async (piece) => {
    expect(await measureBusyMs(() => parseMailboxes(piece.repeat(20_000 / piece.length)))).toBeLessThan(2000);
  },
);
