import { truncate, truncateStart } from "../truncate.ts";
import { normalize } from "./normalize.ts";
import type { SourceText } from "./source-text.ts";
import { stripQuotedText } from "./strip-quotes.ts";

/** Newsletters and automatic mails: their requests are not tasks between people. */
const automatedPattern =
  /\bunsubscribe\b|\bopt out of\b|view (?:this e-?mail )?in (?:your )?browser|manage (?:your )?preferences|(?:automated|automatically generated|automatic) (?:message|e-?mail|notification)|(?:generated|sent) automatically|(?:please )?do not reply to this|please do not reply|abbestellen|abmelden|automatisch (?:erstellt|erzeugt|generiert|versandt)|antworten sie nicht (?:auf|darauf)|desabonner|desinscrire|ne pas repondre|genere automatiquement|darse de baja|cancelar (?:la|tu|su) suscripcion|no respond(?:a|as|er) a este|mensaje automatico/;

const autoReplyPattern =
  /\bout of (?:the )?office\b|\bautomatic reply\b|\bauto-?reply\b|\babwesenheits|\bnicht im buro\b|\b(?:reponse automatique|absence du bureau|absent du bureau)\b|\bfuera de la oficina\b|\brespuesta automatica\b/;

/**
 * Whether a text is a newsletter, an automatic notice or an out-of-office reply. Only mails can be. Forwarded text does not count:
 * "Can you take this?" above a notice comes from a person.
 */
export function isBulk({ kind, title = "", text }: SourceText): boolean {
  if (kind !== "mail") return false;
  const ownText = stripQuotedText(text);
  const start = normalize(`${truncate(title, 300)}\n${truncate(ownText, 500)}`);
  return (
    autoReplyPattern.test(start) ||
    automatedPattern.test(start) ||
    automatedPattern.test(normalize(truncateStart(ownText, 3000)))
  );
}
