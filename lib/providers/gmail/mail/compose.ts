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
export async function composeMail({ references = [], text, html, subject, ...mail }: NewMail): Promise<Buffer> {
  const [{ default: MailComposer }, { encodeWord }] = await Promise.all([
    import("nodemailer/lib/mail-composer"),
    import("nodemailer/lib/mime-funcs"),
  ]);
  const given = Object.fromEntries(Object.entries(mail).filter(([, value]) => value !== undefined));
  const node = new MailComposer({
    ...given,
    to: mail.to.map(neutralizeName),
    cc: mail.cc.map(neutralizeName),
    bcc: mail.bcc.map(neutralizeName),
    subject: hasEncodedWord(subject) ? encodeWord(subject, "B", maxEncodedWordLength) : subject,
    references: [...references],
    text: normalizeLineBreaks(text),
    ...(html === undefined ? {} : { html: normalizeLineBreaks(html) }),
    newline: "\r\n",
    // Content is always given as it is, and never a path or an address to load it from.
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  node.keepBcc = true;
  return node.build();
}

/**
 * Whether a reader would decode it (RFC 2047), and show something other than what was written. The composer leaves such words as
 * they are, so a subject with one is encoded here.
 */
const hasEncodedWord = (text: string): boolean => text.includes("=?");
const maxEncodedWordLength = 52;

/** The composer quotes a name with such a word, and most readers decode it even there: the signs that begin one are parted. */
const neutralizeName = ({ name, address }: Recipient): Recipient => ({ name: name.replaceAll("=?", "= ?"), address });

/** A line break of whatever system is one of the composer's, which writes each as CRLF. */
const normalizeLineBreaks = (text: string): string => text.replace(/\r\n?/g, "\n");
