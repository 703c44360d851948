import { framesSince, resumeMessage } from "../../lib/realtime/frames-since.ts";
import { messageEndpoint } from "../../lib/realtime/message-endpoint.ts";
import { sendToSocket } from "../../lib/realtime/send-to-socket.ts";

export const handler = messageEndpoint(async (message, socket) => {
  const request = resumeMessage.safeParse(message);
  const answer = request.success
    ? await framesSince(socket, request.data.after)
    : [{ type: "error", code: "invalid_request" }];
  await sendToSocket(socket, answer);
});
