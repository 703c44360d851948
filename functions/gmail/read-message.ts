import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { stampedEnvelope } from "../../lib/http/envelope.ts";
import { stamped } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/oauth/data-endpoint.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { messageAnswer, messageView } from "../../lib/providers/gmail/messages.ts";
import { gmailId, readAsFarAsPossible } from "../../lib/providers/gmail/read-message.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const path = z.object({ id: gmailId });
const query = accountQuery();
const answer = () => stampedEnvelope({ message: messageAnswer() });
const about = "One message of the mailbox, with its text and what is attached to it.";

export const handler = userEndpoint({ about, path, query, answer }, async ({ user, origin, path, query }) => {
  const { account } = query;
  const read = await callProvider(provider, { user, origin, account }, (call) => readAsFarAsPossible(call, path.id));
  return stamped({ message: messageView(read.message, read.isWhole) });
});
