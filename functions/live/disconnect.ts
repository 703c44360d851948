import { Problem } from "../../lib/errors.ts";
import { socketEndpoint } from "../../lib/live/endpoint.ts";
import { findSocket, forgetSocket } from "../../lib/store/sockets.ts";

export const handler = socketEndpoint(async ({ requestContext }) => {
  if (requestContext.eventType !== "DISCONNECT") throw new Problem("forbidden");
  const socket = await findSocket(requestContext.connectionId);
  if (socket) await forgetSocket(socket);
  return { statusCode: 200 };
});
