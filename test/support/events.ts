import type { APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";

export interface EventOptions {
  /** Method and path: "GET /api/integrations/slack/auth". */
  readonly on: string;
  /** The matched route; by default method and path. */
  readonly routeKey?: string;
  readonly pathParameters?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly cookies?: string[];
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Claims of the caller's verified token, valid for an hour unless `exp` is given. Absent: a request without a token. */
  readonly claims?: Record<string, unknown>;
}

/** The event that an HTTP API sends (payload format 2.0), with claims flattened as the gateway does. */
export function httpEvent(options: EventOptions): APIGatewayProxyEventV2WithJWTAuthorizer {
  const [method = "GET", path = "/"] = options.on.split(" ");
  const { routeKey = options.on, query = {}, cookies = [], body } = options;
  const claims = options.claims && { exp: Math.floor(Date.now() / 1000) + 3600, ...options.claims };
  const authorization: Record<string, string> = claims ? { authorization: `Bearer ${unsignedToken(claims)}` } : {};
  return {
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { host: "localhost", "content-type": "application/json", ...authorization, ...options.headers },
    isBase64Encoded: false,
    ...(cookies.length > 0 && { cookies }),
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    ...(options.pathParameters && { pathParameters: options.pathParameters }),
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    requestContext: requestContext(method, path, routeKey, claims),
  };
}

type Context = APIGatewayProxyEventV2WithJWTAuthorizer["requestContext"];

function requestContext(method: string, path: string, routeKey: string, claims: EventOptions["claims"]): Context {
  const flat = Object.entries(claims ?? {}).map(([name, value]) => [name, flatten(value)]);
  const base = {
    accountId: "000000000000",
    apiId: "api",
    domainName: "localhost",
    domainPrefix: "localhost",
    http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" },
    requestId: crypto.randomUUID(),
    routeKey,
    stage: "$default",
    time: "01/Jan/2026:00:00:00 +0000",
    timeEpoch: Date.now(),
  };
  const authorizer = { principalId: "", integrationLatency: 0, jwt: { claims: Object.fromEntries(flat), scopes: [] } };
  // The gateway omits `authorizer` on routes without one; the type does not say so.
  return (claims ? { ...base, authorizer } : base) as Context;
}

/** The gateway passes every claim as a string; an array becomes its items in brackets. */
const flatten = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(flatten).join(" ")}]` : String(value);

/** Unsigned: endpoints decode the payload only, since the gateway has verified the token. */
function unsignedToken(claims: Record<string, unknown>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part(claims)}.${Buffer.from("unsigned").toString("base64url")}`;
}
