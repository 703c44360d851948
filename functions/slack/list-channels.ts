import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account, cachedCall, flag } from "../../lib/oauth/data-endpoint.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { slackClient } from "../../lib/providers/slack/api.ts";
import { listChannels, slackChannel } from "../../lib/providers/slack/channels.ts";

const provider = providerFromEnvironment();

const query = z.object({ account, includePrivate: flag, refresh: flag });
const hour = 3600;

export const handler = userEndpoint({ query }, async ({ user, origin, query }) => {
  const { includePrivate, refresh, account } = query;
  const kept = { name: `channels:${includePrivate}`, schema: z.array(slackChannel), seconds: hour, refresh };
  const channels = await cachedCall(provider, { user, origin, account, set: "bot" }, kept, (call) =>
    listChannels(slackClient(provider, call.token, call.fetch), includePrivate),
  );
  return ok({ channels });
});
