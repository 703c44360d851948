// What a message says, wherever Slack puts it: its text, blocks, attachments, and the messages that it shares.
import { truncateCodePoints } from "../../truncate.ts";
import { isObject, type JsonObject } from "../../webhooks/body.ts";
import { escapePlainText, listObjects, richTextToMarkup, toText } from "./rich-text.ts";

export interface MessageContent {
  readonly text?: string | null | undefined;
  /** docs.slack.dev/reference/block-kit/blocks. They come from any app, so nothing in them is relied on. */
  readonly blocks?: unknown;
  /** docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments, and messages that are shared. */
  readonly attachments?: unknown;
}

/** Slack allows 40,000 characters of text; only so many of a message are read. */
const maxLength = 20_000;
/** Slack allows 50 blocks and 100 attachments. */
const maxBlocks = 50;
const maxAttachments = 20;
/** Fields of an attachment, and messages that it shares. */
const maxParts = 100;

/**
 * The content of a message in Slack's markup; empty if it has none. Blocks often repeat the text, and what is repeated is read once.
 * Previews of links are left out where the message has a text, because its author did not write them.
 */
export function readMessageContent({ text, blocks, attachments }: MessageContent): string {
  const own = joinDistinct([toText(text), blocksToMarkup(blocks)]);
  const attached = listObjects(attachments)
    .slice(0, maxAttachments)
    .filter((one) => own.trim() === "" || !isLinkPreview(one))
    .map(attachmentToMarkup);
  return truncateCodePoints(joinDistinct([own, ...attached]), maxLength);
}

/** Whether a message passes on another one: docs.slack.dev/reference/objects/message-object, `is_share` and `is_msg_unfurl`. */
export const sharesMessage = ({ attachments }: MessageContent): boolean => listObjects(attachments).some(isShare);

const isShare = ({ is_share, is_msg_unfurl, message_blocks }: JsonObject): boolean =>
  is_share === true || is_msg_unfurl === true || Array.isArray(message_blocks);

const isLinkPreview = (attachment: JsonObject): boolean =>
  !isShare(attachment) && (attachment.from_url !== undefined || attachment.original_url !== undefined);

/** Joins the parts that are not repeated by an earlier one. */
function joinDistinct(parts: readonly string[]): string {
  const distinct: string[] = [];
  let said = " ";
  for (const part of parts.map((one) => truncateCodePoints(one, maxLength))) {
    const words = toWords(part);
    if (part.trim() === "" || (words !== "" && said.includes(` ${words} `))) continue;
    distinct.push(part);
    said += `${words} `;
  }
  return distinct.join("\n");
}

/** The words of a markup without marks and punctuation; of a mention only its id, as its name is optional. */
const toWords = (markup: string): string =>
  markup
    .replace(/<[@#!]([^<>|]{1,200})(?:\|[^<>]{0,200})?>/g, " $1 ")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const joinLines = (lines: readonly string[]): string => lines.filter((line) => line.trim() !== "").join("\n");

const blocksToMarkup = (blocks: unknown): string =>
  joinLines(listObjects(blocks).slice(0, maxBlocks).map(blockToMarkup));

/** Buttons, menus and images say nothing but their labels, which are no content. */
function blockToMarkup(block: JsonObject): string {
  if (block.type === "rich_text") return richTextToMarkup(block);
  if (block.type === "actions" || block.type === "divider") return "";
  const { title, text, description, fields, elements, rows } = block;
  const listed = [fields, block.type === "context" ? elements : []].flatMap(listObjects);
  return joinLines([...[title, text, description].map(textToMarkup), ...listed.map(textToMarkup), tableToMarkup(rows)]);
}

/** A text object, `plain_text` or `mrkdwn`, or the text itself. */
function textToMarkup(value: unknown): string {
  if (!isObject(value)) return toText(value);
  return value.type === "plain_text" ? escapePlainText(toText(value.text)) : toText(value.text);
}

/** docs.slack.dev/reference/block-kit/blocks/table-block: rows of cells, each a raw or a rich text. */
const tableToMarkup = (rows: unknown): string =>
  joinLines(
    (Array.isArray(rows) ? rows : []).slice(0, 100).map((cells) =>
      listObjects(cells)
        .map((cell) => (cell.type === "rich_text" ? richTextToMarkup(cell) : escapePlainText(toText(cell.text))))
        .join(" | "),
    ),
  );

/** `fallback` repeats the rest for clients that show none of it. */
function attachmentToMarkup(attachment: JsonObject): string {
  const { pretext, title, text, fields, blocks, message_blocks, author_name, fallback } = attachment;
  const fieldLines = listObjects(fields)
    .slice(0, maxParts)
    .map(({ title: name, value }) => [toText(name), toText(value)].filter(Boolean).join(": "));
  const shared = listObjects(message_blocks)
    .slice(0, maxParts)
    .map(({ message }) => (isObject(message) ? blocksToMarkup(message.blocks) : ""));
  const said = joinDistinct([...[pretext, title, text].map(toText), ...fieldLines, blocksToMarkup(blocks), ...shared]);
  const content = said || toText(fallback);
  const author = toText(author_name);
  return isShare(attachment) && content && author ? `Message from ${escapePlainText(author)}:\n${content}` : content;
}
