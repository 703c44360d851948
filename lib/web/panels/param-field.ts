/** How the page asks for a value that a provider needs before it can show its consent page. */
export interface ParamField {
  readonly label: string;
  /** What it is, and where people find theirs. */
  readonly hint: string;
  readonly placeholder?: string;
  /** What stands there at first. */
  readonly initial?: string;
  /** The values to choose from, each with its name. */
  readonly choices?: readonly (readonly [value: string, name: string])[];
  /** Whether it may be left empty: the stage may have one for everybody. */
  readonly isOptional?: boolean;
}
