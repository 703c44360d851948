// Error responses: problem details (RFC 9457) of our Lambdas, and API Gateway's own form.
import type { ProblemCode } from "../../lib/errors.ts";
import type { JsonSchema } from "./schema.ts";

/** The status of each problem code. The compiler checks the codes against lib/errors.ts, a test the statuses. */
export const problemStatuses = {
  invalid_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  insufficient_permissions: 403,
  not_found: 404,
  not_connected: 404,
  conflict: 409,
  reconnect_required: 409,
  outcome_unknown: 409,
  payload_too_large: 413,
  could_not_answer: 422,
  idempotency_key_reused: 422,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal: 500,
  provider_error: 502,
  provider_unavailable: 503,
  not_configured: 503,
} as const satisfies Record<ProblemCode, number>;

export type FailureStatus = (typeof problemStatuses)[ProblemCode];

/** Statuses that API Gateway also answers itself, before a Lambda runs or when it fails. */
const gatewayStatuses: ReadonlySet<number> = new Set([401, 403, 404, 413, 429, 500, 503]);

const responseNames: Readonly<Record<FailureStatus, readonly [name: string, meaning: string]>> = {
  400: ["InvalidRequest", "The request is not valid; `field` names what is wrong with it."],
  401: ["Unauthenticated", "There is no token, or it is not valid (any more)."],
  403: ["Forbidden", "The caller may not do this, or the connected account lacks permissions (`missingScopes`)."],
  404: ["NotFound", "It is not there, not the caller's, or the account is not connected."],
  409: [
    "Conflict",
    "It conflicts with something else, the account must be connected again, or nobody knows whether it took effect.",
  ],
  413: ["TooLarge", "The request or its answer is too large."],
  415: ["UnsupportedMediaType", "The content has a type that is not read here."],
  422: [
    "KeyReused",
    "The question was not understood or took too long, or the Idempotency-Key was used for another request.",
  ],
  429: ["TooManyRequests", "Too many requests, here or at the provider: wait as long as `Retry-After` says."],
  500: ["Internal", "Something failed on our side."],
  502: ["ProviderError", "The provider refused the request."],
  503: ["Unavailable", "A service we depend on does not answer, or this is not configured."],
};

export const getResponseName = (status: FailureStatus): string => responseNames[status][0];

/** `components.responses`: one for each status. */
export function buildFailureResponses(): Record<string, unknown> {
  const statuses = [...new Set(Object.values(problemStatuses))];
  return Object.fromEntries(statuses.map((status) => [getResponseName(status), buildFailureResponse(status)]));
}

function buildFailureResponse(status: FailureStatus) {
  const codes = Object.entries(problemStatuses).filter(([, of]) => of === status);
  const codeList = codes.map(([code]) => `\`${code}\``).join(", ");
  return {
    description: `${responseNames[status][1]} Codes: ${codeList}.`,
    ...getFailureHeaders(status),
    content: {
      "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
      ...(gatewayStatuses.has(status)
        ? { "application/json": { schema: { $ref: "#/components/schemas/GatewayMessage" } } }
        : {}),
    },
  };
}

function getFailureHeaders(status: FailureStatus) {
  const after = { "Retry-After": { $ref: "#/components/headers/RetryAfter" } };
  if (status === 401) return { headers: { "WWW-Authenticate": { schema: { type: "string" } } } };
  return status === 429 || status === 503 || status === 409 ? { headers: after } : {};
}

const text = { type: "string" } as const;

const problemExample = {
  type: "urn:patchbay:problem:not_connected",
  title: "This account is not connected",
  status: 404,
  detail: "Acme is not connected.",
  code: "not_connected",
  requestId: "JKJaXmPLvHcESHA=",
  error: "Acme is not connected.",
  message: "Acme is not connected.",
  success: false,
};

export const problemSchemas: Readonly<Record<string, JsonSchema>> = {
  Problem: {
    description: "A failure as our Lambdas answer it. Some codes bring further members.",
    examples: [problemExample],
    type: "object",
    required: ["type", "title", "status", "detail", "code", "requestId", "error", "message", "success"],
    properties: {
      type: { ...text, description: "`urn:patchbay:problem:` and the code." },
      title: text,
      status: { type: "integer" },
      detail: { ...text, description: "One sentence for the person who reads it." },
      code: { type: "string", enum: Object.keys(problemStatuses) },
      requestId: { ...text, description: "What the operator's logs know the request by." },
      error: { ...text, description: "The same as `detail`." },
      message: { ...text, description: "The same as `detail`." },
      success: { const: false },
      field: { ...text, description: "What is wrong with the request." },
      missingScopes: { type: "array", items: text },
      reconnectUrl: { ...text, description: "Where connecting the account again begins." },
      outcome: { ...text, description: "How an authorization ended." },
    },
  },
  GatewayMessage: {
    description: "A failure as API Gateway answers it by itself.",
    type: "object",
    required: ["message"],
    properties: { message: { type: ["string", "null"] } },
  },
};
