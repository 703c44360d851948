import * as z from "zod";
import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { readServiceStatus, statusShape } from "../../lib/connections/service-status.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedEnvelopeSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { slack } from "../../lib/providers/slack/definition.ts";

const provider = applySettings(slack);

const about = "Whether the person's Slack can be used, and of which workspace it is; Slack is not asked.";
const answer = () =>
  timestampedEnvelopeSchema({ ...statusShape(), team: z.string().nullable().describe("The workspace's name.") });

export const handler = userEndpoint({ about, query: accountQuery(), answer }, async ({ user, query: { account } }) => {
  const { connected, error, connection } = await readServiceStatus(user, provider, account);
  return timestampedResponse({ connected, team: connection?.accountName ?? null, error });
});
