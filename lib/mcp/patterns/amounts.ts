// More than five members, at least 3 projects, without members.
import { either, type Grammar, inOrder, mapTo, maybe, mean, say, within } from "./grammar.ts";
import type { CountFilter, Related } from "./intent.ts";
import { wholeNumber } from "./numbers.ts";

type Amount = Omit<CountFilter, "of">;

/** What a project's members, and the projects of a member, are called where they are counted. */
export const relatedNames = {
  members: "members|people|users|participants|member|person|user|participant",
  projects: "projects|project",
} as const;

const compare = (phrases: string, comparison: CountFilter["comparison"]): Grammar<Amount> =>
  mapTo(within(say(phrases), wholeNumber), (number) => ({ comparison, number }));

const compareAfter = (phrases: string, comparison: CountFilter["comparison"]): Grammar<Amount> =>
  mapTo(inOrder(wholeNumber, say(phrases)), ([number]) => ({ comparison, number }));

const amount: Grammar<Amount> = either<Amount>(
  compare("more than|over|above|greater than", ">"),
  compare("at least|a minimum of|no fewer than|no less than", ">="),
  compare("fewer than|less than|under|below", "<"),
  compare("at most|no more than|up to|a maximum of", "<="),
  compare("exactly|only|just", "="),
  compareAfter("or more|+", ">="),
  compareAfter("or fewer|or less", "<="),
  mapTo(wholeNumber, (number) => ({ comparison: "=", number })),
  mean("no", { comparison: "=", number: 0 }),
  mean("a single|only a single", { comparison: "=", number: 1 }),
  mean("any", { comparison: ">=", number: 1 }),
  mapTo(inOrder(say("between"), wholeNumber, say("and"), wholeNumber), ([, number, , upTo]) =>
    number <= upTo ? { comparison: "between", number, upTo } : undefined,
  ),
);

/** An amount of members of a project, or of projects of a user. */
export const readAmount = (of: "members" | "projects"): Grammar<CountFilter> =>
  mapTo(inOrder(amount, say(relatedNames[of])), ([found]) => ({ of, ...found }));

/** What a project has by way of members: having more than five members, without members. */
export const withMembers: Grammar<CountFilter> = either(
  within(say("with|having"), readAmount("members")),
  mapTo(inOrder(say("without"), maybe(say("any")), say(relatedNames.members)), () => filterNone("members")),
);

const filterNone = (of: Related): CountFilter => ({ of, comparison: "=", number: 0 });
