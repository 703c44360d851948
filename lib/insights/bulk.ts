import { truncate, truncateStart } from "../truncate.ts";
import { normalize } from "./normalize.ts";
import type { SourceText } from "./source-text.ts";
import { stripQuotedText } from "./strip-quotes.ts";

/** Newsletters and automatic mails: their requests are not tasks between people. */
const automatedPattern =
  /\bunsubscribe\b|\bopt out of\b|\bto opt out\b|\breply (with )?["“]?(stop|unsubscribe)\b|\bopt-out\b|view (this e-?mail |it |online )?in (your )?browser|(manage|update|change) (your )?(e-?mail )?(preferences|subscription|notification settings)|(automated|automatically generated|automatic|system-generated) (message|e-?mail|notification|reminder)|(generated|sent) automatically|(please )?do not (reply|respond) (directly )?to this|please do not reply|you('re| are) receiving this|you('ve| have)? received this (e-?mail|message|notification|newsletter) (because|as)|no longer (wish|want) to receive|stop receiving|(mailbox|inbox|address) is (not monitored|unmonitored|unattended)|\b(hier|newsletter|jederzeit|unten|klick\w*|link|e-?mails?) [^.\n]{0,40}(abbestellen|abmelden)\b|(^|[\n|]) ?(abbestellen|abmelden)\b|newsletter[- ]abmeldung|(keine|nicht mehr) .{0,30}(newsletter|angebote|e-?mails|werbung).{0,20} (mehr )?(erhalten|empfangen)|(sie|du) (erhalten|erhaltst|bekommst|bekommen) diese (e-?mail|nachricht|mail)|im browser (ansehen|anzeigen|offnen)|automatisch (erstellt|erzeugt|generiert|versandt|verschickt)|automatische (nachricht|e-?mail|benachrichtigung)|antworten sie (bitte )?nicht (auf|darauf)|nicht auf diese (e-?mail|nachricht|mail)|desabonner|desinscrire|desinscription|desabonnement|ne plus recevoir|vous recevez (ce|cet)|dans (votre|le|un) navigateur|ne (pas repondre|repondez pas)|(genere|envoye) automatiquement|message automatique|(darse|darte|darme|dese|date) de baja|cancelar (la|tu|su) suscripcion|(no|ya no) (quieres|desea|deseas|quiere) (recibir|seguir recibiendo)|(recibes|recibe|ha recibido|has recibido) este (correo|mensaje|e-?mail) (porque|por)|en (tu|su|el) navegador|no (respond(a|as|er)|contest(e|es|ar)) (a|directamente a) este|\b(new|unusual|recent) (sign-?in|login)\b|\bsign-?in (attempt|to your account)|\bverification code\b|\bone-time (code|passcode|password)\b|\b(log-?in|sign-?in|logged in|signed in|anmeldung|connexion|inicio de sesion) (\S+ ){0,4}(new|neuen|nouvel|nuevo) (device|gerat|appareil|dispositivo)\b|delivery status notification|(could not|couldn't|cannot) be delivered|undeliverable|unzustellbar|non remis\b|no se (pudo|ha podido) entregar|received a request to (reset|change)|neue anmeldung (bei|in|von)|bestatigungscode|sicherheitscode|nouvelle connexion|code de (verification|securite)|nuevo inicio de sesion|codigo de (verificacion|seguridad)|mensaje automatico|generado automaticamente|enviado automaticamente/;

const autoReplyPattern =
  /\bout of (the )?office\b|\bautomatic reply\b|\bauto-?reply\b|\babwesenheits|\bautomatische antwort\b|\bnicht im buro\b|\b(reponse automatique|absence du bureau|absente? du bureau)\b|\bfuera de la oficina\b|\brespuesta automatica\b/;

/** "I am on leave until 28 September" alone may come from a person; with "in urgent cases" it is an automatic reply. */
const awayPattern =
  /\b(on|im|en|de) (\w+ )?(leave|vacation|holidays?|urlaub|elternzeit|mutterschutz|conges?|vacances|vacaciones|baja|permiso)\b|\b(i am|i'm|i will be|i'll be) (currently )?(away|travelling|out)\b|\b(nicht erreichbar|abwesend|absente?|ausente|fuera)\b/;
const meanwhilePattern =
  /\b(urgent|urgently|dringend\w*|urgence|urgente?s?|in my absence|while i am away|upon my return|when i('m| am) back|limited access|in meiner abwesenheit|nach meiner ruckkehr|vertretung|a mon retour|mon absence|a mi (vuelta|regreso)|mi ausencia)\b/;

/** What sells: two of these make a mail an advertisement, whoever it is from. */
const sellingPatterns = [
  /\d ?% ?(off|discount|rabatt|auf (alle|das|den|die)|de (descuento|remise|reduction|dto)|sur|en toda?)|[-–]\d{2} ?%|\bsave (up to )?[€$£]?\d|\bspare(n)? (sie |bis )/,
  /\b(free trial|for free|free shipping|gratis|kostenlos testen|essai gratuit|prueba gratis|de regalo|offert(e|s)?|money-back|geschenkt|envio gratis|livraison (gratuite|offerte)|versandkostenfrei)\b/,
  /\b(limited (time|offer|spots|seats)|offer (ends|expires|valid)|last chance|final hours|ends (tonight|at midnight|soon)|only (today|until|\d+ (left|spots))|nur (bis|heute|noch (heute|wenige|bis))|letzte chance|solange der vorrat|dernieres? (chance|jours|heures|places)|jusqu'a epuisement|places limitees|ultim[ao]s? (plazas|dias|horas|oportunidad)|quedan pocas|solo (hoy|hasta)|oferta (valida|termina|por tiempo)|plazas limitadas|while (stocks|supplies) last)\b/,
  /\b(shop|buy|order|book|register|subscribe|upgrade|sign up|get started|try it|claim|reserve your|save your|get your|join) (now|today|here|seat|spot|free|yours)\b|\bjetzt (kaufen|sichern|bestellen|buchen|zugreifen|anmelden|entdecken|shoppen|testen|upgraden|registrieren)\b|\b(profitez|decouvrez|craquez|commandez|inscrivez-vous|reservez|offrez-vous) (de|nos|vite|maintenant|des|notre|votre|les|la)\b|\b(aprovecha|compra|reserva|apuntate|registrate|descubre|suscribete|inscribete|consigue) (ya|ahora|hoy|nuestr\w+|la tuya|el tuyo|tu|esta|este)\b|(^|[¡!.]\s*)¡?aprovecha!?/,
  /\b(promo(tion)? code|coupon|voucher|discount code|gutschein|rabattcode|code (promo|[a-z]+\d+)|cupon|codigo (promocional|de descuento)|black friday|cyber monday|sale|schnappchen|soldes|ventes? privees?|rebajas|ofertas?|angebote|newsletter|webinar|digest)\b/,
  /\b(don't miss|do not miss|miss out|verpassen sie|verpass(e|t)? |nicht verpassen|ne (manquez|ratez) pas|no te (lo |la )?pierdas|no se (lo )?pierda|depechez-vous|date prisa|beeil|hurry)\b/,
];

const bought =
  "(receipt|invoice|order|purchase|booking|reservation|trip|ride|payment|parcel|rechnung|bestellung|buchung|zahlung|facture|commande|paiement|colis|factura|pedido|compra|reserva|pago)";

/** What shops and services write after a purchase: two of these make a mail a receipt. */
const receiptPatterns = [
  new RegExp(String.raw`\b(your|ihre|votre|tu|su) ${bought}\b|\breceipt (from|for)\b`),
  new RegExp(
    String.raw`\b(thanks|thank you|dank|merci|gracias) (for|fur|pour|por) ((your|ihren?|votre|tu|su) )?(riding|shopping|choosing|confiar|${bought})`,
  ),
  /(^|\n) ?(total|amount|betrag|summe|gesamt\w*|montant|importe)\b[^\n]{0,20}\d/,
  /(^|\n) ?(track|rate|view|manage|cancel|change|download|verfolgen|bewerten|suivre|noter|valora) (your|my|the|this|sie|ihre?n?|votre|tu|su)\b|\b(need help|lost something|help cent(er|re)|tracking number|sendungsnummer)\b/,
];

/** Senders that nobody reads the answers of. */
const senderPattern =
  /^(no-?_?reply|do-?not-?reply|nicht-?antworten|ne-?pas-?repondre|no-?responder|newsletter|marketing|mailer-daemon|postmaster|notifications?|alerts?|bounces?|promo(tions)?|news)\b/;

/** Programs that comment: their sentences ask nobody in particular, and come many times. */
const botPattern =
  /\bthis (issue|pull request|pr|thread|discussion) (has been|was|will be) (automatically )?(marked as stale|closed (due to|because)|locked|automatically)|\bautomatically (marked|closed|locked|generated|created|opened)|\bi('m| am) (just )?a bot\b|\b(dependabot|renovate|codecov|greenkeeper|snyk|sonarcloud|preview)\b.{0,80}\b(will|bot|commands?|report|by commenting|preview)|\bgenerated by\b|\bthis (comment|pr|message) (was|is|has been) (auto|generated)|\bcontributor licen[cs]e agreement\b|\bautomatisch (als|geschlossen|erstellt)\b/;

/**
 * Whether a text is a newsletter, an advertisement, an automatic notice or an out-of-office reply. Forwarded text does not count:
 * "Can you take this?" above a notice comes from a person.
 */
export function isBulk({ kind, title = "", text, author }: SourceText): boolean {
  if (kind === "event") return false;
  const ownText = stripQuotedText(text);
  const start = normalize(`${truncate(title, 300)}\n${truncate(ownText, 1000)}`);
  if (kind !== "mail") return /\[bot\]$|\bbot$/i.test(author?.name ?? author?.id ?? "") || botPattern.test(start);
  return (
    senderPattern.test(author?.email ?? "") ||
    autoReplyPattern.test(start) ||
    (awayPattern.test(start) && meanwhilePattern.test(start)) ||
    automatedPattern.test(start) ||
    automatedPattern.test(normalize(truncateStart(ownText, 3000))) ||
    [sellingPatterns, receiptPatterns].some((signs) => signs.filter((sign) => sign.test(start)).length >= 2)
  );
}
