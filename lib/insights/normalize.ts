/** Lower case, without accents and with plain apostrophes, to match phrases: `Könntest` becomes `konntest`. */
export const normalize = (text: string): string => foldAccents(text.toLowerCase());

/** Like `normalize`, but with capitals: they tell a noun from a verb in German. */
export const foldAccents = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[’‘`´]/g, "'")
    .replace(/ß/g, "ss");

/** Joins all lines into one, with single spaces. */
export const toOneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
