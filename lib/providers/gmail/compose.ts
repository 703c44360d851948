import type { Recipient } from "./recipients.ts";

export interface NewMail {
  /** The account's own address; Gmail fills in what is left out. */
  readonly from: string | undefined;
  readonly to: readonly Recipient[];
  readonly cc: readonly Recipient[];
  readonly bcc: readonly Recipient[];
  readonly subject: string;
  readonly text: string;
  /** The same for readers of HTML. */
  readonly html?: string | undefined;
  readonly date: Date;
  /** `<…@…>`, RFC 5322 section 3.6.4. */
  readonly messageId: string;
  readonly inReplyTo?: string | undefined;
  readonly references?: readonly string[];
}

/**
 * The mail as it travels (RFC 5322, MIME). Bcc stands in it: Gmail takes its recipients from the headers, and removes that one.
 * The composer is loaded when it is first needed: a request that is refused pays nothing for it.
 */
export async function composed({ references = [], text, html, ...mail }: NewMail): Promise<Buffer> {
  const { default: MailComposer } = await import("nodemailer/lib/mail-composer");
  const given = Object.fromEntries(Object.entries(mail).filter(([, value]) => value !== undefined));
  const node = new MailComposer({
    ...given,
    references: [...references],
    text: lines(text),
    ...(html === undefined ? {} : { html: lines(html) }),
    newline: "\r\n",
    // Content is always given as it is, and never a path or an address to load it from.
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  node.keepBcc = true;
  return node.build();
}

/** A line break of whatever system is one of the composer's, which writes each as CRLF. */
const lines = (text: string): string => text.replace(/\r\n?/g, "\n");
