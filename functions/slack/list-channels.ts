import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { cached } from "../../lib/oauth/cached.ts";
import { account, callProvider, flag } from "../../lib/oauth/data-endpoint.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { slackClient } from "../../lib/providers/slack/api.ts";
import { listChannels, slackChannel } from "../../lib/providers/slack/channels.ts";

const provider = providerFromEnvironment();

const query = z.object({ account, includePrivate: flag, refresh: flag });
const hour = 3600;

export const handler = userEndpoint({ query }, async ({ user, origin, query }) => {
  const { includePrivate, refresh, account } = query;
  const channels = await callProvider(provider, { user, origin, account, set: "bot" }, (call) => {
    const kept = { connection: call.connection, name: `channels:${includePrivate}`, seconds: hour, refresh };
    const client = slackClient(provider, call.token, call.fetch);
    return cached({ ...kept, schema: z.array(slackChannel) }, () => listChannels(client, includePrivate), call);
  });
  return ok({ channels });
});
