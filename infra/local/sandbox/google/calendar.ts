// Calendar's API: calendars, events, and opening and stopping notification channels (developers.google.com/calendar/api/v3/reference).
import { createHash } from "node:crypto";
import { z } from "zod";
import { type Answer, type Exchange, jsonAnswer, tryParseJson } from "../exchange.ts";
import type { Grant } from "../grants.ts";
import type { State } from "../state.ts";
import { listCalendars, listEvents } from "./calendar-list.ts";
import { findEvent } from "./calendar-series.ts";
import type { Calendar, Calendars } from "./calendar-store.ts";
import { writeEvent } from "./calendar-write.ts";
import { apiError, badRequest, notFound } from "./errors.ts";
import type { Channel, Channels } from "./watch-channels.ts";

export interface CalendarApi {
  readonly state: State;
  readonly calendars: Calendars;
  readonly channels: Channels;
  readonly origin: string;
}

const sevenDays = 604_800;

/** A calendar scope has been checked. Undefined when the emulator is to answer. */
export function answerCalendar(api: CalendarApi, grant: Grant, exchange: Exchange): Answer | undefined {
  const { method, path, query } = exchange;
  if (method === "GET" && path === "/calendar/v3/users/me/calendarList") {
    return mayList(grant) ? listCalendars(api.calendars.of(grant.account), query) : missingScope();
  }
  if (method === "POST" && path === "/calendar/v3/channels/stop") return stopChannel(api, grant, exchange);
  const [, id, below = ""] = /^\/calendar\/v3\/calendars\/([^/]+)\/events(?:\/([^/]+))?$/.exec(path) ?? [];
  if (id === undefined) return undefined;
  const calendar = api.calendars.find(grant.account, decodeURIComponent(id));
  if (!calendar) return notFound("Not Found");
  if (method === "POST" && below === "watch") return openChannel(api, grant, calendar, exchange);
  if (method === "GET" && below === "") return listEvents(calendar, query);
  const event = findEvent(calendar, decodeURIComponent(below));
  if (method === "GET") return event ? jsonAnswer(event) : notFound("Not Found");
  const answer = mayWrite(grant) ? writeEvent(api.calendars, calendar, event, exchange) : missingScope();
  if (answer.status < 300) api.channels.changed(calendar.entry.id);
  return answer;
}

const mayWrite = ({ scopes }: Grant): boolean =>
  scopes.some((scope) => /\/auth\/calendar(?:\.events|\.events\.owned|\.app\.created)?$/.test(scope));

const mayList = ({ scopes }: Grant): boolean =>
  scopes.some((scope) => /\/auth\/calendar(?:\.readonly|\.calendarlist|\.calendarlist\.readonly)?$/.test(scope));

const missingScope = (): Answer =>
  apiError(403, "insufficientPermissions", "Request had insufficient authentication scopes.");

const watchSchema = z.object({
  id: z.string().regex(/^[A-Za-z0-9\-_+/=]{1,64}$/),
  type: z.enum(["web_hook", "webhook"]),
  address: z.url(),
  token: z.string().max(256).optional(),
  expiration: z.coerce.number().optional(),
  params: z.object({ ttl: z.coerce.number().positive() }).optional(),
});

/** Also accepts http addresses, unlike Google, because everything runs on this machine. */
function openChannel(
  { state, channels, origin }: CalendarApi,
  grant: Grant,
  calendar: Calendar,
  exchange: Exchange,
): Answer {
  const parsed = watchSchema.safeParse(tryParseJson(exchange.body));
  if (!parsed.success) return badRequest(`Invalid channel: ${parsed.error.issues[0]?.path.join(".")}`);
  const { id, address, token, expiration: asked, params } = parsed.data;
  // Holidays, birthdays and the like.
  if (calendar.entry.id.endsWith("@group.v.calendar.google.com"))
    return apiError(
      400,
      "pushNotSupportedForRequestedResource",
      "Push notifications are not supported by this resource.",
    );
  if (channels.knows(id)) return apiError(400, "channelIdNotUnique", `Channel id ${id} not unique`);
  const life = Math.min(params?.ttl ?? sevenDays, state.behaviour.channelLifetime ?? sevenDays);
  const expiration = Math.min(asked ?? Number.POSITIVE_INFINITY, Date.now() + life * 1000);
  const { account, clientId } = grant;
  const calendarId = calendar.entry.id;
  const resourceId = createHash("sha256").update(`${account} ${calendarId}`).digest("base64url").slice(0, 27);
  const resourceUri = `${origin}/calendar/v3/calendars/${encodeURIComponent(calendarId)}/events?alt=json`;
  const channel = { id, account, clientId, calendarId, resourceId, resourceUri, token, address, expiration };
  return jsonAnswer(toChannelAnswer(channels.open(channel)));
}

function toChannelAnswer({ id, resourceId, resourceUri, token, expiration }: Channel) {
  const tokenField = token === undefined ? {} : { token };
  return { kind: "api#channel", id, resourceId, resourceUri, ...tokenField, expiration: String(expiration) };
}

const stopSchema = z.object({ id: z.string(), resourceId: z.string() });

function stopChannel({ channels }: CalendarApi, { account }: Grant, exchange: Exchange): Answer {
  const parsed = stopSchema.safeParse(tryParseJson(exchange.body));
  if (!parsed.success) return badRequest("Required");
  const { id, resourceId } = parsed.data;
  if (channels.stop(id, resourceId, account)) return { status: 204 };
  return notFound(`Channel '${id}' not found for project 'sandbox'`);
}
