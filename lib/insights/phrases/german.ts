import { joinPatterns } from "./join-patterns.ts";
import type { Phrases } from "./phrases.ts";

const clause = String.raw`(^|[,;:(.!?]\s*(@\S{1,40}\s+)?|\s[-–—]+\s+|(\b(und|aber|hey|hallo|hi|also|bitte|dann|moin|frage)|@\S{1,40})\s+)`;

const filler = String.raw`(mir |uns |sich |mal |bitte |vielleicht |das |hier |da |es |den |die |dazu |noch |kurz |ggf\.? |evtl\.? )*`;

const you = String.raw`(dich|euch|sie|alle|dein\w*|eure?\w*|ihre?\w*)`;

/** Verbs of orders, without their ending. */
const verbs =
  "schick|send|pruf|uberpruf|mach|ruf|lad|trag|erganz|leit|stell|schreib|bring|bestatig|meld|reservier|bestell|korrigier|aktualisier|losch|entfern|fug|unterschreib|informier|kummer|schau|guck|kuck|nenn|besorg|hol|raum|setz|zieh|ander|benenn|merg|denk|sprich|trefft|nutz|verwend|erledig|organisier|buch|reich|uberarbeit|vervollstandig|verschieb|speicher|sammel|sammle|antwort|beantrag|aktivier|deaktivier|exportier|importier|installier|konfigurier|dokumentier|notier|markier|kopier|registrier|stornier|formulier|vereinbar|beauftrag|verteil|ersetz|vergleich|zeig|beschreib|ermittl|ermittel|erstell|hinterleg|uberweis|bezahl|kauf|schalt|offne|schliess|schliesst|klick|wart|acht|verlinke?|deploy|rebas|refactor|push|tausch|wechsel|reduzier|erhoh|verkurz|kurz(?=e)|klar(?=e)|pack|leg|test|check|frag|plan|druck|teil|wahl|halt|nimm|nehmt|gib|gebt|lies|lest|hilf|helft|lass|lasst|iss|sieh|seht|sag|vergiss|sicher(?=e)|bereit(?=e)|uberleg|besprecht|besprich|stimm|streich|verbinde|melde|wirf|richte|trenn|gleich(?=e)";

/** An order says what: "schick mir", "prüf das". A noun ("Plan für Montag") or an adverb ("Klar, …") does not. */
const object = String.raw`(mir|mich|uns|ihm|ihr|ihnen|bitte|mal|doch|das|die|den|dem|der|es|ihn|dich|euch|sich|ein|eine[nmr]?|dein\w*|eure?\w*|unsere?\w*|mein\w*|alle\w*|jede\w*|dies\w*|kurz|noch\w*|auch|hier|dort|dafur|davon|damit|darauf|daran|dran|drauf|druber|dazu|vorher|zuerst|dann|bescheid|lieber|einfach|stattdessen|keine?n?|auf|an|um|nach|im|in|ins|vor|zum|zur|bis|@\S*|code|quote|\d\S*)`;

export const german: Phrases = {
  shorthand: [
    [/\bjmdn?\b\.?/g, "jemand"],
    [/\b(kann|konnt|mag|schaff|mach|hatt|wurd)e?ste\b/g, "$1st du"],
    [/\b(pls|plz|please|btte|bidde)\b/g, "bitte"],
    [/\bma(?= (bitte|eben|kurz|schnell)\b)/g, "mal"],
    [/\b(schnellstmoglich|baldmoglichst|zeitnah|so bald wie moglich|so schnell wie moglich)\b/g, "asap"],
  ],
  courtesies:
    /(,|;|\bund|\boder|\baber)? ?\b((bei|fur|falls|wenn(?! (ich|wir) (\S+ )?(deine?|eure|ihre))|sollten?|solltest|sofern|hast|habt|haben)\b[^.!?]{0,60}\b(ruck)?(fragen?|unklarheiten|problemen?|anmerkungen|hilfe|unklar|weitere informationen)\b[^.!?]*|(bitte )?(meld\w*|sag\w*|gib|gebt|geben|schreib\w*|wend\w*|kontaktier\w*|komm\w*)\b[^.!?,]{0,40},? ?(bei|falls|wenn|sofern|mit)\b[^.!?]{0,50}\b(fragen|unklar\w*|probleme\w*|hilfe|etwas (fehlt|unklar|ist)|was (fehlt|unklar|ist|brauchst|braucht)|noch (etwas|was)|irgendwas)\b[^.!?]*|(bitte )?(meld\w*|sag\w*|gib|gebt|geben|schreib\w*|ruf\w*|ping\w*)\b[^.!?,]{0,40},? ?(falls\b|wenn(s\b| (es|das|du|ihr|sie|noch|etwas|was|irgend\w*)\b[^.!?]{0,50}\b(brauch\w*|willst|wollt|mochte\w*|magst|wieder|klemmt|hakt|hang\w*|nicht)\b))[^.!?]*|(bitte )?zogern? sie nicht\b[^.!?]*|(wir |ich )?bitte[nt]? (wir |ich )?(sie |dich |euch )?(hierfur |dafur |daher )?(um |die |das )?(ihr |euer |dein |etwas )?(verstandnis|entschuldigung|geduld|nachsicht|storung|unannehmlichkeiten)\b[^.!?]*|(bitte )?haben sie (bitte )?(dafur )?verstandnis\b[^.!?]*|(das )?(hat |ist )?(aber )?(keine|nicht) (eile|eilig|stress|dringend)\b|kein (stress|druck)\b)/g,
  requests: [
    [
      /\b(sei|seid|seien sie|waren sie|warst du|wart ihr) (doch |bitte |mal )*so (lieb|gut|nett|freundlich|gutig) und\b/,
      0.8,
    ],
    [/^(und )?finger weg von\b/, 0.65],
    [
      /(?<!^(ja|na|ach|wie|aber|danke|oh|ok),? )(?<!^(w(er|as|ie|o|arum|ieso|ann)|seit wann) (?!(kann|konnte|macht|ubernimmt|schaut|pruft|bringt|schickt|hilft)\b)[a-z]+ [^,]{0,30})(?<!\b(moment|sekunde|minute|augenblick),? )(?<!\b(er|sie|es|man) soll(e|en|te)? ([^,]{1,20} )?)\bbitte\b(?!,? (bitte|nimm (es|das) (mir )?nicht|lass(t)? es|begruss\w*|nicht (auf|antworten|daruber|verwechseln)|beachten(?! sie die (frist|vorgaben))|entschuldig|verzeih|wundern|ignorier|zogern|schon|sehr|gern|und danke|sagen(?! sie\b)|sehen sie|finden sie|um ))(?!(?<=^\W*bitte)\W*$)/,
      0.85,
    ],
    [
      new RegExp(
        `${clause}(kannst|konntest|konnt|konntet|konnen|konnten|wurdest|wurdet|wurden|magst|mogt|kann|konnte|hattest|mag|wurde|schaffst|schafft|kriegst|kriegt|willst|wollt) ${filler}(du|ihr|sie|jemand|einer|wer|(wir|man)(?=\\b[^?]*\\?))\\b(?! (mir sagen|sagen|sich vorstellen|mir (ruhig )?glauben|erklaren|(mich |uns |das )?(horen|sehen|lesen)|lust|bock|schon|eigentlich|hunger)|,? dass\\b)(?! (auch |da |dann )?(am \\S+|um \\S+( uhr)?|heute|morgen|\\S+tag) ?\\?)(?![^?!]{0,60}\\b(sehen|horen|erkennen|nachvollziehen|verstehen|erinnern|glauben) ?\\?)(?![^?!]{0,40}\\bvorstellen\\b)`,
      ),
      0.8,
    ],
    // Without "du": "kannst mal kurz schauen?"
    [
      new RegExp(
        `${clause}(kannst|konntest|wurdest|magst|schaffst) (mal|mir|uns|das|den|die|es|kurz|nochmal|evtl\\.?|vielleicht|eben) (?!(sagen|horen|sehen)\\b)[a-z][^?]*\\?`,
      ),
      0.75,
    ],
    [
      /\b(hat|hatte|habt|hast) (jemand|einer|ihr|du|sie|wer) (kurz |mal |gerade |heute |morgen |noch |vielleicht )*(zeit|luft|kapazitat\w*|(5|funf|zwei|10) min\w*|einen moment|die moglichkeit)\b(?! gehabt)[^?]{6,}\?|^wer (kann|konnte|ubernimmt|kummert sich|macht|mag|hat (kurz )?(zeit|kapazitat)|schaut|pruft|bringt)\b(?! (mir sagen|sagen|lust|mit(kommen)?\W*$))/,
      0.65,
    ],
    [
      /(^|[,;:–-]\s*|\b(und|dann) )(schickst|machst|gibst|ubernimmst|kummerst|schaust|guckst|checkst|leitest|tragst|sagst|bringst|prufst|stellst|legst|ladst|nimmst|holst|fragst|rufst|buchst|bestellst|erledigst|klarst|testest|mergst|schreibst|teilst|hilfst|erstellst|reservierst|meldest|(schickt|gebt|ubernehmt|kummert|schaut|bringt|pruft|nehmt|ruft|schreibt|klart) (?=ihr)|denkst|passt) ?(du|ihr) (?!(gerade|eigentlich|immer|oft|schon|auch schon)\b)[^?]*\?/,
      0.75,
    ],
    // "Wirfst du mal einen Blick darauf?", but not "Kennst du das?"
    [
      /(^|[,;:.–-]\s*|@\S{1,40} )((?!(hast|weisst|kennst|siehst|findest|meinst|glaubst|willst|bist|musst|brauchst|kommst|hattest|warst|sollst|darfst|magst|denkst|wohnst|arbeitest|isst|trinkst|fahrst|bleibst|horst|verstehst|liest|bekommst|kriegst|erinnerst|fuhlst|spielst|wirst)\b)[a-z]{3,}[sxz]t du|(?!(habt|wisst|kennt|seht|findet|wollt|kommt|seid|musst|braucht|hattet|wart|sollt|durft|mogt|denkt|versteht|bekommt|werdet)\b)[a-z]{3,}t ihr) ((bitte|mal|mir|uns|kurz|eben|nachher|spater|gleich) [^?]+|(das|es) (noch |bitte |mal )?[^?]*|noch (diese|heute|bis|vor|die|den|das|ein) [^?]*|(?!hunger|lust|zeit)[^?]{1,80}\b(ab|an|auf|aus|ein|mit|nach|vor|zu|weg|bescheid|bitte)\W*)\?/,
      0.7,
    ],
    [
      new RegExp(
        `\\b(wir|ich) (mochten? |muss |darf |durfen )?(bitten?|brauch(en?|te)?|braucht?en|benotigen?) (sie|dich|euch|um|noch|dringend|deine|ihre|eure|alle)\\b|\\b(mochten?|muss|darf|durfte|wollte|wurde) (ich|wir) ${you} ?([^?!]{0,60} )?bitten\\b|\\b(ich|wir) (mochten?|muss|darf|durfen|wollten?) ${you} ([^?!]{0,60} )?bitten\\b|\\bbitten? (wir|ich) (sie|dich|euch|alle|um)\\b|\\b(brauchen?|benotigen?|brauchten?) (ich|wir) (noch|bitte|dringend|dein\\w*|ihr\\w*|eur\\w*)\\b|\\b(wir|ich) (brauch(en?|ten?)?|benotigen?)\\b[^?!]{0,60}\\b(deine?|ihre?|eure?)[nsrm]?\\b|\\b(brauch(en?|ten?)?|suchen?) (ich |wir )?(noch |dringend )*(jemanden|freiwillige|(zwei|drei|\\d+) (leute|personen|freiwillige))\\b|\\bwerden gebeten\\b|\\bwird (um|darum) [^?!]{0,80}gebeten\\b|\\b(brauch(en?|ten?)?|benotigen?) (ich|wir)?\\b[^?!]{0,80}\\b(von (dir|euch|ihnen|@\\S+|(deiner|eurer|ihrer) seite)|(deiner|eurer|ihrer)seits|bis (?!jetzt|heute$)|spatestens|dringend|heute|morgen|asap|noch (\\d|zwei|drei|jemand|eine[nr]?\\b))\\b`,
      ),
      0.75,
    ],
    [
      /\b(vergiss|vergesst|vergessen sie)\b[^?!]{0,60}\bnicht\b|(^|[,;:!–-]\s*)(und )?nicht vergessen\b|^(?!.*\b(habe?|hat|haben|hatten?|werden?|kann|konnen|wird)\b).*\bnicht vergessen\W*$|\bdenk(t|en sie|e)? (bitte |auch |noch )*(daran|dran|an)\b/,
      0.8,
    ],
    [
      /\b(kann|konnte|darf) ich\b[^?]{1,80}\b(wieder)?(haben|bekommen|kriegen|leihen)\W*\?|\b(ware|fande|wurden? (mich|uns|mir) (freuen|helfen)|wurde (ich mich|helfen)|freue mich|hilft).{0,60}\bwenn ((sich|mir|uns|mich|das|die|den|es|bis|noch|heute|morgen) )*(du|ihr|sie|jemand|einer|wer|man|(ich|wir) (\S+ )?(deine?|eure|ihre)\w*)\b(?! (dabei|auch da|kommt|kommst|kommen))|\b(ware|ist) (es )?(vielleicht |evtl\.? |eventuell )?moglich\b[^.!]{0,120}\?/,
      0.75,
    ],
    [
      /\b((sie|alle( \w+)?|einige) mussen|(du|ihr|jemand|einer|jede[rs]?|@\S+) (musst|muss|mussen)|(du|ihr|sie) musste(st|t|n) ((nur|bitte|noch|mir|uns|das) )+|mus(s|st) (noch )?(jemand|du|ihr|einer)|[a-z]+ musste[nt]? (das |den |die |es )?(noch|dringend|bis))\b(?! sein\b)(?![^.!]*\?)/,
      0.7,
    ],
    // Too often this tells how something is: it needs a second sign.
    [/\b((wir|man) mussen?|mussen? (noch )?(wir|man))\b(?! (sein|leider)\b)(?![^.!]*\?)/, 0.55],
    [
      /\b(muss(en|te|ten)?|sollten?)\b.{0,60}\b(bis|vor|spatestens|noch|dringend|unbedingt|heute|morgen)\b.{0,60}\b[a-z]+ werden\b|\bmuss(en)?\b.{0,60}\b(bis|vor|spatestens)\b.{0,60} sein\b|\b(ist|sind)\b[^?!]{0,80}\b(bis|spatestens|noch|umgehend)\b[^?!]{0,80}(\bzu [a-z]+en|[a-z]zu[a-z]{3,}en)\b|^bis\b[^?!]{1,60} (ist|sind)\b[^?!]{0,60}\bzu [a-z]+en\b|\b(jemand|einer) (musste|sollte)\b(?!.*\b(haben|sein)\W*$)|\b(du|ihr|sie|alle|wir|jede[rs]?) (sollten?|solltet|solltest|sollt|sollst|sollen)\b[^?!]{0,80}\b(bis|spatestens|vor|heute|morgen)\b/,
      0.65,
    ],
    [
      /\b(ruckmeldung|feedback|antwort|freigabe|zusage|abgabe|meldung)(en)?\b[^?!]{0,40}\bbis\b|\bbitte um\b|\b(gib|gebt|geben sie|sag|sagt|sagen sie) (mir |uns |kurz |bitte |doch |mal )*bescheid\b|\b(lass|lasst|lassen sie) (mich|uns|es mich|es uns)\b[^?!]{0,60}\bwissen\b/,
      0.7,
    ],
    [/\bwenn (du|ihr|sie) (mal |kurz |gerade |einen? )*(zeit|luft|minute|moment|dazu kommst)\b|\basap\b/, 0.65],
    [
      /[,:;–-] (dann |also |und |daher )?(schau|schick|pruf|mach|sag|gib|melde?|ruf|schreib|trag|bring|nimm|nehmt|gebt|denk|kummer|check|guck)(e|t)? (mir|uns|bitte|mal|dich|euch|doch|das|die|den|es|ihn|kurz|bescheid|nochmal)\b[^?]*$/,
      0.65,
    ],
    [
      /(^|[,;:–-] |\b(und|dann|daher|deshalb) )(?!(haben|sind|konnen|konnten|mochten|wollen|wissen|kennen|sollten|werden|wurden|wollten|hatten|waren|durfen|mussen|finden|sehen|erhalten|bekommen|brauchen|benotigen|suchen|beachten|freuen|entschuldigen|verpassen|sparen|sichern|entdecken|profitieren|erleben|gewinnen|lernen|wenn|dass|damit|denn|wann|konnten|stehen|suchten|ignorieren|seien|loschen sie diese|vernichten|besuchen|bewahren|folgen|betrachten|wenden|schauen sie (gern|doch|vorbei))\b)[a-z]{3,}en sie (?!nicht\b|sich (auf|frei))[^?]*$/,
      0.55,
    ],
    [
      /(^|[,;:–-] |\b(und|bitte|dann) )(?!(ruht|freut|haltet|fuhlt|amusiert|erholt)\b)[a-z]{3,}t (bitte |mal |alle |doch |auch |heute |morgen )*(eure?\w{0,2}|euch)\b(?! (jemand|das|es|die)\b)[^?]*$/,
      0.7,
    ],
  ],
  nonRequests: joinPatterns(
    // Which of two: "Nimmst du den Zug oder das Auto?", but not "oder?".
    /^(?!.*\b(bitte|sag\w*)\b)[^?]{0,60}\b(du|ihr)\b[^?]{1,80} oder \w[^?]*\?|^(machst|nimmst) (du|ihr) (heute |morgen |noch )*(schluss|urlaub|feierabend|pause|fruher|mit\b|den (zug|bus))/,
    // What happens if nobody does it, and what may happen at all: "Sollte etwas fehlen, melden Sie sich".
    /^(?!.*\bbitte\b).*\bruhig\b|\blass(t)? es [^.?!]{1,30} sein\b|\bnimm\w* (es|das) (mir )?nicht\b|\bein andermal\b|\birgendwann (mal)?\b|^(sonst|ansonsten|andernfalls),? (?!.*\bbitte\b)|^sollte(n|st|t)? (?!(ich|wir|man|jemand)\b)(?!.*\bbitte\b.*\b(bis|spatestens)\b)[^,?]{1,80},/,
    // What somebody was told, and idioms.
    /\b(ich )?(hab|habe|hat|haben) [^,.]{1,40} (gesagt|gemeint|geschrieben),? (?!bitte)|^(macht|mach) (euch|dir) (keine?n?|mal keine?n?) (kopf|sorgen|stress|gedanken)\b|^schau(t)? mal (einer|wer|was)\b|^druckt? (mir|uns|ihr|ihm|ihnen) die daumen\b|^kannst du [^?]{1,30} (spielen|schwimmen|tanzen|singen)\W*$/,
    /\b(muss(en|t)?|brauch(st|t|en|e)?) .{0,40}\b(nicht|nichts|keine?n?)\b|\bnicht (notig|notwendig|erforderlich)\b|\bnichts (weiter|mehr|tun)\b|\bantworten sie nicht\b|\bmussen wir (unbedingt |bald )?mal\b|\b(man|wir) musste[nt]? (mal|wieder|eigentlich)\b|\bwenn (du|ihr|sie) (willst|wollt|wollen|magst|mogt|mochtest|mochtet)\b|\b(hat|haben|habe) .{0,80}\bgebeten\b|\bmusste[nt]? .{0,80}\b(gestern|letzte|damals)\b/,
    // What one should have seen or will see: "du musst mal den Italiener probieren", "wir müssen mal schauen".
    /\bmuss\w*\b.{0,60}\bgonnen\b|\bmusst (du |ihr )?(\w+ )?mal\b.{0,60}\b(probieren|sehen|horen|lesen)\b/,
    // What is expected, how something works, and what is only proposed: "lass uns das morgen besprechen".
    /\bsoll(ten?|test|tet)\b[^.?!]{0,80}\b(haben|bekommen|erhalten|laufen|klappen|reichen|(fertig|da|durch) sein)\W*$|\bmuss? man\b|^lass(t|en sie)? uns (?!.*\b(wissen|zukommen|bitte|bis)\b)/,
    // What others can do then: "ich mach das eben, dann könnt ihr weitermachen".
    /^(?!.*\bbitte\b).*\b(dann|da|so|jederzeit|damit) (kannst du|konnt ihr|konnen sie)\b[^?]{0,200}$|\b(deswegen|deshalb|darum|daher) (bin|habe?|mache?|komme?|kann) ich\b/,
    // What the writer does, without "ich": "melde mich später", "prüfe das gerade", "ich brauche noch 5 Minuten".
    /^([^,.!?]{1,20}, )?(melde?|kummere?|freue?|beeile?|setze) mich\b|^[a-z]{3,}e (das |es |mir das |dir |euch )?(gerade|gleich|eben|nachher|sofort|spater)\b(?!.*\bbitte\b)|^(schick|send|geb|sag)e (dir|euch|ihnen)\b|\bich brauche?\b.{0,30}\b(minuten?|stunden?|langer|urlaub|pause|kaffee)\W*$/,
    // Courtesy, idioms, and a formula for who has done it already.
    /\bgegenstandslos\b/,
  ),
  imperatives: new RegExp(
    `^((${verbs})(e|en sie)? ${object}|(${verbs})e?t (mir|uns|bitte|mal|doch|euch|eure?\\w*|alle\\w*|noch)|(schick|bring|trag|pruf|schreib|sende|lade|melde|teile|leite|klar)t (das|die|den|es|dies\\w*)|(lest|gebt|nehmt|helft) ${object})(?![\\w])(?! (hat|ist|war|wurde|ich|wir)\\b)(?![^.!]*\\?)|^(${verbs})(e|en sie)? (?!(hat|ist|war|wurde|wird|ich|wir|du|und|oder|fur|von|lauft|der|sind)\\b)[^?]*\\b(an|ab|auf|aus|bei|ein|hin|los|mit|nach|vor|weg|zu|zuruck|durch|rein|raus|rum|um|bereit|fest|frei|fertig|weiter|bescheid)\\W*$`,
  ),
  // An infinitive is written small, a noun is not: "Texte für die Startseite kürzen", "Kisten packen bis 24.9.".
  orders:
    /^(?!.*\b(gerne?|ruhig|ich|wir|du|ihr|er|es|man|ist|sind|war|waren|wird|werden|wurde|wurden|worden|hat|haben|hatte|hatten|kann|konnen|konnte|konnten|soll|sollen|sollte|sollten|muss|mussen|mochte|mochten|wollen|will|darf|durfen|lasst|gibt|geht|laufen|kommen|fehlen|bleiben|stehen)\b)(?=\S+ )(.{0,200} )(?!(an|ab|auf|aus|ein|vor|zu|nach|weg|mit|um|be|zuruck|hin|her|durch|uber|unter|weiter|zusammen|fest|fertig|bereit|los)?ge(?!ben|hen|nehm|stalt|winn|gen)[a-z]+en\b)(?!(begonnen|verloren|erschienen|verlaufen|morgen|gestern|offen|oben|unten|draussen|wegen|gegen|ohne|neuen|alten|ihren|meinen|den|einen|keinen|diesen|allen|beiden|vielen|ersten|letzten|nachsten|anderen|verschoben|beschlossen|besprochen|entschieden|geschlossen|bekommen|erhalten|zusammen|sondern|daneben|vergessen|leider|[a-z]*(nommen|hoben|schoben|schlossen|sprochen|schrieben|standen|worfen))\b)[a-z]{2,}(en|eln|ern|tun|sein lassen)(?= (bis|vor|spatestens|am|und|oder|\(|-|–)|,|\W*$)/,
  ordersInReviews: true,
  indefiniteSubjects: /\b(wir|jemand|man|alle|einer)\b/,
  deadline: /\b(bis|vor|bevor|spatestens|frist|innerhalb|fallig)\b[^,;.!?]{0,30}$/,
  otherDate: /\b(vom|von|seit|nach|ab|fur|letzten?)\s+(dem\s+|den\s+|der\s+)?$/,
  periods: {
    today: /\b(feierabend|dienstschluss|ende des (arbeits)?tage?s|eod)\b/,
    thisWeek: /\b(ende (der|dieser) woche|diese(r)? woche|wochenende|wochenschluss)\b/,
    nextWeek: /\b(nachste(r|n)?|kommende(r|n)?) woche\b/,
    thisMonth: /\b(ende (des|dieses) monats|monatsende|ende des monates)\b/,
  },
};
