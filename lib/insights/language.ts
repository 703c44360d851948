// Detects languages by their small words and endings: a table of letter sequences for as many languages takes 70 kB of each bundle.
import { truncate } from "../truncate.ts";

const maxDetectedLength = 2000;

/** Frequent words. Those of English, German, French and Spanish include what people write in chats. */
const words: Readonly<Record<string, string>> = {
  en: "the of and to is you that it for on are with this be have from not can we will your but at please what i my if as by was has had do does did they their there here our an or so no me us its it's i'm i'll don't let's just when where who how why which would could should up out about all any some more then than now new one into need needs thanks thank thx hi hey hello pls plz asap ok yes add remove rename move make update use try drop swap change set check merge fix sign approve review send nit typo todo lgtm looks great good nice done tomorrow today yesterday monday tuesday wednesday thursday friday week been also after before let know still see get got like think sure go ahead focus time safe drive both only really very their back first",
  de: "der die das und ist nicht ich du sie wir ihr es ein eine einen einem einer mit für auf im am zu zum zur von vom den dem des bei bis noch auch mal bitte danke kann kannst könnte könntest können hat habe haben hast war wird werden wurde sind sein wenn dass aber oder schon nur wie was wer wo warum dann hier da ja nein alle mir mich dir dich uns euch man um an aus nach vor über unter gibt geht müssen muss soll sollte hallo moin heute morgen gestern montag dienstag mittwoch donnerstag freitag woche passt erledigt gut text kein keine mehr sehr zusammen grüße lg vg beim ins als so hab machen mach nichts etwas brauchst brauche brauchen bin bist gern gerne viel alles wieder jetzt dran sonst zwei drei ihre ihren deine eure unsere",
  fr: "le la les de des du un une et est que qui je tu il elle nous vous ils on ne pas pour dans sur avec ce cette ces se sa son ses au aux par mais ou où plus très bien merci bonjour peux peut pouvez pourrais pourriez svp stp avant après demain hier lundi mardi mercredi jeudi vendredi semaine j'ai c'est qu'on d'accord ça être avoir fait faire faut si comme tout tous votre vos notre mon ton ta tes mes en y a à été sont sera ici aussi encore sans moi toi lui leur quand quoi cordialement bonne parfait ajoute salut dès chez trop réunion faudrait devrait serait pourrait doit me te cet cela dispo point lien fais vas va deux rien jamais toujours peu",
  es: "el la los las de del un una y es que en no se por para con su sus lo le les al me te nos os mi tu tus ya muy más pero como cuando si sí esta este esto está están hay ha he han fue ser son qué quién hola gracias favor porfa puedes puede podrías podemos antes mañana ayer hoy lunes martes miércoles jueves viernes semana todo todos bien también aquí ahora sin sobre desde hasta tiene tienes tengo hacer hecho vale buenos días saludos cada uno nada algo usted yo mejor falta reunión vuelve funciona mucho mucha dos nunca siempre algo esa ese estas eso",
  it: "il lo gli di che è e per con non una un sono del della dei delle nel nella alla al da ho hai ha abbiamo ci si come ma anche più questo questa grazie ciao potresti puoi entro domani oggi ieri perché quando molto bene tutti il tuo aiuto mi ti vi fare inviarmi mille contratto",
  pt: "o os as de que não um uma para com em do da dos das no na ao pela pelo por é eu você ele nós está são foi muito bem obrigado obrigada olá bom dia amanhã hoje ontem mas mais se já também isso este esta tudo quando favor pode preciso",
  nl: "de het een en van is niet ik je jij wij we zijn hebben heb dat dit die met voor op aan te er maar ook nog al als wat wie hoe kan kun kunnen wil bij naar om zo graag dank bedankt hallo morgen gisteren vandaag even geen wel deze hij ze u uit over tot getest",
  sv: "och att det som en ett är inte jag du vi ni han hon den för på med av till om har kan ska så men också var när hej tack imorgon idag igår mycket",
  da: "og at det som en et er ikke jeg du vi i han hun den for på med af til om har kan skal så men også var når hej tak morgen dag går meget",
  no: "og at det som en et er ikke jeg du vi dere han hun den for på med av til om har kan skal så men også var når hei takk morgen dag går veldig",
  fi: "ja on ei se että hän minä sinä me te ovat oli mutta kun jos niin myös voi kiitos hei huomenna tänään eilen tämä olen ole",
  pl: "i w na nie się z do to jest że co jak o po za dla czy ale od już proszę dziękuję cześć jutro dziś wczoraj mam są tym tego przez może",
  cs: "a je se na v že to s z do o jsem jsou pro ale co jak by už prosím děkuji ahoj zítra dnes včera není také nebo když",
  hu: "a az és hogy nem van egy ez is meg de ha már csak kérem köszönöm szia holnap ma tegnap ezt azt lesz volt vagy mint",
  ro: "și în la cu de pe nu este că o un pentru din mai sunt să am ai are vă te rog mulțumesc bună mâine azi ieri dar dacă",
  tr: "ve bir bu da de için ile ne mi çok var yok ben sen biz siz o ama gibi daha lütfen teşekkürler merhaba yarın bugün dün olarak değil",
};

/** Endings and letters that tell a language where no small word does. */
const marks: readonly (readonly [language: string, pattern: RegExp])[] = [
  ["en", /(?:ing|ed|ly|ness|ight|'s|'t|ould|wh\p{L}+)$/u],
  [
    "de",
    /(?:ung|ungen|keit|heit|lich|isch|ieren|iert|tzen|ßen|chen|schen|eln|\p{L}{4}[bcdfgklmnprstwz]en)$|sch|[äöü]\p{L}*[^uü]$|ß/u,
  ],
  ["fr", /(?:ez|eux|euse|aire|ée|ées|eau|eurs?|ment|age)$|^(?:qu|[ldjnscmt])'|[çœêèù]|oi|é$|é\p{L}*(?:ion|e|er|ent)$/u],
  ["es", /(?:ción|dad|ando|iendo|ado|ada|idos?|amos|emos|aste|ito|lo|me|ar)$|ñ|[íóú]/u],
  ["it", /(?:zione|zioni|mente|are|ere|ato|ati|issimo)$|gli/u],
  ["pt", /(?:ção|ções|ões|inho)$|ã|õ|lh/u],
  ["nl", /ij|aa|oe|uu|cht$/u],
  ["sv", /å/u],
  ["pl", /[łżśćąę]|cz|rz/u],
  ["cs", /[řěůč]/u],
  ["hu", /[őű]|sz|gy/u],
  ["ro", /[țășâ]/u],
  ["tr", /[ğış]/u],
  ["fi", /ää|yy|kk|ssa$/u],
];

/** Scripts that are written in one language, or mostly so. */
const scripts: readonly (readonly [language: string, script: RegExp])[] = [
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ["ko", /\p{Script=Hangul}/u],
  ["zh", /\p{Script=Han}/u],
  ["uk", /[іїєґ]/iu],
  ["ru", /\p{Script=Cyrillic}/u],
  ["el", /\p{Script=Greek}/u],
  ["he", /\p{Script=Hebrew}/u],
  ["ar", /\p{Script=Arabic}/u],
  ["hi", /\p{Script=Devanagari}/u],
  ["th", /\p{Script=Thai}/u],
];

/** A word tells little when several languages have it. */
const languagesByWord = new Map<string, string[]>();
for (const [language, list] of Object.entries(words))
  for (const word of new Set(list.split(" ")))
    languagesByWord.set(word, [...(languagesByWord.get(word) ?? []), language]);

/** Below this a text tells nothing. */
const minScore = 0.3;

/** Detects the language of a text: ISO 639-1, or `und` when nothing tells. Ignores links, addresses, mentions and code. */
export function detectLanguage(text: string): string {
  const prose = withoutNoise(truncate(text, maxDetectedLength));
  if (/[¿¡]/.test(prose)) return "es";
  const letters = prose.match(/\p{L}/gu)?.length ?? 0;
  const foreign = prose.match(/[^\p{Script=Latin}\P{L}]/gu)?.length ?? 0;
  if (foreign > letters / 3) return scripts.find(([, script]) => script.test(prose))?.[0] ?? "und";
  const [best] = [...scoreLanguages(prose)].sort(([, one], [, other]) => other - one);
  return best && best[1] >= minScore ? best[0] : "und";
}

/** In the order of the languages above, which decides where scores are equal. */
function scoreLanguages(prose: string): Map<string, number> {
  const scores = new Map(Object.keys(words).map((language) => [language, 0]));
  const raise = (language: string, by: number) => scores.set(language, (scores.get(language) ?? 0) + by);
  for (const token of prose.toLowerCase().match(/[\p{L}\p{M}]+(?:'[\p{L}]+)?/gu) ?? []) {
    const languages = languagesByWord.get(token) ?? [];
    for (const language of languages) raise(language, 1 / Math.max(1, languages.length - 0.5));
    if (languages.length > 0 || token.length < 4) continue;
    for (const [language, pattern] of marks) if (pattern.test(token)) raise(language, 0.3);
  }
  return scores;
}

const withoutNoise = (text: string): string =>
  text
    .replace(/https?:\/\/\S+/g, " ")
    .replace(/[^\s@]{0,64}@[^\s@]{1,64}/g, " ")
    .replace(/`[^`]*`/g, " ")
    .replace(/[’‘´]/g, "'")
    .replace(/[^\p{L}\p{M}'.,?!¿¡\s-]/gu, " ");
