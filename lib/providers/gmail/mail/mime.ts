// Reads text and attachments from a mail's MIME tree (RFC 2046), in Gmail's form: developers.google.com/gmail/api/reference/rest/v1/users.messages#MessagePart
import * as z from "zod";
import { htmlToText } from "../../../html-to-text.ts";
import { truncate, truncateCodePoints } from "../../../truncate.ts";
import { decodeText, parseCharset } from "./charset.ts";
import { readHeaders } from "./headers.ts";

/** One part. Its children are parsed one at a time: the tree is untrusted and may be nested too deep for recursion. */
const part = z.object({
  mimeType: z.string().optional(),
  filename: z.string().optional(),
  headers: z.unknown().optional(),
  body: z
    .object({ data: z.string().optional(), attachmentId: z.string().optional(), size: z.number().optional() })
    .optional(),
  parts: z.array(z.unknown()).optional(),
});

type Part = z.output<typeof part>;

interface Attachment {
  /** Gmail's id of the content; empty if the content is part of the message itself. */
  readonly id: string;
  readonly filename: string;
  readonly mimeType: string;
  /** Bytes. */
  readonly size: number;
}

interface Content {
  /** The sender's plain text if there is one, otherwise the text of the HTML. */
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** More than any mail program creates; further parts are not read. */
const maxParts = 2000;
const maxAttachments = 200;
const maxNameLength = 255;
/** Characters of HTML read per mail. */
const maxHtmlLength = 500_000;

/** Yields each leaf once, in the sender's order. Malformed parts are skipped and attached mails are not opened. */
function* iterateLeaves(root: unknown): Generator<{ readonly leaf: Part; readonly choice: number | undefined }> {
  const open: { readonly node: unknown; readonly choice: number | undefined }[] = [{ node: root, choice: undefined }];
  for (let seen = 0; seen < maxParts; seen++) {
    const next = open.pop();
    if (next === undefined) return;
    const read = part.safeParse(next.node);
    if (!read.success) continue;
    const kind = getMimeType(read.data);
    const { parts = [] } = read.data;
    // A part with children and no type is a container too; an attached mail (message/rfc822) is not opened.
    if (kind.startsWith("multipart/") || (parts.length > 0 && read.data.mimeType === undefined)) {
      const choice = next.choice ?? (kind === "multipart/alternative" ? seen : undefined);
      for (const node of parts.slice(0, maxParts).reverse()) open.push({ node, choice });
    } else yield { leaf: read.data, choice: next.choice };
  }
}

/** A part without a type is plain text (RFC 2045 section 5.2). */
const getMimeType = ({ mimeType }: Part): string => (mimeType || "text/plain").toLowerCase();

/** The text and the attachments of a mail. Never throws. */
export function readContent(payload: unknown): Content {
  const slots = new Map<unknown, { plain: string[]; html: string[] }>();
  const attachments: Attachment[] = [];
  for (const { leaf, choice } of iterateLeaves(payload)) {
    const kind = getMimeType(leaf);
    if (isAttached(leaf) || !["text/plain", "text/html"].includes(kind)) {
      if (isFile(leaf) && attachments.length < maxAttachments) attachments.push(toAttachment(leaf));
      continue;
    }
    // Alternatives have the same content, so one of them is read. All other parts are read one after the other.
    const slot = slots.get(choice ?? leaf) ?? { plain: [], html: [] };
    slots.set(choice ?? leaf, slot);
    slot[kind === "text/plain" ? "plain" : "html"].push(decodePartText(leaf));
  }
  let left = maxHtmlLength;
  const convertHtml = (html: string): string => {
    const read = truncateCodePoints(html, left);
    left -= read.length;
    return htmlToText(read);
  };
  const texts = [...slots.values()].map(({ plain, html }) => joinTexts(plain) || joinTexts(html.map(convertHtml)));
  return { text: joinTexts(texts), attachments };
}

const joinTexts = (texts: readonly string[]): string => texts.filter((text) => text.trim() !== "").join("\n");

const readHeader = (leaf: Part, name: string): string => readHeaders({ payload: leaf }, name).get(name) ?? "";

const isAttached = (leaf: Part): boolean =>
  Boolean(leaf.filename || leaf.body?.attachmentId) ||
  /^\s*attachment\b/i.test(readHeader(leaf, "content-disposition"));

/** Delivery reports, invitations and the like are neither text nor files. */
const isFile = (leaf: Part): boolean => isAttached(leaf) || getMimeType(leaf) === "message/rfc822";

const toAttachment = ({ body, filename = "", ...leaf }: Part): Attachment => ({
  id: body?.attachmentId ?? "",
  filename: truncate(filename, maxNameLength),
  mimeType: truncateCodePoints(getMimeType(leaf), maxNameLength),
  size: body?.size ?? 0,
});

function decodePartText(leaf: Part): string {
  const bytes = Buffer.from(leaf.body?.data ?? "", "base64url");
  return decodeText(bytes, parseCharset(readHeader(leaf, "content-type")));
}
