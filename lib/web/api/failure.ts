import { readList, readRecord, readText } from "../read-json.ts";
import type { components } from "./openapi.gen.ts";

/** The API's problem codes, of which a later release may know more, and the page's own. */
export type FailureCode = components["schemas"]["Problem"]["code"] | "network" | "team_not_found";

export interface Failure {
  readonly code: FailureCode;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string;
  /** Seconds to wait before trying again; 0 when the server did not say. */
  readonly retryAfter: number;
  /** Scopes to grant before the call can succeed. */
  readonly missingScopes: readonly string[];
}

export const unreachableFailure: Failure = {
  code: "network",
  title: "No connection",
  detail: "The server could not be reached. Check your network and try again.",
  requestId: "",
  retryAfter: 0,
  missingScopes: [],
};

/** Reads problem+json (RFC 9457). API Gateway's own `{message}` bodies get a title by their status. */
export function readFailure(status: number, headers: Headers, body: unknown): Failure {
  const found = readRecord(body);
  const title = readText(found.title) || toDefaultTitle(status);
  const detail = readText(found.detail);
  return {
    code: (readText(found.code) || (status === 429 ? "rate_limited" : "internal")) as FailureCode,
    title,
    detail: detail === title ? "" : detail,
    requestId: readText(found.requestId) || headers.get("apigw-requestid") || "",
    retryAfter: Math.min(Number(headers.get("retry-after")) || 0, 3600),
    missingScopes: readList(found.missingScopes, readText),
  };
}

function toDefaultTitle(status: number): string {
  if (status === 429) return "Too many requests";
  if (status === 403) return "Not allowed";
  if (status === 404) return "There is nothing here";
  if (status === 503) return "The service is not available at the moment";
  return "Something failed on our side";
}
