// How users and projects are called, and what is said of their beginning.
import { either, type Grammar, inOrder, maybe, mean, say } from "./grammar.ts";
import type { Subject } from "./intent.ts";

export interface Named {
  readonly subject: Subject;
  /** Whether it is said in the singular. */
  readonly isOne: boolean;
}

/** "Members" are those of a project, and staff, customers or admins may be some of the users only: neither means all users. */
const names = {
  users: { many: "users|people|persons|accounts|user accounts", one: "user|person|account|user account" },
  projects: { many: "projects", one: "project" },
} as const;

export const readName = (subject: Subject): Grammar<Named> =>
  either<Named>(
    mean(names[subject].many, { subject, isOne: false }),
    mean(names[subject].one, { subject, isOne: true }),
  );

export const determiner = maybe(say("the|all|all the|all of the|our|all our|all of our"));

/** After a noun: users registered this week. */
const participles = {
  users: "joined|signed up|registered|created|added",
  projects: "created|added|made|set up",
} as const;

export const readParticiple = (subject: Subject): Grammar<unknown> => say(participles[subject]);

/** Who joined, which were created: a finite verb. */
export function readBegan(subject: Subject): Grammar<unknown> {
  const passive = inOrder(
    say("were|was|got|have been|has been|have recently been|were recently|was recently"),
    say(participles[subject].replace("joined|signed up|", "")),
  );
  if (subject === "projects") return passive;
  const active = inOrder(maybe(say("have|has")), say("joined|signed up|registered"));
  return either<unknown>(passive, active);
}

export const readWho = (subject: Subject): Grammar<string> => say(subject === "users" ? "who|that" : "that|which");
