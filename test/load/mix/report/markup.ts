// HTML and SVG as text, with everything that is filled in escaped.

/** Text that is markup already. */
export interface Markup {
  readonly markup: string;
}

type Filling = string | number | Markup | readonly Markup[];

/** A template whose strings and numbers are escaped, and whose markup is not. */
export const html = (texts: TemplateStringsArray, ...fillings: readonly Filling[]): Markup => ({
  markup: texts.map((text, at) => text + (at < fillings.length ? toText(fillings[at] ?? "") : "")).join(""),
});

function toText(filling: Filling): string {
  if (typeof filling === "string") return escapeText(filling);
  if (typeof filling === "number") return formatNumber(filling);
  return "markup" in filling ? filling.markup : filling.map(({ markup }) => markup).join("");
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? "");

/** A tenth of a pixel is enough, and keeps the file small. */
const formatNumber = (value: number): string => String(Math.round(value * 10) / 10);
