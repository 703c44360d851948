import type { Phrases } from "./phrases.ts";

const able = "puedes|podrias|puede|podria|podeis|podriais|pueden|podrian|podemos|podriamos";

export const spanish: Phrases = {
  requests: [
    [/\b(?:por favor|porfa|porfavor)\b(?!,? (?:no respond|ignor))/, 0.85],
    [
      new RegExp(
        `(?:^|[¿,;:.!?]\\s*|\\by )(?:me |nos |lo |la |alguien )?(?:${able}) (?!(?:decirme|explicarme|creer|imaginar|ver|oir)\\b)[a-z]`,
      ),
      0.8,
    ],
    [
      /\b(?:te|le|les|os) (?:pido|pedimos|ruego|rogamos|agradeceria|agradeceriamos|solicitamos)\b|\b(?:te|le|les) importa(?:ria)?\b|\bseria posible\b|\b(?:me gustaria|quisiera|quisieramos) que\b|\bfavor de [a-z]+r\b/,
      0.8,
    ],
    [
      /\bno (?:olvides|olvide|olviden|olvideis|te olvides)\b|\b(?:recuerda|recuerden|recordad|acuerdate de|asegurate de|aseguraos de)\b/,
      0.8,
    ],
    [/\b(?:necesito|necesitamos) (?:que|tu|su|vuestr[oa]|tus|sus)\b/, 0.75],
    [/\b(?:tenemos|tienes|tienen|teneis|hay|tiene) que (?!ver\b)[a-z]|\b(?:debemos|debes|debeis|deben) [a-z]+r\b/, 0.7],
    [/\bdeben? (?:ser|estar) [a-z]+\b.{0,60}\bantes\b/, 0.65],
  ],
  nonRequests:
    /\b(?:no (?:hace falta|es necesario|tienes que|tenemos que|tienen que|teneis que|hay que|necesitas?|necesitan|te preocupes|se preocupe|dudes|dude|duden|responda|respondas)|sin prisa|nada que hacer)\b|\bsi (?:yo |tu )?(?:tuvier|hubier|fuer)[a-z]+\b|\b(?:me|nos) pidio\b/,
  imperatives:
    /^(?:envia(?:me|nos|le|d|lo|la)?|enviame|manda(?:me|nos|d)?|revisa(?:d|lo|la)?|anade(?:me)?|agrega|actualiza(?:d)?|corrige|confirma(?:me|nos|d)?|llama(?:me|lo|la)?|prepara(?:d)?|firma(?:d)?|reserva(?:d)?|elimina(?:d)?|cambia(?:d)?|sube|comprueba|pon|haz|dame|danos|trae(?:d)?|lee(?:d)?|completa(?:d)?|escribe(?:me)?)\b(?! (?:es|esta|fue|son)\b)/,
  indefiniteSubjects: /\b(?:tenemos|hay que|alguien|todos|debemos|podemos|podriamos)\b/,
  deadline: /\b(?:antes|para|hasta|tardar|dentro|plazo)\b[^,;.!?]{0,30}$/,
  otherDate: /\b(?:desde|despues de|despues del|del|de|pasado)\s+(?:el\s+)?$/,
  periods: {
    today: /\b(?:final(?:es)? del dia|fin del dia|esta (?:tarde|noche|manana))\b/,
    dayAfterTomorrow: /\bpasado manana\b/,
    thisWeek: /\b(?:esta semana|final(?:es)? de (?:la )?semana)\b/,
    nextWeek: /\b(?:proxima semana|semana que viene)\b/,
    thisMonth: /\b(?:(?:a )?(?:fin|final|finales) de(?:l)? mes)\b/,
  },
};
