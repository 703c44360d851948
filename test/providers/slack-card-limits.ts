// Slack's limits as its own reference states them, read off a card: docs.slack.dev/reference/block-kit/blocks
import type { Card } from "../../lib/providers/slack/card-blocks.ts";

interface Text {
  readonly type: string;
  readonly text: string;
  readonly verbatim?: boolean;
}
interface Shown {
  readonly type: string;
  readonly text?: Text;
  readonly fields?: readonly Text[];
  readonly elements?: readonly Text[];
}

/** What Slack would refuse the card for. */
export function limitsBroken({ text, blocks }: Card): string[] {
  const shown = blocks as readonly Shown[];
  const checks: [string, boolean][] = [
    ["a text of 1 to 4,000", fits(text, 4000)],
    ["at most 50 blocks", blocks.length <= 50],
    ...shown.flatMap((block): [string, boolean][] => [
      ["header", block.type !== "header" || (block.text?.type === "plain_text" && fits(block.text.text, 150))],
      ["section", block.type !== "section" || block.text === undefined || fits(block.text.text, 3000)],
      ["fields", (block.fields ?? []).length <= 10 && (block.fields ?? []).every((field) => fits(field.text, 2000))],
      ["elements", (block.elements ?? []).length <= 10 && (block.elements ?? []).every((one) => fits(one.text, 3000))],
      ["verbatim", texts(block).every(({ type, verbatim }) => type !== "mrkdwn" || verbatim === true)],
    ]),
  ];
  return checks.filter(([, holds]) => !holds).map(([name]) => name);
}

const fits = (text: string, most: number) => text.length > 0 && text.length <= most;

const texts = ({ text, fields = [], elements = [] }: Shown) => [...(text ? [text] : []), ...fields, ...elements];

/** Everything between angle brackets, and any bracket that has no other half. */
export function markupIn({ text, blocks }: Card): string[] {
  const all = [text, ...(blocks as readonly Shown[]).flatMap(texts).map((one) => one.text)];
  return all.flatMap((one) => [
    ...(one.match(/<[^<>]*>/g) ?? []),
    ...(one.replace(/<[^<>]*>/g, "").match(/[<>]/g) ?? []),
    ...(one
      .replace(/&(?:amp|lt|gt);/g, "")
      .replace(/<[^<>]*>/g, "")
      .match(/&/g) ?? []),
  ]);
}
