import { type HandshakeEvent, subprotocol } from "../../lib/realtime/handshake.ts";
import { openSocket } from "../../lib/realtime/open-socket.ts";
import { socketEndpoint } from "../../lib/realtime/socket-endpoint.ts";

export const handler = socketEndpoint(async (event: HandshakeEvent) => {
  await openSocket(event);
  return { statusCode: 200, headers: { "Sec-WebSocket-Protocol": subprotocol } };
});
