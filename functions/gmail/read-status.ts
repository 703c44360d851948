import * as z from "zod";
import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { readServiceStatus, statusShape } from "../../lib/connections/service-status.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedEnvelopeSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { gmail } from "../../lib/providers/gmail/definition.ts";

const provider = applySettings(gmail);

const about = "Whether the person's Gmail can be used, and whose it is; Google is not asked.";
const answer = () => timestampedEnvelopeSchema({ ...statusShape(), email: z.string().nullable() });

export const handler = userEndpoint({ about, query: accountQuery(), answer }, async ({ user, query: { account } }) => {
  const { connected, error, connection } = await readServiceStatus(user, provider, account);
  return timestampedResponse({ connected, email: connection?.username ?? null, error });
});
