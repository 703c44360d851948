import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { stampedEnvelope } from "../../lib/http/envelope.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { stamped } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/oauth/data-endpoint.ts";
import { oncePerKey } from "../../lib/oauth/once.ts";
import { createEvent } from "../../lib/providers/calendar/change-events.ts";
import { eventIdOf } from "../../lib/providers/calendar/event-id.ts";
import { newEvent } from "../../lib/providers/calendar/event-input.ts";
import { calendarEvent } from "../../lib/providers/calendar/event-shape.ts";
import { calendarId } from "../../lib/providers/calendar/place.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const query = z.object({ calendarId, account });

export const handler = userEndpoint(
  {
    about: "Makes an event; of whole days, `end.date` is the day after the last one.",
    query,
    body: newEvent,
    answer: () => stampedEnvelope({ event: calendarEvent, accountId: z.string() }),
    status: 201,
    limit: perMinute("write"),
    once: oncePerKey(provider),
  },
  async ({ user, origin, query: { calendarId, account }, body, headers }) => {
    const key = headers["idempotency-key"];
    // With the content: a key may mean another event once it is forgotten.
    const request = [user.tenant, user.user, calendarId, JSON.stringify(body)];
    const id = key === undefined ? undefined : eventIdOf([...request, key]);
    return callProvider(provider, { user, origin, account }, async (call) => {
      const event = await createEvent(call, calendarId, body, id);
      return stamped({ event, accountId: call.connection.accountId }, 201);
    });
  },
);
