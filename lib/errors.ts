// The closed list of errors that clients can get. Only lib/http/problem-response.ts turns them into a response.

const problems = {
  invalid_request: { status: 400, title: "The request is not valid" },
  unauthenticated: { status: 401, title: "Sign in first" },
  forbidden: { status: 403, title: "Not allowed" },
  insufficient_permissions: { status: 403, title: "Insufficient permissions" },
  not_found: { status: 404, title: "There is nothing here" },
  not_connected: { status: 404, title: "This account is not connected" },
  conflict: { status: 409, title: "The request conflicts with another one" },
  reconnect_required: { status: 409, title: "The account must be connected again" },
  outcome_unknown: { status: 409, title: "It is not known whether the request took effect" },
  payload_too_large: { status: 413, title: "The content is too large" },
  could_not_answer: { status: 422, title: "This question could not be answered" },
  idempotency_key_reused: { status: 422, title: "This Idempotency-Key was used for another request" },
  unsupported_media_type: { status: 415, title: "The content has a type that is not read here" },
  rate_limited: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something failed on our side" },
  provider_error: { status: 502, title: "The provider refused the request" },
  provider_unavailable: { status: 503, title: "A service we depend on did not answer in time" },
  not_configured: { status: 503, title: "This is not configured" },
} as const;

export type ProblemCode = keyof typeof problems;

export const isProblemCode = (code: unknown): code is ProblemCode =>
  typeof code === "string" && Object.hasOwn(problems, code);

export interface ProblemOptions {
  /** One sentence for the user; the title unless given. Never contains a provider's own text. */
  readonly detail?: string;
  /** Seconds, sent as the `Retry-After` header (RFC 9110 section 10.2.3). */
  readonly retryAfter?: number;
  /** Extra members of the response body, such as `reconnectUrl`. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Extra response headers, names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** An error that may be shown to the client. Anything else that is thrown is answered as `internal`. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly retryAfter: number | undefined;
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.detail ?? problems[code].title, { cause: options.cause });
    this.name = "Problem";
    this.code = code;
    this.status = problems[code].status;
    this.title = problems[code].title;
    this.retryAfter = options.retryAfter;
    this.members = options.members ?? {};
    this.headers = options.headers ?? {};
  }
}

/** Copies a problem with a different detail, members, headers or cause. */
export function restateProblem(problem: Problem, overrides: ProblemOptions): Problem {
  const { code, message: detail, retryAfter, members, headers, cause } = problem;
  const wait = retryAfter === undefined ? {} : { retryAfter };
  return new Problem(code, { detail, members, headers, cause, ...wait, ...overrides });
}

/** An error class, such as `ProviderError`. */
type ErrorClass<E extends Error> = new (...args: never[]) => E;

/** How many causes are followed. Our own errors are nested less deeply. */
const maxCauses = 10;

/**
 * Finds the first error of a class among an error and its causes, so wrapping an error with `cause` does not hide it.
 * The search stops at a `Problem`: it is answered as it is, whatever caused it.
 */
export function findInCauses<E extends Error>(error: unknown, wanted: ErrorClass<E>): E | undefined {
  let current = error;
  for (let depth = 0; depth <= maxCauses && current instanceof Error; depth++) {
    if (current instanceof wanted) return current;
    if (current instanceof Problem) return undefined;
    current = current.cause;
  }
  return undefined;
}
