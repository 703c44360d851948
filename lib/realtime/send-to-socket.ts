// Sends to and closes open sockets through API Gateway: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
import {
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { apiGatewayManagementClient } from "../aws/api-gateway-management.ts";
import { config } from "../config.ts";
import { describeError, log } from "../log.ts";
import { count } from "../metrics.ts";
import { deleteSocket, type Socket } from "../store/sockets.ts";

const { LIVE_ENDPOINT } = config("LIVE_ENDPOINT");

const api = apiGatewayManagementClient(LIVE_ENDPOINT, { maxAttempts: 2 });

/** API Gateway's limit. */
const maxMessageBytes = 128 * 1024;
/** API Gateway reports a socket as gone until $connect has returned. */
const openingSeconds = 30;

/**
 * Sends messages to one socket in order and stops at the first failure: the client notices the gap and asks for the rest.
 * Closes an expired socket, and deletes the row of one that is gone.
 * @returns whether all messages were sent
 */
export async function sendToSocket(socket: Socket, messages: readonly object[], now = Date.now): Promise<boolean> {
  const seconds = now() / 1000;
  if (socket.expiresAt <= seconds) {
    await closeSocket(socket);
    return false;
  }
  try {
    for (const message of messages) await postMessage(socket.id, message);
    return true;
  } catch (error) {
    if (error instanceof GoneException) await deleteUnlessOpening(socket, seconds);
    else reportUndelivered(error);
    return false;
  }
}

async function postMessage(ConnectionId: string, message: object): Promise<void> {
  const whole = Buffer.from(JSON.stringify(message));
  const Data = whole.length > maxMessageBytes ? toResyncFrame(message) : whole;
  await api.send(new PostToConnectionCommand({ ConnectionId, Data }));
}

/** Replaces a message that is too large: the page then reloads the list of activities. */
const toResyncFrame = (message: object) =>
  Buffer.from(JSON.stringify({ type: "resync", ...("seq" in message && { seq: message.seq }) }));

async function deleteUnlessOpening(socket: Socket, seconds: number): Promise<void> {
  if (seconds - socket.connectedAt > openingSeconds) await deleteSocket(socket);
}

function reportUndelivered(error: unknown): void {
  count("PushFailed");
  log.warn("sending to a socket failed", describeError(error));
}

/** Closes a socket and deletes its row. A socket that is already gone counts as closed. */
export async function closeSocket(socket: Socket): Promise<void> {
  await closeSocketById(socket.id);
  await deleteSocket(socket);
}

/** Closes a socket that has no row. */
export async function closeSocketById(ConnectionId: string): Promise<void> {
  try {
    await api.send(new DeleteConnectionCommand({ ConnectionId }));
  } catch (error) {
    if (!(error instanceof GoneException)) reportUndelivered(error);
  }
}
