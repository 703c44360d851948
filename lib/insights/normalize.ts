/** Lower case without accents and typographic apostrophes, so that phrases are written once: `Könntest` is `konntest`. */
export const normalize = (text: string): string =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[’‘`´]/g, "'")
    .replace(/ß/g, "ss");

/** One line, with single spaces. */
export const toOneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
