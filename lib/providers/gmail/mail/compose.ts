import type { Recipient } from "./recipients.ts";

export interface NewMail {
  /** The account's address; Gmail fills it in if absent. */
  readonly from: string | undefined;
  readonly to: readonly Recipient[];
  readonly cc: readonly Recipient[];
  readonly bcc: readonly Recipient[];
  readonly subject: string;
  readonly text: string;
  /** The same content as HTML. */
  readonly html?: string | undefined;
  readonly date: Date;
  /** `<…@…>`, RFC 5322 section 3.6.4. */
  readonly messageId: string;
  readonly inReplyTo?: string | undefined;
  readonly references?: readonly string[];
}

/**
 * Composes the raw mail (RFC 5322, MIME), with a Bcc header: Gmail takes the recipients from the headers and removes it.
 * The composer is loaded on first use, so that a refused request does not pay for it.
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
    // All content is given as text, so the composer never needs to load a path or a URL.
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  node.keepBcc = true;
  return node.build();
}

/**
 * Whether a text looks like an encoded word (RFC 2047), which readers would decode to something else. The composer leaves such words
 * unchanged, so a subject with one is encoded here.
 */
const hasEncodedWord = (text: string): boolean => text.includes("=?");
const maxEncodedWordLength = 52;

/** Separates the characters that start an encoded word: the composer quotes such a name, but most readers decode it anyway. */
const neutralizeName = ({ name, address }: Recipient): Recipient => ({ name: name.replaceAll("=?", "= ?"), address });

/** Turns all line breaks into LF, which the composer writes as CRLF. */
const normalizeLineBreaks = (text: string): string => text.replace(/\r\n?/g, "\n");
