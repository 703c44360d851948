import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { Problem } from "../errors.ts";

export interface Response extends APIGatewayProxyStructuredResultV2 {
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
export function ok(value: unknown, options: { statusCode?: number; cookies?: string[] } = {}): Response {
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

/** 302 to an absolute URL that we built ourselves. */
export function redirect(location: string, cookies: string[] = []): Response {
  return { statusCode: 302, headers: { location }, body: "", cookies };
}

const security = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
} as const;

/** Adds the headers that every answer carries; an answer's own header of the same name wins (the page has its own policy). */
export function withSecurityHeaders(response: Response, requestId: string): Response {
  return { ...response, headers: { ...security, "x-request-id": requestId, ...response.headers } };
}

/** The envelope of the /v1 and /v2 surface: members of `data` also stand at the top level. */
export function enveloped(
  data: Readonly<Record<string, unknown>>,
  extra: Readonly<Record<string, unknown>> = {},
): Response {
  return ok({ success: true, data, ...data, ...extra });
}
