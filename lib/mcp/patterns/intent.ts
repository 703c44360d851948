// What a question asks for, once every word of it is understood.
import type { TimeRange } from "./time-range.ts";

export type Subject = "users" | "projects";

/** What is counted per user or project. */
export type Related = "members" | "activity" | "projects";

type Comparison = ">" | ">=" | "<" | "<=" | "=" | "between";

export interface CountFilter {
  readonly of: Related;
  readonly comparison: Comparison;
  readonly number: number;
  /** The upper end of `between`. */
  readonly upTo?: number;
}

export interface Ranking {
  /** `time`: when they joined or were created. */
  readonly by: Related | "time";
  readonly direction: "asc" | "desc";
  /** Of the activity that is counted. */
  readonly range?: TimeRange;
}

export interface Intent {
  readonly subject: Subject;
  readonly answer: "count" | "list";
  /** When users joined, or projects were created. */
  readonly range?: TimeRange;
  readonly filter?: CountFilter;
  readonly ranking?: Ranking;
  readonly limit?: number;
}
