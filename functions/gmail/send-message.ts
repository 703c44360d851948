import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { stampedEnvelope } from "../../lib/http/envelope.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { stamped } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/oauth/data-endpoint.ts";
import { oncePerKey } from "../../lib/oauth/once.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { messageAnswer } from "../../lib/providers/gmail/messages.ts";
import { newMessage, recipientsOf, sendMessage } from "../../lib/providers/gmail/send.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

export const handler = userEndpoint(
  {
    about: "Sends a mail as the account, or an answer that lands in the thread of the message it answers.",
    query: accountQuery(),
    body: newMessage,
    answer: () =>
      stampedEnvelope({ message: messageAnswer().extend({ bcc: z.string().optional() }), accountId: z.string() }),
    status: 201,
    limit: perMinute("write"),
    once: oncePerKey(provider),
  },
  async ({ user, origin, query, body }) => {
    const recipients = recipientsOf(body);
    return callProvider(provider, { user, origin, account: query.account }, async (call) => {
      const message = await sendMessage(call, body, recipients);
      return stamped({ message, accountId: call.connection.accountId }, 201);
    });
  },
);
