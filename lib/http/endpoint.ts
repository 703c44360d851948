// The only file that knows middy and API Gateway events. The kind of caller is the name of the wrapper.
import middy from "@middy/core";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { Problem } from "../errors.ts";
import { withLogContext } from "../log.ts";
import { signedInUser, type User } from "./caller.ts";
import { problemResponse } from "./problem-response.ts";
import { type Parsed, parseRequest, requestCookies, type Schemas } from "./request.ts";
import { type Response, withSecurityHeaders } from "./response.ts";

/** Where a request came from, for the audit. */
export interface Origin {
  readonly ip: string;
  readonly requestId: string;
}

export type Request<S extends Schemas> = Parsed<S> & {
  readonly rawPath: string;
  readonly cookies: ReadonlyMap<string, string>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly origin: Origin;
};

type Answer<R> = (request: R) => Promise<Response>;
interface UserSchemas extends Schemas {
  /** The per-user limit this endpoint counts against; without one only the route's ceiling applies. */
  readonly limit?: (user: User, answer: () => Promise<Response>) => Promise<Response>;
}

function endpoint(answer: (event: APIGatewayProxyEventV2) => Promise<Response>) {
  const pipeline = middy<APIGatewayProxyEventV2, Response, Error, Context>()
    .onError((request) => {
      const { requestId } = request.event.requestContext;
      request.response = withSecurityHeaders(problemResponse(request.error, requestId), requestId);
    })
    .handler(async (event) => withSecurityHeaders(await answer(event), event.requestContext.requestId));
  return (event: APIGatewayProxyEventV2, context: Context): Promise<Response> =>
    withLogContext({ requestId: event.requestContext.requestId, route: event.routeKey }, () =>
      pipeline(event, context),
    );
}

function read<S extends Schemas>(schemas: S, event: APIGatewayProxyEventV2): Request<S> {
  return {
    ...parseRequest(schemas, event),
    rawPath: event.rawPath,
    cookies: requestCookies(event),
    headers: event.headers,
    origin: { ip: event.requestContext.http.sourceIp, requestId: event.requestContext.requestId },
  };
}

/** An endpoint for anybody. */
export function publicEndpoint<S extends Schemas>(schemas: S, answer: Answer<Request<S>>) {
  return endpoint(async (event) => answer(read(schemas, event)));
}

/** An endpoint whose caller is known by an OAuth `state` alone; the engine checks it. */
export function stateEndpoint<S extends Schemas>(schemas: S, answer: Answer<Request<S>>) {
  return publicEndpoint(schemas, answer);
}

/** An endpoint for a signed-in user. Who is asking is settled before what they ask is read. */
export function userEndpoint<S extends UserSchemas>(schemas: S, answer: Answer<Request<S> & { user: User }>) {
  return endpoint(async (event) => {
    const user = signedInUser(event);
    const work = async () => answer({ ...read(schemas, event), user });
    return schemas.limit ? schemas.limit(user, work) : work();
  });
}

/** An endpoint for administrators. */
export function adminEndpoint<S extends UserSchemas>(schemas: S, answer: Answer<Request<S> & { user: User }>) {
  return userEndpoint(schemas, async (request) => {
    if (!request.user.isAdmin) throw new Problem("forbidden");
    return answer(request);
  });
}
