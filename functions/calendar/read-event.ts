import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { stampedEnvelope } from "../../lib/http/envelope.ts";
import { stamped } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/oauth/data-endpoint.ts";
import { calendarEvent } from "../../lib/providers/calendar/event-shape.ts";
import { readEvent } from "../../lib/providers/calendar/events.ts";
import { calendarId, eventId } from "../../lib/providers/calendar/place.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const path = z.object({ id: eventId });
const query = z.object({ calendarId, account });

export const handler = userEndpoint(
  {
    about: "One event; a deleted one has the status `cancelled`.",
    path,
    query,
    answer: () => stampedEnvelope({ event: calendarEvent }),
  },
  async ({ user, origin, path: { id }, query: { calendarId, account } }) => {
    const event = await callProvider(provider, { user, origin, account }, (call) =>
      readEvent(call, { calendarId, id }),
    );
    return stamped({ event });
  },
);
