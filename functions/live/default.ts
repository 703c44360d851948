import { messageEndpoint } from "../../lib/realtime/message-endpoint.ts";
import { sendToSocket } from "../../lib/realtime/send-to-socket.ts";

export const handler = messageEndpoint(async (_, socket) => {
  await sendToSocket(socket, [{ type: "error", code: "unknown_action" }]);
});
