import * as z from "zod";
import { config } from "../config.ts";
import { sendMessage } from "../queue/send.ts";

/** On the queue is the deletion's id alone, which names nobody. */
export const deletionMessage = z.object({ deletionId: z.string() });

/** Queues a deletion, or what is left of it. @param delaySeconds up to 900 */
export const queueDeletion = (deletionId: string, delaySeconds = 0): Promise<void> =>
  sendMessage(config("DELETIONS_QUEUE_URL").DELETIONS_QUEUE_URL, { deletionId }, delaySeconds);
