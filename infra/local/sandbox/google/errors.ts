// Google's error format, with both the old `errors` list and the new `status`.
import { type Answer, jsonAnswer } from "../exchange.ts";

export function apiError(code: number, status: string, reason: string, message: string, details?: object[]): Answer {
  const errors = [{ message, domain: "global", reason }];
  return jsonAnswer({ error: { code, message, errors, status, ...(details ? { details } : {}) } }, code);
}

export const badRequest = (message: string): Answer => apiError(400, "INVALID_ARGUMENT", "invalidArgument", message);

export const notFound = (message = "Requested entity was not found."): Answer =>
  apiError(404, "NOT_FOUND", "notFound", message);
