import { randomUUID } from "node:crypto";
import * as z from "zod";
import { Problem } from "../../../errors.ts";
import { findProviderError } from "../../../http/provider-error.ts";
import { sendOnce } from "../../../http/provider-problem.ts";
import { allowAbsent } from "../../../provider-client/allow-absent.ts";
import { type ApiAccess, createJsonRequest } from "../../../provider-client/request.ts";
import { callCalendar } from "../api.ts";
import type { EventChange, NewEvent } from "./event-input.ts";
import { type EventRef, eventPath, eventsPath } from "./event-path.ts";
import { toInsertBody, toPatchBody, toQueryString } from "./event-resource.ts";
import { type CalendarEvent, calendarEvent } from "./event-schema.ts";
import { readEvent } from "./events.ts";

/**
 * Creates an event.
 * @param id from `deriveEventId`; with it the request may be repeated, because Google creates the event only once
 * @throws ProviderError unknown if it is unclear whether it was created; Problem conflict if it was created and deleted
 */
export function createEvent(
  access: ApiAccess,
  calendarId: string,
  event: NewEvent,
  id?: string,
): Promise<CalendarEvent> {
  const path = eventsPath(calendarId) + toQueryString(event);
  const request = { ...createJsonRequest("POST", toInsertBody(event, id ?? randomUUID(), id)), field: "body" };
  const insert = () => sendOnce(() => callCalendar(access, path, calendarEvent, request));
  return id === undefined ? insert() : insertOnce(insert, () => readEvent(access, { calendarId, id }));
}

/** Repeats the request once if the answer was lost. A conflict means that an earlier attempt created the event, so it is read. */
function insertOnce(insert: () => Promise<CalendarEvent>, read: () => Promise<CalendarEvent>): Promise<CalendarEvent> {
  const retryInsert = (error: unknown) => {
    if (findProviderError(error)?.kind !== "unknown") throw error;
    return insert();
  };
  const readExisting = async (error: unknown) => {
    if (!(error instanceof Problem) || error.code !== "conflict") throw error;
    const event = await read();
    if (event.status !== "cancelled") return event;
    throw new Problem("conflict", {
      detail: "The event made under this Idempotency-Key was deleted. Use another key for a new one.",
    });
  };
  return insert().catch(retryInsert).catch(readExisting);
}

/** Changes an event. @param etag the expected version; any if absent @throws Problem conflict if the event has another version */
export function updateEvent(
  access: ApiAccess,
  at: EventRef,
  change: EventChange,
  etag?: string,
): Promise<CalendarEvent> {
  const { headers, ...request } = createJsonRequest("PATCH", toPatchBody(change, randomUUID()));
  const options = { ...request, headers: { ...headers, ...toIfMatchHeader(etag) }, field: "body" };
  return sendOnce(() => callCalendar(access, eventPath(at) + toQueryString(change), calendarEvent, options));
}

/** Deletes an event; an absent one counts as deleted. @throws as `updateEvent` */
export async function deleteEvent(access: ApiAccess, at: EventRef, sendUpdates?: string, etag?: string): Promise<void> {
  const path = eventPath(at) + (sendUpdates === undefined ? "" : `?${new URLSearchParams({ sendUpdates })}`);
  const options = { method: "DELETE", headers: toIfMatchHeader(etag) };
  await allowAbsent(sendOnce(() => callCalendar(access, path, z.unknown(), options)));
}

const toIfMatchHeader = (etag: string | undefined): Record<string, string> =>
  etag === undefined ? {} : { "if-match": etag };
