import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { stampedPage } from "../../lib/http/envelope.ts";
import { stamped } from "../../lib/http/response.ts";
import { account, flag } from "../../lib/oauth/data-endpoint.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { keptList } from "../../lib/providers/slack/kept-list.ts";
import { listQuery } from "../../lib/providers/slack/pages.ts";
import { v2Speaker } from "../../lib/providers/slack/speaker.ts";
import { slackUser, userList } from "../../lib/providers/slack/users.ts";

const provider = providerFromEnvironment();
const set = v2Speaker(provider);

const about =
  "Lists the workspace's people and bots, kept for an hour; nextPageToken is there when they were more than one answer holds.";
const query = z.object({ account, refresh: flag, ...listQuery() });
const answer = () => stampedPage({ users: z.array(slackUser()) });

export const handler = userEndpoint({ about, query, answer }, async ({ user, origin, query }) => {
  const { account, ...wanted } = query;
  const request = { user, origin, account, set };
  const { items: users, nextPageToken } = await keptList(provider, request, wanted, userList());
  return stamped({ users, count: users.length, nextPageToken });
});
