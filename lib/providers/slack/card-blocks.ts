// The few blocks that our cards are made of, within Slack's limits: docs.slack.dev/reference/block-kit/blocks
import { escaped } from "./escape.ts";

export interface Card {
  /** What notifications and readers without blocks show. */
  readonly text: string;
  readonly blocks: Block[];
}

type Block = { readonly type: string } & Readonly<Record<string, unknown>>;

const longestText = 3000;
const longestField = 2000;

/** Slack takes no empty text. */
const nothing = "–";

/** `verbatim`: names and addresses in the text stay as they are; only markup of ours is acted on. */
const mrkdwn = (markup: string) => ({ type: "mrkdwn", text: markup || nothing, verbatim: true });

export const header = (text: string): Block => ({
  type: "header",
  text: { type: "plain_text", text: escaped(text, 150) || nothing, emoji: true },
});

/** @param text as people wrote it */
export const paragraph = (text: string): Block => ({ type: "section", text: mrkdwn(escaped(text, longestText)) });

/** A name and what stands below it: Slack's markup, or a text as people wrote it. */
export type Field = readonly [name: string, value: { readonly markup: string } | { readonly text: string }];

/** Up to ten fields, two in a row. */
export const fields = (all: readonly Field[]): Block => ({
  type: "section",
  fields: all
    .slice(0, 10)
    .map(([name, value]) => mrkdwn(`*${name}*\n${shownValue(value, longestField - name.length - 3)}`)),
});

function shownValue(value: Field[1], most: number): string {
  if ("text" in value) return escaped(value.text, most) || nothing;
  return value.markup.length > most ? nothing : value.markup;
}

export const divider: Block = { type: "divider" };

/** Small print, up to ten pieces of markup. */
export const context = (markups: readonly string[]): Block => ({
  type: "context",
  elements: markups.slice(0, 10).map(mrkdwn),
});

/** A list, one point in a line, as many as fit. @param points as people wrote them */
export function list(points: readonly string[]): Block {
  const lines: string[] = [];
  let left = longestText;
  for (const point of points) {
    const line = `• ${escaped(point, 400)}`;
    if (line.length + 1 > left) break;
    left -= line.length + 1;
    lines.push(line);
  }
  return { type: "section", text: mrkdwn(lines.join("\n")) };
}
