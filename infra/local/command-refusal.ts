/**
 * An expected failure whose message tells the user what to do: commands print it without a stack trace.
 * Any other error is a defect and is printed with its trace.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

export const createRefusal = (message: string): Refusal => new Refusal(message);

/** What a command prints for a failure: a refusal's message, or the stack trace of any other error. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof Refusal ? error.message : (error.stack ?? error.message);
}
