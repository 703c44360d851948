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

/** One where the singular is said, else the number that is said, else ten. */
function toIntent({ named, ranking, limit, restriction }: Ranked): Intent | undefined {
  if (named.isOne && limit !== undefined && limit !== 1) return undefined;
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

/** What follows a noun and ranks it: with the most members, by activity. */
function readRankedBy(subject: Subject): Grammar<Order> {
  const sorted = maybe(say("sorted|ordered|ranked"));
  const byActivity = mapTo(inOrder(sorted, say("by activity|by amount of activity|by most activity")), () =>
    descending("activity"),
  );
  if (subject === "users")
    return either(byActivity, within(say("with"), activity), within(say("in"), rankByRelated("projects")));
  const byMembers = mapTo(
    inOrder(sorted, say("by members|by number of members|by the number of members|by member count|by most members")),
    () => descending("members"),
  );
  return either(byActivity, byMembers, within(say("with|having"), either(activity, rankByRelated("members"))));
}

const rank = (order: Order, range: TimeRange | undefined): Ranking | undefined =>
  range === undefined ? order : order.by === "activity" ? { ...order, range } : undefined;

/** Most active projects this month, top 5 projects by number of members. */
export function readByCount(subject: Subject, range: Grammar<TimeRange>): Grammar<Intent> {
  const adjective = readRankedNoun(subject, active);
  const counted = mapTo(
    inOrder(article, maybe(say("top")), maybe(countingNumber), readName(subject), readRankedBy(subject)),
    ([, , limit, named, order]) => ({ limit, named, order }),
  );
  return mapTo(inOrder(either(adjective, counted), maybe(range)), ([{ limit, named, order }, when]) => {
    const ranking = rank(order, when);
    return ranking && toIntent({ named, ranking, limit });
  });
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
      either<unknown>(
        say(
          "per project|in each project|of each project|for each project|does each project have|are in each project|each project has",
        ),
      ),
    ),
    say("projects and their number of members|projects with their number of members"),
  ),
  (): Intent => ({ subject: "projects", answer: "list", ranking: descending("members") }),
);
