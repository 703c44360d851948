// Sending mail: developers.google.com/gmail/api/reference/rest/v1/users.messages/send
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { Problem } from "../../errors.ts";
import { findProviderError, ProviderError } from "../../http/provider-error.ts";
import { carriedOut } from "../../http/provider-failure.ts";
import { type Refusal, readAnswer } from "../../http/provider-json.ts";
import type { Call } from "../../oauth/data-endpoint.ts";
import { jsonRequest, providerCall } from "../../oauth/provider-call.ts";
import { googleFailure } from "../google-api.ts";
import { composed, type NewMail } from "./compose.ts";
import { refusalText } from "./failures.ts";
import { mailboxText } from "./headers.ts";
import type { Message } from "./messages.ts";
import { isBroken, type Recipient, recipientsIn } from "./recipients.ts";
import { answered, originalOf, subjectOfReply } from "./reply.ts";

const addresses = z.union(
  [z.string().max(60_000), z.array(z.string().max(2000)).max(500)],
  "is not a list of addresses",
);
const text = z
  .string()
  .max(500_000)
  .refine((value) => !value.includes("\0"), "must not have a NUL");

const oneLine = z
  .string()
  .max(1000)
  .refine((value) => !isBroken(value), "must be one line, without control characters");

export const newMessage = z
  .object({
    to: addresses,
    cc: addresses.optional(),
    bcc: addresses.optional(),
    subject: oneLine.optional(),
    body: text,
    html: text.optional(),
    inReplyTo: z.string().regex(answered, "is neither a message's id nor a Message-ID").optional(),
  })
  .refine(({ subject, inReplyTo }) => subject !== undefined || inReplyTo !== undefined, {
    path: ["subject"],
    error: "is needed, unless the mail answers another one",
  });

const sent = z.object({ id: z.string(), threadId: z.string(), labelIds: z.array(z.string()).default([]) });

/** Recipients of a new message. @throws Problem invalid_request naming the field */
export function recipientsOf({ to, cc, bcc }: z.output<typeof newMessage>) {
  const all = { to: recipientsIn("to", to), cc: recipientsIn("cc", cc), bcc: recipientsIn("bcc", bcc) };
  if (all.to.length > 0) return all;
  throw new Problem("invalid_request", { detail: "to: has no address.", members: { field: "to" } });
}

type Sender = Pick<Call, "provider" | "token" | "fetch" | "connection" | "now">;

/** Sends a mail as the account, once. @throws Problem invalid_request naming a field; ProviderError */
export async function sendMessage(
  call: Sender,
  { subject, body, html, inReplyTo }: z.output<typeof newMessage>,
  recipients: ReturnType<typeof recipientsOf>,
  id: string = randomUUID(),
): Promise<Message & { bcc?: string | undefined }> {
  const original = inReplyTo === undefined ? undefined : await originalOf(call, inReplyTo);
  const from = call.connection.username;
  const mail: NewMail = {
    ...recipients,
    from,
    subject: (subject ?? subjectOfReply({ subject: original?.subject ?? "" })).toWellFormed(),
    text: body.toWellFormed(),
    html: html?.toWellFormed(),
    date: new Date(call.now() * 1000),
    messageId: `<${id}@${from?.split("@")[1] ?? "mail.gmail.com"}>`,
    inReplyTo: original?.messageId,
    references: original?.references ?? [],
  };
  const raw = (await composed(mail)).toString("base64url");
  const content = { raw, ...(original ? { threadId: original.threadId } : {}) };
  return { ...(await carriedOut(() => posted(call, content))), ...viewOf(mail) };
}

async function posted(call: Sender, content: { readonly raw: string }) {
  try {
    const answer = await providerCall(call, "/users/me/messages/send", jsonRequest("POST", content));
    return await readAnswer(answer, sent, sendFailure);
  } catch (error) {
    throw refusedToSend(error);
  }
}

function refusedToSend(error: unknown): unknown {
  const failure = findProviderError(error);
  if (failure?.kind === "scope") return new ProviderError({ ...failure, missingScopes: [sendScope] }, { cause: error });
  const [, field] = /^invalid_(to|cc|bcc)_header$/.exec(failure?.code ?? "") ?? [];
  if (field === undefined) return error;
  const detail = `${field}: Gmail does not take one of its addresses.`;
  return new Problem("invalid_request", { detail, members: { field } });
}

/** Gmail says in words only which header it does not take; they are looked at and not shown. */
function sendFailure(refused: Refusal) {
  const [, header] = /\bInvalid (To|Cc|Bcc) header\b/i.exec(refused.status === 400 ? refusalText(refused) : "") ?? [];
  if (header === undefined) return googleFailure(refused);
  return { kind: "permanent", code: `invalid_${header.toLowerCase()}_header` } as const;
}

const sendScope = "https://www.googleapis.com/auth/gmail.send";
const longestSnippet = 200;

function viewOf({ from = "", to, cc, bcc, subject, text, date }: NewMail) {
  return {
    from,
    to: listOf(to),
    subject,
    date: date.toUTCString().replace("GMT", "+0000"),
    snippet: text
      .slice(0, 2 * longestSnippet)
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, longestSnippet),
    body: text,
    ...(cc.length > 0 ? { cc: listOf(cc) } : {}),
    ...(bcc.length > 0 ? { bcc: listOf(bcc) } : {}),
  };
}

const listOf = (recipients: readonly Recipient[]): string =>
  recipients.map(({ name, address }) => mailboxText(name, address)).join(", ");
