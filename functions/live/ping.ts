import { messageEndpoint } from "../../lib/realtime/message-endpoint.ts";
import { sendToSocket } from "../../lib/realtime/send-to-socket.ts";
import { readHead } from "../../lib/store/feed.ts";

export const handler = messageEndpoint(async (_, socket) => {
  const { seq } = await readHead(socket);
  await sendToSocket(socket, [{ type: "pong", seq }]);
});
