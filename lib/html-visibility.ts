// What an element's attributes say about its text: whether it is shown, and whether its line breaks count.

import { truncateCodePoints } from "./truncate.ts";

interface TextStyle {
  readonly isHidden: boolean;
  /** Undefined where the attributes do not say. */
  readonly keepsLineBreaks: boolean | undefined;
}

/** No person's style attribute is longer; what follows is not read. */
const maxStyleLength = 10_000;

const zero = /^(?:0+(?:\.0*)?|\.0+)(?:[a-z]{1,4}|%)?$/;

/**
 * Reads the attribute `hidden` and the element's own style; style sheets are not read. Senders hide the text that mailboxes preview
 * by `display`, `visibility`, or a height of 0 without overflow. An opacity or a font size of 0 counts only with `mso-hide: all`,
 * because layouts give it to elements with visible content; `mso-hide` alone hides from Outlook only (a button, for example, that has
 * another form for Outlook in a comment).
 */
export function readTextStyle(attributes: ReadonlyMap<string, string>): TextStyle {
  const hasHidden = attributes.has("hidden");
  const text = truncateCodePoints(attributes.get("style") ?? "", maxStyleLength).toLowerCase();
  if (hasHidden || !/none|hid|collapse|white-space/.test(text)) {
    return { isHidden: hasHidden, keepsLineBreaks: undefined };
  }
  const style = readDeclarations(text);
  const is = (name: string, value: RegExp): boolean => value.test(style.get(name) ?? "");
  const isHidden =
    is("display", /^none$/) ||
    is("visibility", /^(?:hidden|collapse)$/) ||
    (is("overflow", /^hidden\b/) && (is("max-height", zero) || is("height", zero))) ||
    (is("mso-hide", /^all$/) && (is("max-height", zero) || is("opacity", zero) || is("font-size", zero)));
  const whiteSpace = style.get("white-space");
  return { isHidden, keepsLineBreaks: whiteSpace === undefined ? undefined : /^(?:pre|break-spaces)/.test(whiteSpace) };
}

/** The values by property. As in CSS the last declaration counts, but an important one before any other. */
function readDeclarations(style: string): Map<string, string> {
  const found = new Map<string, string>();
  const important = new Set<string>();
  for (const declaration of style.split(";")) {
    const colon = declaration.indexOf(":");
    const name = declaration.slice(0, Math.max(colon, 0)).trim();
    const [value = "", priority] = declaration.slice(colon + 1).split("!", 2);
    if (priority === undefined && important.has(name)) continue;
    if (priority !== undefined) important.add(name);
    found.set(name, value.trim());
  }
  return found;
}
