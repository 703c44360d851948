import { messageEndpoint } from "../../lib/live/message.ts";
import { sendTo } from "../../lib/live/push.ts";
import { missedSince, resumeMessage } from "../../lib/live/resume.ts";

export const handler = messageEndpoint(async (message, socket) => {
  const asked = resumeMessage.safeParse(message);
  const answer = asked.success
    ? await missedSince(socket, asked.data.after)
    : [{ type: "error", code: "invalid_request" }];
  await sendTo(socket, answer);
});
