import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedEnvelopeSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { readNamedAccount, workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { createUserReader } from "../../lib/providers/slack/api/reader.ts";
import { readUser, slackUser, userId } from "../../lib/providers/slack/api/users.ts";
import { selectV2TokenSet } from "../../lib/providers/slack/api/v2-token-set.ts";

const provider = getProviderFromEnvironment();
const set = selectV2TokenSet(provider);

const about = "Reads one person or bot of the workspace.";
const path = z.object({ id: userId() });
const query = z.object(workspaceNames());
const answer = () => timestampedEnvelopeSchema({ user: slackUser() });

export const handler = userEndpoint({ about, path, query, answer }, async ({ user, origin, path, query }) => {
  const request = { user, origin, account: readNamedAccount(provider, user, query), set };
  const found = await callProvider(provider, request, (call) => readUser(createUserReader(call), path.id));
  return timestampedResponse({ user: found });
});
