import { socketEndpoint } from "../../lib/live/endpoint.ts";
import { type HandshakeEvent, subprotocol } from "../../lib/live/handshake.ts";
import { openSocket } from "../../lib/live/open-socket.ts";

export const handler = socketEndpoint(async (event: HandshakeEvent) => {
  await openSocket(event);
  return { statusCode: 200, headers: { "Sec-WebSocket-Protocol": subprotocol } };
});
