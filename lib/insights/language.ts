import { detectAll } from "tinyld/light";
import { normalize } from "./normalize.ts";

const maxDetectedLength = 2000;

/** Below this the detector guesses: English, half as likely as the best guess, is the better one in short work chat. */
const minAccuracy = 0.15;

/** Where the detector cannot tell, the small words do. */
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
 * The language of a text, as ISO 639-1; `und` where it holds too little to tell. What is no language (links, addresses, names
 * after @, code) is left out.
 */
export function detectLanguage(text: string): string {
  const said = withoutNoise(text.slice(0, maxDetectedLength));
  const found = detectAll(said);
  const [best] = found;
  if (!best || best.accuracy < minAccuracy || said.split(/\s+/).length <= 4) {
    const told = detectBySmallWords(said);
    const english = found.find(({ lang }) => lang === "en");
    const isEnglish = best && english && english.accuracy >= best.accuracy / 2;
    return told ?? (isEnglish ? "en" : (best?.lang ?? "und"));
  }
  return best.lang;
}

const withoutNoise = (text: string): string =>
  text
    .replace(/https?:\/\/\S+/g, " ")
    .replace(/[^\s@]{0,64}@[^\s@]{1,64}/g, " ")
    .replace(/`[^`]*`/g, " ")
    .replace(/[^\p{L}\p{M}'’.,?!¿¡\s-]/gu, " ");
