import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedEnvelopeSchema } from "../../lib/http/envelope.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { withIdempotencyKey } from "../../lib/provider-client/idempotency.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { deriveEventId } from "../../lib/providers/calendar/api/event-id.ts";
import { newEvent } from "../../lib/providers/calendar/api/event-input.ts";
import { calendarId } from "../../lib/providers/calendar/api/event-path.ts";
import { eventAnswer, toEventAnswer } from "../../lib/providers/calendar/api/event-schema.ts";
import { createEvent } from "../../lib/providers/calendar/api/write-events.ts";
import { calendar } from "../../lib/providers/calendar/definition.ts";

const provider = applySettings(calendar);

const query = z.object({ calendarId, account });

export const handler = userEndpoint(
  {
    about: "Makes an event; of whole days, `end.date` is the day after the last one.",
    query,
    body: newEvent,
    answer: () => timestampedEnvelopeSchema({ ...eventAnswer(), accountId: z.string() }),
    status: 201,
    limit: limitPerMinute("write"),
    once: withIdempotencyKey(provider),
  },
  async ({ user, origin, query: { calendarId, account }, body, headers }) => {
    const key = headers["idempotency-key"];
    // Include the content: after the key has expired, it may be used for another event.
    const request = [user.tenant, user.user, calendarId, JSON.stringify(body)];
    const id = key === undefined ? undefined : deriveEventId([...request, key]);
    return callProvider(provider, { user, origin, account }, async (call) => {
      const event = await createEvent(call, calendarId, body, id);
      return timestampedResponse({ ...toEventAnswer(event), accountId: call.connection.accountId }, 201);
    });
  },
);
