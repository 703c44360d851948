/** What a statement can be refused for. A closed list, because refusals are counted by it. */
export type GuardRule =
  | "bytes"
  | "length"
  | "depth"
  | "syntax"
  | "statements"
  | "statement"
  | "node"
  | "function"
  | "operator"
  | "type"
  | "relation"
  | "column";

/** The guard let a statement not pass. Its message says nothing of the statement. */
export class GuardRefusal extends Error {
  readonly rule: GuardRule;
  /** The name that was refused, as the statement wrote it: for tests and for whoever sent the statement, never for a log. */
  readonly subject: string | undefined;

  constructor(rule: GuardRule, subject?: string, cause?: unknown) {
    super(`The SQL was refused by the rule "${rule}".`, { cause });
    this.name = "GuardRefusal";
    this.rule = rule;
    this.subject = subject;
  }
}
