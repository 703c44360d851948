import { english } from "./english.ts";
import { french } from "./french.ts";
import { german } from "./german.ts";
import type { Phrases } from "./phrases.ts";
import { spanish } from "./spanish.ts";

const languages = new Map<string, Phrases>([
  ["en", english],
  ["de", german],
  ["fr", french],
  ["es", spanish],
]);

/** The phrases of a language (ISO 639-1); undefined for languages in which only marked tasks are found. */
export const getPhrases = (language: string): Phrases | undefined => languages.get(language);
