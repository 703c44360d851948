// Checks a card against the limits in Slack's reference: docs.slack.dev/reference/block-kit/blocks
import type { Card } from "../../../../lib/providers/slack/cards/blocks.ts";

interface Text {
  readonly type: string;
  readonly text: string;
  readonly verbatim?: boolean;
}
interface ShownBlock {
  readonly type: string;
  readonly text?: Text;
  readonly fields?: readonly Text[];
  readonly elements?: readonly Text[];
}

/** The limits that a card breaks, for which Slack would refuse it. */
export function findBrokenLimits({ text, blocks }: Card): string[] {
  const shown = blocks as readonly ShownBlock[];
  const checks: [string, boolean][] = [
    ["a text of 1 to 4,000", fitsLength(text, 4000)],
    ["at most 50 blocks", blocks.length <= 50],
    ...shown.flatMap((block): [string, boolean][] => [
      ["header", block.type !== "header" || (block.text?.type === "plain_text" && fitsLength(block.text.text, 150))],
      ["section", block.type !== "section" || block.text === undefined || fitsLength(block.text.text, 3000)],
      [
        "fields",
        (block.fields ?? []).length <= 10 && (block.fields ?? []).every((field) => fitsLength(field.text, 2000)),
      ],
      [
        "elements",
        (block.elements ?? []).length <= 10 && (block.elements ?? []).every((one) => fitsLength(one.text, 3000)),
      ],
      ["verbatim", listTexts(block).every(({ type, verbatim }) => type !== "mrkdwn" || verbatim === true)],
    ]),
  ];
  return checks.filter(([, holds]) => !holds).map(([name]) => name);
}

const fitsLength = (text: string, most: number) => text.length > 0 && text.length <= most;

const listTexts = ({ text, fields = [], elements = [] }: ShownBlock) => [
  ...(text ? [text] : []),
  ...fields,
  ...elements,
];

/** Everything between angle brackets, and unbalanced brackets. */
export function findMarkup({ text, blocks }: Card): string[] {
  const all = [text, ...(blocks as readonly ShownBlock[]).flatMap(listTexts).map((one) => one.text)];
  return all.flatMap((one) => [
    ...(one.match(/<[^<>]*>/g) ?? []),
    ...(one.replace(/<[^<>]*>/g, "").match(/[<>]/g) ?? []),
    ...(one
      .replace(/&(?:amp|lt|gt);/g, "")
      .replace(/<[^<>]*>/g, "")
      .match(/&/g) ?? []),
  ]);
}
