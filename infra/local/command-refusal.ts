/**
 * A failure whose message is one sentence that says what to do: commands print it without a stack trace.
 * Anything else that is thrown is a defect and keeps its trace.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

export const createRefusal = (message: string): Refusal => new Refusal(message);

/** What a command prints for a failure: the bare sentence of a refusal, the whole trace of a defect. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof Refusal ? error.message : (error.stack ?? error.message);
}
