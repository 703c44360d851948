// Users who joined this week, all projects, which projects have no members.
import { either, type Grammar, inOrder, mapTo, maybe, say, within } from "./grammar.ts";
import type { Intent, Subject } from "./intent.ts";
import { type Restriction, readPredicate, readRestrictions } from "./restrictions.ts";
import { determiner, readBegan, readName } from "./subjects.ts";
import type { TimeRange } from "./time-range.ts";

const many = (subject: Subject) => mapTo(readName(subject), (named) => (named.isOne ? undefined : named));

/** A question for users or projects of a certain kind. */
export function readListQuestions(subject: Subject, range: Grammar<TimeRange>): Grammar<Intent> {
  const toList = (restriction: Restriction): Intent => ({ subject, answer: "list", ...restriction });
  const predicate = readPredicate(subject, range);
  const which = inOrder(say("which|what"), maybe(say("new")), many(subject));
  const newOnes = inOrder(maybe(say("the|all|all the|our|all our")), say("new"), many(subject));
  const signUps = say(
    "signups|sign ups|registrations|new signups|new sign ups|the signups|the sign ups|the registrations",
  );
  const newNoun = subject === "users" ? either<unknown>(newOnes, signUps) : newOnes;
  return either(
    mapTo(within(inOrder(determiner, many(subject)), readRestrictions(subject, range), maybe(exist)), toList),
    mapTo(within(which, predicate), toList),
    mapTo(within(inOrder(newNoun, maybe(readBegan(subject))), range), (found) => toList({ range: found })),
    ...(subject === "users" ? [mapTo(within(say("who"), predicate), toList)] : []),
  );
}

const exist = say("do we have|are there|we have|there are");

/** All of them, where it is said that all are wanted. */
export const readWholeList = (subject: Subject): Grammar<Intent> =>
  mapTo(
    either<unknown>(
      inOrder(say("all|all the|all of the|all our|all of our"), many(subject)),
      inOrder(say("which|what"), many(subject), exist),
    ),
    (): Intent => ({ subject, answer: "list" }),
  );

/** All of them, after a word such as "list". */
export const readPlainList = (subject: Subject): Grammar<Intent> =>
  mapTo(inOrder(maybe(say("the|our")), many(subject)), (): Intent => ({ subject, answer: "list" }));
