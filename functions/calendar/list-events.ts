import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedPageSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { calendarEvent } from "../../lib/providers/calendar/api/event-schema.ts";
import { eventQuery, listEvents } from "../../lib/providers/calendar/api/events.ts";
import { calendar } from "../../lib/providers/calendar/definition.ts";

const provider = applySettings(calendar);

export const handler = userEndpoint(
  {
    about: "One page of a calendar's events in order of time, each event of a series for itself.",
    query: eventQuery,
    answer: () => timestampedPageSchema({ events: z.array(calendarEvent) }),
  },
  async ({ user, origin, query }) => {
    const { account, ...range } = query;
    const found = await callProvider(provider, { user, origin, account }, (call) => listEvents(call, range));
    const { events, nextPageToken } = found;
    return timestampedResponse({ events, count: events.length, nextPageToken });
  },
);
