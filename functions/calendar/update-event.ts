import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedEnvelopeSchema } from "../../lib/http/envelope.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { eventChange } from "../../lib/providers/calendar/api/event-input.ts";
import { calendarId, eventId } from "../../lib/providers/calendar/api/event-path.ts";
import { eventAnswer, toEventAnswer } from "../../lib/providers/calendar/api/event-schema.ts";
import { readExpectedEtag } from "../../lib/providers/calendar/api/event-version.ts";
import { updateEvent } from "../../lib/providers/calendar/api/write-events.ts";
import { calendar } from "../../lib/providers/calendar/definition.ts";

const provider = applySettings(calendar);

const path = z.object({ id: eventId });
const query = z.object({ calendarId, account });

export const handler = userEndpoint(
  {
    about:
      "Changes what is given of an event; with its etag in `If-Match` or in the body, only if nobody else has changed it.",
    path,
    query,
    body: eventChange,
    answer: () => timestampedEnvelopeSchema({ ...eventAnswer(), accountId: z.string() }),
    limit: limitPerMinute("write"),
    guarded: true,
  },
  async ({ user, origin, path: { id }, query: { calendarId, account }, body, headers }) => {
    const version = readExpectedEtag(headers, body.etag);
    return callProvider(provider, { user, origin, account }, async (call) => {
      const event = await updateEvent(call, { calendarId, id }, body, version);
      return timestampedResponse({ ...toEventAnswer(event), accountId: call.connection.accountId });
    });
  },
);
