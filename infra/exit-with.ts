/** Ends a command with exit code 1 and prints the error's message without a stack trace. */
export function exitWith(error: unknown): void {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}

/** What Node says of a wrong command line goes on with advice that fits no command of ours. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isUsage = "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  return isUsage ? `${error.message.replace(/\.( .*)?$/s, "")}: --help says what there is.` : error.message;
}
