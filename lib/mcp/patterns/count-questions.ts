// How many users, the number of projects created this year.
import { either, type Grammar, inOrder, mapTo, maybe, say, within } from "./grammar.ts";
import type { Intent, Subject } from "./intent.ts";
import { type Restriction, readPredicate, readRestrictions } from "./restrictions.ts";
import { determiner, readBegan, readName } from "./subjects.ts";
import type { TimeRange } from "./time-range.ts";

const howMany = say("how many");
const numberOf = either<unknown>(
  inOrder(maybe(say("the|a")), maybe(say("total|overall")), say("number of|count of")),
  say("count|the total of"),
);
const exist = say("are there|there are|do we have|we have|have we got|have we|exist");
const overall = say(
  "in total|altogether|overall|in all|currently|right now|now|at the moment|at present|in the system|in the database|in our database|in our system",
);
const signUps = say("signups|sign ups|registrations|new signups|new sign ups|new registrations");

/** A question about a number of users or projects. */
export function readCountQuestions(subject: Subject, range: Grammar<TimeRange>): Grammar<Intent> {
  const toCount = (restriction: Restriction | undefined): Intent => ({ subject, answer: "count", ...restriction });
  const noun = readName(subject);
  const restrictions = readRestrictions(subject, range);
  const asked = either<unknown>(howMany, numberOf);
  return either(
    mapTo(readPlain(subject), () => toCount(undefined)),
    mapTo(within(inOrder(asked, determiner, noun, maybe(exist)), restrictions, maybe(exist)), toCount),
    mapTo(within(inOrder(howMany, determiner, noun), readPredicate(subject, range)), toCount),
    mapTo(readNew(subject, range), (found) => toCount({ range: found })),
    mapTo(readFronted(subject, range), (found) => toCount({ range: found })),
  );
}

/** Without a restriction. */
function readPlain(subject: Subject): Grammar<unknown> {
  const noun = readName(subject);
  const tail = either(inOrder(maybe(exist), maybe(overall)), inOrder(maybe(overall), maybe(exist)));
  return either<unknown>(
    inOrder(howMany, determiner, noun, tail),
    inOrder(numberOf, determiner, noun, tail),
    inOrder(maybe(say("the|our")), maybe(say("total|overall|current")), noun, say("count")),
    inOrder(maybe(say("the")), say("total"), noun, maybe(overall)),
  );
}

/** New users this week, sign-ups in March. */
function readNew(subject: Subject, range: Grammar<TimeRange>): Grammar<TimeRange> {
  const newOnes = inOrder(say("new"), readName(subject));
  const noun = subject === "users" ? either<unknown>(newOnes, signUps) : newOnes;
  const verb = either<unknown>(
    readBegan(subject),
    say("were there|did we have|did we get|have we had|do we have|are there|there were|we had|we got"),
  );
  return within(inOrder(either<unknown>(howMany, numberOf), maybe(say("the|our")), noun, maybe(verb)), range);
}

/** In March, how many users joined? */
const readFronted = (subject: Subject, range: Grammar<TimeRange>): Grammar<TimeRange> =>
  mapTo(inOrder(range, howMany, maybe(say("new")), readName(subject), readBegan(subject)), ([found]) => found);
