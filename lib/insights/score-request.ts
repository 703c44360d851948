// Decides whether a sentence is a request.
import { foldAccents, normalize } from "./normalize.ts";
import type { Phrases } from "./phrases/phrases.ts";
import type { Sentence } from "./sentences.ts";
import type { SourceText } from "./source-text.ts";

/** Markers of a task, in any language: "TODO:", "Action required:". */
const markerPattern =
  /^(\W{0,4})((todo|to-do)( [^\s:]{1,20}){1,3}(?=:)|todo|to-do|to do|action items?|action required|action needed|actions?|ai|next steps?|fixme|aufgabe|a faire|accion requerida|tarea)\s*(\([^)]{0,40}\))?\s*[:\]]\s*\S/;

/** Replaces code and quoted words: the author mentions them but does not say them. */
const withoutMentioned = (text: string): string =>
  text.replace(/`[^`]*`/g, "code").replace(/"[^"]*"|“[^”]*”|«[^»]*»|„[^“”]*[“”]/g, "quote");

/** "Corrigé le titre", "Revisé el texto": without its accent, what is done looks like an order. */
const markDone = (text: string): string => text.replace(donePattern, "$1$2-");

const donePattern = /(^|[,;:.–—-]\s+|\s(?:y|et)\s)(\p{L}{3,})(?=ée?s?(?:[\s,.!]|$))/giu;

/** What may precede an imperative: "@ben", "hey Ben,", "nit:", "when you get a chance,". */
const openingPattern =
  /^(\(?[1-9]\)\s+|(@[^\s,:]+|hey|hi|hello|ok|okay|also|and|then|so|but|again|finally|additionally|plus|next|lastly|reminder|heads up|quick (one|ask|question|favou?r)|small (ask|thing|request)|one (more )?(thing|ask|request)|another thing|nit(pick)?( \([^)]{0,20}\))?|typo|minor|blocking|suggestion|question|request|urgent|important|note|fyi|btw|p\.?\s?s\.?|just|simply|kindly|quickly|only|einfach|nur|juste|solo|hallo|moin|bonjour|salut|hola|oye|oder|und|dann|danach|ausserdem|zudem|kurze bitte|kleinigkeit|wichtig|bitte|et|puis|ensuite|aussi|sinon|important|y|luego|despues|ademas|tambien|importante)([\s,:;!]+|\s*[-–—>]+\s+)|(all|everyone|everybody|team|folks|guys|prep|preparation|reminder|erinnerung|rappel|recordatorio|vorbereitung|zur vorbereitung|preparacion|alle|zusammen|leute|tous|toutes|todos|todas|equipo|chicos)\s*([,:;!]+|[-–—>]+\s)\s*|(somebody|someone|everybody|everyone)\s+(?!put|set|cut|read|split|let|left|hit)(?=[a-z]+ (the|this|that|a|an|my|our|your|me|us|it|them)\b)|(when|once|after|before|as soon as|if|wenn|falls|sobald|bevor|nachdem|si|quand|des que|lorsque|avant|apres|une fois|cuando|en cuanto|antes de|despues de)\s[^,]{1,60},\s+|(if|when|falls|wenn|si) (so|not|ja|nicht|oui|non|no)[,:]\s+|(dis|oye|perdona|sorry|entschuldige|danke|thanks|thx|merci|gracias)[^,.!]{0,30}[,.!]\s+)/;

const clausePattern = /\s[-–—]+\s|[:;]\s+|,\s+(?:then\s+|so\s+|und\s+|donc\s+|asi que\s+)?/;

/** In a review: "nit: trailing space", "s/teh/the/". */
const reviewPattern =
  /^(nit(pick)?|typo( (in|on) [^:]{1,40})?|suggestion|chore)\s*(\([^)]{0,20}\))?\s*[:—–-]\s*\S[^?]*$|(^|\s)s\/[^/\s]{1,40}\/[^/\s]{0,40}\//;

/** In a review, "we should also test this" asks for it; elsewhere it is only said. */
const proposalPattern =
  /^(i think |imo |imho |maybe |perhaps )?(we need to ((add|change|drop|fix|handle|mask|move|remove|rename|replace|revert|split|update|use)\b|(?=.*\b(here|too|as well|also)\b))|let's not [a-z]|we should (?!have\b|be (good|fine|ok|all)\b|see\b)|let's (also |maybe |just )?(add|align|avoid|change|drop|extract|go (with|for)|keep (?!it (simple|short|as|that|like))|make|move|put|remove|rename|replace|split|swap|switch|try|use)\b)/;

/** In a review, how something should be: "the title should be smaller", "Estaría bien documentarlo". */
const wishPattern =
  /\bneeds? (a (bit|little) |much )?(more|less|better|bigger|some)\b|\b(consider|suggest|recommend) (?!it\b)[a-z]+ing\b|\byou can (also |just |safely )?(delete|drop|inline|omit|remove|simplify)\b|\bkannst du ([^.?!]{1,40} )?(entfernen|loschen|rausnehmen|streichen|vereinfachen|weglassen)\b|\btu peux (enlever|retirer|simplifier|supprimer)\b|\bpuedes (borrar|eliminar|quitar|simplificar)\b|\bshould be (a (bit|little) )?([a-z]{2,}er\b(?! (than|now|already|but)\b|,)|more\b|less\b|aligned|centered|consistent|red|green|blue|gr[ae]y|white|black|bold|optional|plural|lowercase|uppercase|sorted)|^(this |that |it )?should be (code|quote|\d)|\bshould be #?(code|quote|\d)|\bneeds? to be (\w+ed\W*$|the (one|same|new|right|other|old)\b)|^(\S+ ){1,4}(est |sont )?a (agrandir|ajouter|aligner|centrer|changer|corriger|enlever|reduire|refaire|remplacer|reprendre|retirer|revoir|supprimer|valider|verifier)\b|^(this |that |it |these )should (also |really |probably |rather )?(use|have|go|live|return|throw|say|read|link|match|come|stay)\b|^shouldn't (this|that|it|these|we)\b|\bi('d| would) prefer (?!not\b|.*\bbut\b)|\bwurde (ich )?[^?]{1,80}\b(auslagern|nehmen|nutzen|setzen|umbenennen|verwenden|weglassen|ziehen)\W*$|^i'd rather (have|keep|see|use|move|put|not)\b|^(missing an? |hier fehlt noch|(hier |da )?fehlt (noch |hier )ein|il manque une?|falta una? )|\b(would|might) be (good|nice|cleaner|better|worth) to (add|document|cover|rename|extract|test|mention|handle|split)\b|\bsollte\b[^.?!]{0,60}\b([a-z]{2,}er|zentriert|einheitlich) sein\b(?! jetzt)|\bware (\w+ )?(gut|schon|besser),? [^.?!]{0,80}\bzu [a-z]+en\b|\b(devrait|doit) etre (un peu )?(plus|moins|centre|aligne)|\bserait (bien|mieux|bon) (de |d')?[a-z]+(er|ir|re)\b|\b(deberia|debe) (ser|estar|ir) (un poco )?(mas|menos|centrad|alinead)|\b(seria|estaria) (bien|bueno|mejor) [a-z]+(ar|er|ir)(l[oa]s?)?\b/;

/** An item that is done, or says that there is nothing to do. */
const settledPattern =
  /✅|✔|☑|~~|\b(is|are) (already |all )?(ready|done|in place|booked|sorted|fixed|confirmed)\b|\b(ist|sind) (schon |bereits )?(fertig|erledigt|gebucht|bereit)\b|\b(est|sont) (deja )?(pret|fait|reserve|regle)e?s?\b|\b(esta|estan) (ya )?list[oa]s?\b|(^|[\s([–:-])(done|erledigt|fait|hecho|listo|completed|fertig)[\s)\].!]*$|^(none|nothing|keine?|nichts|aucune?|rien|ninguna?|nada|n\/a|tbd)\b/;

export interface RequestContext {
  readonly phrases: Phrases | undefined;
  /** Normalized names of people, which may precede what they are asked. */
  readonly names: readonly string[];
  readonly kind: SourceText["kind"];
  /** Count only sentences that are marked as a task. */
  readonly markedOnly: boolean;
}

/**
 * Below this, the form alone is too weak: "Keep the receipt", "we have to wait". Such a sentence counts only where a second sign tells
 * that somebody is asked: a date, a name, or a request right before it.
 */
export const minConfidenceAlone = 0.6;

/** The confidence that a sentence is a request, 0 to 1; undefined when it is none. */
export function scoreRequest(sentence: Sentence, context: RequestContext): number | undefined {
  const normalized = normalize(markDone(withoutMentioned(sentence.text))).trim();
  if (sentence.task && isChoice(sentence, normalized, context)) return undefined;
  if (sentence.task || markerPattern.test(normalized)) return 0.95;
  const { phrases, markedOnly } = context;
  if (markedOnly || (sentence.item && settledPattern.test(normalized))) return undefined;
  if (isListedTask(sentence, normalized) && !phrases?.nonRequests.test(normalized)) return 0.8;
  if (!phrases) return undefined;
  const meant = phrases.shorthand.reduce((text, [pattern, meaning]) => text.replace(pattern, meaning), normalized);
  const asked = meant.replace(phrases.courtesies, " ").trim();
  if (phrases.nonRequests.test(asked) || boilerplatePattern.test(asked) || isExplanation(asked, context))
    return undefined;
  const { rest, named } = stripOpening(asked, context.names);
  const request = phrases.requests.find(([pattern]) => pattern.test(asked) || pattern.test(rest))?.[1] ?? 0;
  const order =
    request < minConfidenceAlone ? scoreOrder(asked, { ...context, sentence, phrases }, { rest, named }) : 0;
  return Math.max(request, order ?? 0) || undefined;
}

/** The boxes of a form say what something is, not what is to be done: "Breaking change", "I have read the guide". */
const isChoice = ({ section }: Sentence, normalized: string, { kind }: RequestContext): boolean =>
  section === "choices" ||
  choicePattern.test(normalized) ||
  (kind === "comment" &&
    /^\S+ (?:\S+ ){0,3}(?:added|checked|included|pass|passed|passing|reviewed|tested|updated|written)\W*$/.test(
      normalized,
    ));

const choicePattern =
  /^(i (have|'ve|agree|understand|confirm)\b|my (code|changes?) |ich (habe|stimme)\b|j'(ai|accepte)\b|he [a-z]+[ai]do\b|(bug ?fix|new feature|breaking change|documentation|fehlerbehebung|neue funktion|nouvelle fonctionnalite|nueva funcionalidad)( only| update)?\W*$)/;

/** Where code is discussed, what helps whoever uses it is no task: "You have to call it first", "Run it again to see the failure". */
function isExplanation(asked: string, { kind }: RequestContext): boolean {
  if (kind === "event") return agendaPattern.test(asked);
  return (kind === "comment" || kind === "issue") && helpPattern.test(asked);
}

const helpPattern =
  /^(make sure|ensure|check) (that )?you(r|'re|'ve)?\b|\byou (\w+ )?(need|have) to\b[^.?!]{1,80}(\bfirst\b|, otherwise|\bfor (this|that|it) to\b|\bif you\b)|^(run|use|open|start|try|call|set|enable) [^.]{1,60} (to (see|reproduce|get|find|verify)|if you want to)\b|^(du musst|man muss|il faut|tu dois|hay que|tienes que)\b[^.?!]{1,80}\b(zuerst|vorher|sonst|d'abord|avant de|primero|antes de|si no)\b(?! le)|^(first|then|next|now),? (open|click|go|select|press|enter|choose|run)\b|^(check|see|read|consult|visit) (the|our) .{0,30}\b(docs?|documentation|guide|wiki|readme|faq)\b|^(check|see) the \w+ for (details|more|info)|^(keep|leave) (it |this |that )?(like|as) (this|that|is|it is)\b|, (but )?(up to you|your call)\b/;

/** What a meeting is about, and how to get there. */
const agendaPattern =
  /^(call|check|deploy|design|demo|draft|release|report|review|start|support|sync|test|update)( [a-z&/-]+){1,2}\W*$|^(discuss|decide|brainstorm|go over|talk|agree|align|plan|celebrate)\b(?!.*\b(before|beforehand|please)\b)|^(review|present)\b(?!.*\b(before\w*|prior|in advance|ahead|by|please|your)\b)|^(take|use|follow|ring) .{0,40}\b(lift|elevator|stairs|entrance|bell|tram|bus|left|right)\b|^(block|focus|deep work|hold|busy)\b|^bring (your |a )?(friends|family|kids|good mood|appetite)\b/;

/** What to bring and to do before a meeting, as French and Spanish invitations say it: "Prévoir une tenue de ville". */
const preparationPattern =
  /^wear (?!and tear)|^(prevoir|apporter|amener|se munir|venir avec|lire|relire|consulter|telecharger|installer|preparer|remplir|traer|llevar|leer|preparar|descargar|instalar|rellenar) (?!(est|es)\b)[a-z]|^(everyone|everybody|each \w+|jede[rs]?( \w+)?|alle|chacune?|chaque \w+|cada \w+|todos) (brings?|prepares?|shares?|bringt|bringen|bereitet|bereiten|prepare|apporte|presente|trae|prepara|traen|preparan)\b|^[a-z][^.?!]{2,80} (mitbringen|vorbereiten|durchlesen|ausfullen|installieren|herunterladen)(,| und\b|\W*$)/;

/** How calendars and conference tools invite, and what mails of shops end with: nobody's request. */
const boilerplatePattern =
  /^(add (the event|this event|it) to your |track (your|my) |(view|manage) your |contact (support|us)\W*$|(register|sign up|book)\b.{0,60}\b(early[- ]bird|to get|to save|to win)|share this (with|newsletter)|partage[zs] (cette|notre|ce|la) (lettre|newsletter|article|message|invitation)|(schau|schauen sie|sieh|besuch\w*|lies|lesen sie) (doch |gerne |mal )*(in |auf )?(unsere?[nr]?|die) (hilfe|faq|website|webseite|seite|hilfeseite\w*)\b|inscrivez-vous des |nehmen sie (auf|an|per|uber) |klicken sie|cliquez|participez (a la|depuis)|haga clic|haz clic|unete|unase|log in to your |read on\b|join (zoom|the (meeting|call)|on|with|by|from|our|now|via)\b|click (here|the link)|dial|one tap mobile|download (teams|the app|zoom)|to join|learn more|register in advance|tap to|find (your|a) local|an der besprechung teilnehmen|rejoindre la reunion|unirse a la reunion)|\b(this section of the description|diesen abschnitt (der beschreibung )?nicht|cette section de la description|esta seccion de la descripcion)\b/;

const isListedTask = ({ section, first, text }: Sentence, normalized: string): boolean =>
  section === "tasks" && first && /\s/.test(normalized) && !settledPattern.test(normalized) && !text.endsWith("?");

interface StrippedSentence {
  readonly rest: string;
  readonly named: boolean;
}

interface OrderContext extends Omit<RequestContext, "phrases"> {
  readonly sentence: Sentence;
  readonly phrases: Phrases;
}

/** The confidence of a sentence that has the form of an order, where an order is a request. */
function scoreOrder(asked: string, context: OrderContext, { rest, named }: StrippedSentence): number | undefined {
  const { phrases, kind, names, sentence } = context;
  const allowed = allowsOrders(context);
  if (advicePattern.test(asked) || (kind !== "mail" && purposePattern.test(asked))) return undefined;
  if (kind === "event" && allowed && preparationPattern.test(rest)) return 0.65;
  const isReview = reviewPattern.test(asked) || proposalPattern.test(rest) || wishPattern.test(rest);
  if (kind === "comment" && isReview) return 0.65;
  if (phrases.imperatives.test(rest)) return named ? 0.65 : allowed ? rateOrder(rest, context) : undefined;
  const starts = listLaterClauses(asked).map((clause) => stripOpening(clause, names).rest);
  const later = allowed ? starts.find((start) => phrases.imperatives.test(start)) : undefined;
  if (later !== undefined) return rateOrder(later, context);
  const isListed = sentence.item && kind !== "issue" && sentence.section !== "topics" && sentence.section !== "choices";
  if (!named && !(allowed && (isListed || (kind === "comment" && phrases.ordersInReviews)))) return undefined;
  const cased = foldAccents(withoutMentioned(sentence.text)).trim();
  const found = [rest, ...(named ? [] : starts.slice(0, 1))].some((start) =>
    phrases.orders.test(takeEnd(cased, start)),
  );
  return found ? 0.65 : undefined;
}

/** In chats and mails, many an order is advice for anybody, unless it stands in a list, helps whoever wrote it or names a thing. */
function rateOrder(order: string, { kind, sentence }: OrderContext): number {
  if (wantedPattern.test(order) && !sentence.item) return 0.55;
  const isSigned =
    signPattern.test(order) ||
    /^\(?[1-9]\)|: 1\) /.test(sentence.text) ||
    (kind === "message" && thingPattern.test(order.replace(/[,;:–].*/, "")));
  return isSigned || sentence.item || !(kind === "message" || kind === "mail") ? 0.65 : 0.55;
}

/** What is to be done only if somebody wants or meets something: "Enter the code if you come late". */
const wantedPattern =
  /.\b(if (you|they|anyone|it)|(falls|wenn) (du|ihr|sie|es|jemand)|si (tu|vous|quieres|quereis|alguien))\b/;

/** What a chat knows: "release the hold". In a mail to many, "open the door" may be how it is done. */
const thingPattern = /\b(the|this|these|those|it|them|der|den|dem|das|die|le|la|les|el|los|las|code|quote)\b|\bl'/;

/** The writer, thanks, or a time: "send me the list", "bring it back, thanks". */
const signPattern =
  /(\b|-)(me|us|my|our|i|we|mir|mich|uns|unser\w*|mein\w*|moi|nous|nos|notre|mes?|mon|ma|mi|nuestr\w*)\b|(a|i)(me|nos)l[aeo]s?\b|\b(avisa|confirma|di|envia|llama|manda|pasa)(d|me|nos)+\b|\b((before|by|until) then|thanks|thx|danke|merci|gracias)\b/;

/** The clauses after the first, but not what is to be done only if something happens: "and if you get lost, call me". */
function listLaterClauses(asked: string): string[] {
  const clauses = asked.split(clausePattern, 7);
  return clauses.slice(1, 6).filter((_, at) => !conditionPattern.test(clauses[at] ?? ""));
}

/** What helps whoever wants or meets something: "If it still fails, restart it.", "When a customer calls, check the number." */
const advicePattern =
  /^((if|once|when|whenever) (an?|someone|somebody|anyone|customers?|users?|the (customer|user))|(once|when) you (open|start|click|log|sign|install)\w*|(wenn|falls|sobald) (ein\w*|jemand|der kunde|man)|(si|quand|cuando) (une?|quelqu'un|alguien|(le|el) client\w*)|if ((your plans|anything|something) |you (can't|cannot|no longer|are unable|want|wish|prefer|like|'d|would|still|ever|run into)|(it|this|that) (still |ever )?(fails|happens|does|doesn't|breaks)|needed|necessary|in doubt)|(wenn|falls) (du|ihr|sie|es|das) ([a-z]+ )?(willst|wollt|mochtest|mochtet|mochten|nicht)|si (vous voulez|tu veux|besoin|ca (ne )?(plante|marche)|quieres|quereis|prefieres|no funciona|hace falta))\b/;

/** "To restart it, hold the button." In mails, "to complete your registration, upload …" asks for it. */
const purposePattern =
  /^(to (?!dos?\b|the\b|all\b|be\b|my\b|our\b)[a-z]+ [^,]{1,60},|(um|zum) [^,]{1,60}(, | einfach )|(pour|afin de) [a-z]+(er|ir|re)\b|para [a-z]+(ar|er|ir)\w{0,3}\b)/;

const conditionPattern =
  /^(done|sent|fixed|erledigt|fertig|fait|hecho|listo)\b|\b((pro )?tip|plan|use case|note to self|(this|the) (pr|mr|commit|change)|goal|ziel|objectif|objetivo|workaround|idea|idee|my (take|list|plan|opinion|advice|tip)|mein\w* (liste|meinung|plan)|ma liste|mon (avis|programme)|mi (lista|plan|opinion)|if|should|in case|unless|when|whenever|otherwise|wenn|falls|sollten?|sonst|option \w+|variante? \w+|opcion \w+|si|au cas|quand|sinon|en caso|cuando)\b/;

/** The steps of a bug report, the points of an agenda and what someone did today are no orders, whatever their form. */
function allowsOrders({ kind, sentence: { section, item } }: OrderContext): boolean {
  if (section === "topics" || section === "choices" || section === "lead") return false;
  return section === "asked" || !(kind === "issue" || (kind === "event" && item));
}

/** The first word may be written with a capital, whatever it is. */
function takeEnd(cased: string, start: string): string {
  const written = cased.toLowerCase().endsWith(start) ? cased.slice(cased.length - start.length) : start;
  return written.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase());
}

/** Strips greetings, names and subordinate clauses from the start of a sentence. `named` tells whether a person was named. */
function stripOpening(asked: string, names: readonly string[]): StrippedSentence {
  let rest = asked.trim();
  let named = false;
  for (let step = 0; step < 6; step++) {
    const name = names.find((each) => rest.startsWith(each) && namedPattern.test(rest.slice(each.length)));
    const lead = name === undefined ? openingPattern.exec(rest)?.[0] : undefined;
    if (name === undefined && lead === undefined) break;
    named ||=
      name !== undefined ||
      /^(?:@|prep|remind|erinn|rappel|record|vorb|zur vorb|all\b|alle\b|everyone|tous\b|todos\b|team|equipo|folks|guys|leute|chicos)/.test(
        lead ?? "",
      );
    rest = name === undefined ? rest.slice(lead?.length) : rest.slice(name.length).replace(namedPattern, "");
  }
  return { rest, named };
}

/** After a name: "Ben, …", "Ben: …", "Ben (by Friday): …", "Ben – …", "Ben to …". */
const namedPattern =
  /^(\s*(\([^)]{0,30}\)\s*)?[,:]\s+|\s*([-–—]+|[-=]?>|→)\s+|\s+(to|please)\s+(?!(the|a|an|my|our|me|you|us|be)\b)|\s+(?=(can|could|would|will) you\b|(kannst|konntest|magst) du\b|(tu )?(peux|pourrais)\b|puedes\b|podrias\b))/;
