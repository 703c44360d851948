import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedEnvelopeSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { calendarId, eventId } from "../../lib/providers/calendar/api/event-path.ts";
import { eventAnswer, toEventAnswer } from "../../lib/providers/calendar/api/event-schema.ts";
import { readEvent } from "../../lib/providers/calendar/api/events.ts";
import { calendar } from "../../lib/providers/calendar/definition.ts";

const provider = applySettings(calendar);

const path = z.object({ id: eventId });
const query = z.object({ calendarId, account });

export const handler = userEndpoint(
  {
    about: "One event; a deleted one has the status `cancelled`.",
    path,
    query,
    answer: () => timestampedEnvelopeSchema(eventAnswer()),
  },
  async ({ user, origin, path: { id }, query: { calendarId, account } }) => {
    const event = await callProvider(provider, { user, origin, account }, (call) =>
      readEvent(call, { calendarId, id }),
    );
    return timestampedResponse(toEventAnswer(event));
  },
);
