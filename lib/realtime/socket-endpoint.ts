// Wraps every Lambda of the WebSocket API: log context and error handling.
import type { APIGatewayProxyWebsocketEventV2 } from "aws-lambda";
import { Problem } from "../errors.ts";
import { describeError, log, withLogContext } from "../log.ts";
import { count } from "../metrics.ts";

interface SocketResponse {
  readonly statusCode: number;
  readonly headers?: Record<string, string>;
}

/** Turns errors into a status code. Clients see it for a handshake only. */
export function socketEndpoint<E extends APIGatewayProxyWebsocketEventV2>(work: (event: E) => Promise<SocketResponse>) {
  return (event: E): Promise<SocketResponse> => {
    const { requestId, routeKey } = event.requestContext;
    return withLogContext({ requestId, route: routeKey }, () => work(event).catch(toErrorResponse));
  };
}

function toErrorResponse(error: unknown): SocketResponse {
  const { code, status, cause = error } = error instanceof Problem ? error : new Problem("internal", { cause: error });
  if (status < 500) {
    count("SocketRefused", { code });
    log.info("socket refused", { code, status });
  } else {
    count("RequestFailed", { code });
    log.error("request failed", { code, status, ...describeError(cause) });
  }
  return { statusCode: status };
}
