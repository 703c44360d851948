// Sending mail: developers.google.com/gmail/api/reference/rest/v1/users.messages/send
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { Problem } from "../../../errors.ts";
import { findProviderError, ProviderError } from "../../../http/provider-error.ts";
import { type ErrorResponse, readProviderJson } from "../../../http/provider-json.ts";
import { sendOnce } from "../../../http/provider-problem.ts";
import type { ProviderCallContext } from "../../../provider-client/data-endpoint.ts";
import { createJsonRequest, requestProvider } from "../../../provider-client/request.ts";
import { truncate } from "../../../truncate.ts";
import { toGoogleFailure } from "../../google/errors.ts";
import { readErrorMessage } from "../errors.ts";
import { composeMail, type NewMail } from "../mail/compose.ts";
import { formatMailbox } from "../mail/headers.ts";
import { hasControlCharacters, parseRecipients, type Recipient } from "../mail/recipients.ts";
import type { Message } from "../message-view.ts";
import { inReplyToPattern, readOriginal, toReplySubject } from "./reply.ts";

const addresses = z.union(
  [z.string().max(60_000), z.array(z.string().max(2000)).max(500)],
  "must be an address or a list of addresses",
);
const text = z
  .string()
  .max(500_000)
  .refine((value) => !value.includes("\0"), "must not have a NUL");

const oneLine = z
  .string()
  .max(1000)
  .refine((value) => !hasControlCharacters(value), "must be one line, without control characters");

export const newMessage = z
  .object({
    to: addresses,
    cc: addresses.optional(),
    bcc: addresses.optional(),
    subject: oneLine.optional(),
    body: text,
    html: text.optional(),
    inReplyTo: z.string().regex(inReplyToPattern, "is neither a message's id nor a Message-ID").optional(),
  })
  .refine(({ subject, inReplyTo }) => subject !== undefined || inReplyTo !== undefined, {
    path: ["subject"],
    error: "is needed, unless the mail answers another one",
  });

const sendResponse = z.object({ id: z.string(), threadId: z.string(), labelIds: z.array(z.string()).default([]) });

/** The recipients of a new message. @throws Problem invalid_request naming the field */
export function parseAllRecipients({ to, cc, bcc }: z.output<typeof newMessage>) {
  const all = { to: parseRecipients("to", to), cc: parseRecipients("cc", cc), bcc: parseRecipients("bcc", bcc) };
  if (all.to.length > 0) return all;
  throw new Problem("invalid_request", { detail: "to: has no address.", members: { field: "to" } });
}

type Sender = Pick<ProviderCallContext, "provider" | "token" | "fetch" | "connection" | "now">;

/** Sends a mail as the account, once. @throws Problem invalid_request naming a field; ProviderError */
export async function sendMessage(
  call: Sender,
  { subject, body, html, inReplyTo }: z.output<typeof newMessage>,
  recipients: ReturnType<typeof parseAllRecipients>,
  id: string = randomUUID(),
): Promise<Message & { bcc?: string | undefined }> {
  const original = inReplyTo === undefined ? undefined : await readOriginal(call, inReplyTo);
  const from = call.connection.username;
  const mail: NewMail = {
    ...recipients,
    from,
    subject: (subject ?? toReplySubject({ subject: original?.subject ?? "" })).toWellFormed(),
    text: body.toWellFormed(),
    html: html?.toWellFormed(),
    date: new Date(call.now() * 1000),
    messageId: `<${id}@${from?.split("@")[1] ?? "mail.gmail.com"}>`,
    inReplyTo: original?.messageId,
    references: original?.references ?? [],
  };
  const raw = (await composeMail(mail)).toString("base64url");
  const content = { raw, ...(original ? { threadId: original.threadId } : {}) };
  return { ...(await sendOnce(() => postMail(call, content))), ...toMailView(mail) };
}

async function postMail(call: Sender, content: { readonly raw: string }) {
  try {
    const answer = await requestProvider(call, "/users/me/messages/send", createJsonRequest("POST", content));
    return await readProviderJson(answer, sendResponse, toSendFailure);
  } catch (error) {
    throw toSendError(error);
  }
}

function toSendError(error: unknown): unknown {
  const failure = findProviderError(error);
  if (failure?.kind === "scope") return new ProviderError({ ...failure, missingScopes: [sendScope] }, { cause: error });
  const [, field] = /^invalid_(to|cc|bcc)_header$/.exec(failure?.code ?? "") ?? [];
  if (field === undefined) return error;
  const detail = `${field}: Gmail does not take one of its addresses.`;
  return new Problem("invalid_request", { detail, members: { field } });
}

/** Only Gmail's error text names the header that it rejects. The text itself is not shown. */
function toSendFailure(refused: ErrorResponse) {
  const [, header] =
    /\bInvalid (To|Cc|Bcc) header\b/i.exec(refused.status === 400 ? readErrorMessage(refused) : "") ?? [];
  if (header === undefined) return toGoogleFailure(refused);
  return { kind: "permanent", code: `invalid_${header.toLowerCase()}_header` } as const;
}

const sendScope = "https://www.googleapis.com/auth/gmail.send";
const maxSnippetLength = 200;

function toMailView({ from = "", to, cc, bcc, subject, text, date }: NewMail) {
  return {
    from,
    to: formatRecipients(to),
    subject,
    date: date.toUTCString().replace("GMT", "+0000"),
    snippet: truncate(
      truncate(text, 2 * maxSnippetLength)
        .replace(/\s+/g, " ")
        .trim(),
      maxSnippetLength,
    ),
    body: text,
    ...(cc.length > 0 ? { cc: formatRecipients(cc) } : {}),
    ...(bcc.length > 0 ? { bcc: formatRecipients(bcc) } : {}),
  };
}

const formatRecipients = (recipients: readonly Recipient[]): string =>
  recipients.map(({ name, address }) => formatMailbox(name, address)).join(", ");
