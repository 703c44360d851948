// Most active projects, the ten newest users, projects with the most members.
import { relatedNames } from "./amounts.ts";
import { either, type Grammar, inOrder, mapTo, maybe, mean, say, within } from "./grammar.ts";
import type { Intent, Ranking, Subject } from "./intent.ts";
import { countingNumber } from "./numbers.ts";
import { type Restriction, readRestrictions } from "./restrictions.ts";
import { type Named, readBegan, readName, readParticiple, readWho } from "./subjects.ts";
import type { TimeRange } from "./time-range.ts";

/** How many are listed where the question does not say. */
const defaultLimit = 10;

const article = maybe(say("the|our|all the"));

type Order = Pick<Ranking, "by" | "direction">;
const descending = (by: Ranking["by"]): Order => ({ by, direction: "desc" });
const ascending = (by: Ranking["by"]): Order => ({ by, direction: "asc" });

interface Ranked {
  readonly named: Named;
  readonly ranking: Ranking;
  readonly limit?: number | undefined;
  readonly restriction?: Restriction | undefined;
}

/** "The newest 2025 users" may be those of a year. */
const isLikeYear = (number: number): boolean => number >= 1900 && number < 2200;

/** One where the singular is said, else the number that is said, else ten. */
function toIntent({ named, ranking, limit, restriction }: Ranked): Intent | undefined {
  if (limit !== undefined && (isLikeYear(limit) || (named.isOne && limit !== 1))) return undefined;
  const shown = limit ?? (named.isOne ? 1 : defaultLimit);
  return { subject: named.subject, answer: "list", ...restriction, ranking, limit: shown };
}

/** A noun with a number and an adjective around it, in either order: the 10 newest, the newest 10. */
function readRankedNoun<T>(subject: Subject, adjective: Grammar<T>) {
  const top = maybe(say("top"));
  const noun = readName(subject);
  return either(
    mapTo(inOrder(article, top, countingNumber, adjective, noun), ([, , limit, order, named]) => ({
      limit,
      order,
      named,
    })),
    mapTo(inOrder(article, top, adjective, maybe(countingNumber), noun), ([, , order, limit, named]) => ({
      limit,
      order,
      named,
    })),
  );
}

/** The newest users, the last 5 projects created, users who joined recently. */
export function readByTime(subject: Subject, range: Grammar<TimeRange>): Grammar<Intent> {
  const newest = mean("most recent|latest|newest|most recently created|most recently added", descending("time"));
  const joined = mean(
    "most recently joined|most recently registered|recently joined|recently registered",
    descending("time"),
  );
  const oldest = mean("oldest|earliest", ascending("time"));
  const adjective = subject === "users" ? either(newest, joined) : either(newest, oldest);
  const recent = mapTo(
    readRankedNoun(subject, mean("recent|recently created|recently added", descending("time"))),
    (found) => (found.named.isOne ? undefined : found),
  );
  const last = mapTo(
    inOrder(article, say("last"), countingNumber, maybe(readParticiple(subject)), readName(subject)),
    ([, , limit, , named]) => ({ limit, order: descending("time"), named }),
  );
  const began = either<unknown>(
    inOrder(readWho(subject), readBegan(subject)),
    readParticiple(subject),
    say(subject === "users" ? "to join|to sign up|to register" : "to be created|to be added"),
  );
  const ranked = either(readRankedNoun(subject, adjective), recent, last);
  const recently = within(article, readName(subject), inOrder(began, say("most recently|recently")));
  return either(
    mapTo(inOrder(ranked, maybe(readRestrictions(subject, range))), ([{ named, order, limit }, restriction]) =>
      toIntent({ named, ranking: order, limit, restriction }),
    ),
    mapTo(inOrder(ranked, began), ([{ named, order, limit }]) => toIntent({ named, ranking: order, limit })),
    mapTo(recently, (named) => (named.isOne ? undefined : toIntent({ named, ranking: descending("time") }))),
  );
}

const active = either(mean("most active|busiest", descending("activity")), mean("least active", ascending("activity")));
const activity = either(
  mean("the most activity|most activity|the highest activity", descending("activity")),
  mean("the least activity|least activity", ascending("activity")),
);

const rankByRelated = (of: "members" | "projects"): Grammar<Order> =>
  either(
    mapTo(inOrder(say("the most|most|the highest number of"), say(relatedNames[of])), () => descending(of)),
    mapTo(inOrder(say("the fewest|fewest|the least|the lowest number of"), say(relatedNames[of])), () => ascending(of)),
  );

/** What follows a noun and ranks it: with the most members. */
const readHaving = (subject: Subject): Grammar<Order> =>
  subject === "users"
    ? either(within(say("with"), activity), within(say("in"), rankByRelated("projects")))
    : within(say("with|having"), either(activity, rankByRelated("members")));

/** What sorts them: by activity, by number of members. */
function readSorting(subject: Subject): Grammar<Order> {
  const sorted = maybe(say("sorted|ordered|ranked"));
  const byActivity = mean("by activity|by amount of activity|by most activity", descending("activity"));
  const byMembers = mean(
    "by members|by number of members|by the number of members|by member count|by most members",
    descending("members"),
  );
  return within(sorted, subject === "users" ? byActivity : either(byActivity, byMembers));
}

const rank = (order: Order, range: TimeRange | undefined): Ranking | undefined =>
  range === undefined ? order : order.by === "activity" ? { ...order, range } : undefined;

/** Most active projects this month, top 5 projects by number of members; without a number or "top", all that are sorted. */
export function readByCount(subject: Subject, range: Grammar<TimeRange>): Grammar<Intent> {
  const noun = readName(subject);
  const top = either<{ readonly limit: number | undefined }>(
    mapTo(inOrder(say("top"), maybe(countingNumber)), ([, limit]) => ({ limit })),
    mapTo(countingNumber, (limit) => ({ limit })),
  );
  const having = mapTo(
    inOrder(article, maybe(say("top")), maybe(countingNumber), noun, readHaving(subject)),
    ([, , limit, named, order]) => ({ limit, named, order }),
  );
  const sorted = mapTo(inOrder(article, top, noun, readSorting(subject)), ([, { limit }, named, order]) => ({
    limit,
    named,
    order,
  }));
  const all = mapTo(inOrder(article, noun, readSorting(subject), maybe(range)), ([, { isOne }, order, when]) => {
    const ranking = rank(order, when);
    return ranking && !isOne ? ({ subject, answer: "list", ranking } satisfies Intent) : undefined;
  });
  const best = either(readRankedNoun(subject, active), having, sorted);
  return either<Intent>(
    all,
    mapTo(inOrder(best, maybe(range)), ([{ limit, named, order }, when]) => {
      const ranking = rank(order, when);
      return ranking && toIntent({ named, ranking, limit });
    }),
  );
}

/** Which projects are the most active, which project has the most members. */
export function readWhichRank(subject: Subject, range: Grammar<TimeRange>): Grammar<Intent> {
  const be = inOrder(say("is|are|was|were|has been|have been"), maybe(say("the")));
  const has = say("has|have|had");
  const predicate =
    subject === "projects"
      ? either(within(be, active), within(has, either(activity, rankByRelated("members"))))
      : either(within(be, active), within(has, activity), within(say("is in|are in"), rankByRelated("projects")));
  const which = mapTo(inOrder(say("which|what"), maybe(countingNumber), readName(subject)), ([, limit, named]) => ({
    limit,
    named,
  }));
  return mapTo(inOrder(which, predicate, maybe(range)), ([{ limit, named }, order, when]) => {
    const ranking = rank(order, when);
    return ranking && toIntent({ named, ranking, limit });
  });
}

/** Members per project: every project with its number of members. */
export const membersPerProject: Grammar<Intent> = mapTo(
  either<unknown>(
    inOrder(
      maybe(either<unknown>(inOrder(maybe(say("the")), say("number of|count of")), say("how many"))),
      say("members|people|users"),
      say(
        "per project|in each project|of each project|for each project|does each project have|are in each project|each project has",
      ),
    ),
    say("projects and their number of members|projects with their number of members"),
  ),
  (): Intent => ({ subject: "projects", answer: "list", ranking: descending("members") }),
);
