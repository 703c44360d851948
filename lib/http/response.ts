import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { Problem } from "../errors.ts";

declare const content: unique symbol;

/** A response. `T` is the JSON body's type, for the compiler only. */
export interface Response<T = unknown> extends APIGatewayProxyStructuredResultV2 {
  readonly [content]?: T;
  readonly statusCode: number;
  readonly headers?: Record<string, string>;
  readonly cookies?: string[];
}

/** Lambda's limit of 6 MB, less room for headers. docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maxAnswerBytes = 6 * 1024 * 1024 - 32_768;

/** Whether a body fits into Lambda's response, which is JSON: quotes and backslashes take two bytes there. */
export function fitsLambda(body: string): boolean {
  const bytes = Buffer.byteLength(body);
  return 2 * bytes < maxAnswerBytes || Buffer.byteLength(JSON.stringify(body)) < maxAnswerBytes;
}

/** JSON, or undefined for what is nested too deep to be written: `JSON.parse` reads any depth, `JSON.stringify` does not write it. */
export function serializeJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A JSON response, status 200 unless given. @throws Problem payload_too_large above Lambda's limit */
export function ok<T>(value: T, options: { statusCode?: number; cookies?: string[] } = {}): Response<T> {
  const body = serializeJson(value);
  if (body === undefined || !fitsLambda(body)) {
    throw new Problem("payload_too_large", { detail: "The answer is too large. Ask for less of it." });
  }
  return {
    statusCode: options.statusCode ?? 200,
    headers: { "content-type": "application/json" },
    body,
    ...(options.cookies ? { cookies: options.cookies } : {}),
  };
}

export const createdResponse = <T>(value: T): Response<T> => ok(value, { statusCode: 201 });

export const noContent = (): Response<undefined> => ({ statusCode: 204, body: "" });

/** 302. @param location an absolute URL that we built; never pass user input */
export function redirect(location: string, cookies: string[] = []): Response {
  return { statusCode: 302, headers: { location }, body: "", cookies };
}

/** The stage's policy. Without one it holds for our own host: the operator's other hosts may still be on plain http. */
const hostPolicy = process.env.STRICT_TRANSPORT_SECURITY ?? "max-age=63072000";

const securityHeaders = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "strict-transport-security": hostPolicy,
} as const;

/** Adds the security headers and the request id. The response's own headers win, such as the page's own policy. */
export function withSecurityHeaders(response: Response, requestId: string): Response {
  return { ...response, headers: { ...securityHeaders, "x-request-id": requestId, ...response.headers } };
}

/** The response format of /v1 and /v2: members of `data` are repeated at the top level. */
export function envelopeResponse<D extends object, E extends object = object>(
  data: D,
  extra?: E,
  statusCode = 200,
): Response<{ success: true; data: D } & D & E> {
  return ok({ success: true as const, data, ...data, ...(extra ?? ({} as E)) }, { statusCode });
}

export const timestampedResponse = <D extends object>(data: D, statusCode = 200) =>
  envelopeResponse(data, { timestamp: new Date().toISOString() }, statusCode);
