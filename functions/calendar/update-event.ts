import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { stampedEnvelope } from "../../lib/http/envelope.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { stamped } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/oauth/data-endpoint.ts";
import { changeEvent } from "../../lib/providers/calendar/change-events.ts";
import { eventChange } from "../../lib/providers/calendar/event-input.ts";
import { calendarEvent } from "../../lib/providers/calendar/event-shape.ts";
import { versionAsked } from "../../lib/providers/calendar/event-version.ts";
import { calendarId, eventId } from "../../lib/providers/calendar/place.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const path = z.object({ id: eventId });
const query = z.object({ calendarId, account });

export const handler = userEndpoint(
  {
    about:
      "Changes what is given of an event; with its etag in `If-Match` or in the body, only if nobody else has changed it.",
    path,
    query,
    body: eventChange,
    answer: () => stampedEnvelope({ event: calendarEvent, accountId: z.string() }),
    limit: perMinute("write"),
    guarded: true,
  },
  async ({ user, origin, path: { id }, query: { calendarId, account }, body, headers }) => {
    const version = versionAsked(headers, body.etag);
    return callProvider(provider, { user, origin, account }, async (call) => {
      const event = await changeEvent(call, { calendarId, id }, body, version);
      return stamped({ event, accountId: call.connection.accountId });
    });
  },
);
