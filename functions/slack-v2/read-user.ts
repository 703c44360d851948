import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedEnvelopeSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { createUserReader } from "../../lib/providers/slack/api/reader.ts";
import { readUser, slackUser, userId, withoutAddress } from "../../lib/providers/slack/api/users.ts";
import { speakV2 } from "../../lib/providers/slack/api/v2-speaker.ts";
import { slack } from "../../lib/providers/slack/definition.ts";

const provider = applySettings(slack);

const about = "Reads one person or bot of the workspace.";
const path = z.object({ id: userId() });
const query = z.object(workspaceNames());
const answer = () => timestampedEnvelopeSchema({ user: slackUser() });

export const handler = userEndpoint({ about, path, query, answer }, async ({ user, origin, path, query }) =>
  speakV2(provider, { user, origin, names: [query] }, async (speaker) => {
    const found = await callProvider(provider, speaker, (call) => readUser(createUserReader(call), path.id));
    return timestampedResponse({ user: speaker.isTenantBot ? withoutAddress(found) : found });
  }),
);
