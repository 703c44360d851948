import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";

export interface Response extends APIGatewayProxyStructuredResultV2 {
  readonly statusCode: number;
  readonly headers?: Record<string, string>;
  readonly cookies?: string[];
}

/** A JSON answer. */
export function ok(body: unknown, options: { statusCode?: number; cookies?: string[] } = {}): Response {
  return {
    statusCode: options.statusCode ?? 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
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
