import { messageEndpoint } from "../../lib/live/message.ts";
import { sendTo } from "../../lib/live/push.ts";
import { readHead } from "../../lib/store/feed.ts";

export const handler = messageEndpoint(async (_, socket) => {
  const { seq } = await readHead(socket);
  await sendTo(socket, [{ type: "pong", seq }]);
});
