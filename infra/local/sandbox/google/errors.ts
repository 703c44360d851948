// Google's error format, with both the old `errors` list and the new `status`.
import { type Answer, jsonAnswer } from "../exchange.ts";

/** The canonical name of each HTTP status: cloud.google.com/apis/design/errors */
const statuses = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ALREADY_EXISTS",
  410: "GONE",
  412: "FAILED_PRECONDITION",
} as const;

export function apiError(code: keyof typeof statuses, reason: string, message: string, details?: object[]): Answer {
  const errors = [{ message, domain: "global", reason }];
  return jsonAnswer(
    { error: { code, message, errors, status: statuses[code], ...(details ? { details } : {}) } },
    code,
  );
}

export const badRequest = (message: string): Answer => apiError(400, "invalidArgument", message);

export const notFound = (message = "Requested entity was not found."): Answer => apiError(404, "notFound", message);
