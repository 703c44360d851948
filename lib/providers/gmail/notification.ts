import * as z from "zod";
import { tryParseJsonObject } from "../../webhooks/body.ts";
import { parsePubsubMessage } from "../../webhooks/pubsub-envelope.ts";

export const notificationContent = z.object({
  emailAddress: z.string().min(3).max(320),
  historyId: z.union([z.string().regex(/^\d{1,20}$/), z.number().nonnegative().refine(Number.isInteger)]),
});

/** A push about a changed mailbox. */
interface Notification {
  readonly messageId: string;
  /** In lower case. */
  readonly address: string;
  /** History id in decimal; undefined for a number that JSON has rounded. Never read from here: use the stored cursor. */
  readonly historyId: string | undefined;
}

/** developers.google.com/workspace/gmail/api/guides/push: `{emailAddress, historyId}` in a Pub/Sub envelope. */
export function parseNotification(body: Uint8Array): Notification | undefined {
  const message = parsePubsubMessage(tryParseJsonObject(Buffer.from(body).toString("utf8")) ?? {});
  const read = notificationContent.safeParse(tryParseJsonObject(message?.data ?? ""));
  if (message === undefined || !read.success) return undefined;
  const { emailAddress, historyId } = read.data;
  const isExact = typeof historyId === "string" || Number.isSafeInteger(historyId);
  return {
    messageId: message.id,
    address: emailAddress.toLowerCase(),
    historyId: isExact ? BigInt(historyId).toString() : undefined,
  };
}
