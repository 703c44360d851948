// Creates, updates and deletes events; `If-Match` is checked.
import { z } from "zod";
import { type Answer, type Exchange, jsonAnswer, tryParseJson } from "../exchange.ts";
import { findRefusal, invalidAnswer, patchEvent, toStoredFields } from "./calendar-fields.ts";
import type { Calendar, Calendars, Resource } from "./calendar-store.ts";
import { apiError, badRequest, notFound } from "./errors.ts";

/** @param event the existing event; undefined when it is to be created or does not exist */
export function writeEvent(
  calendars: Calendars,
  calendar: Calendar,
  event: Resource | undefined,
  exchange: Exchange,
): Answer {
  const { method, path } = exchange;
  if (!["owner", "writer"].includes(calendar.entry.accessRole)) {
    const message = "You need to have writer access to this calendar.";
    return apiError(403, "requiredAccessLevel", message);
  }
  const fields = z.record(z.string(), z.unknown()).safeParse(tryParseJson(exchange.body) ?? {});
  if (!fields.success) return badRequest("Parse Error");
  if (method === "POST" && path.endsWith("/events")) return insertEvent(calendars, calendar, fields.data, exchange);
  if (!event) return notFound("Not Found");
  const version = exchange.headers["if-match"] ?? "*";
  if (version !== "*" && version !== event.etag) {
    return apiError(412, "conditionNotMet", "Precondition Failed");
  }
  if (method === "DELETE") {
    if (event.status === "cancelled") return apiError(410, "deleted", "Resource has been deleted");
    calendars.remove(calendar, event);
    return { status: 204 };
  }
  return changeEvent(calendars, calendar, { event, given: fields.data }, exchange);
}

interface EventChange {
  readonly event: Resource;
  readonly given: Readonly<Record<string, unknown>>;
}

function changeEvent(
  calendars: Calendars,
  calendar: Calendar,
  { event, given }: EventChange,
  { method, query }: Exchange,
): Answer {
  if (method !== "PATCH" && method !== "PUT") return notFound("Not Found");
  const { id, status, kind, created, creator, organizer, iCalUID, htmlLink } = event;
  const base = method === "PATCH" ? event : { id, status, kind, created, creator, organizer, iCalUID, htmlLink };
  const fields = method === "PATCH" ? patchEvent(event, given) : given;
  return (
    findRefusal(calendar, fields) ??
    jsonAnswer(calendars.change(calendar, base, toStoredFields(calendar, fields, query)))
  );
}

function insertEvent(
  calendars: Calendars,
  calendar: Calendar,
  fields: Readonly<Record<string, unknown>>,
  { query }: Exchange,
): Answer {
  if (typeof fields.id === "string" && !/^[a-v0-9]{5,1024}$/.test(fields.id)) {
    return invalidAnswer("Invalid resource id value.");
  }
  if (typeof fields.id === "string" && calendar.events.has(fields.id)) {
    return apiError(409, "duplicate", "The requested identifier already exists.");
  }
  return (
    findRefusal(calendar, fields) ?? jsonAnswer(calendars.insert(calendar, toStoredFields(calendar, fields, query)))
  );
}
