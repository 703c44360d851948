// Tells what a line stands under: a heading of tasks ("To-dos:"), or of what is only reported ("Agenda", "Steps to reproduce").
import { normalize } from "./normalize.ts";
import type { Line } from "./strip-quotes.ts";

/**
 * `tasks`: what stands there is to be done. `asked`: orders may stand there. `lead`: opens one of these. `topics`: nothing is asked
 * for there by its form alone. `choices`: boxes of a form, of which some are ticked.
 */
export type Section = "tasks" | "asked" | "lead" | "topics" | "choices";

const maxHeadingLength = 70;

const tasksPattern =
  /^((open|our|your|my|the|new|agreed|key|immediate|remaining|offene|unsere|neue|weitere) )*(action( item| point)?s?|ais|to-?dos?|to do( list)?|tasks?|next steps?|follow-?ups?|follow ups?|homework|assignments?|prep|preparation|things to do|aufgaben(liste)?|(nachste|weitere) schritte|offene punkte|massnahmen|vorbereitung|zu (erledigen|tun)|noch (offen|zu tun)|offen|hausaufgaben|a faire|taches|prochaines etapes|(reste|restent) a (faire|traiter)|plan d'actions?|preparation|points a traiter|tareas|pendientes|acciones|(proximos|siguientes) pasos|por hacer|compromisos|deberes)\b(?!.*\b(done|erledigt|terminees?|hech[ao]s|completed)\b)|^(things |what )?(we|i) (still )?need (from|of) (you|everyone|each)|^what (we|i) (still )?need|^what('s| is| has| needs| must)? (to (do|happen|be done)|(left|missing|open))\b|^was (zu tun|noch offen)|^was (jetzt |noch )?(passieren muss|zu erledigen)|^ce qui reste|^lo que queda|^was (wir|ich) (noch )?(von (euch|dir|ihnen) )?(brauche|benotig)|^((voici|voila) )?ce (qu'il|dont|que) .{0,30}(faut|besoin|reste)|^(wer macht was|qui fait quoi|quien hace que|who does what)\b|^lo que (necesit|falta)|^before (the|our|we|you|your)\b|^bis (zum|zur|dahin|nachste)|^vor (dem|der) (termin|treffen|meeting|sitzung|workshop)|^avant (la|le|notre) (reunion|atelier|rdv|rendez-vous)|^antes de (la|nuestra) (reunion|cita)/;

const topicsPattern =
  /^(agenda|topics?|themen|tagesordnung|program(m|me)?|ordre du jour|sujets?|orden del dia|temas?|puntos? (del dia|tratados)|schedule|timeline|ablauf|zeitplan|deroule|decisions?|decided|beschlusse|beschlossen|entscheidungen|besprochen(es)?|discussed|discussion|notes?|notizen|done|erledigt|fait|hecho|completed|finished|shipped|doing|wip|in progress|in arbeit|en cours|en curso|status|blockers?|blocages?|bloqueos?|steps|(how )?to reproduce|repro(duction)?|schritte|(etapes|pasos)|expected|actual|erwartet|attendu|esperado|how (to|it|we|this)|so (geht|funktioniert)|changes|changelog|changed|what'?s (new|changed)|highlights|points? (valides?|abordes|discutes)|acordado|acuerdos|decisiones|resumen|summary|recap|zusammenfassung|hintergrund|background|context|kontext|contexte|contexto|environment|umgebung|environnement|entorno|test plan|options?|optionen|opciones|attendees|participants|teilnehmer|asistentes|in this issue|contents?|inhalt|usage|example|beispiel|exemple|ejemplo)\b/;

/** What kind of change a pull request is, what a bug affects: nobody is to do what is not ticked. */
const choicesPattern =
  /^((type|kind|scope) of (the |this )?(change|pr|issue)s?|(which|what) (of these|kind|type|browsers?|platforms?|versions?)|affected|severity|priority|platforms?|browsers?|(please )?(select|tick|choose) (one|all|the|what|any)|art der anderung|prioritat|zutreffendes|type de (changement|modification)|tipo de cambio)/;

/** A list of what a change does, of steps that help oneself, of ideas, goals and tips. */
const tellingPattern =
  /\b(this (pr|mr|change|commit|release|patch)|(in )?(diese[rm]?|cette|este|esta) (pr|mr|version|release|anderung)|how (to|you|it|we|i)|here'?s how|so (setz|geh|funktionier|mach|richt|installier)\w*|voici comment|comment (faire|[a-z]+er)|asi se|como (se|[a-z]+r)|tips?|tipps|conseils|consejos|trucos|ideas?|ideen|idees|goals?|ziele?|objectifs?|objetivos?|pros?|cons|benefits|vorteile|avantages|ventajas|features|you (get|can)|(i|we) (did|tried|do|changed|want|plan)|(ich|wir) .*(gemacht|getan|vorhabe\w*)|workarounds?|reasons?|grunde|raisons|razones|rules|regeln|my|meine?)\b|^(to|um|zum|pour|para) (?!dos?\b)\S+ /;

/** What someone did and does, as in a standup: "Today: …". */
const standupPattern =
  /^(yesterday|y'?day|today|tdy|tomorrow|last week|this week|gestern|heute|morgen|letzte woche|diese woche|hier|aujourd'?hui|auj|demain|ayer|hoy|manana|done|doing|next|blockers?|blocked|blocker|blocages?|bloqueos?|status|erledigt|fait|hecho|wip)\s*(\([^)]{0,20}\)\s*)?(:|-|–|$)/;

const askingPattern =
  /\b(please|pls|could you|can you|would you|need|bitte|brauche|kannst du|konntest|konnten sie|merci de|besoin|peux-tu|pourrais-tu|pouvez-vous|pourriez-vous|por favor|necesit\w+|puedes|podrias)\b/;

/** The section of each line. */
export function readSections(lines: readonly Line[]): (Section | undefined)[] {
  let section: Section | undefined;
  return lines.map((line, at) => {
    if (line.text === "") {
      const next = lines.slice(at, at + 3).find(({ text }) => text !== "");
      if (!next?.own) section = undefined;
      return undefined;
    }
    const plain = normalize(getHeading(line.text).replace(/[*_#]+|^[^\p{L}\d]+(?=\p{L})/gu, "")).trim();
    if (standupPattern.test(plain)) {
      section = "topics";
      return section;
    }
    if (!isHeading(line, lines.slice(at + 1, at + 3))) return section;
    section = readHeading(plain);
    return section === "tasks" || section === "asked" ? "lead" : section === "choices" ? section : "topics";
  });
}

/** A list may be opened after a sentence: "The valve leaks. What has to happen:" */
const getHeading = (text: string): string => (/:[*_\s]*$/.test(text) ? text.replace(/^.*[.!?] /, "") : text);

function isHeading({ text, own, heading }: Line, after: readonly Line[]): boolean {
  if (heading) return true;
  if (getHeading(text).length > maxHeadingLength || /[.?!…,;]\s*\**$/.test(text)) return false;
  const next = after.find((line) => line.text !== "");
  return /:\s*[*_]*$/.test(text) || (next?.own === true && !own);
}

function readHeading(plain: string): Section | undefined {
  if (tasksPattern.test(plain)) return "tasks";
  if (choicesPattern.test(plain)) return "choices";
  if (topicsPattern.test(plain)) return "topics";
  if (askingPattern.test(plain)) return "asked";
  return tellingPattern.test(plain) ? "topics" : undefined;
}
