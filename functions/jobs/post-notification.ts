import { defaultDependencies } from "../../lib/connections/dependencies.ts";
import { getProvider, getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { postNotification } from "../../lib/providers/slack/cards/post-notification.ts";
import { queueConsumer } from "../../lib/queue/consumer.ts";
import { notificationMessage } from "../../lib/store/notifications.ts";

const poster = { provider: getProviderFromEnvironment(), nameOf: (id: string) => getProvider(id).displayName };

export const handler = queueConsumer(notificationMessage, ({ body }) =>
  postNotification(body, poster, defaultDependencies()),
);
