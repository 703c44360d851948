// Mails as Gmail answers them, of which something was read wrong.
import { expect, test } from "vitest";
import { toMailActivity } from "../../../lib/providers/gmail/activity.ts";
import { rawMessage, toMessageView } from "../../../lib/providers/gmail/message-view.ts";
import { aConnection } from "../../support/a-connection.ts";

const ada = aConnection({ provider: "gmail", accountName: "Ada Example", username: "ada@example.com" });

const toMessage = (type: string, content: string, from = "Ben Example <ben@example.com>") =>
  rawMessage.parse({
    id: "19c0000000000001",
    threadId: "19c0000000000001",
    labelIds: ["INBOX"],
    snippet: "",
    internalDate: "1795948447551",
    payload: {
      mimeType: type,
      filename: "",
      headers: [
        { name: "From", value: from },
        { name: "To", value: "ada@example.com" },
        { name: "Subject", value: "Cron <root@db> backup" },
        { name: "Date", value: "Sun, 29 Nov 2026 10:00:00 +0000" },
        { name: "Content-Type", value: `${type}; charset=utf-8` },
      ],
      body: { size: content.length, data: Buffer.from(content).toString("base64url") },
    },
  });

test.each([
  [
    "<HTML>\n<HEAD />\n<BODY><span>Could you sign the contract by Friday?</span><br /></BODY></HTML>",
    "Could you sign the contract by Friday?",
  ],
  [
    "<p>Don&rsquo;t forget&nbsp;&mdash; caf&eacute; at 3&thinsp;pm, &euro;5 &hellip; Gr&uuml;&szlig;e</p>",
    "Don’t forget — café at 3 pm, €5 … Grüße",
  ],
  [
    "<p>It&#146;s the client&#146;s &#147;final&#148; draft &#150; please sign</p>",
    "It’s the client’s “final” draft – please sign",
  ],
  [
    "<table><tr><td>Amount due</td><td>120.00</td></tr><tr><td>Due date</td><td>4 December</td></tr></table>",
    "Amount due 120.00\nDue date 4 December",
  ],
  [
    '<p><a href="https://example.com/" title="Home > Orders > 12">View your order</a> please</p>',
    "View your order please",
  ],
  [
    '<p>Hello <svg width="1" height="1"/></p><p>Could you sign the contract?</p>',
    "Hello\nCould you sign the contract?",
  ],
])("reads %j in a message and in its activity", (html, text) => {
  const message = toMessage("text/html", html);
  expect(toMessageView(message).body).toBe(text);
  expect(toMailActivity(message, ada, 1)).toMatchObject({
    text,
    author: { name: "Ben Example", email: "ben@example.com" },
  });
});

test("names the author of a mail of a program", () => {
  const message = toMessage("text/plain", "Disk full", "root@db.example.com (Cron Daemon)");
  expect(toMessageView(message)).toMatchObject({ from: "root@db.example.com (Cron Daemon)", body: "Disk full" });
  expect(toMailActivity(message, ada, 1)).toMatchObject({
    title: "Cron <root@db> backup",
    author: { name: "Cron Daemon", email: "root@db.example.com" },
  });
});
