/** Lower case, without accents and with plain apostrophes, to match phrases: `Könntest` becomes `konntest`. */
export const normalize = (text: string): string =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[’‘`´]/g, "'")
    .replace(/ß/g, "ss");

/** Joins all lines into one, with single spaces. */
export const toOneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
