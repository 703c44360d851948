// Unusual mails that real mail programs send and that the emulator cannot store. Only a search with `q=label:odd` finds them.
// Format: developers.google.com/gmail/api/reference/rest/v1/users.messages
import { type Answer, type Exchange, jsonAnswer } from "../exchange.ts";

interface Part {
  readonly mimeType: string;
  readonly filename?: string;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  readonly body?: { readonly data?: string; readonly attachmentId?: string; readonly size: number };
  readonly parts?: readonly Part[];
}

const textPart = (type: string, content: string | Buffer): Part => ({
  mimeType: type.replace(/;.*/, ""),
  filename: "",
  headers: [{ name: "Content-Type", value: type }],
  body: { size: content.length, data: Buffer.from(content).toString("base64url") },
});

const filePart = (mimeType: string, filename: string, size: number, disposition = "attachment"): Part => ({
  mimeType,
  filename,
  headers: [{ name: "Content-Disposition", value: `${disposition}; filename="${filename}"` }],
  body: { size, attachmentId: `att_${filename}` },
});

const multipart = (kind: string, ...parts: readonly Part[]): Part => ({ mimeType: `multipart/${kind}`, parts });

const html = "<style>p{color:red}</style><p>Could you <b>sign</b> this?</p><script>alert(1)</script>";
const calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";

const malformedMails: Readonly<Record<string, readonly [subject: string, payload: Part]>> = {
  odd_html: ["HTML only", textPart("text/html; charset=utf-8", html)],
  odd_western: [
    "Western",
    textPart("text/plain; charset=windows-1252", Buffer.from("Caf\xe9 \x93au lait\x94", "latin1")),
  ],
  odd_japanese: [
    "=?ISO-2022-JP?B?GyRCRnxLXDhsGyhC?=",
    textPart("text/plain; charset=ISO-2022-JP", Buffer.from("GyRCRnxLXDhsGyhC", "base64")),
  ],
  odd_nested: [
    "=?UTF-8?Q?Gr=C3=BC=C3=9Fe_aus?= =?UTF-8?Q?_K=C3=B6ln?=",
    multipart(
      "mixed",
      multipart(
        "related",
        multipart(
          "alternative",
          textPart("text/plain; charset=utf-8", "Die Worte."),
          multipart("related", textPart("text/html; charset=utf-8", "<p>Die <i>anderen</i> Worte.</p>")),
          textPart("text/calendar; charset=utf-8; method=REQUEST", calendar),
        ),
        filePart("image/png", "logo.png", 512, "inline"),
      ),
      textPart("text/plain; charset=utf-8", "-- \r\nVerteiler"),
    ),
  ],
  odd_attached: [
    "With files",
    multipart(
      "mixed",
      textPart("text/plain; charset=utf-8", "See the files."),
      filePart("application/pdf", "offer.pdf", 20_480),
      filePart("text/plain", "notes.txt", 12),
      { ...textPart("message/rfc822", ""), parts: [textPart("text/plain; charset=utf-8", "Words of another mail.")] },
    ),
  ],
};

const threadId = "thr_odd";

function buildMessage(owner: string, id: string, format: string) {
  const [subject = "", payload = textPart("text/plain", "")] = malformedMails[id] ?? [];
  const at = Date.UTC(2026, 0, 5, 9, Object.keys(malformedMails).indexOf(id));
  const fields = {
    From: "=?iso-8859-1?Q?M=FCller=2C_J=FCrgen?= <juergen@example.com>",
    To: `${owner}, "Roe, Cleo" <cleo@example.com>`,
    Subject: subject,
    Date: new Date(at).toUTCString(),
    "Message-ID": `<${id}@example.com>`,
  };
  const headers = [...Object.entries(fields).map(([name, value]) => ({ name, value })), ...(payload.headers ?? [])];
  const head = { id, threadId, labelIds: ["INBOX"], snippet: "", internalDate: String(at), historyId: "1" };
  if (format === "minimal") return head;
  return {
    ...head,
    payload: format === "metadata" ? { headers, mimeType: payload.mimeType } : { ...payload, headers },
  };
}

/** Answers requests for these mails; undefined for all others. */
export function answerMalformedMails(owner: string, { method, path, query }: Exchange): Answer | undefined {
  if (method !== "GET") return undefined;
  const ids = Object.keys(malformedMails);
  const format = query.get("format") ?? "full";
  const [, kind, id = ""] = /^\/gmail\/v1\/users\/[^/]+\/(messages|threads)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (kind === "messages" && ids.includes(id)) return jsonAnswer(buildMessage(owner, id, format));
  if (kind === "threads" && id === threadId) {
    return jsonAnswer({ id, historyId: "1", messages: ids.map((each) => buildMessage(owner, each, format)) });
  }
  if (id !== "" || kind !== "messages" || !(query.get("q") ?? "").includes("label:odd")) return undefined;
  const from = Number(query.get("pageToken") ?? 0);
  const to = from + Number(query.get("maxResults") ?? 100);
  const messages = ids.slice(from, to).map((each) => ({ id: each, threadId }));
  return jsonAnswer({
    messages,
    ...(to < ids.length ? { nextPageToken: String(to) } : {}),
    resultSizeEstimate: ids.length,
  });
}
