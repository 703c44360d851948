import type { APIGatewayProxyWebsocketEventV2 } from "aws-lambda";
import { count } from "../metrics.ts";
import { countMessage, type Socket } from "../store/sockets.ts";
import { socketEndpoint } from "./endpoint.ts";
import { close, closeUnknown } from "./push.ts";

type Message = Readonly<Record<string, unknown>>;

/** API Gateway itself closes a socket that sends more: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
const largestMessage = 128 * 1024;

/** One message may be answered with hundreds: a page asks after a gap and every few minutes, and never keeps asking. */
const mostAtFirst = 60;
const mostPerMinute = 30;

/**
 * A Lambda for messages: a JSON object from a socket that is open, has not expired and does not flood us. Any other
 * socket is closed.
 * Whose socket it is, its row alone says; nothing in the message does.
 */
export function messageEndpoint(work: (message: Message, from: Socket) => Promise<unknown>, now = Date.now) {
  return socketEndpoint(async (event: APIGatewayProxyWebsocketEventV2) => {
    const { connectionId } = event.requestContext;
    const socket = await countMessage(connectionId);
    const seconds = now() / 1000;
    const message = readMessage(event);
    if (socket === undefined) await closeUnknown(connectionId);
    else if (message === undefined || socket.expiresAt <= seconds) await close(socket);
    else if (socket.heard > mostAtFirst + ((seconds - socket.connectedAt) / 60) * mostPerMinute) await silence(socket);
    else await work(message, socket);
    return { statusCode: 200 };
  });
}

async function silence(socket: Socket): Promise<void> {
  count("SocketFlooded");
  await close(socket);
}

function readMessage({ body = "", isBase64Encoded }: APIGatewayProxyWebsocketEventV2): Message | undefined {
  if (isBase64Encoded || Buffer.byteLength(body) > largestMessage) return undefined;
  try {
    const message: unknown = JSON.parse(body);
    return typeof message === "object" && message !== null && !Array.isArray(message) ? { ...message } : undefined;
  } catch {
    return undefined;
  }
}
