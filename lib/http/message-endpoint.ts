// An endpoint for the programs of signed-in users, which send messages of a protocol of their own.
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Problem, restateProblem } from "../errors.ts";
import { readBearerToken } from "../jwt/bearer-token.ts";
import { readSignedInUser, type User } from "./caller.ts";
import type { Contract } from "./contract.ts";
import { createEndpoint } from "./endpoint.ts";
import { parseJson } from "./json-body.ts";
import { checkEncoding, readBodyBytes } from "./request.ts";
import type { Response } from "./response.ts";

export interface ReceivedMessage {
  readonly user: User;
  /** The user's bearer token, which was verified. */
  readonly token: string;
  readonly method: string;
  readonly rawPath: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The API's own host name at AWS. */
  readonly gatewayHost: string;
  readonly requestId: string;
  /** The body as JSON; undefined where there is none. Strictly read, but in no particular shape. @throws Problem */
  readonly readBody: () => unknown;
}

interface MessageContract extends Contract {
  /** In bytes. */
  readonly maxBody: number;
  /** Where a client without a token reads how it gets one, as a 401 says (RFC 9728 section 5.1). */
  readonly resourceMetadata: () => string;
}

/** Only tokens that were issued for this API are taken: what the message does is done with the token (RFC 8707). */
export const messageEndpoint = <C extends MessageContract>(
  contract: C,
  answer: (message: ReceivedMessage) => Promise<Response>,
) =>
  createEndpoint({ ...contract, caller: "user" }, async (event) => {
    const user = readUser(event, contract);
    return answer({
      user,
      token: readBearerToken(event.headers.authorization) ?? "",
      method: event.requestContext.http.method,
      rawPath: event.rawPath,
      headers: event.headers,
      gatewayHost: event.requestContext.domainName,
      requestId: event.requestContext.requestId,
      readBody: () => readBody(event, contract.maxBody),
    });
  });

function readUser(event: APIGatewayProxyEventV2, { resourceMetadata }: MessageContract): User {
  try {
    const user = readSignedInUser(event);
    if (user.hasNoAudience) throw new Problem("unauthenticated");
    return user;
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    const challenge = `Bearer resource_metadata="${resourceMetadata()}"`;
    throw restateProblem(error, { headers: { ...error.headers, "www-authenticate": challenge } });
  }
}

function readBody(event: APIGatewayProxyEventV2, maxBytes: number): unknown {
  const bytes = readBodyBytes(event);
  if (bytes.length === 0) return undefined;
  if (bytes.length > maxBytes)
    throw new Problem("invalid_request", { detail: `The body has more than ${maxBytes} bytes.` });
  return parseJson(checkEncoding(event, bytes));
}
