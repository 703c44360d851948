import type { Phrases } from "./phrases.ts";

const clause = String.raw`(?:^|[,;:(.!?]\s*|\s[-–—]+\s+|\b(?:und|aber|hey|hallo|hi|also|bitte|dann)\s+)`;

export const german: Phrases = {
  requests: [
    [
      /\bbitte\b(?! (?:nicht (?:auf|antworten|daruber)|beachten|entschuldig|wundern|ignorier|zogern|schon|sehr|und danke|sagen(?! sie\b)))/,
      0.85,
    ],
    [
      new RegExp(
        `${clause}(?:kannst|konntest|konnt|konntet|konnen|konnten|wurdest|wurdet|wurden|magst|mogt|kann|konnte|hattest) (?:mir |uns |sich |mal |bitte |vielleicht )*(?:du|ihr|sie|wir|jemand|einer)\\b(?! (?:mir sagen|sagen|sich vorstellen|erklaren|horen|sehen))`,
      ),
      0.8,
    ],
    [
      /\b(?:wir|ich) (?:bitten?|brauch(?:en?|te)|braucht?en|benotigen?) (?:sie|dich|euch|um|noch|dringend|deine|ihre|eure)\b/,
      0.75,
    ],
    [
      /\b(?:vergiss|vergesst|vergessen sie) (?:bitte )?nicht\b|\bsei(?:d|en sie)? (?:bitte )?so (?:gut|nett|lieb)\b|\bdenk(?:t|en sie|e)? (?:bitte )?(?:daran|dran|an)\b/,
      0.8,
    ],
    [/\b(?:ware|wurde mich freuen).{0,40}\bwenn (?:du|ihr|sie)\b.{0,80}\b(?:konn|wurd)/, 0.75],
    [/\b(?:(?:wir|sie|alle) mussen|du musst|ihr musst|jemand muss|man muss|muss (?:noch )?jemand|mussen wir)\b/, 0.7],
    [/\bmuss(?:en)?\b.{0,60}\bbis\b.{0,60}\b[a-z]+ werden\b/, 0.65],
  ],
  nonRequests:
    /\b(?:muss(?:en|t)?|brauch(?:st|t|en|e)?) .{0,40}\b(?:nicht|nichts|keine?n?)\b|\bnicht (?:notig|notwendig|erforderlich)\b|\bkeine? .{0,30}(?:notig|erforderlich|notwendig)\b|\bkeine (?:eile|sorge)\b|\bnichts (?:weiter|mehr|tun)\b|\bnicht (?:auf diese|darauf) .{0,30}antworten\b|\bantworten sie nicht\b|\bhatte[nt]?\b.{0,60}\bkonnen\b|\bwenn (?:wir|ich) .{0,60}(?:hatten?|waren?)\b|\bmussen wir (?:unbedingt |bald )?mal\b|\b(?:hat|haben|habe) .{0,80}\bgebeten\b|\bwie (?:besprochen|gebeten)\b.{0,20}\berledigt\b/,
  imperatives:
    /^(?:schick(?:e|t|en sie)?|send(?:e|et|en sie)|pruf(?:e|t|en sie)?|mach(?:t|e|en sie)?|gib|gebt|geben sie|ruf(?:t|e|en sie)?|lad(?:e|et|en sie)|trag(?:t|e|en sie)?|ergan[sz]+(?:e|t|en sie)|leit(?:e|et|en sie)|stell(?:e|t|en sie)?|schreib(?:e|t|en sie)?|bring(?:e|t|en sie)?|bestatig(?:e|t|en sie)|meld(?:e|et|en sie)|nimm|nehmt|nehmen sie|reservier(?:e|t|en sie)|bestell(?:e|t|en sie)?|korrigier(?:e|t|en sie)|aktualisier(?:e|t|en sie)|losch(?:e|t|en sie)|entfern(?:e|t|en sie)|fug(?:e|t|en sie)|lies|lest|lesen sie|sag(?:t|e|en sie)? (?:mir|uns)|unterschreib(?:e|t|en sie)?|informier(?:e|t|en sie)|kummer(?:e|t|n sie))\b(?! (?:hat|ist|war|wurde|ich|wir)\b)/,
  indefiniteSubjects: /\b(?:wir|jemand|man|alle|einer)\b/,
  deadline: /\b(?:bis|vor|spatestens|frist|innerhalb|fallig)\b[^,;.!?]{0,30}$/,
  otherDate: /\b(?:vom|von|seit|nach|ab|fur|letzten?)\s+(?:dem\s+|den\s+|der\s+)?$/,
  periods: {
    today: /\b(?:feierabend|ende des (?:arbeits)?tage?s|eod)\b/,
    dayAfterTomorrow: /\bubermorgen\b/,
    thisWeek: /\b(?:ende (?:der|dieser) woche|diese(?:r)? woche|wochenende)\b/,
    nextWeek: /\b(?:nachste(?:r|n)?|kommende(?:r|n)?) woche\b/,
    thisMonth: /\b(?:ende (?:des|dieses) monats|monatsende|ende des monates)\b/,
  },
};
