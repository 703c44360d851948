import { queueDueChannels } from "../../lib/channels/queue-due.ts";

export const handler = async () => queueDueChannels();
