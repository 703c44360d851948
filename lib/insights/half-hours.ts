// Half hours in words, which the date parser does not read: "half past nine", "halb zehn", "neuf heures et demie", "las nueve y media".

const numbers: Readonly<Record<string, string>> = {
  en: "one two three four five six seven eight nine ten eleven twelve",
  de: "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
  fr: "une deux trois quatre cinq six sept huit neuf dix onze douze",
  es: "una dos tres cuatro cinco seis siete ocho nueve diez once doce",
};

const patterns: Readonly<Record<string, RegExp>> = {
  en: /\bhalf (?:past )?(\p{L}{3,6}|\d{1,2})\b/giu,
  de: /\bhalb (\p{L}{3,6}|\d{1,2})\b/giu,
  fr: /(?<![\p{L}\d])(\p{L}{3,6}|\d{1,2}) ?(?:heures?|h) et demie?\b/giu,
  es: /\b(?:las? )(\p{L}{3,6}|\d{1,2}) y media\b/giu,
};

/** Writes the half hours of a sentence in digits. In English and Spanish, one to six are in the afternoon. */
export function writeHalfHours(sentence: string, language: string): string {
  const words = numbers[language]?.split(" ") ?? [];
  return sentence.replace(patterns[language] ?? /$^/g, (written: string, name: string) => {
    const hour = /^\d/.test(name) ? Number(name) : words.indexOf(name.toLowerCase()) + 1;
    if (hour < 1 || hour > 24) return written;
    if (language === "de") return `${(hour + 23) % 24}:30 Uhr`;
    if (language === "fr") return `${hour}h30`;
    const time = `${hour}:30${hour <= 6 ? " pm" : ""}`;
    return language === "es" ? `las ${time}` : time;
  });
}
