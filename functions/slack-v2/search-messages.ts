import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedPageSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { createUserReader } from "../../lib/providers/slack/api/reader.ts";
import { foundMessage, searchMessages, searchQuery } from "../../lib/providers/slack/api/search.ts";
import { speakV2 } from "../../lib/providers/slack/api/v2-speaker.ts";
import { slack } from "../../lib/providers/slack/definition.ts";

const provider = applySettings(slack);

const about = "Searches all messages that the person may see, in Slack's own search syntax, the newest first.";
const query = z.object({ ...workspaceNames(), ...searchQuery() });
const answer = () =>
  timestampedPageSchema({
    messages: z.array(foundMessage()),
    results: z.array(foundMessage()).describe("The same as messages."),
    query: z.string().describe("What was searched for."),
    total: z.number(),
  });

export const handler = userEndpoint({ about, query, answer }, async ({ user, origin, query }) =>
  speakV2(provider, { user, origin, names: [query] }, async (speaker) => {
    if (speaker.isTenantBot) throw ownConnectionProblem();
    // Slack does not allow bots to search.
    const asPerson = { ...speaker, set: "user" } as const;
    const found = await callProvider(provider, asPerson, (call) => searchMessages(createUserReader(call), query));
    const { items: messages, total, nextPageToken } = found;
    const count = messages.length;
    return timestampedResponse({ messages, results: messages, query: query.q, count, total, nextPageToken });
  }),
);

function ownConnectionProblem(): Problem {
  const detail = "Slack lets only people search. Connect your own Slack account.";
  return new Problem("insufficient_permissions", { detail, members: { missingScopes: ["search:read"] } });
}
