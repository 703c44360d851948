import { Problem } from "../../lib/errors.ts";
import { socketEndpoint } from "../../lib/realtime/socket-endpoint.ts";
import { deleteSocket, readSocket } from "../../lib/store/sockets.ts";

export const handler = socketEndpoint(async ({ requestContext }) => {
  if (requestContext.eventType !== "DISCONNECT") throw new Problem("forbidden");
  const socket = await readSocket(requestContext.connectionId);
  if (socket) await deleteSocket(socket);
  return { statusCode: 200 };
});
