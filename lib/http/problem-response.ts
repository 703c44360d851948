// The only file that writes an error status (RFC 9457, problem details).
import { Problem } from "../errors.ts";
import { describeError, log } from "../log.ts";
import { count } from "../metrics.ts";
import type { Response } from "./response.ts";

/**
 * Turns anything that was thrown into a response. What is not a `Problem` becomes a 500 that shows only the request id.
 * `error` and `message` (the detail again) and `success: false` are for clients of the systems that Patchbay replaces.
 */
export function toProblemResponse(error: unknown, requestId: string): Response {
  const problem = error instanceof Problem ? error : new Problem("internal");
  logProblem(problem, error);
  return {
    statusCode: problem.status,
    headers: {
      "content-type": "application/problem+json",
      ...(problem.retryAfter === undefined ? {} : { "retry-after": String(Math.ceil(problem.retryAfter)) }),
      ...(problem.status === 401 ? { "www-authenticate": "Bearer" } : {}),
      ...problem.headers,
    },
    body: JSON.stringify({
      type: `urn:patchbay:problem:${problem.code}`,
      title: problem.title,
      status: problem.status,
      detail: problem.message,
      code: problem.code,
      requestId,
      ...problem.members,
      error: problem.message,
      message: problem.message,
      success: false,
    }),
  };
}

function logProblem(problem: Problem, error: unknown): void {
  if (problem.status < 500) {
    log.info("request refused", { code: problem.code, status: problem.status });
    return;
  }
  count("RequestFailed", { code: problem.code });
  log.error("request failed", { code: problem.code, status: problem.status, ...describeError(problem.cause ?? error) });
}
