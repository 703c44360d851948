import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { stampedPage } from "../../lib/http/envelope.ts";
import { stamped } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/oauth/data-endpoint.ts";
import { calendarEvent } from "../../lib/providers/calendar/event-shape.ts";
import { eventQuery, listEvents } from "../../lib/providers/calendar/events.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

export const handler = userEndpoint(
  {
    about: "One page of a calendar's events in order of time, each event of a series for itself.",
    query: eventQuery,
    answer: () => stampedPage({ events: z.array(calendarEvent) }),
  },
  async ({ user, origin, query }) => {
    const { account, ...range } = query;
    const found = await callProvider(provider, { user, origin, account }, (call) => listEvents(call, range));
    const { events, nextPageToken } = found;
    return stamped({ events, count: events.length, nextPageToken });
  },
);
