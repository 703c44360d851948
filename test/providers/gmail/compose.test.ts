import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { composeMail, type NewMail } from "../../../lib/providers/gmail/mail/compose.ts";
import { hasControlCharacters } from "../../../lib/providers/gmail/mail/recipients.ts";
import { fc } from "../../support/properties.ts";
import { brokenText, oddText } from "../support/odd-text.ts";

const mail: NewMail = {
  from: "ada@example.com",
  to: [{ name: "Ben", address: "ben@example.com" }],
  cc: [],
  bcc: [],
  subject: "Hello",
  text: "Hi",
  date: new Date(0),
  messageId: "<1@example.com>",
};
const composeText = async (more: Partial<NewMail>) => (await composeMail({ ...mail, ...more })).toString("latin1");
const read = async (more: Partial<NewMail>) => PostalMime.parse(await composeMail({ ...mail, ...more }));
const names = (source: string) => {
  const head = source.slice(0, source.indexOf("\r\n\r\n")).replace(/\r\n[ \t]/g, " ");
  return head.split("\r\n").map((line) => line.split(":")[0]);
};

const usual = [
  "From",
  "To",
  "Subject",
  "Message-ID",
  "Date",
  "Content-Transfer-Encoding",
  "MIME-Version",
  "Content-Type",
];

describe("a mail", () => {
  test("has the headers that it needs, and no others", async () => {
    expect(names(await composeText({})).sort()).toEqual(usual.toSorted());
  });

  test("leaves its sender to Gmail where we do not know the address", async () => {
    expect(names(await composeText({ from: undefined }))).not.toContain("From");
  });

  test("names those who get a blind copy: Gmail reads its recipients there", async () => {
    const { bcc } = await read({ bcc: [{ name: "Cleo", address: "cleo@example.com" }] });
    expect(bcc).toEqual([{ name: "Cleo", address: "cleo@example.com" }]);
  });

  test("that answers another names it and the ones before", async () => {
    const { inReplyTo, references } = await read({ inReplyTo: "<b@x>", references: ["<a@x>", "<b@x>"] });
    expect([inReplyTo, references]).toEqual(["<b@x>", "<a@x> <b@x>"]);
  });

  test("travels in lines of seven bits, none over 998 characters, each ended by CRLF", async () => {
    const source = await composeText({
      text: `${"ü".repeat(5000)}\n${"x".repeat(5000)}\n.\rFrom me\r\n`,
      subject: "日".repeat(300),
    });
    expect(/[^\r\n\t\x20-\x7e]|(?<!\r)\n|\r(?!\n)/.exec(source)).toBeNull();
    expect(Math.max(...source.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  test("may have its text as HTML besides", async () => {
    expect(await read({ html: "<p>Grüße</p>" })).toMatchObject({ text: "Hi\n", html: "<p>Grüße</p>\n" });
  });

  test("loads nothing that HTML points to", async () => {
    const html = '<img src="file:///etc/hostname"><img src="data:text/plain,x"><link href="http://127.0.0.1:1/">';
    expect(await read({ html })).toMatchObject({ html: `${html}\n`, attachments: [] });
  });
});

test.each(["=?utf-8?Q??=", "=?utf-8?Q?Bcc:_eve?=", "a =?utf-8?B?ZXZl?= b =? c ?="])(
  "what looks encoded is not decoded: %j",
  async (text) => {
    const { subject, to } = await read({ subject: text, to: [{ name: text, address: "x@example.com" }] });
    expect(subject).toBe(text);
    expect(to?.[0]?.name).toBe(text.replaceAll("=?", "= ?"));
  },
);

const line = oddText(200).filter((text) => !hasControlCharacters(text));
const normalizeSpace = (text: string) => text.trim().replace(/\s+/g, " ");

describe("whatever is written", () => {
  test("comes out again: names, subject and text", async () => {
    const text = oddText(1000).filter((given) => !/\p{Cc}/u.test(given));
    await fc.assert(
      fc.asyncProperty(line, line, text, async (name, subject, body) => {
        const parsed = await read({ to: [{ name, address: "x@example.com" }], subject, text: body });
        expect(parsed.to?.map(({ address }) => address)).toEqual(["x@example.com"]);
        expect(normalizeSpace(parsed.to?.[0]?.name ?? "")).toBe(normalizeSpace(name.replaceAll("=?", "= ?")));
        expect(normalizeSpace(parsed.subject ?? "")).toBe(normalizeSpace(subject));
        expect(parsed.text?.replace(/\n$/, "") ?? "").toBe(body);
      }),
    );
  });

  test("no header appears that we did not write, and unwritable text is refused", async () => {
    const odd = fc.oneof(
      brokenText(),
      brokenText().map((text) => `x\r\nBcc: eve@example.com\r\n\r\n${text}`),
      fc.constantFrom("\r\n\r\n", "\nX-A: b", "\rX-A: b", "a\0b", "=?utf-8?Q?=0D=0AX-A:_b?=", "a\u2028X-A: b"),
    );
    await fc.assert(
      fc.asyncProperty(odd, odd, odd, async (name, subject, reference) => {
        const more = {
          to: [{ name, address: "x@example.com" }],
          subject,
          references: [reference],
          inReplyTo: reference,
        };
        const source = await composeText({ ...more, text: "Hi" });
        expect(names(source).filter((one) => ![...usual, "References", "In-Reply-To"].includes(one ?? ""))).toEqual([]);
        expect((await PostalMime.parse(source)).bcc).toBeUndefined();
      }),
    );
  });
});
