import type { Phrases } from "./phrases.ts";

const able = "peux|pourrais|pouvez|pourriez|peut|pourrait|veux|voulez|voudrais|voudriez";

export const french: Phrases = {
  requests: [
    [
      /\b(?:j'aimerais|je voudrais|nous aimerions|nous souhaitons) que (?:tu|vous)\b|\bsi (?:tu pouvais|vous pouviez)\b|\bserait-il possible\b|\b(?:auriez|avez)-vous la possibilite\b/,
      0.75,
    ],
    [
      /\bs'il (?:te|vous) plait\b|\b(?:svp|stp)\b|\bveuillez\b(?! (?:trouver|noter|agreer|recevoir|excuser))|\bpriere de\b|\bje vous prie de\b(?! (?:croire|trouver|recevoir|m'excuser))/,
      0.85,
    ],
    [
      /\bmerci de (?:ne pas |bien vouloir |me |m'|nous |vous |lui |leur |te |t'|le |la |les |l')*(?!me repondre|avoir)[a-z]+(?:er|ir|re|oir)\b|\bmerci d'(?!avoir|etre)[a-z]+(?:er|ir|re)\b/,
      0.85,
    ],
    [new RegExp(`\\b(?:${able})-(?:tu|vous|on|il|elle|nous)\\b(?! (?:me dire|m'expliquer|imaginer|croire))`), 0.8],
    [
      new RegExp(
        `(?:^|[,;:.!?]\\s*|est-ce que )(?:tu|vous|quelqu'un|on) (?:${able}) (?!(?:me dire|m'expliquer|compter)\\b)[a-z'][^?]*\\?`,
      ),
      0.75,
    ],
    [/\bn'oubli(?:e|ez|er) pas\b|\bpens(?:e|ez) (?:bien )?a\b/, 0.8],
    [
      /\b(?:il faut|il faudrait|(?:nous|on) (?:devons|doit)|vous devez|tu dois|nous avons besoin (?:que|de votre|de vos)|j'ai besoin (?:que|de ton|de tes|de votre|de vos))\b/,
      0.7,
    ],
    [/\b(?:doit|doivent) etre [a-z]+\b.{0,60}\b(?:avant|pour|au plus tard)\b/, 0.65],
  ],
  nonRequests:
    /\b(?:il ne faut pas|ne (?:devez|dois|devons) pas|n'(?:avez|as|avons) (?:rien|pas besoin)|pas besoin|(?:pas|n'est pas) necessaire|inutile|n'hesit(?:e|ez) pas|ne pas repondre|aucune action|rien a faire|ne t'inquiete pas|ne vous inquietez pas)\b|\bsi (?:j'|tu |nous |vous |on )(?:avais|avait|avions|aviez|etais|etait)\b|\b(?:m'a|nous a|lui a) demande\b/,
  imperatives:
    /^(?:envoie|envoyez|ajoute[zr]?|verifie[zr]?|corrige[zr]?|relis(?:ez)?|mets|mettez|appelle|appelez|reserve[zr]?|prepare[zr]?|confirme[zr]?|signe[zr]?|transmet(?:s|tez)|reponds|repondez|supprime[zr]?|regarde[zr]?|fais|faites|donne[zr]?|apporte[zr]?|lis(?:ez)?|complete[zr]?|remplis(?:sez)?)\b(?! (?:est|etait|sont|a)\b)/,
  indefiniteSubjects: /\b(?:nous|on|quelqu'un|il faut|il faudrait|tous|tout le monde)\b/,
  deadline: /\b(?:avant|d'ici|pour|jusqu'|plus tard|dans les|echeance)(?:\s|a\b|au\b|le\b|$)[^,;.!?]{0,30}$/,
  otherDate: /\b(?:depuis|apres|du|a partir d[eu]|de|dernier)\s+(?:le\s+)?$/,
  periods: {
    today: /\b(?:fin de (?:la )?journee|ce soir|cet apres-midi|ce matin)\b/,
    dayAfterTomorrow: /\bapres-demain\b/,
    thisWeek: /\b(?:cette semaine|fin de (?:la )?semaine)\b/,
    nextWeek: /\bsemaine prochaine\b/,
    thisMonth: /\b(?:fin d[ue] mois)\b/,
  },
};
