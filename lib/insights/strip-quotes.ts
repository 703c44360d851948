// Strips quotes, signatures, disclaimers and code from a text, so that only what its author wrote is left.
import { truncate } from "../truncate.ts";

/** A line of text. `task` is true for an unchecked checkbox. */
export interface Line {
  readonly text: string;
  readonly task: boolean;
  /** Whether it is a list item or a heading, which the next line does not continue. */
  readonly own: boolean;
  /** Whether it is marked as a heading. */
  readonly heading: boolean;
}

const maxLineLength = 500;
const maxLines = 300;

/** Texts come from outside and can be of any size: reads 12,000 characters, 300 lines of 500. */
const splitBoundedLines = (text: string): string[] =>
  truncate(text, 12_000)
    .split(/\r\n|\r|\n/)
    .slice(0, maxLines)
    .map((line) => truncate(line, maxLineLength));

/** The lines that the author wrote. Checked checkboxes are left out. */
export function stripQuotes(text: string): Line[] {
  const lines = withoutSignature(withoutDisclaimer(withoutQuotes(withoutCode(splitBoundedLines(text)))));
  return lines.map(readLine).filter((line) => line !== undefined);
}

/** Strips quoted and forwarded text only; keeps the footer. */
export const stripQuotedText = (text: string): string => withoutQuotes(splitBoundedLines(text)).join("\n");

function withoutCode(lines: readonly string[]): string[] {
  let fence = "";
  let script = false;
  return lines.map((line, at) => {
    const mark = /^\s{0,8}(```|~~~)/.exec(line)?.[1];
    if (mark && (fence === "" || fence === mark)) {
      const closed = fence === "" && line.trim().length > 6 && line.trimEnd().endsWith(mark);
      fence = fence === "" && !closed ? mark : "";
      return "";
    }
    if (/<(script|style)\b/i.test(line)) script = true;
    const hidden = fence !== "" || script || isIndentedCode(line, lines[at - 1]);
    if (/<\/(script|style)>/i.test(line)) script = false;
    return hidden ? "" : line;
  });
}

const isIndentedCode = (line: string, before: string | undefined): boolean =>
  /^(?: {4}|\t)\s*[^\s*+\-\d]/.test(line) && (before === undefined || /^(?:\s*|(?: {4}|\t).*)$/.test(before));

/** The header of a quote, such as "On Monday Ada wrote:". It may take two lines. */
const attributionPattern =
  /^\s*(on\b.{4,300}\bwrote|am\b.{4,300}\bschrieb(\b.{0,200})?|le\b.{4,300}\ba écrit|el\b.{4,300}\bescribió|\d{4}-\d\d-\d\d.{4,80}<[^>]{3,80}>|.{0,200}\bschrieb am\b.{4,200}|.{0,200}\bwrote on\b.{4,200})\s*:\s*$/i;

/** How many lines the header of a quote takes at this position; 0 if there is none. */
function countQuoteHeaderLines(lines: readonly string[], at: number): 0 | 1 | 2 {
  const [line = "", next = ""] = lines.slice(at, at + 2);
  if (line.trimEnd().endsWith(":") && attributionPattern.test(line)) return 1;
  return next.trimEnd().endsWith(":") && attributionPattern.test(`${truncate(line, 240)} ${truncate(next, 240)}`)
    ? 2
    : 0;
}

const forwardPattern =
  /^\s*(-{3,}\s*(original message|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|message d'origine|message transféré|mensaje original|mensaje reenviado)\b|_{20,}\s*$|begin forwarded message:)/i;

const headerPattern =
  /^\s*\*?(from|von|de|sent|gesendet|envoyé( le)?|enviado( el)?|date|datum|fecha|to|an|à|para|subject|betreff|objet|asunto)\s?\*?:\s/i;

function withoutQuotes(lines: readonly string[]): string[] {
  const ownLines: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (forwardPattern.test(line) || (headerPattern.test(line) && headerPattern.test(lines[at + 1] ?? ""))) break;
    const quoting = countQuoteHeaderLines(lines, at);
    if (quoting === 0) {
      ownLines.push(/^\s*>/.test(line) ? "" : line);
      continue;
    }
    // Replies may follow between lines marked with ">". Without marks, all that follows is quoted.
    const next = lines.slice(at + quoting).find((each) => each.trim() !== "");
    if (!next?.startsWith(">")) break;
    at += quoting - 1;
  }
  return ownLines;
}

const disclaimerPattern =
  /\b(confidential(ity)?|vertraulich\w*|confidentiel(le)?s?|confidencial(es|idad)?)\b|intended (only|solely) for|if you (are not the intended|have received (it|this)[^.]{0,40} in error)|consider the environment|irrtümlich erhalten|reçu (ce message )?par erreur|recibido (este (mensaje|correo) )?por error/i;

/** A disclaimer also mentions recipients; a request to keep something confidential does not. */
const recipientPattern =
  /recipient|addressee|intended|in error|delete|empfänger|adressat|irrtümlich|destinataire|erreur|destinatari|por error|environment/i;

/** What mail programs and companies add below: "Sent from my phone", "Think before you print". */
const footerPattern =
  /^\W{0,3}(sent from|gesendet (von|mit)|von meinem \S+ gesendet|envoyé (de|depuis|à partir)|enviado desde|get outlook|outlook für|télécharge[rz] outlook|obtener outlook|book (a|some|time|your) \S{0,12} ?(with|here)|follow us|folgen sie uns|folgt uns|suivez-nous|síguenos|connect with|we('|’)re hiring)|think before you print|environment before|umwelt.{0,60}druck|druck.{0,60}umwelt|environnement avant|imprim\S+.{0,60}(medio ?ambiente|necesario)|medio ?ambiente.{0,60}imprim/i;

/** A disclaimer goes on to the end of its paragraph. */
function withoutDisclaimer(lines: readonly string[]): string[] {
  let hidden = false;
  return lines.map((line) => {
    if (line.trim() === "") hidden = false;
    if (disclaimerPattern.test(line) && recipientPattern.test(line)) hidden = true;
    return hidden || footerPattern.test(line) ? "" : line;
  });
}

const closingPattern =
  /^\s*(((kind|best|warm|many|all the|with best|with kind)\s+)?(regards|wishes|best|greetings)|best|rgds|regs|br|kr|cheers( all)?|ta|talk soon|speak soon|warmly|with thanks|thanks (and|&) (best )?regards|thanks( a lot| again| so much| in advance| all| everyone| both)?|many thanks|thank you( so much| very much)?|thx|yours( (sincerely|faithfully|truly))?|sincerely|take care|(mit )?(freundlichen|besten|vielen|herzlichen|lieben)? ?(grüßen|gruessen)|(viele|beste|liebe|schöne|herzliche|freundliche) (grüße|gruesse)|lg|vg|mfg|bg|gruß|gruss|grüße|grüsse|bis (bald|dann|morgen|später)|danke( dir| euch| ihnen| schön| vorab)?(,? (und|&) (viele |liebe |beste )?(grüße|gruß))?|danke (lg|vg)|(vielen|besten|herzlichen) dank( im voraus| vorab)?|herzlichst|(bien |très )?cordialement|bien à (vous|toi)|amicalement|(meilleures |sincères )?salutations|cdt|cdlt|bàv|merci( d'avance| beaucoup| bien| à tous| par avance)?|bonne (journée|soirée|semaine|réception|fin de journée)|à (bientôt|demain|plus( tard)?|très vite)|bises|un (cordial )?saludo|(muchos |mil )?saludos( cordiales)?|atentamente|atte|(muchas |mil )?gracias( de antemano| por todo)?|(un |fuerte )?abrazos?|besos|hasta (luego|pronto|mañana)|cordialmente|greetings from .{1,40})[\s,.!]*$/i;

const dashesPattern = /^\s*(--|—)\s*$/;

function withoutSignature(lines: readonly string[]): string[] {
  const end = lines.findIndex(
    (line, at) =>
      dashesPattern.test(line) ||
      (closingPattern.test(line) && looksLikeSignature(lines.slice(0, at), lines.slice(at + 1))),
  );
  if (end < 0) return [...lines];
  return [
    ...lines.slice(0, end),
    ...lines.slice(end + 1).filter((line) => /^\s*(?:p\.? ?[sd]\.?|n\.?b\.?)\s*:?\s/i.test(line)),
  ];
}

/** Whether the lines after a closing are a signature: a name, or nothing. "Thanks all." may also open a mail, or stand above a list. */
function looksLikeSignature(before: readonly string[], after: readonly string[]): boolean {
  const opens = before.every((line) => line.trim() === "") && after.filter((line) => line.trim() !== "").length > 2;
  if (opens || after.some((line) => /^\s*(?:[-*•]|\d{1,2}[.)])\s+\S/.test(line))) return false;
  const next = after.find((line) => line.trim() !== "")?.trim();
  return (
    next === undefined ||
    dashesPattern.test(next) ||
    (next.length <= 60 &&
      next.split(/\s+/).length <= 6 &&
      !/[?!:]$/.test(next) &&
      /^(?:[^\p{Ll}]|\p{L}{1,12}\.?$|i\. ?a\.)/u.test(next))
  );
}

function readLine(line: string): Line | undefined {
  const box = /^\s*(?:[-*+•]|\d{1,3}[.)])?\s*(?:\[( |x|X|✓)?\]|([☐☑✅]))\s+(.*)$/.exec(line);
  if (box) {
    const open = box[2] ? box[2] === "☐" : (box[1] ?? " ") === " ";
    return open ? { text: (box[3] ?? "").trim(), task: true, own: true, heading: false } : undefined;
  }
  if (/^\s*(?:\|.*\||<sub>.*)\s*$/.test(line)) return { text: "", task: false, own: false, heading: false };
  const entry = /^\s*(?:[-=]>|[-*+•–—→⇒▪◦‣●]|\d{1,3}[.)]|#{1,6})\s+(.*)$/.exec(line);
  const heading = /^\s*#/.test(line);
  return { text: (entry?.[1] ?? line).trim(), task: false, own: entry !== null, heading };
}
