import { isProblemCode, Problem, type ProblemCode } from "../../errors.ts";
import type { EndpointAnswer } from "./tool.ts";

/** What the gateway itself answers has no code of ours. */
const codesByStatus: Readonly<Record<number, ProblemCode>> = {
  400: "invalid_request",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  413: "payload_too_large",
  429: "rate_limited",
};

/** What every problem has, and what tells an assistant nothing more. */
const plainMembers = new Set("type title status detail code error message success".split(" "));

/**
 * The body of an endpoint's success.
 * @throws Problem as the endpoint answered it, with its members (`reconnectUrl`, `missingScopes`, `requestId` …)
 */
export function requireSuccess({ status, body, retryAfterSeconds }: EndpointAnswer): unknown {
  if (status >= 200 && status < 300) return body;
  const { code, detail, ...members } = Object(body);
  throw new Problem(isProblemCode(code) ? code : (codesByStatus[status] ?? "provider_unavailable"), {
    ...(typeof detail === "string" ? { detail } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfter: retryAfterSeconds }),
    members: Object.fromEntries(Object.entries(members).filter(([name]) => !plainMembers.has(name))),
  });
}
