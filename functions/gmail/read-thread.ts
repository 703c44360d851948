import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { stampedEnvelope } from "../../lib/http/envelope.ts";
import { stamped } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/oauth/data-endpoint.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { gmailId } from "../../lib/providers/gmail/read-message.ts";
import { readThread, threadAnswer } from "../../lib/providers/gmail/thread.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const path = z.object({ id: gmailId });
const query = accountQuery();
const answer = () => stampedEnvelope({ thread: threadAnswer() });
const about = "A conversation: its messages in order, the oldest first.";

export const handler = userEndpoint({ about, path, query, answer }, async ({ user, origin, path, query }) => {
  const { account } = query;
  return stamped({
    thread: await callProvider(provider, { user, origin, account }, (call) => readThread(call, path.id)),
  });
});
