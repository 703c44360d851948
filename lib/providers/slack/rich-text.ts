// Rich text blocks in Slack's markup: docs.slack.dev/reference/block-kit/blocks/rich-text-block
import { isObject, type JsonObject } from "../../webhooks/body.ts";

/** Nested lists and quotes; Slack itself allows fewer. */
const maxDepth = 8;

/** A text that is no markup, as markup. Slack escapes some of its plain texts already. */
export const escapePlainText = (text: string): string =>
  text
    .replace(/&(?!amp;|lt;|gt;)/g, "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");

/** The lines of a rich text block, or of a part of it. */
export function richTextToMarkup(block: unknown, depth = 0): string {
  if (!isObject(block) || depth > maxDepth) return "";
  const parts = listObjects(block.elements);
  switch (block.type) {
    case "rich_text":
      return parts.map((part) => richTextToMarkup(part, depth + 1)).join("\n");
    case "rich_text_list":
      return parts.map((part) => `• ${richTextToMarkup(part, depth + 1)}`).join("\n");
    case "rich_text_quote":
      return parts.map(elementToMarkup).join("").replace(/^/gm, "&gt; ");
    default:
      return parts.map(elementToMarkup).join("");
  }
}

const elementFormats: Readonly<Record<string, (element: JsonObject) => string>> = {
  text: ({ text }) => escapePlainText(toText(text)),
  link: ({ url, text }) => formatLink(toText(url), toText(text)),
  user: ({ user_id }) => `<@${toText(user_id)}>`,
  usergroup: ({ usergroup_id }) => `<!subteam^${toText(usergroup_id)}>`,
  channel: ({ channel_id }) => `<#${toText(channel_id)}>`,
  broadcast: ({ range }) => `<!${toText(range)}>`,
  emoji: ({ name }) => `:${toText(name)}:`,
  date: ({ fallback }) => escapePlainText(toText(fallback)),
};

function elementToMarkup(element: JsonObject): string {
  const format = Object.entries(elementFormats).find(([type]) => type === element.type)?.[1];
  return format?.(element) ?? escapePlainText(toText(element.text));
}

const formatLink = (url: string, text: string): string => {
  const target = url.replace(/[<>|\s]/g, encodeURIComponent);
  return text === "" ? `<${target}>` : `<${target}|${escapePlainText(text)}>`;
};

export const toText = (value: unknown): string => (typeof value === "string" ? value : "");

export const listObjects = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
