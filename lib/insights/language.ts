import { detectAll } from "tinyld/light";
import { truncate } from "../truncate.ts";
import { normalize } from "./normalize.ts";

const maxDetectedLength = 2000;

/** Below this the detector is unreliable. In short work chat, English is the better guess if it is at least half as likely. */
const minAccuracy = 0.15;

/** Frequent words, for texts that the detector cannot classify. */
const smallWords: readonly (readonly [language: string, words: RegExp])[] = [
  [
    "en",
    /\b(?:please|pls|plz|thanks|thx|asap|the|you|to|for|of|is|it|can|could|we|my|your|review|check|merge|fix|sign|approve)\b/g,
  ],
  ["de", /\b(?:bitte|danke|kannst|konntest|und|das|der|die|ich|wir|nicht|ist|mit|fur|noch|bis|den)\b/g],
  ["fr", /\b(?:merci|svp|stp|peux|pouvez|le|la|les|des|du|est|pour|avec|vous|tu|avant|pas|une)\b/g],
  ["es", /\b(?:gracias|por|favor|puedes|puede|el|los|las|del|que|su|para|con|antes|una|es|hoy)\b/g],
];

function detectBySmallWords(text: string): string | undefined {
  const folded = normalize(text);
  const counts = smallWords.map(([language, words]) => ({ language, hits: folded.match(words)?.length ?? 0 }));
  const [most, next] = counts.sort((a, b) => b.hits - a.hits);
  return most && most.hits > (next?.hits ?? 0) ? most.language : undefined;
}

/**
 * Detects the language of a text: ISO 639-1, or `und` when the text is too short to tell. Ignores links, addresses, mentions and
 * code.
 */
export function detectLanguage(text: string): string {
  const prose = withoutNoise(truncate(text, maxDetectedLength));
  const found = detectAll(prose);
  const [best] = found;
  if (!best || best.accuracy < minAccuracy || prose.split(/\s+/).length <= 4) {
    const bySmallWords = detectBySmallWords(prose);
    const english = found.find(({ lang }) => lang === "en");
    const isEnglish = best && english && english.accuracy >= best.accuracy / 2;
    return bySmallWords ?? (isEnglish ? "en" : (best?.lang ?? "und"));
  }
  return best.lang;
}

const withoutNoise = (text: string): string =>
  text
    .replace(/https?:\/\/\S+/g, " ")
    .replace(/[^\s@]{0,64}@[^\s@]{1,64}/g, " ")
    .replace(/`[^`]*`/g, " ")
    .replace(/[^\p{L}\p{M}'’.,?!¿¡\s-]/gu, " ");
