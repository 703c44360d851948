import { dependencies } from "../../lib/oauth/dependencies.ts";
import { providerFromEnvironment, providerOf } from "../../lib/providers/index.ts";
import { postNotification } from "../../lib/providers/slack/post-notification.ts";
import { queueConsumer } from "../../lib/queue/consumer.ts";
import { notificationMessage } from "../../lib/store/notifications.ts";

const poster = { provider: providerFromEnvironment(), nameOf: (id: string) => providerOf(id).displayName };

export const handler = queueConsumer(notificationMessage, ({ body }) => postNotification(body, poster, dependencies()));
