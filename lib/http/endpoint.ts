// The only file that uses middy and API Gateway events. One wrapper per kind of caller.
import middy from "@middy/core";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { Problem } from "../errors.ts";
import { withLogContext } from "../log.ts";
import { settleWrites } from "../pending-writes.ts";
import { readSignedInUser, type User } from "./caller.ts";
import type { AnswerBody, Contract } from "./contract.ts";
import type { SharedDeadline } from "./fetch-deadline.ts";
import { type FormBody, readFormBody } from "./form-body.ts";
import { toProblemResponse } from "./problem-response.ts";
import { type Parsed, parseCookies, parseRequest, readBodyBytes } from "./request.ts";
import { admitRequest } from "./require-edge.ts";
import { type Response, withSecurityHeaders } from "./response.ts";

/** Where a request came from, for the audit log. All provider calls of one request share its deadline. */
export interface Origin extends SharedDeadline {
  readonly ip: string;
  readonly requestId: string;
  /** Id of the connection whose token was used; set by the call to the provider. */
  usedConnection?: string;
}

export type Request<S extends Contract> = Parsed<S> & {
  readonly rawPath: string;
  /** The query as it stands in the URL, without the question mark. */
  readonly rawQuery: string;
  readonly cookies: ReadonlyMap<string, string>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly origin: Origin;
};

export type AnswerRequest<S extends Contract, More = unknown> = (
  request: Request<S> & More,
) => Promise<Response<AnswerBody<S>>>;

/** Identifies a request, to recognize a repetition of it. */
export interface RequestIdentity {
  readonly user: User;
  readonly key: string | undefined;
  readonly route: string;
  /** Path, query and body, byte for byte; for a form, its parts without the boundaries. */
  readonly content: readonly (string | Uint8Array)[];
  readonly origin: Pick<Origin, "usedConnection">;
}

export interface UserContract extends Contract {
  /** The per-user rate limit; without one only the route's throttle applies. */
  readonly limit?: (user: User, answer: () => Promise<Response>) => Promise<Response>;
  /** Idempotency for requests that a client may repeat, see `withIdempotencyKey`. */
  readonly once?: (request: RequestIdentity, answer: () => Promise<Response>) => Promise<Response>;
}

/** A handler that answers whatever happens, and its contract. Wrappers for other callers are made of it. */
export function createEndpoint<S extends Contract>(
  contract: S & { readonly caller: string },
  answer: (event: APIGatewayProxyEventV2) => Promise<Response>,
) {
  const pipeline = middy<APIGatewayProxyEventV2, Response, Error, Context>()
    .onError((request) => {
      const { requestId } = request.event.requestContext;
      request.response = withSecurityHeaders(toProblemResponse(request.error, requestId), requestId);
    })
    .handler(async (event) =>
      withSecurityHeaders(await answer(await admitRequest(event)), event.requestContext.requestId),
    );
  const handler = (event: APIGatewayProxyEventV2, context: Context): Promise<Response> =>
    withLogContext({ requestId: event.requestContext.requestId, route: event.routeKey }, () =>
      pipeline(event, context).finally(settleWrites),
    );
  // For the OpenAPI generator; not used while answering requests.
  return Object.assign(handler, { contract });
}

const readForm = async ({ accepts }: Contract, event: APIGatewayProxyEventV2): Promise<FormBody | undefined> =>
  accepts === "form" ? readFormBody(event) : undefined;

export function readRequest<S extends Contract>(
  contract: S,
  event: APIGatewayProxyEventV2,
  form?: FormBody,
): Request<S> {
  return {
    ...parseRequest(contract, event, form && (() => form.fields)),
    rawPath: event.rawPath,
    rawQuery: event.rawQueryString,
    cookies: parseCookies(event),
    headers: event.headers,
    origin: { ip: event.requestContext.http.sourceIp, requestId: event.requestContext.requestId },
  };
}

const identifyRequest = (
  event: APIGatewayProxyEventV2,
  { user, origin }: Pick<RequestIdentity, "user" | "origin">,
  form: FormBody | undefined,
): RequestIdentity => ({
  user,
  origin,
  key: event.headers["idempotency-key"],
  route: event.routeKey,
  content: [event.rawPath, event.rawQueryString, ...(form?.content ?? [readBodyBytes(event)])],
});

export function publicEndpoint<S extends Contract>(contract: S, answer: AnswerRequest<S>) {
  return createEndpoint({ ...contract, caller: "nobody" }, async (event) => answer(readRequest(contract, event)));
}

/** An endpoint authenticated by an OAuth `state` alone, which lib/connections checks. */
export function stateEndpoint<S extends Contract>(contract: S, answer: AnswerRequest<S>) {
  return createEndpoint({ ...contract, caller: "state" }, async (event) => answer(readRequest(contract, event)));
}

/** An endpoint for a signed-in user. The user is authenticated before the request is parsed. */
export function userEndpoint<S extends UserContract>(contract: S, answer: AnswerRequest<S, { user: User }>) {
  return signedInEndpoint(contract, "user", answer);
}

export function adminEndpoint<S extends UserContract>(contract: S, answer: AnswerRequest<S, { user: User }>) {
  return signedInEndpoint(contract, "admin", async (request) => {
    if (!request.user.isAdmin) throw new Problem("forbidden");
    return answer(request);
  });
}

const signedInEndpoint = <S extends UserContract>(
  contract: S,
  caller: "user" | "admin",
  answer: AnswerRequest<S, { user: User }>,
) => createEndpoint({ ...contract, caller }, async (event) => answerSignedInUser(contract, event, answer));

/** Answers a request of a signed-in user. @throws Problem as `readSignedInUser` and `parseRequest` */
export async function answerSignedInUser<S extends UserContract>(
  contract: S,
  event: APIGatewayProxyEventV2,
  answer: AnswerRequest<S, { user: User }>,
): Promise<Response> {
  const { limit = withoutLimit, once = withoutIdempotency } = contract;
  const user = readSignedInUser(event);
  // Parse before claiming the idempotency key: after a validation error a client may send a corrected request with the
  // same key.
  return limit(user, async () => {
    const form = await readForm(contract, event);
    const request = { ...readRequest(contract, event, form), user };
    return once(identifyRequest(event, request, form), () => answer(request));
  });
}

const withoutLimit = (_user: User, answer: () => Promise<Response>) => answer();
const withoutIdempotency = (_request: RequestIdentity, answer: () => Promise<Response>) => answer();
