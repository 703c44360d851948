// Making, changing and deleting events, each guarded by the version it is meant for.
import { z } from "zod";
import { type Answer, type Exchange, json, jsonOf } from "../messages.ts";
import { invalid, kept, patched, refused } from "./calendar-fields.ts";
import type { Calendar, Calendars, Resource } from "./calendar-store.ts";
import { apiError, badRequest, notFound } from "./errors.ts";

/** @param event the one meant; undefined for one to be made, or that is not there */
export function write(
  calendars: Calendars,
  calendar: Calendar,
  event: Resource | undefined,
  exchange: Exchange,
): Answer {
  const { method, path } = exchange;
  if (!["owner", "writer"].includes(calendar.entry.accessRole)) {
    const message = "You need to have writer access to this calendar.";
    return apiError(403, "PERMISSION_DENIED", "requiredAccessLevel", message);
  }
  const fields = z.record(z.string(), z.unknown()).safeParse(jsonOf(exchange.body) ?? {});
  if (!fields.success) return badRequest("Parse Error");
  if (method === "POST" && path.endsWith("/events")) return insert(calendars, calendar, fields.data, exchange);
  if (!event) return notFound("Not Found");
  const version = exchange.headers["if-match"] ?? "*";
  if (version !== "*" && version !== event.etag) {
    return apiError(412, "FAILED_PRECONDITION", "conditionNotMet", "Precondition Failed");
  }
  if (method === "DELETE") {
    if (event.status === "cancelled") return apiError(410, "GONE", "deleted", "Resource has been deleted");
    calendars.remove(calendar, event);
    return { status: 204 };
  }
  return change(calendars, calendar, event, fields.data, exchange);
}

function change(
  calendars: Calendars,
  calendar: Calendar,
  event: Resource,
  given: Readonly<Record<string, unknown>>,
  { method, query }: Exchange,
): Answer {
  if (method !== "PATCH" && method !== "PUT") return notFound("Not Found");
  const { id, status, kind, created, creator, organizer, iCalUID, htmlLink } = event;
  const base = method === "PATCH" ? event : { id, status, kind, created, creator, organizer, iCalUID, htmlLink };
  const fields = method === "PATCH" ? patched(event, given) : given;
  return refused(calendar, fields) ?? json(calendars.change(calendar, base, kept(calendar, fields, query)));
}

function insert(
  calendars: Calendars,
  calendar: Calendar,
  fields: Readonly<Record<string, unknown>>,
  { query }: Exchange,
): Answer {
  if (typeof fields.id === "string" && !/^[a-v0-9]{5,1024}$/.test(fields.id)) {
    return invalid("Invalid resource id value.");
  }
  if (typeof fields.id === "string" && calendar.events.has(fields.id)) {
    return apiError(409, "ALREADY_EXISTS", "duplicate", "The requested identifier already exists.");
  }
  return refused(calendar, fields) ?? json(calendars.insert(calendar, kept(calendar, fields, query)));
}
