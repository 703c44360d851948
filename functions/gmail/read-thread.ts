import * as z from "zod";
import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedEnvelopeSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { readThread, threadAnswer } from "../../lib/providers/gmail/api/thread.ts";
import { gmailId } from "../../lib/providers/gmail/api.ts";
import { gmail } from "../../lib/providers/gmail/definition.ts";

const provider = applySettings(gmail);

const path = z.object({ id: gmailId });
const query = accountQuery();
const answer = () => timestampedEnvelopeSchema({ thread: threadAnswer() });
const about = "A conversation: its messages in order, the oldest first.";

export const handler = userEndpoint({ about, path, query, answer }, async ({ user, origin, path, query }) => {
  const { account } = query;
  return timestampedResponse({
    thread: await callProvider(provider, { user, origin, account }, (call) => readThread(call, path.id)),
  });
});
