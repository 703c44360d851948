// Reads the mail that a reply answers, so that the reply joins its thread: developers.google.com/workspace/gmail/api/guides/threads
import { Problem } from "../../../errors.ts";
import { allowAbsent } from "../../../provider-client/allow-absent.ts";
import { type GmailAccess, readMessage } from "../api.ts";
import { readHeaders } from "../mail/headers.ts";
import { listMessages } from "./search.ts";

/** Gmail's id of a message, or the mail's Message-ID. Neither may contain Gmail's search operators. */
export const inReplyToPattern = /^(?:[A-Za-z0-9_-]{1,128}|<[\w!#$%&'*+/=?^`|~.-]{1,400}@[\w.:[\]-]{1,200}>)$/;

interface Original {
  readonly threadId: string;
  readonly subject: string;
  readonly messageId: string | undefined;
  readonly references: readonly string[];
}

/** Message-IDs in References. RFC 5322 section 3.6.4 wants the whole thread; a header's length is limited. */
const maxReferences = 30;

/** Reads the mail to answer. @throws Problem invalid_request if it is not in this mailbox; ProviderError */
export async function readOriginal(mailbox: GmailAccess, inReplyTo: string): Promise<Original> {
  const id = inReplyTo.startsWith("<") ? await findMessageId(mailbox, inReplyTo) : inReplyTo;
  const message = id === undefined ? undefined : await allowAbsent(readMessage(mailbox, id, "metadata"));
  if (message === undefined) {
    const detail = "inReplyTo: there is no such message in this mailbox.";
    throw new Problem("invalid_request", { detail, members: { field: "inReplyTo" } });
  }
  const headers = readHeaders(message);
  const [messageId] = parseMessageIds(headers.get("message-id"));
  const before = parseMessageIds(headers.get("references") ?? headers.get("in-reply-to"));
  const references = [
    ...before.slice(0, 1),
    ...before.slice(1).slice(-maxReferences),
    ...(messageId ? [messageId] : []),
  ];
  return { threadId: message.threadId, subject: headers.get("subject") ?? "", messageId, references };
}

async function findMessageId(mailbox: GmailAccess, messageId: string): Promise<string | undefined> {
  const q = `rfc822msgid:${messageId.slice(1, -1)}`;
  const query = new URLSearchParams({ q, maxResults: "1", includeSpamTrash: "true" });
  return (await listMessages(mailbox, query)).messages[0]?.id;
}

const parseMessageIds = (header = ""): string[] => header.match(/<[\x21-\x3b\x3d\x3f-\x7e]{1,500}>/g) ?? [];

/** The subject of a reply: Gmail keeps a reply in its thread only with the same subject. */
export const toReplySubject = ({ subject }: Pick<Original, "subject">): string =>
  /^\s*re\s*:/i.test(subject) ? subject : `Re: ${subject}`;
