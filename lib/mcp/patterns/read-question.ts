// Reads a question of the common kinds, politely wrapped or not.
import { readCountQuestions } from "./count-questions.ts";
import { either, type Grammar, inOrder, maybe, readAll, say, within } from "./grammar.ts";
import type { Intent } from "./intent.ts";
import { readListQuestions, readPlainList, readWholeList } from "./list-questions.ts";
import { membersPerProject, readByCount, readByTime, readWhichRank } from "./rankings.ts";
import { splitWords } from "./split-words.ts";
import { readTimeRange } from "./time-range.ts";

const subjects = ["users", "projects"] as const;

const greeting = maybe(say("hi|hello|hey|hi there|hello there|good morning|good afternoon|good evening"));
const please = maybe(say("please|kindly"));
const thanks = maybe(say("please|thanks|thank you|for me|for me please|please and thank you"));
const asking = maybe(
  say(
    "could you|can you|would you|will you|i want to|i need to|i would like to|i'd like to|we need to|we want to|we would like to|may i|can i|could i|let me|let's",
  ),
);
const listing = inOrder(
  say("show|show me|list|display|get|get me|fetch|fetch me|find|find me|give me|see|have a look at|return"),
  maybe(say("a list of|the list of|list of|a table of")),
);
const telling = say(
  "tell me|know|let me know|do you know|what is|what's|what are|which are|who are|who is|who's|which is",
);

/** Words around a question that do not change what it asks for. */
const opening = inOrder(greeting, please, asking, please);
const introduction = inOrder(
  opening,
  maybe(either<unknown>(listing, telling, inOrder(telling, telling), say("a list of"))),
);

/**
 * What a question asks for, if every word of it is understood and all of it can be meant in one way only.
 * @param now epoch milliseconds
 */
export function readQuestion(question: string, now: number): Intent | undefined {
  const words = splitWords(question);
  if (words === undefined || words.length === 0) return undefined;
  const [intent, ...others] = readAll(buildGrammar(now), words);
  return others.length === 0 ? intent : undefined;
}

function buildGrammar(now: number): Grammar<Intent> {
  const range = readTimeRange(now);
  const questions = subjects.flatMap((subject) => [
    readCountQuestions(subject, range),
    readListQuestions(subject, range),
    readByTime(subject, range),
    readByCount(subject, range),
    readWhichRank(subject, range),
    readWholeList(subject),
  ]);
  return either(
    within(introduction, either(...questions, membersPerProject), thanks),
    within(inOrder(opening, listing), either(...subjects.map(readPlainList)), thanks),
  );
}
