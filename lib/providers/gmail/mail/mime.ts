// A mail's tree of parts (RFC 2046), as Gmail hands it over: developers.google.com/gmail/api/reference/rest/v1/users.messages#MessagePart
import * as z from "zod";
import { htmlToText } from "../../../html-to-text.ts";
import { decodeText, parseCharset } from "./charset.ts";
import { readHeaders } from "./headers.ts";

/** One part. What is below it is read part by part: a tree comes from a stranger, and may be nested deeper than a stack. */
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
  /** Gmail's id of its content; empty where the content is part of the message itself. */
  readonly id: string;
  readonly filename: string;
  readonly mimeType: string;
  /** Bytes. */
  readonly size: number;
}

interface Content {
  /** For a reader: plain text where the sender gave it, otherwise the words of the HTML. */
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** More than any mail program makes; what comes after is not read. */
const maxParts = 2000;
const maxAttachments = 200;
const maxNameLength = 255;
/** Characters of HTML that are read of one mail. */
const maxHtmlLength = 500_000;

/** Gives each part once, in the order the sender put them; a part that is no object counts as absent. Attached mails stay closed. */
function* iterateLeaves(root: unknown): Generator<{ readonly leaf: Part; readonly choice: number | undefined }> {
  const open: { readonly node: unknown; readonly choice: number | undefined }[] = [{ node: root, choice: undefined }];
  for (let seen = 0; seen < maxParts; seen++) {
    const next = open.pop();
    if (next === undefined) return;
    const read = part.safeParse(next.node);
    if (!read.success) continue;
    const kind = getMimeType(read.data);
    const { parts = [] } = read.data;
    // A container without a kind is one all the same; an attached mail (message/rfc822) is not opened.
    if (kind.startsWith("multipart/") || (parts.length > 0 && read.data.mimeType === undefined)) {
      const choice = next.choice ?? (kind === "multipart/alternative" ? seen : undefined);
      for (const node of parts.slice(0, maxParts).reverse()) open.push({ node, choice });
    } else yield { leaf: read.data, choice: next.choice };
  }
}

/** A part that does not name its kind is plain text (RFC 2045 section 5.2). */
const getMimeType = ({ mimeType }: Part): string => (mimeType || "text/plain").toLowerCase();

/** What there is to read in a mail, and what is attached to it. Never throws. */
export function readContent(payload: unknown): Content {
  const slots = new Map<unknown, { plain: string[]; html: string[] }>();
  const attachments: Attachment[] = [];
  for (const { leaf, choice } of iterateLeaves(payload)) {
    const kind = getMimeType(leaf);
    if (isAttached(leaf) || !["text/plain", "text/html"].includes(kind)) {
      if (isFile(leaf) && attachments.length < maxAttachments) attachments.push(toAttachment(leaf));
      continue;
    }
    // Alternatives say the same thing several times: one of them is read. Everything else is read one after the other.
    const slot = slots.get(choice ?? leaf) ?? { plain: [], html: [] };
    slots.set(choice ?? leaf, slot);
    slot[kind === "text/plain" ? "plain" : "html"].push(decodePartText(leaf));
  }
  let left = maxHtmlLength;
  const wordsOf = (html: string): string => {
    const read = html.slice(0, left);
    left -= read.length;
    return htmlToText(read);
  };
  const texts = [...slots.values()].map(({ plain, html }) => joinTexts(plain) || joinTexts(html.map(wordsOf)));
  return { text: joinTexts(texts), attachments };
}

const joinTexts = (texts: readonly string[]): string => texts.filter((text) => text.trim() !== "").join("\n");

const readHeader = (leaf: Part, name: string): string => readHeaders({ payload: leaf }, name).get(name) ?? "";

const isAttached = (leaf: Part): boolean =>
  Boolean(leaf.filename || leaf.body?.attachmentId) ||
  /^\s*attachment\b/i.test(readHeader(leaf, "content-disposition"));

/** Reports of delivery, invitations and the like are neither text nor files. */
const isFile = (leaf: Part): boolean => isAttached(leaf) || getMimeType(leaf) === "message/rfc822";

const toAttachment = ({ body, filename = "", ...leaf }: Part): Attachment => ({
  id: body?.attachmentId ?? "",
  filename: filename.slice(0, maxNameLength),
  mimeType: getMimeType(leaf).slice(0, maxNameLength),
  size: body?.size ?? 0,
});

function decodePartText(leaf: Part): string {
  const bytes = Buffer.from(leaf.body?.data ?? "", "base64url");
  return decodeText(bytes, parseCharset(readHeader(leaf, "content-type")));
}
