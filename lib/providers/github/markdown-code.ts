// Finds code and comments in Markdown: spec.commonmark.org/0.31.2/#fenced-code-blocks, #code-spans

import { truncateCodePoints } from "../../truncate.ts";

/** Where a comment, a fence or a run of backticks begins. A fence stands at the start of a line, in a quote too. */
const starts = /<!--|(?<=^[ \t>]{0,20})(?:`{3,}(?=[^`\n]*$)|~{3,})|`+/gm;

/** Longer text between backticks is not code; that bounds the search. */
const maxCodeSpanLength = 2000;

/** Two characters of private use, between which the number of a piece of code stands. */
const [maskStart, maskEnd] = ["\ue000", "\ue001"];
const masks = /[\ue000\ue001]/g;
const maskedCode = /\ue000(\d{1,7})\ue001/g;

interface MaskedText {
  readonly masked: string;
  /** Puts the code back into a text made of the masked one. */
  unmask(text: string): string;
}

/** Removes the comments of a text and replaces its code by marks that no reader changes. An unclosed comment hides the rest. */
export function maskCode(markdown: string): MaskedText {
  const text = markdown.toWellFormed().replace(masks, "");
  const codes: string[] = [];
  let masked = "";
  let at = 0;
  starts.lastIndex = 0;
  for (let found = starts.exec(text); found !== null; found = starts.exec(text)) {
    const [start] = found;
    const end = findEnd(text, start, found.index);
    masked += text.slice(at, found.index);
    at = end;
    starts.lastIndex = end;
    if (start === "<!--") continue;
    masked += `${maskStart}${codes.length}${maskEnd}`;
    codes.push(text.slice(found.index, end));
  }
  masked += text.slice(at);
  return { masked, unmask: (read) => read.replace(maskedCode, (_, number: string) => codes[Number(number)] ?? "") };
}

/** Where what begins with `start` ends. Backticks without an end are code themselves, so that they stay as they are. */
function findEnd(text: string, start: string, at: number): number {
  const from = at + start.length;
  if (start === "<!--") {
    const end = /-{0,2}>/y;
    end.lastIndex = from;
    if (end.test(text)) return end.lastIndex;
    return findAfter(text, /--!?>/g, from) ?? text.length;
  }
  const isFence = start.length >= 3 && /(?:^|\n)[ \t>]{0,20}$/.test(text.slice(Math.max(at - 21, 0), at));
  if (isFence)
    return findAfter(text, new RegExp(`^[ \\t>]{0,20}${start}${start[0]}*[ \\t]*$`, "gm"), from) ?? text.length;
  const inside = truncateCodePoints(text.slice(from), maxCodeSpanLength).split(/\n[ \t]*\n/, 1)[0] ?? "";
  const end = new RegExp(`(?<!\`)${start}(?!\`)`, "g");
  const length = findAfter(inside, end, 0);
  return length === undefined ? from : from + length;
}

function findAfter(text: string, pattern: RegExp, from: number): number | undefined {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
