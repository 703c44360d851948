import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedPageSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { calendarEntry, calendarQuery, listCalendars } from "../../lib/providers/calendar/api/calendars.ts";
import { calendar } from "../../lib/providers/calendar/definition.ts";

const provider = applySettings(calendar);

const query = calendarQuery.extend({ account });

export const handler = userEndpoint(
  {
    about: "One page of the calendars in the person's list, with what they may do in each.",
    query,
    answer: () => timestampedPageSchema({ calendars: z.array(calendarEntry) }),
  },
  async ({ user, origin, query }) => {
    const { account, ...page } = query;
    const found = await callProvider(provider, { user, origin, account }, (call) => listCalendars(call, page));
    const { calendars, nextPageToken } = found;
    return timestampedResponse({ calendars, count: calendars.length, nextPageToken });
  },
);
