// Changes that no test can notice, since the code means the same with them. Listed here and not beside the code, so that it stays free of
// a tool's comments.
import listed from "./accepted.json" with { type: "json" };

export interface AcceptedMutant {
  readonly file: string;
  /** The line where the change begins, without its indentation. Not its number: lines move. */
  readonly line: string;
  /** Stryker's name for the kind of change. */
  readonly mutator: string;
  /** What is put in, with every run of white space as one space. */
  readonly replacement: string;
  /** What was there, where the line has several places for the same change. */
  readonly original?: string;
  /** Why nothing can tell the two apart. */
  readonly reason: string;
}

export const acceptedMutants: readonly AcceptedMutant[] = listed;
