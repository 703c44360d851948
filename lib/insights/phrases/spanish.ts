import { joinPatterns } from "./join-patterns.ts";
import type { Phrases } from "./phrases.ts";

const able =
  "puedes|podrias|puede|podria|podeis|podriais|pueden|podrian|podemos|podriamos|querrias|querria|quieres|te importa|os importa|le importa";

const clause = String.raw`(^|[¿,;:.!?–-]\s*(@\S{1,40}\s+)?|(\b(y|pero|entonces|hola|oye)|@\S{1,40}) )`;

const toKnow = "((decirme|explicarme|ver|oir|saber|ser|que)\\b|venir (?!a [a-z]+r)|creer|imaginar)";

/** Verbs of orders in -ar without their ending: "envía", "enviad", "envíe", "envíen". */
const arStems =
  "envi|mand|revis|agreg|actualiz|confirm|llam|prepar|firm|reserv|elimin|cambi|quit|borr|mir|ech|us|utiliz|dej|guard|compr|pag|contest|avis|pas|anot|apunt|copi|peg|descarg|carg|export|import|renombr|reemplaz|coloc|alarg|acort|ajust|aline|centr|comprueb|comprob|comenta?|document|arregl|termin|acab|complet|rellen|llen|contact|coordin|organiz|program|cancel|aument|baj|list|verific|valid|investig|analiz|consult|pregunt|busc|present|entreg|deposit|evit|intent|esper|indic|senal|explic|public|lanz|reinici|instal|configur|habilit|activ|desactiv|despleg|desplieg|mezcl|fusion|marc|cre|disen|dibuj|seleccion|simplific|separ|junt|limpi|orden|archiv|escane|factur|ingres|abon|recuerd|record|asegur|encarg|ocup|prueb|prob|llev|mont|adjunt|adelant|atras|aplaz|retras|convoc|invit|cit|notific|inform|tradu[cz]|cerr|cierr|encuentr|muestr|mostr|not(?=ifi)|apart|bloque|cuent|cont(?=ad)|mete|sac|toc(?=ad)|cuid|acuerd|fij|ayud";

const otherOrders =
  "sube|subid|suban|suba|pon|poned|pongan|ponga|haz|haced|hagan|haga|di|decid|digan|trae|traed|traigan|traiga|lee|leed|lean|escribe|escribid|escriban|escriba|anade|anadid|anadan|anada|corrige|corregid|corrijan|corrija|responde|responded|respondan|responda|comparte|compartid|compartan|comparta|envie|mueve|moved|muevan|incluye|incluid|incluyan|incluya|sustituye|convierte|define|describe|divide|extrae|introduce|reduce|traduce|resuelve|resolved|devuelve|vuelve|revierte|ven|venid|ten|tened|imprime|pide|pedid|pidan|sigue|elige|elegid|elijan|mete|rompe|abre|abrid|abran|cierra|inscribe|transfiere|escoge|coge|coged|reparte|repartid|decide|propon|da|dad|den|de(?= (el|la) visto bueno)|manten|mantened";

const clitics = "(me|nos|melo|mela|noslo|selo|sela|le|les|lo|la|los|las|te|os|se)";

const object = String.raw`(el(?! (lunes|martes|miercoles|jueves|viernes|sabado|domingo)\b)|la|los|las|un|una|unos|unas|tu|su|tus|sus|mi|mis|vuestr\S*|nuestr\S*|este|esta|estos|estas|esto|eso|ese|esa|lo|al|a|por favor|porfa|tambien|antes|ya|y|todos?|todas?|cada|mejor|bien|siempre|solo|list[oa]s?|cuando|que|si|code|quote|@\S*|\d\S*)`;

const order = `((${arStems})(a|ad|e|en|ue|ued|uen|ue|ce|cen)|${otherOrders})`;

export const spanish: Phrases = {
  shorthand: [
    [/\b(xfa|xfi|pfa|pf|porfi|porfis|pls|plz|plis|please|porfavor)\b/g, "porfa"],
    [/\bq\b/g, "que"],
    [/\b(lo antes posible|cuanto antes|a la mayor brevedad|en cuanto (puedas|pueda|puedan|podais))\b/g, "asap"],
  ],
  courtesies:
    /(,|;|\by|\bo|\bpero)? ?\b((para|ante|con|por|si (tienes|tiene|teneis|tienen|surge|hay|necesitas|necesita|necesitan)|en caso de)\b[^.!?]{0,20}\b(cualquier|alguna?|dudas?|preguntas?|consultas?|problemas?|algo|mas informacion|ayuda|urgencia)\b[^.!?]*|no (dudes|dude|duden|dudeis) en\b[^.!?]*|(avisa|avisad|dime|escribe|escribeme|avisame|avisadme|llamame|contactame|dinos|aviseme|avisenme|contacta|contacte)\w*\b[^.!?,]{0,30},? (si|ante|con|para) [^.!?]{0,30}\b(dudas?|preguntas?|algo|problemas?|cualquier|ayuda|necesitas|mas)\b[^.!?]*|(avis[ae]\w*|avisad|di(me|nos)|escrib\w+|llama\w+|pongase en contacto)\b[^.!?,]{0,20},? si (tien\w+ (dudas|problemas)|quier\w+|quereis|prefier\w+|necesit\w+|vuelven?|fallan?|siguen?|se repite|te hace|no (va|funciona)|algo)\b[^.!?]*|si algo [^.!?]*|(sin|no hay|no corre) prisas?\b|sin (agobio|presion)s?\b|(le |les |te |os )?(rogamos|pedimos) (que )?(nos )?(disculpe\w*|disculpas|comprension|paciencia)[^.!?]*|(gracias|agradecemos) (por|de) (su|tu|vuestra)\b[^.!?,]*)/g,
  requests: [
    [
      /^no (suban|subas|subais|pongan|pongas|hagan|hagas|abran|abras|toquen|toques|borren|borres|cambien|cambies|envien|envies|manden|mandes|usen|uses|muevan|muevas|cierren|cierres|traigan|traigas|dejen|dejes|entren|entres|apaguen|apagues|fusionen|fusiones|desplieguen|despliegues|publiquen|publiques) (?!de\b|mucho|caso|nada, de verdad)[a-z]/,
      0.7,
    ],
    [/\b(por favor|porfa|porfavor)\b(?!,? (no (respond|contest)|ignor|discul|perdon|ten(ga)? en cuenta))/, 0.85],
    [
      new RegExp(
        `${clause}((lo |la |le |les |los |las |te |os |se |usted |cuando |crees que |tu )*(${able}) (?!${toKnow})[a-z][^?]*\\?|(me|nos|alguien|alguno|alguna) (me |nos |lo |la |le |los |las )*(${able}) (?!${toKnow})[a-z])`,
      ),
      0.8,
    ],
    [
      /(^|[¿,;:.!–-]\s*|(\b(y|pero|entonces|oye)|@\S{1,40}) )(me lo |nos lo |se lo |me |nos |le |les |lo |la |los |las |te |os )?(pasas|pasais|mandas|mandais|envias|enviais|confirmas|confirmais|avisas|avisais|dejas|echas|echais|ayudas|ayudais|revisas|revisais|miras|mirais|subes|haces|compartes|cuentas|traes|prestas|reservas|apuntas|anades|agregas|corriges|arreglas|cambias|encargas|ocupas|compruebas|pruebas|actualizas|completas|rellenas|preparas|firmas|llamas|recoges|organizas|cierras|dices (si|cuando|que|cual|como)|das) ?[^?]*\?|¿\s*(me lo|nos lo|se lo|me|nos|lo|la|le|les|los|las) (?!ves|veis|oyes|ois|sabes|sabias|crees|entiendes|conoces|imaginas|recuerdas|quieres|tienes|has|vas|llevas|viste|haces|dejas que|vemos)[a-z]+(as|es|ais|eis)\b[^?]*\?/,
      0.75,
    ],
    [
      /(^|[¿,;:–-]\s*)quien (puede|podria|se (encarga|ocupa|apunta a)|quiere (encargarse|ocuparse|revisar|llevar)|me (ayuda|echa)|nos (ayuda|echa)|tiene (tiempo|un hueco))\b|\balguien (que )?(pueda|puede|podria|(me|nos) (ayuda|echa|pasa|cubre|lleva|presta|trae|deja|manda|cambia)|se (encarga|ocupa)|tiene (tiempo|un hueco|un rato) para)\b|\ba ver si (puedes|podeis|puede|alguien|me|nos|lo|te)\b|\b(tienes|tendrias|teneis) (un (rato|momento|hueco|minuto)|tiempo|5 min\w*) (para|de)\b/,
      0.7,
    ],
    [
      /\b(te|le|les|os) (pido|pedimos|ruego|rogamos|agradezco|agradecemos|agradeceria|agradeceriamos|solicito|solicitamos|encargo)\b(?! (su|tu|por|disculpas|la (atencion|confianza)|mucho))|\b(te|le|les|os) importa(ria)?\b|\b(seria|es|sera) posible (que|[a-z]+r)|\b(me gustaria|nos gustaria|quisiera|quisieramos|quiero|preferiria) que\b|\bfavor de [a-z]+r\b|\bse (ruega|solicita|pide|agradece(ria)?)\b|\b(rogamos (?!disculp|que (nos )?disculp)[a-z]+|(solicitamos|pedimos|agradeceriamos|agradeceria) (que|a |si|tu|su|vuestra|confirm|env))|\b(agradeceria|agradeceriamos|agradezco) (mucho )?(que|si)\b/,
      0.8,
    ],
    [
      /\bes (obligatorio|imprescindible|necesario) (que\b|[a-z]+(ar|er|ir)\w{0,2}\b)|\bno (olvidar|olvidarse|olvides|olvide|olviden|olvideis|te olvides|os olvideis|se olviden|se olvide)\b|\b(recuerda|recuerden|recordad|recuerde|acuerdate|acordaos|acuerdense|asegurate|aseguraos|asegurese|asegurense|encargate|encargaos|ocupate) (de |que )?(?!me\b)[a-z]+/,
      0.8,
    ],
    [
      /\b(necesito|necesitamos|necesitaria|necesitariamos|me hace falta|nos hace falta|hace falta|haria falta) (tambien |urgentemente |aun |todavia )?(que|tu|su|vuestr[oa]s?|tus|sus)\b|\b(necesito|necesitamos|necesitaria)\b[^.?!]{0,80}\b(antes del?|para (el|manana|hoy)|hoy|manana|asap|de tu parte|de vuestra parte)\b|\b(hace|haria) falta (?!ser\b)[a-z]+r\b/,
      0.75,
    ],
    [
      /\b(tenemos|tienes|teneis|hay|(?<=^|[,;:] |todos |ustedes |usted )tienen?|habria|tendriamos|tendrias|tendriais|tendrian|habra|tendras|tendremos|tendreis) que (?!ver\b|vernos|quedar|ser\b|reconocer|celebrar|decir|admitir|agradecer|esperar\W*$|haber|preguntarse)[a-z](?![^.!]*\?)|\b(debemos|debes|debeis|deben|deberias|deberiamos|deberiais|deberan|debera|deberas|ustedes deben|usted debe|(?<=^|[,;:] )deben?) (?!ser\b|de ser\b|haber\b|estar\b|tener (?!en cuenta|list|prepar)|recibir|poder|llegar|probar|ver\b|bastar|funcionar)[a-z]+r\w{0,3}\b|(^|[,;:–-] ?|\b(ahora|hoy|solo|aun|todavia) )((te |os |nos |le |me )?toca|falta|queda)n? (pendiente |por )?[a-z]+(ar|er|ir)(lo|la|los|las|le|les)?\b/,
      0.7,
    ],
    [/\b(cada \w+|todos los \w+) (debe|deben|tiene que|tienen que) (?!ser|estar)/, 0.7],
    [
      /\b(seria|estaria) (genial|bueno|bien|ideal|estupendo|perfecto|fantastico|de (gran )?ayuda) (que|si) (me |nos |lo |la |le |alguien |tu |los )*(pud|[a-z]+(ara|aras|arais|aran|iera|ieras|ierais|ieran|ases|ieses)\b)|\bcuando (puedas|pueda|puedan|podais|tengas (un (rato|momento|hueco|minuto)|tiempo))\b|\basap\b/,
      0.7,
    ],
  ],
  nonRequests: joinPatterns(
    // What happens if nobody does it.
    /^(si no|de lo contrario),? (?!.*\b(por favor|porfa|puedes|avis))/,
    /\b(no (hace falta|es necesario|tienes que|tenemos que|tienen que|teneis que|hay que|necesitas?|necesitan|te preocupes|se preocupe|dudes|dude|duden|responda|respondas)|nada que hacer|cada vez)\b|\bsi (yo |tu )?(tuvier|hubier|fuer)[a-z]+\b|\b[a-z]+(re|remos)\b[^.?!]{0,60}\basap\b|\b(tuvimos|tuve|tuvo|tuvieron) que\b/,
    // What is possible at all, how something works, and wishes: "¿se puede aparcar allí?", "descansad".
    /\bse puede (aparcar|entrar|pagar|comer|ver|saber|llegar)\b|\bhay que\b.{0,60}\b(antes|primero), (si no|porque)\b|^(descans|disfrut|cuida(te|os)|pasad?lo bien|pasad (un )?buen|ven(id|gan) (con (hambre|ganas)|todos|a (probar|celebrar)))/,
    // What is only to be known, and what somebody has heard.
    /^(recuerd\w+|recordad):? (que )?(hoy|manana|el \S+|la \S+|los \S+)[^.?!]{0,40}\b(es|son|cierra|cierran|estara|sera)\b(?!.*\b(tien\w+ que|deb\w+|hay que)\b)/,
    // A formula for who has done it already, and a word of courtesy alone.
    /\bno tenga en cuenta est[ea]\b|^(por favor|porfa)\W*$/,
  ),
  imperatives: new RegExp(
    `^(?!mira[d]? que\\b)${order}(${clitics}\\b(?! (es|esta|fue|son)\\b)| ${object}(?![\\w])(?! (es|esta|fue|son)\\b))(?![^.!]*\\?)|^(?!\\w*([bcdilrt]dad|edad|idad|tad|tud)\\b|disculpad|perdonad|usted|madrid|red\\b|sed\\b|pared|merced|abad|cesped)[a-z]{3,}(ad|ed|id)(me|nos|lo|la|los|las|le|les)?\\b(?= )(?![^.!]*\\?)`,
  ),
  orders:
    /^(?!(lugar|hogar|mujer|taller|alquiler|poder|placer|deber|ser|ver|tener|haber|primer|tercer|cualquier|super|lider|ayer|popular|similar|militar|ejemplar|familiar|titular|auxiliar|particular|hablar)\b)(no )?[a-z]{2,}(ar|er|ir)(lo|la|los|las|le|les|se|me|nos)?\b(?= [a-z@]|\W*$)/i,
  ordersInReviews: true,
  indefiniteSubjects: /\b(tenemos|hay que|alguien|todos|debemos|podemos|podriamos)\b/,
  deadline: /\b(antes|para|hasta|tardar|dentro|plazo)\b[^,;.!?]{0,30}$/,
  otherDate: /\b(desde|despues de|despues del|del|de|pasado)\s+(el\s+)?$/,
  periods: {
    today: /\b(final(es)? del dia|fin del dia|esta (tarde|noche|manana))\b/,
    thisWeek: /\b(esta semana|final(es)? de (la )?semana)\b/,
    nextWeek: /\b(proxima semana|semana que viene)\b/,
    thisMonth: /\b((a )?(fin|final|finales) de(l)? mes)\b/,
  },
};
