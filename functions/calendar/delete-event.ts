import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { nothing } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/oauth/data-endpoint.ts";
import { deleteEvent } from "../../lib/providers/calendar/change-events.ts";
import { sendUpdates } from "../../lib/providers/calendar/event-input.ts";
import { versionAsked } from "../../lib/providers/calendar/event-version.ts";
import { calendarId, eventId } from "../../lib/providers/calendar/place.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const path = z.object({ id: eventId });
const query = z.object({ calendarId, account, sendUpdates });

export const handler = userEndpoint(
  {
    about: "Deletes an event, or finds it deleted; with its etag in `If-Match`, only if nobody else has changed it.",
    path,
    query,
    status: 204,
    limit: perMinute("write"),
    guarded: true,
  },
  async ({ user, origin, path: { id }, query: { calendarId, account, sendUpdates }, headers }) => {
    const version = versionAsked(headers);
    await callProvider(provider, { user, origin, account }, (call) =>
      deleteEvent(call, { calendarId, id }, sendUpdates, version),
    );
    return nothing();
  },
);
