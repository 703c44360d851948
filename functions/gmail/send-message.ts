import * as z from "zod";
import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedEnvelopeSchema } from "../../lib/http/envelope.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { withIdempotencyKey } from "../../lib/provider-client/idempotency.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { newMessage, parseAllRecipients, sendMessage } from "../../lib/providers/gmail/api/send.ts";
import { gmail } from "../../lib/providers/gmail/definition.ts";
import { messageAnswer } from "../../lib/providers/gmail/message-view.ts";

const provider = applySettings(gmail);

export const handler = userEndpoint(
  {
    about: "Sends a mail as the account, or an answer that lands in the thread of the message it answers.",
    query: accountQuery(),
    body: newMessage,
    answer: () =>
      timestampedEnvelopeSchema({
        message: messageAnswer().extend({ bcc: z.string().optional() }),
        messageId: z.string().describe("The message's `id`."),
        accountId: z.string(),
      }),
    status: 201,
    limit: limitPerMinute("write"),
    once: withIdempotencyKey(provider),
  },
  async ({ user, origin, query, body }) => {
    const recipients = parseAllRecipients(body);
    return callProvider(provider, { user, origin, account: query.account }, async (call) => {
      const message = await sendMessage(call, body, recipients);
      return timestampedResponse({ message, messageId: message.id, accountId: call.connection.accountId }, 201);
    });
  },
);
