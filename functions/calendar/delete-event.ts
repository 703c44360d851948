import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { noContent } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { sendUpdates } from "../../lib/providers/calendar/api/event-input.ts";
import { calendarId, eventId } from "../../lib/providers/calendar/api/event-path.ts";
import { readExpectedEtag } from "../../lib/providers/calendar/api/event-version.ts";
import { deleteEvent } from "../../lib/providers/calendar/api/write-events.ts";
import { calendar } from "../../lib/providers/calendar/definition.ts";

const provider = applySettings(calendar);

const path = z.object({ id: eventId });
const query = z.object({ calendarId, account, sendUpdates });

export const handler = userEndpoint(
  {
    about: "Deletes an event, or finds it deleted; with its etag in `If-Match`, only if nobody else has changed it.",
    path,
    query,
    status: 204,
    limit: limitPerMinute("write"),
    guarded: true,
  },
  async ({ user, origin, path: { id }, query: { calendarId, account, sendUpdates }, headers }) => {
    const version = readExpectedEtag(headers);
    await callProvider(provider, { user, origin, account }, (call) =>
      deleteEvent(call, { calendarId, id }, sendUpdates, version),
    );
    return noContent();
  },
);
