import { joinPatterns } from "./join-patterns.ts";
import type { Phrases } from "./phrases.ts";

const able = "peux|pourrais|pouvez|pourriez|peut|pourrait|veux|voulez|voudrais|voudriez|pourras|pourrez";

/** Orders to "tu" that are hardly ever nouns. */
const orderVerbs =
  "envoie|ajoute|verifie|corrige|relis|mets|appelle|reserve|prepare|confirme|signe|transmets|reponds|supprime|regarde|fais|donne|apporte|lis|complete|remplis|pense|rappelle|renomme|remplace|deplace|utilise|enleve|retire|modifie|cree|teste|valide|partage|copie|colle|nettoie|range|termine|finis|lance|relance|redemarre|arrete|publie|poste|invite|inscris|contacte|previens|avertis|informe|explique|montre|precise|decris|choisis|prends|viens|jette|ouvre|ferme|imprime|scanne|depose|telecharge|importe|exporte|archive|merge|rebase|push|commite?|documente|mesure|compare|simplifie|extrais|reduis|augmente|aligne|centre|ajuste|adapte|traduis|organise|planifie|annule|decale|avance|achete|paie|paye|rembourse|recupere|cherche|evite|attends|laisse|recule|bloque|passe|change|garde|note|dis|tiens|assure|occupe|charge|demande|programme|facture|reporte|commande|sors|pousse|mentionne|rajoute|remets|refais|revois|rends|raccourcis|agrandis|baisse|monte|configure|installe|consulte|participe";

const orderObject = String.raw`(le|la|les|l'\S*|un|une|des|ton|ta|tes|votre|vos|mon|ma|mes|notre|nos|ce|cet|cette|ces|ca|cela|aussi|plutot|bien|juste|tout|toute|toutes|tous|leur|lui|moi|nous|quelques|deux|pas|stp|svp|moi|par|un peu|@\S*|code|quote|\d\S*)`;

const small = String.raw`(quelqu'un|le|la|les|l'\S*|un|une|des|du|de|d'\S*|ton|ta|tes|votre|vos|mon|ma|mes|notre|nos|son|sa|ses|leur|leurs|ce|cet|cette|ces|au|aux|a|en|par|sur|pour|avec|si|tous|toutes|tout|chaque|plutot|bien|aussi|@\S*|code|quote|\d\S*)`;

export const french: Phrases = {
  shorthand: [
    [/\b(qqn|qq1)\b/g, "quelqu'un"],
    [/\b(pls|plz|please|s'il t plait|stpl|sivouplait)\b/g, "svp"],
    [/(?<!\bil (\w+ )?|\bne )\bfaut\b(?!-)/g, "il faut"],
    [/\b(faudrait|faudra)\b/g, "il faut"],
    [/\bt'(?=peux|pourrais|aurais|as)/g, "tu "],
    [
      /\b(des que possible|au plus vite|le plus (vite|tot|rapidement) possible|dans les meilleurs delais|rapidement svp)\b/g,
      "asap",
    ],
  ],
  courtesies:
    /(,|;|\bet|\bou|\bmais)? ?\b((pour (toute|tout|d'autres|plus d')|en cas de|si (tu|vous) (as|avez|aviez)|si besoin|si quelque chose|s'il (te|vous) manque|s'il y a)\b ?[^.!?]{0,40}(questions?|informations?|renseignements?|precisions?|doutes?|besoin|problemes?|soucis?|difficultes?|urgence|demande|pas clair|manque)\b[^.!?]*|(n'hesite[zs]? (surtout )?pas)\b[^.!?]*|(dis|dites|fais|faites|signale|signalez|contacte|contactez|ecris|ecrivez|appelle|appelez|previens|prevenez)(-(moi|nous))?\b[^.!?,]{0,30},? (pour (toute?|plus|d'autres)\b|si (besoin|(tu|vous) (as|avez) (besoin|des questions|une question|un (doute|souci|probleme))|quelque chose|jamais|un probleme|autre chose|il y a|(tu|vous) (veux|voulez|souhaites|souhaitez|preferes|preferez) (qu|une?\b|en\b)|(ca|cela|le (probleme|souci|bug)) ))[^.!?]*|(il n'y a )?(pas|aucune) (d')?urgen(ce|t)\b|rien ne presse\b|(nous |je )?(vous |te )?(prions|prie|remercions|remercie) (de |pour )(nous excuser|m'excuser|votre (comprehension|patience|confiance|interet|visite|attention)|ta comprehension|croire|agreer|trouver|recevoir)[^.!?]*|(je |nous )?(vous |te )(prie|prions) d'agreer[^.!?]*|merci (de|pour) (votre|ta|ton|vos|tes)\b[^.!?,]*)/g,
  requests: [
    [
      /\b(j'aimerais|je voudrais|nous aimerions|nous souhaitons|je souhaite(rais)?|je veux|nous voudrions|on aimerait|je prefere(rais)?) (bien )?que (tu|vous)\b|\bsi (tu pouvais|vous pouviez|quelqu'un pouvait)\b|\b(quelqu'un|qui) ((a|aurait) (le temps|un moment) (de|d')|(est|serait) (dispo\w*|libre|partante?) pour)|\b(serait-il|serait-ce|il serait|ce serait|c'est|est-ce|est-il|ca serait)( \w+)? possible (de|d'|que)|^possible d[e']|\b(auriez|avez|aurais|as)-(vous|tu) (la possibilite|le temps|un moment|cinq minutes|5 ?min\w*) (de|d'|pour)/,
      0.75,
    ],
    [
      /\b(ce |ca )?serait (bien|top|super|sympa|cool|genial|parfait|ideal|gentil|aimable)( aussi)? (si (tu|vous|quelqu'un|on pouvait)|que (tu|vous|quelqu'un))\b|\b(ca|cela) (t'|te |vous )(embete|embeterait|derange|derangerait|ennuie|ennuierait|va si tu)\b|\bje compte sur (toi|vous) pour\b|\bje (te|vous) laisse (le |la |les |l'|me |nous |lui |leur )?[a-z]+(er|ir|re)\b|(^|[,;:–-] ?)a (toi|vous) de [a-z]+(er|ir|re)\b/,
      0.75,
    ],
    [
      /\bs'il (te|vous) plait\b|\b(svp|stp)\b|\bveuillez\b(?! (trouver|noter|agreer|recevoir|excuser|nous excuser|accepter nos|croire|ne pas repondre))|\bpriere de\b(?! ne pas repondre)|\bje vous prie de\b(?! (croire|trouver|recevoir|m'excuser|nous excuser|agreer))|\b(es|etes|est|sont) (prie|invite|tenu|demande)e?s? (de|d'|a) ?[a-z']+/,
      0.85,
    ],
    [
      /\bmerci (a (tous|toutes|chacun|vous|toi)( et toutes)? |beaucoup |par avance |d'avance |donc )*(de (ne pas |bien vouloir |me |m'|nous |vous |lui |leur |te |t'|le |la |les |l'|en |y )*(?!me repondre|avoir|votre|ta|ton)[a-z]+(er|ir|re|oir)\b|d'(?!avoir|etre|avance)[a-z]+(er|ir|re)\b)|\b(remercie|remercions|demande|demandons|prie|prions|invite|invitons|saurais gre|saurions gre|serais reconnaissante?|serions reconnaissant\w*) (par avance |donc |egalement |aussi |simplement |instamment )*(de (bien vouloir |me |m'|nous |vous |lui |leur |le |la |les |l'|en |y |ne pas )*(?!m?'?excuser|croire|agreer|trouver|recevoir|votre|vous)[a-z]+(er|ir|re|oir)\b|d'(?!avoir|etre)[a-z]+(er|ir|re)\b|a (?!decouvrir|profiter|visiter|consulter (notre|nos|le site|la faq)|nous (contacter|rejoindre|suivre|rendre visite))[a-z]+(er|ir|re)\b)/,
      0.85,
    ],
    [
      new RegExp(
        `(?<!\\b(comment|ou|quand|pourquoi|combien|quoi|qui) )\\b(${able}|pourrions|pouvons|pourrait)-(tu|vous|on|il|elle|nous)\\b(?! (me dire|m'expliquer|imaginer|croire|venir\\b(?! (chercher|aider|m'))|que\\b|qu'))`,
      ),
      0.8,
    ],
    [
      new RegExp(
        `(^|[,;:.!?–-]\\s*(@\\S{1,40}\\s+)?|est-ce qu[e'] ?|(\\b(et|mais|alors|du coup)|@\\S{1,40}) )(tu|vous|quelqu'un|on|qui) (ne |me |m'|nous |le |la |l'|les )*(${able})( bien)? (?!(me dire|m'expliquer|compter|que|venir (?!chercher|aider|m'))\\b|qu')[a-z'][^?]*\\?`,
      ),
      0.75,
    ],
    [
      /(^|[,;:.!?–-]\s*(@\S{1,40}\s+)?|(\b(et|mais|alors|du coup)|@\S{1,40}) )(tu|vous) (me |m'|nous |lui |leur |le |la |l'|les |t'en |t'|te charges|t'occupes|vous en )+(?!as\b|es\b|avez|etes|aimes|sais|savez|connais|veux|voulez|trouve|pense|entend|comprend|suis|vois|voyez|recois|recevez|crois|croyez|manque|souvien|appelles\W*$|amuse)[a-z]+(s|z)?\b[^?]*\?|(^|[,;:–-]\s*)(tu|vous) (regardes?|regardez|verifie[sz]|relis|relisez|jettes|jetez|envoies|envoyez|t'en occupes|prends|prenez|fais|faites|geres|corriges|valides|validez|confirmes|confirmez|ajoutes|ajoutez|reserves|preparez?s?) (?!(quoi|comment|ou|quand|combien|souvent|du sport)\b)[^?]*\?/,
      0.7,
    ],
    [
      /\bn'oubli(e|es|ez|er|ons) (surtout |bien )?pas\b|\boublie(z|s)? pas\b|\bpens(e|es|ez) (bien |aussi )?(a|au|aux)\b|(^|[,;:–-]\s*)(bien )?penser a\b|(^|[,;:–-]\s*)ne pas oublier\b|\bveille(z)? a\b|\bassure[z]?-(toi|vous)\b|\bil est (obligatoire|imperatif|indispensable|imperativement demande) (de |d'|que )/,
      0.8,
    ],
    [
      /\b(il faut|il faudrait|(nous|on) (devons|doit|devra|devrait|devrions) (?!etre\b)(?![^.!]*\?)|(vous|tu) (devez|dois|devrez|devras|devriez|devrais)(?! etre)|(nous avons|nous aurions|j'ai|j'aurais|on a|on aurait) (aussi |encore |toujours |vraiment |absolument |juste )*besoin (que|de votre|de vos|de ton|de ta|de tes))\b|\bbesoin (de|d'|du|des)[^.?!]{0,80}\b(avant|pour (lundi|mardi|mercredi|jeudi|vendredi|demain|le \d)|d'ici|de ta part|de votre part)\b|\b(on a|nous avons|j'ai|on aurait) (encore |toujours )?besoin (de (quelqu'un|volontaires|\w+ (personnes|volontaires))|d'une? volontaire)\b|\b(j'attends|nous attendons|on attend|en attente de) (toujours |encore )?(ton|ta|tes|votre|vos)\b|\b(tout le monde|chacun|chaque equipe|quelqu'un|@\S+) (doit|devrait)\b(?![^.!]*\?)|\b(chacune?|chaque \w+)\b[^.?!]{0,80}\b(avant|d'ici)\b/,
      0.7,
    ],
    [/\b(doit|doivent) etre [a-z]+\b.{0,60}\b(avant|pour|au plus tard|d'ici)\b/, 0.65],
    [
      /(^|[,;:(–-]\s*|\b(c'est|reste|encore|donc|et) )a (?!votre|notre|autre|titre|voir|suivre|noter|savoir|venir|propos|partir|priori|retenir|entendre|lire absolument|croire|decouvrir|dire)[a-z]{2,}(er|ir|re)\b(?! (du|de la|mer)\b)/,
      0.65,
    ],
    [/\b(dis|dites|tiens|tenez|fais|faites)-(moi|nous)\b/, 0.65],
    [
      /\b(quand|des que) (tu|vous) (peux|pouvez|pourras|pourrez|as|avez|auras|aurez|trouves|trouvez) ?(le temps|un moment|5 ?min\w*|cinq minutes|deux minutes|une minute)?\b(?=\W|$)|\basap\b/,
      0.65,
    ],
    [
      /(^|[,;:.!–-]\s*|\b(et|donc|puis|alors|sinon|aussi) )(?!(chez|assez|nez|avez|aviez|etes|etiez|allez|voulez|pouvez|savez|connaissez|devez|aurez|serez|souhaitez|cherchez|aimez|voyez|vous|profitez|decouvrez|retrouvez|beneficiez|recevez|trouvez|notez|bienvenue|continuez comme|gagnez|economisez|rejoignez|desabonnez|depechez|craquez|veuillez|offrez|rendez-vous|rdv|imaginez|sachez|ignorez|excusez|pensez-vous|venez (nombreux|decouvrir|gouter|feter|boire|avec le sourire)|passez (me|nous|une?) |inscrivez-vous (vite|maintenant|ici|gratuitement))\b)[a-z]{3,}(ez|aites|ites)(-(moi|nous|le|la|les|lui|leur|vous|en|y))*(?= |[.!]|$)(?! (vous|hier)\b)[^?]*$/,
      0.7,
    ],
  ],
  nonRequests: joinPatterns(
    // What happens if nobody does it, what always happens, and what one only wants to show.
    /^sinon,? (on|nous|je|ca|il|elle|le|la|les)\b(?!.*\b(svp|stp|peux|pouvez)\b)|\bil faut (toujours que|\d|deux|trois|quatre|environ)\b|\bon peut (se garer|payer|entrer|manger|fumer|venir)\b|^(tu|vous)\b[^?]* ou (?!bien)[^?]*\?|^(regarde[zs]? (ce que|qui)|croise[zs]? les doigts)\b/,
    /\b(il ne faut pas|ne (devez|dois|devons) pas|n'(avez|as|avons|y a) (rien|pas besoin)|pas besoin|(pas|n'est pas) necessaire|inutile|n'hesit(e|ez) pas|ne pas repondre|aucune action|rien a (faire|prevoir)|ne t'inquiete pas|ne vous inquietez pas|t'inquiete|a chaque fois)\b|\b(m'a|nous a|lui a|m'ont|avait|a|ai|avons|ont) demande\b|\b(je|j'|nous|on) [^.?!]{0,60}\basap\b(?!.*\bbesoin\b)/,
    // What is expected, what the writer must do and how something works: "on devrait l'avoir demain", "il faut que je parte".
    /\b(devrait|devrions|devriez|devrais|devraient) (bientot |vite )?((l'|le |la |les |vous |nous )?(recevoir|avoir)|etre (pret|fini|bon|regle)|pouvoir|arriver|suffire|marcher|fonctionner|essayer|gouter|voir)|\bil faut (que (je |j'|il|elle)|qu'(il|elle)|dire|avouer|reconnaitre|croire|voir\b|attendre\W*$|du temps)/,
    // A question of what one must, and what somebody has heard.
    /^(est-ce qu')?(il )?faut(-il)?\b[^.!,]*\?/,
    // Wishes and closings of letters, and a formula for who has done it already.
    /^(passe[zr]?|profite[zr]?|prends soin|prenez soin|amuse[zr]?|repose[zr]?)[ -](une? (bon|agr|exc)|de|bien|toi|vous)|^(dans l'|en |restant dans l')attente de (votre|ton|ta|vos|tes) (reponse|retour|lecture)s?\W*($|,|\bje |\bnous |\bbien )|\bne (pas )?(tenir|tenez|tiens) (pas )?compte\b|^(svp|stp|s'il (te|vous) plait)\W*$/,
  ),
  imperatives: new RegExp(
    `^(?!(bonjour|merci)\\b)(${orderVerbs})(-(moi|nous|le|la|les|lui|leur|toi|en|y)\\b| ${orderObject}(?![\\w])(?! (est|etait|sont|a)\\b))(?![^.!]*\\?)`,
  ),
  orders: new RegExp(
    `^(?!(papier|cahier|premier|quartier|titre|livre|autre|contre|loyer|metier|dossier|chantier|atelier|courrier|calendrier|dernier|panier|fichier|janvier|hier|offre|lettre|cadre|ordre|octobre|septembre|novembre|notre|votre|entre|centre|fenetre|heure|voiture|facture|structure|architecture|culture|signature|mise|sur|pour|encore|derniere)\\b)(ne pas |bien |s'|se |le |la |les |l'|y )?[a-z]{2,}(er|ir|dre|tre|ire|vre|oir|clure)\\b( ${small}(?![\\w])|\\W*$| [a-z]+s\\b)`,
    "i",
  ),
  ordersInReviews: true,
  indefiniteSubjects: /\b(nous|on|quelqu'un|il faut|il faudrait|tous|tout le monde)\b/,
  deadline: /\b(avant|d'ici|pour|jusqu'|plus tard|dans les|echeance)(\s|a\b|au\b|le\b|$)[^,;.!?]{0,30}$/,
  otherDate: /\b(depuis|apres|du|a partir d[eu]|de|dernier)\s+(le\s+)?$/,
  periods: {
    today: /\b(fin de (la )?journee|ce soir|cet apres-midi|ce matin)\b/,
    thisWeek: /\b(cette semaine|fin de (la )?semaine)\b/,
    nextWeek: /\bsemaine prochaine\b/,
    thisMonth: /\b(fin d[ue] mois)\b/,
  },
};
