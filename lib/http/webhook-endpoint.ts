// Receivers of webhooks: verified on the bytes that were sent, put on a queue, and only then answered. No middy and no zod here.
import { randomUUID } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { runWithDeadline } from "../deadline.ts";
import { Problem } from "../errors.ts";
import { withLogContext } from "../log.ts";
import { count } from "../metrics.ts";
import { enqueueDelivery, type UnencodedDelivery } from "../queue/enqueue-delivery.ts";
import { toProblemResponse } from "./problem-response.ts";
import { getRejectionReason } from "./reject-webhook.ts";
import { readBodyBytes } from "./request.ts";
import { ok, type Response, withSecurityHeaders } from "./response.ts";

export interface WebhookRequest {
  /** As the gateway gives them: names in lower case, a header that came twice as one value with a comma. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** As signed. */
  readonly body: Buffer;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Whether an authorizer of the gateway has let the request through. */
  readonly isAuthorized: boolean;
}

/** What a verified request is: an event for the queue, or something that is answered at once and only counted. */
export type ReceiverResult = AcceptedWebhook | AnsweredWebhook;

interface AcceptedWebhook extends Pick<UnencodedDelivery, "kind" | "id" | "headers" | "body" | "link"> {
  /** The answer once it is queued; `{ok:true}` unless given. */
  readonly answer?: Response;
}

interface AnsweredWebhook {
  readonly kind: string;
  readonly settled: Response;
}

export interface Receiver<V> {
  readonly provider: string;
  /** Proves that the request is the provider's; nothing of it is believed before. @throws Problem (see `rejectWebhook`) */
  verify(request: WebhookRequest): Promise<V>;
  /** Reads what was verified. @throws Problem invalid_request or unsupported_media_type */
  read(request: WebhookRequest, verified: V): ReceiverResult;
}

interface ReceiverOptions {
  readonly now?: () => number;
  readonly enqueue?: (delivery: UnencodedDelivery, signal: AbortSignal) => Promise<void>;
  /** Slack, the most impatient, waits 3 s for an answer. */
  readonly deadlineMs?: number;
}

export const acknowledgedResponse: Response = ok({ ok: true });
/** What Slack expects for interactions: any text would be shown, or taken for an instruction. */
export const emptyResponse: Response = { statusCode: 200, body: "" };

/** An endpoint whose caller is known by what it signed, or by a token of ours or of Google's that it carries. */
export function signatureEndpoint<V>(receiver: Receiver<V>, surroundings: ReceiverOptions = {}) {
  const { now = Date.now, enqueue = enqueueDelivery, deadlineMs = 2300 } = surroundings;
  const receive = async (event: APIGatewayProxyEventV2, signal: AbortSignal): Promise<Response> => {
    const request = toWebhookRequest(event, now());
    const received = receiver.read(request, await receiver.verify(request));
    if ("settled" in received) return answerImmediately(receiver.provider, received);
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

/** An endpoint behind the gateway's authorizer of Google's Pub/Sub tokens; its receiver checks whose token it is. */
export const pubsubEndpoint: typeof signatureEndpoint = (receiver, surroundings) =>
  signatureEndpoint(
    {
      ...receiver,
      async verify(request) {
        if (!request.isAuthorized) throw new Problem("unauthenticated", { cause: "token" });
        return receiver.verify(request);
      },
    },
    surroundings,
  );

const toWebhookRequest = (event: APIGatewayProxyEventV2, now: number): WebhookRequest => ({
  headers: event.headers,
  query: event.queryStringParameters ?? {},
  body: readBodyBytes(event),
  now,
  isAuthorized: "authorizer" in event.requestContext,
});

function answerImmediately(provider: string, { kind, settled }: AnsweredWebhook): Response {
  count("WebhookAnswered", { provider, kind });
  return settled;
}

/**
 * A refusal is the sender's doing, anything else ours: two alarms, for two people.
 * What is late may still arrive in the queue; the provider sends it again, and the worker knows it by its id.
 */
function toErrorResponse(provider: string, error: unknown, requestId: string): Response {
  const reason = getRejectionReason(error);
  const isLate = reason === "deadline";
  const answer = toProblemResponse(isLate ? new Problem("provider_unavailable", { retryAfter: 5 }) : error, requestId);
  count(answer.statusCode < 500 ? "WebhookRefused" : "WebhookUnavailable", { provider, reason });
  return answer;
}
