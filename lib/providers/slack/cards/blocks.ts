// The blocks that cards use, within Slack's limits: docs.slack.dev/reference/block-kit/blocks
import { escapeText } from "../escape-text.ts";

export interface Card {
  /** Shown in notifications and by clients without blocks. */
  readonly text: string;
  readonly blocks: Block[];
}

type Block = { readonly type: string } & Readonly<Record<string, unknown>>;

const maxTextLength = 3000;
const maxFieldLength = 2000;

/** Slack rejects empty texts. */
const emptyText = "–";

/** `verbatim`: Slack makes no links of bare names and addresses in the text. */
const mrkdwn = (markup: string) => ({ type: "mrkdwn", text: markup || emptyText, verbatim: true });

export const header = (text: string): Block => ({
  type: "header",
  text: { type: "plain_text", text: escapeText(text, 150) || emptyText, emoji: true },
});

/** @param text user-written; it is escaped */
export const paragraph = (text: string): Block => ({ type: "section", text: mrkdwn(escapeText(text, maxTextLength)) });

/** A name and the value below it: Slack's markup, or user-written text. */
export type Field = readonly [name: string, value: { readonly markup: string } | { readonly text: string }];

/** Up to ten fields, two in a row. */
export const fields = (all: readonly Field[]): Block => ({
  type: "section",
  fields: all
    .slice(0, 10)
    .map(([name, value]) => mrkdwn(`*${name}*\n${formatValue(value, maxFieldLength - name.length - 3)}`)),
});

function formatValue(value: Field[1], maxLength: number): string {
  if ("text" in value) return escapeText(value.text, maxLength) || emptyText;
  return value.markup.length > maxLength ? emptyText : value.markup;
}

export const divider: Block = { type: "divider" };

/** A line of small print: up to ten pieces of markup. */
export const context = (markups: readonly string[]): Block => ({
  type: "context",
  elements: markups.slice(0, 10).map(mrkdwn),
});

/** A list with one point per line, as many as fit. @param points user-written; they are escaped */
export function list(points: readonly string[]): Block {
  const lines: string[] = [];
  let left = maxTextLength;
  for (const point of points) {
    const line = `• ${escapeText(point, 400)}`;
    if (line.length + 1 > left) break;
    left -= line.length + 1;
    lines.push(line);
  }
  return { type: "section", text: mrkdwn(lines.join("\n")) };
}
