import type { APIGatewayProxyWebsocketEventV2 } from "aws-lambda";
import { count } from "../metrics.ts";
import { countMessage, type Socket } from "../store/sockets.ts";
import { closeSocket, closeSocketById } from "./send-to-socket.ts";
import { socketEndpoint } from "./socket-endpoint.ts";

type SocketMessage = Readonly<Record<string, unknown>>;

/** API Gateway itself closes a socket that sends more: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
const maxMessageBytes = 128 * 1024;

/** One message may be answered with hundreds of frames. A page asks after a gap and every few minutes. */
const maxInitialMessages = 60;
const maxMessagesPerMinute = 30;

/**
 * Wraps a Lambda for socket messages: parses the JSON object and passes it on with the socket's row. Closes sockets that are not
 * open, have expired, send too many messages or anything but a JSON object. The user comes from the row, never from the message.
 */
export function messageEndpoint(work: (message: SocketMessage, from: Socket) => Promise<unknown>, now = Date.now) {
  return socketEndpoint(async (event: APIGatewayProxyWebsocketEventV2) => {
    const { connectionId } = event.requestContext;
    const socket = await countMessage(connectionId);
    const seconds = now() / 1000;
    const message = readMessage(event);
    if (socket === undefined) await closeSocketById(connectionId);
    else if (message === undefined || socket.expiresAt <= seconds) await closeSocket(socket);
    else if (socket.heard > maxInitialMessages + ((seconds - socket.connectedAt) / 60) * maxMessagesPerMinute)
      await closeFlooding(socket);
    else await work(message, socket);
    return { statusCode: 200 };
  });
}

async function closeFlooding(socket: Socket): Promise<void> {
  count("SocketFlooded");
  await closeSocket(socket);
}

function readMessage({ body = "", isBase64Encoded }: APIGatewayProxyWebsocketEventV2): SocketMessage | undefined {
  if (isBase64Encoded || Buffer.byteLength(body) > maxMessageBytes) return undefined;
  try {
    const message: unknown = JSON.parse(body);
    return typeof message === "object" && message !== null && !Array.isArray(message) ? { ...message } : undefined;
  } catch {
    return undefined;
  }
}
