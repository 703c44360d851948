/** How long an answer may take; a Lambda that starts takes a few seconds. */
export const requestTimeoutMs = 15_000;

/** A request that shows whether a part of a deployed stage works. */
export interface Check {
  /** As it is printed: `GET /api/health`. */
  readonly name: string;
  /** @throws Error saying what is wrong, in a few words */
  run(): Promise<void>;
}

export interface CheckResult {
  readonly name: string;
  readonly ms: number;
  /** Undefined where it works. */
  readonly problem?: string;
}

/** Runs one check after the other, so that none waits for another's Lambda. Never throws. */
export async function runChecks(checks: readonly Check[], now = () => performance.now()): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, run } of checks) {
    const begun = now();
    const problem = await run().then(() => undefined, describeProblem);
    const ms = Math.round(now() - begun);
    results.push(problem === undefined ? { name, ms } : { name, ms, problem });
  }
  return results;
}

/** An answer that does not come has its reason in the cause: ECONNREFUSED, ENOTFOUND. */
function describeProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
  return code ? `no answer (${code})` : error.message;
}

export const describeResult = ({ name, ms, problem }: CheckResult): string =>
  `${problem === undefined ? "ok    " : "failed"}  ${name}  ${ms} ms${problem === undefined ? "" : `  ${problem}`}`;
