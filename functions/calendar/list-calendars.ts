import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { stampedPage } from "../../lib/http/envelope.ts";
import { stamped } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/oauth/data-endpoint.ts";
import { calendarEntry, calendarQuery, listCalendars } from "../../lib/providers/calendar/calendars.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const query = calendarQuery.extend({ account });

export const handler = userEndpoint(
  {
    about: "One page of the calendars in the person's list, with what they may do in each.",
    query,
    answer: () => stampedPage({ calendars: z.array(calendarEntry) }),
  },
  async ({ user, origin, query }) => {
    const { account, ...page } = query;
    const found = await callProvider(provider, { user, origin, account }, (call) => listCalendars(call, page));
    const { calendars, nextPageToken } = found;
    return stamped({ calendars, count: calendars.length, nextPageToken });
  },
);
