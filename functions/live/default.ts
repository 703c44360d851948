import { messageEndpoint } from "../../lib/live/message.ts";
import { sendTo } from "../../lib/live/push.ts";

export const handler = messageEndpoint(async (_, socket) => {
  await sendTo(socket, [{ type: "error", code: "unknown_action" }]);
});
