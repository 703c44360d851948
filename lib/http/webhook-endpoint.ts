// Webhook receivers: they verify the raw bytes, queue the delivery and then answer. No middy or zod here, to start fast.
import { randomUUID } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { runWithDeadline } from "../deadline.ts";
import { Problem } from "../errors.ts";
import { withLogContext } from "../log.ts";
import { count } from "../metrics.ts";
import { enqueueDelivery, type QueuedDelivery } from "../queue/enqueue-delivery.ts";
import { toProblemResponse } from "./problem-response.ts";
import { getRejectionReason } from "./reject-webhook.ts";
import { readBodyBytes } from "./request.ts";
import { admitRequest, pastTheEdge } from "./require-edge.ts";
import { ok, type Response, withSecurityHeaders } from "./response.ts";

export interface WebhookRequest {
  /** As the gateway passes them: names in lower case, repeated headers joined with a comma. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The query as it was sent, without the question mark. */
  readonly rawQuery: string;
  readonly body: Buffer;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly isAuthorized: boolean;
}

/** A verified request: either a delivery for the queue, or one that is answered immediately and only counted. */
export type ReceiverResult = AcceptedWebhook | AnsweredWebhook;

/** The kind of a request that is queued. A message in flight may have a kind of another version. */
type ReceivedKind = "batch" | "channel" | "command" | "event" | "interaction" | "push";

/** A request before it is a `QueuedDelivery`: the receiver adds its id, provider and time. */
interface AcceptedWebhook extends Pick<QueuedDelivery, "id" | "headers" | "body" | "link"> {
  readonly kind: ReceivedKind;
  /** The response once it is queued; `{ok:true}` unless given. */
  readonly answer?: Response;
}

/** A request that never becomes a delivery. */
interface AnsweredWebhook {
  readonly kind: "challenge" | "ping" | "ssl_check" | "sync" | "unreadable";
  readonly response: Response;
}

export interface Receiver<V> {
  readonly provider: string;
  /** Checks that the request comes from the provider, before anything in it is trusted. @throws Problem (see `rejectWebhook`) */
  verify(request: WebhookRequest): Promise<V>;
  /** Parses the verified request. @throws Problem invalid_request or unsupported_media_type */
  read(request: WebhookRequest, verified: V): ReceiverResult;
}

interface ReceiverOptions {
  readonly now?: () => number;
  readonly enqueue?: (delivery: Omit<QueuedDelivery, "encoding">, signal: AbortSignal) => Promise<void>;
  /** 2300 unless given: Slack, with the shortest time limit, waits 3 s for a response. */
  readonly deadlineMs?: number;
}

export const acknowledgedResponse: Response = ok({ ok: true });
/** What Slack expects for interactions: it would show a text to the user, or take it as an instruction. */
export const emptyResponse: Response = { statusCode: 200, body: "" };

/** A webhook receiver. The receiver's `verify` authenticates the caller, by a signature or a token in the request. */
export function signatureEndpoint<V>(receiver: Receiver<V>, options: ReceiverOptions = {}) {
  const { now = Date.now, enqueue = enqueueDelivery, deadlineMs = 2300 } = options;
  const receive = async (event: APIGatewayProxyEventV2, signal: AbortSignal): Promise<Response> => {
    const request = toWebhookRequest(await admitRequest(event), now());
    const received = receiver.read(request, await receiver.verify(request));
    if ("response" in received) return answerImmediately(receiver.provider, received);
    const { answer = acknowledgedResponse, ...delivery } = received;
    await enqueue({ receipt: randomUUID(), provider: receiver.provider, receivedAt: request.now, ...delivery }, signal);
    count("WebhookAccepted", { provider: receiver.provider, kind: delivery.kind });
    return answer;
  };
  return (event: APIGatewayProxyEventV2): Promise<Response> => {
    const { requestId } = event.requestContext;
    return withLogContext({ requestId, route: event.routeKey }, async () => {
      const answer = await runWithDeadline(deadlineMs, (signal) => receive(event, signal)).catch((error: unknown) =>
        toErrorResponse(receiver.provider, error, requestId),
      );
      return withSecurityHeaders(answer, requestId);
    });
  };
}

/** A receiver behind the gateway's authorizer for Google Pub/Sub tokens. The receiver checks which account the token is for. */
export const pubsubEndpoint: typeof signatureEndpoint = (receiver, options) =>
  signatureEndpoint(
    {
      ...receiver,
      async verify(request) {
        if (!request.isAuthorized) throw new Problem("unauthenticated", { cause: "token" });
        return receiver.verify(request);
      },
    },
    options,
  );

const toWebhookRequest = (event: APIGatewayProxyEventV2, now: number): WebhookRequest => ({
  headers: event.headers,
  query: event.queryStringParameters ?? {},
  rawQuery: event.rawQueryString ?? "",
  body: readBodyBytes(event),
  now,
  isAuthorized: "authorizer" in event.requestContext,
});

function answerImmediately(provider: string, { kind, response }: AnsweredWebhook): Response {
  count("WebhookAnswered", { provider, kind });
  return response;
}

/**
 * Rejections are the sender's fault and other errors are ours, so each has its own metric and alarm.
 * After a timeout the delivery may still reach the queue; the worker recognizes the provider's repetition by its id.
 */
function toErrorResponse(provider: string, error: unknown, requestId: string): Response {
  const reason = getRejectionReason(error);
  const isTimeout = reason === "deadline";
  const answer = toProblemResponse(
    isTimeout ? new Problem("provider_unavailable", { retryAfter: 5 }) : error,
    requestId,
  );
  countRejection(provider, answer.statusCode, reason);
  return answer;
}

/** An alarm watches the first and the last one, and what came past the edge is counted there. Nobody has set up a provider that is not configured, so nobody misses its events. */
function countRejection(provider: string, status: number, reason: string): void {
  if (reason === pastTheEdge) return;
  if (status < 500) count("WebhookRefused", { provider, reason });
  else if (reason === "unconfigured") count("WebhookNotConfigured", { provider, reason });
  else count("WebhookUnavailable", { provider, reason });
}
