import { framesSince, resumeMessage } from "../../lib/realtime/frames-since.ts";
import { messageEndpoint } from "../../lib/realtime/message-endpoint.ts";
import { sendToSocket } from "../../lib/realtime/send-to-socket.ts";

export const handler = messageEndpoint(async (message, socket) => {
  const asked = resumeMessage.safeParse(message);
  const answer = asked.success
    ? await framesSince(socket, asked.data.after)
    : [{ type: "error", code: "invalid_request" }];
  await sendToSocket(socket, answer);
});
