// What may follow a noun: users who joined this week, projects with more than five members that were created in May.
import { readAmount, withMembers } from "./amounts.ts";
import { either, type Grammar, inOrder, mapTo, say, within } from "./grammar.ts";
import type { CountFilter, Subject } from "./intent.ts";
import { readBegan, readParticiple, readWho } from "./subjects.ts";
import type { TimeRange } from "./time-range.ts";

export interface Restriction {
  readonly range?: TimeRange;
  readonly filter?: CountFilter;
}

/** A whole predicate: joined this week, have more than five members. */
export function readPredicate(subject: Subject, range: Grammar<TimeRange>): Grammar<Restriction> {
  return either<Restriction>(
    mapTo(within(readBegan(subject), range), toRange),
    mapTo(subject === "projects" ? hasMembers : isInProjects, toFilter),
  );
}

const toRange = (range: TimeRange): Restriction => ({ range });
const toFilter = (filter: CountFilter): Restriction => ({ filter });

const hasMembers = within(say("have|has|contain|contains"), readAmount("members"));

const inProjects = within(say("in|on|members of|part of|assigned to"), readAmount("projects"));
const isInProjects = either(
  within(say("are|is"), inProjects),
  within(say("belong to|belongs to"), readAmount("projects")),
);

/**
 * One or two restrictions, of different kinds. What follows the second noun may be meant of that one, as in "with three members added
 * this week": there it takes an "and", or a "who".
 */
export function readRestrictions(subject: Subject, range: Grammar<TimeRange>): Grammar<Restriction> {
  const predicate = readPredicate(subject, range);
  const clause = within(readWho(subject), predicate);
  const shortTime = mapTo(within(readParticiple(subject), range), toRange);
  const shortFilter = mapTo(subject === "projects" ? withMembers : inProjects, toFilter);
  const one = either<Restriction>(clause, shortTime, shortFilter);
  const added = either(
    within(say("and"), either(predicate, clause)),
    subject === "users" ? within(say("who"), predicate) : within(say("and"), one),
  );
  const timeFirst = inOrder(either<Restriction>(clause, shortTime), subject === "projects" ? withMembers : readNone);
  return either<Restriction>(
    one,
    mapTo(inOrder(one, added), ([first, last]) => joinRestrictions(first, last)),
    mapTo(timeFirst, ([first, filter]) => joinRestrictions(first, { filter })),
  );
}

const readNone: Grammar<never> = () => [];

const joinRestrictions = (first: Restriction, last: Restriction): Restriction | undefined =>
  Object.keys(first).some((kind) => kind in last) ? undefined : { ...first, ...last };
