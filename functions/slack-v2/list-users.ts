import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedPageSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { booleanFlag } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { readCachedList } from "../../lib/providers/slack/api/cached-list.ts";
import { workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { slackUser, userList, withoutAddress } from "../../lib/providers/slack/api/users.ts";
import { speakV2 } from "../../lib/providers/slack/api/v2-speaker.ts";
import { slack } from "../../lib/providers/slack/definition.ts";
import { listQuery } from "../../lib/providers/slack/paging.ts";

const provider = applySettings(slack);

const about =
  "Lists the workspace's people and bots, kept for an hour; nextPageToken is there when they were more than one answer holds.";
const query = z.object({ ...workspaceNames(), refresh: booleanFlag, ...listQuery() });
const answer = () => timestampedPageSchema({ users: z.array(slackUser()) });

export const handler = userEndpoint({ about, query, answer }, async ({ user, origin, query }) =>
  speakV2(provider, { user, origin, names: [query] }, async (speaker) => {
    const { items, nextPageToken } = await readCachedList(provider, speaker, query, userList());
    const users = speaker.isTenantBot ? items.map(withoutAddress) : items;
    return timestampedResponse({ users, count: users.length, nextPageToken });
  }),
);
