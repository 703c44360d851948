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

/** What is known of a language; of others only marks that need none (a box, TODO) are read. */
export const getPhrases = (language: string): Phrases | undefined => languages.get(language);
