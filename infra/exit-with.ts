/** Ends a command with exit code 1 and prints the error's message without a stack trace. */
export function exitWith(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
