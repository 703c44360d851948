/** Ends a command with the sentence of an expected failure, without a stack trace nobody asked for. */
export function exitWith(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
