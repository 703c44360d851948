import * as z from "zod";
import { channelEnder } from "../../lib/channels/end.ts";
import { dependencies } from "../../lib/oauth/dependencies.ts";
import { revokeGrant } from "../../lib/oauth/revoke.ts";
import { channelSourceOf } from "../../lib/providers/channels.ts";
import { providerOf } from "../../lib/providers/index.ts";
import { queueConsumer } from "../../lib/queue/consumer.ts";

const message = z.object({ grantId: z.string() });

export const handler = queueConsumer(message, ({ body, sentAt, attempt }) =>
  revokeGrant(body.grantId, sentAt, providerOf, dependencies(), channelEnder(channelSourceOf, attempt)),
);
