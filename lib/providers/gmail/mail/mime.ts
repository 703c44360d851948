// Reads text and attachments from a mail's MIME tree (RFC 2046), in Gmail's form: developers.google.com/gmail/api/reference/rest/v1/users.messages#MessagePart
import * as z from "zod";
import { htmlToText, maxHtmlLength } from "../../../html-to-text.ts";
import { parseLenient } from "../../../parse-lenient.ts";
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
  /** Whether some text is missing: it was not fetched, or is more than is read. */
  readonly isPartial: boolean;
  readonly attachments: readonly Attachment[];
}

/** Texts by the id with which Gmail replaces those that are large; base64url, as in a part's `data`. */
export type FetchedBodies = ReadonlyMap<string, string>;

/** More than any mail program creates; further parts are not read. */
const maxParts = 2000;
const maxAttachments = 200;
const maxNameLength = 255;

/** Yields each leaf once, in the sender's order. What is no part is skipped, and attached mails are not opened. */
function* iterateLeaves(root: unknown): Generator<{ readonly leaf: Part; readonly choice: number | undefined }> {
  const open: { readonly node: unknown; readonly choice: number | undefined }[] = [{ node: root, choice: undefined }];
  for (let seen = 0; seen < maxParts; seen++) {
    const next = open.pop();
    if (next === undefined) return;
    const read = parseLenient(part, next.node);
    if (read === undefined) continue;
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

/** Texts with the same content, of which one is read. */
interface Alternatives {
  readonly plain: Part[];
  readonly html: Part[];
}

/** Sorts the leaves into texts and attachments. All texts but alternatives are read one after the other. */
function sortLeaves(payload: unknown) {
  const found = new Map<unknown, Alternatives>();
  const attachments: Attachment[] = [];
  for (const { leaf, choice } of iterateLeaves(payload)) {
    const kind = getMimeType(leaf);
    if (isAttached(leaf) || !textTypes.includes(kind)) {
      if (isFile(leaf) && attachments.length < maxAttachments) attachments.push(toAttachment(leaf));
      continue;
    }
    const alternatives = found.get(choice ?? leaf) ?? { plain: [], html: [] };
    found.set(choice ?? leaf, alternatives);
    alternatives[kind === "text/plain" ? "plain" : "html"].push(leaf);
  }
  return { texts: [...found.values()], attachments };
}

const textTypes = ["text/plain", "text/html"];

/** The text and the attachments of a mail. Never throws. */
export function readContent(payload: unknown, fetched: FetchedBodies = new Map()): Content {
  const { texts, attachments } = sortLeaves(payload);
  let left = maxHtmlLength;
  let isPartial = false;
  const decode = (leaf: Part): string => decodePartText(leaf, fetched);
  const convertHtml = (html: string): string => {
    const read = truncateCodePoints(html, left);
    left -= read.length;
    isPartial ||= read.length < html.length;
    return htmlToText(read);
  };
  const read = texts.map((alternatives) => {
    const plain = joinTexts(alternatives.plain.map(decode));
    const chosen = plain === "" ? alternatives.html : alternatives.plain;
    const other = plain === "" ? alternatives.plain : [];
    isPartial ||= chosen.some((leaf) => isMissing(leaf, fetched));
    const text = plain || joinTexts(alternatives.html.map((leaf) => convertHtml(decode(leaf))));
    isPartial ||= text === "" && other.some((leaf) => isMissing(leaf, fetched));
    return text;
  });
  return { text: joinTexts(read), isPartial, attachments };
}

/** The ids of the texts that Gmail left out and that are needed to read a mail: of alternatives, those of the plain text. */
export function listMissingBodies(payload: unknown): string[] {
  const needed = sortLeaves(payload).texts.flatMap(({ plain, html }) => {
    const hasPlain = plain.some((leaf) => isMissing(leaf) || decodePartText(leaf).trim() !== "");
    return (hasPlain ? plain : html).filter((leaf) => isMissing(leaf));
  });
  return needed.map(({ body }) => body?.attachmentId ?? "");
}

const isMissing = ({ body }: Part, fetched?: FetchedBodies): boolean =>
  Boolean(body?.attachmentId) && !body?.data && fetched?.has(body?.attachmentId ?? "") !== true;

const joinTexts = (texts: readonly string[]): string => texts.filter((text) => text.trim() !== "").join("\n");

const readHeader = (leaf: Part, name: string): string => readHeaders({ payload: leaf }, name).get(name) ?? "";

/** Gmail gives an id to every large part, so a text with one is the body unless it has a name or is declared as attached. */
const isAttached = (leaf: Part): boolean =>
  Boolean(leaf.filename || (leaf.body?.attachmentId && !textTypes.includes(getMimeType(leaf)))) ||
  /^\s*attachment\b/i.test(readHeader(leaf, "content-disposition"));

/** Delivery reports, invitations and the like are neither text nor files. */
const isFile = (leaf: Part): boolean => isAttached(leaf) || getMimeType(leaf) === "message/rfc822";

const toAttachment = ({ body, filename = "", ...leaf }: Part): Attachment => ({
  id: body?.attachmentId ?? "",
  filename: truncate(filename, maxNameLength),
  mimeType: truncateCodePoints(getMimeType(leaf), maxNameLength),
  size: body?.size ?? 0,
});

function decodePartText(leaf: Part, fetched?: FetchedBodies): string {
  const data = leaf.body?.data || fetched?.get(leaf.body?.attachmentId ?? "");
  const bytes = Buffer.from(data ?? "", "base64url");
  return decodeText(bytes, parseCharset(readHeader(leaf, "content-type")));
}
