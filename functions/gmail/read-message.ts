import * as z from "zod";
import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedEnvelopeSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { gmailId, readMessageOrHeaders } from "../../lib/providers/gmail/api.ts";
import { gmail } from "../../lib/providers/gmail/definition.ts";
import { messageAnswer, toMessageView } from "../../lib/providers/gmail/message-view.ts";

const provider = applySettings(gmail);

const path = z.object({ id: gmailId });
const query = accountQuery();
const answer = () => timestampedEnvelopeSchema({ message: messageAnswer() });
const about = "One message of the mailbox, with its text and what is attached to it.";

export const handler = userEndpoint({ about, path, query, answer }, async ({ user, origin, path, query }) => {
  const { account } = query;
  const read = await callProvider(provider, { user, origin, account }, (call) => readMessageOrHeaders(call, path.id));
  return timestampedResponse({ message: toMessageView(read.message, read.isWhole) });
});
