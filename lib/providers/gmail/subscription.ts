// The watch of a mailbox: developers.google.com/workspace/gmail/api/guides/push
import * as z from "zod";
import { config } from "../../config.ts";
import { Problem } from "../../errors.ts";
import type { OpenedSubscription, SubscriptionSource } from "../../subscriptions/source.ts";
import { postToGoogle } from "../google/api.ts";

/** The id may be a string or a number, and may exceed the safe range of numbers. */
const watchResponse = z.object({
  historyId: z.union([z.string(), z.number()]).transform(String),
  expiration: z.coerce.number(),
});

/** A mailbox has one watch, shared by all our connections to it. Watching again replaces it; the connections keep their cursors. */
export const gmailSubscription: SubscriptionSource<"mailbox"> = {
  provider: "gmail",
  isShared: true,
  replaces: "itself",
  wanted: () => [{ name: "mailbox", kind: "mailbox" }],
  async open(access): Promise<OpenedSubscription> {
    const { PUBSUB_TOPIC: topicName } = config("PUBSUB_TOPIC");
    if (topicName === undefined) {
      throw new Problem("not_configured", {
        detail: "Gmail push is not configured. Please contact administrator.",
      });
    }
    const { historyId, expiration } = await postToGoogle(access, "/users/me/watch", { topicName }, watchResponse);
    return { remoteId: "watch", expiresAt: Math.floor(expiration / 1000), cursor: historyId, counts: true };
  },
  async stop(access): Promise<void> {
    await postToGoogle(access, "/users/me/stop", {}, z.unknown());
  },
};
