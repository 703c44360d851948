/** Why a question got no SQL to run; a closed list, because refusals are counted by it. */
export type UnansweredRule = "not_understood" | "model_failed" | "model_declined" | "model_answer";

/** Nothing was run for a question. Its message says nothing of the question. */
export class UnansweredError extends Error {
  readonly rule: UnansweredRule;

  constructor(rule: UnansweredRule, options: ErrorOptions = {}) {
    super(`The question was not answered: ${rule}.`, options);
    this.name = "UnansweredError";
    this.rule = rule;
  }
}
