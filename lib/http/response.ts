import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { Problem } from "../errors.ts";

declare const content: unique symbol;

/** `T` is what the body holds as JSON; it exists for the compiler only. */
export interface Response<T = unknown> extends APIGatewayProxyStructuredResultV2 {
  readonly [content]?: T;
  readonly statusCode: number;
  readonly headers?: Record<string, string>;
  readonly cookies?: string[];
}

/** A Lambda answers at most 6 MB; the rest is for headers. docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maxAnswerBytes = 6 * 1024 * 1024 - 32_768;

/** Whether Lambda can answer this body: it travels inside JSON, where every quote and backslash takes two bytes. */
export function fitsLambda(body: string): boolean {
  const bytes = Buffer.byteLength(body);
  return 2 * bytes < maxAnswerBytes || Buffer.byteLength(JSON.stringify(body)) < maxAnswerBytes;
}

/** A JSON answer. @throws Problem payload_too_large for what Lambda would refuse to answer */
export function ok<T>(value: T, options: { statusCode?: number; cookies?: string[] } = {}): Response<T> {
  const body = JSON.stringify(value);
  if (!fitsLambda(body)) {
    throw new Problem("payload_too_large", { detail: "The answer is too large. Ask for less of it." });
  }
  return {
    statusCode: options.statusCode ?? 200,
    headers: { "content-type": "application/json" },
    body,
    ...(options.cookies ? { cookies: options.cookies } : {}),
  };
}

/** 201 with what was made. */
export const created = <T>(value: T): Response<T> => ok(value, { statusCode: 201 });

/** 204: done, and nothing to say. */
export const noContent = (): Response<undefined> => ({ statusCode: 204, body: "" });

/** 302 to an absolute URL that we built ourselves. */
export function redirect(location: string, cookies: string[] = []): Response {
  return { statusCode: 302, headers: { location }, body: "", cookies };
}

const securityHeaders = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
} as const;

/** Adds the headers that every answer carries; an answer's own header of the same name wins (the page has its own policy). */
export function withSecurityHeaders(response: Response, requestId: string): Response {
  return { ...response, headers: { ...securityHeaders, "x-request-id": requestId, ...response.headers } };
}

/** The envelope of the /v1 and /v2 surface: members of `data` also stand at the top level. */
export function envelopeResponse<D extends object, E extends object = object>(
  data: D,
  extra?: E,
  statusCode = 200,
): Response<{ success: true; data: D } & D & E> {
  return ok({ success: true as const, data, ...data, ...(extra ?? ({} as E)) }, { statusCode });
}

/** An envelope that says when it was written, as the /v2 surface does. */
export const timestampedResponse = <D extends object>(data: D, statusCode = 200) =>
  envelopeResponse(data, { timestamp: new Date().toISOString() }, statusCode);
