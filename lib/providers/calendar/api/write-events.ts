import { randomUUID } from "node:crypto";
import * as z from "zod";
import { Problem } from "../../../errors.ts";
import { findProviderError } from "../../../http/provider-error.ts";
import { sendOnce } from "../../../http/provider-problem.ts";
import { type ApiAccess, createJsonRequest } from "../../../provider-client/request.ts";
import { callCalendar } from "../api.ts";
import type { EventChange, NewEvent } from "./event-input.ts";
import { type EventRef, eventPath, eventsPath } from "./event-path.ts";
import { toInsertBody, toPatchBody, toQueryString } from "./event-resource.ts";
import { type CalendarEvent, calendarEvent } from "./event-schema.ts";
import { readEvent } from "./events.ts";

/**
 * Makes an event.
 * @param id of one request, from `deriveEventId`: it may then be sent again, for it is made once
 * @throws ProviderError unknown when nobody says whether it was made; Problem conflict for one that was made and deleted
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

/** A lost answer is asked for again; an id that is taken is ours, made by an earlier try. */
function insertOnce(insert: () => Promise<CalendarEvent>, read: () => Promise<CalendarEvent>): Promise<CalendarEvent> {
  const again = (error: unknown) => {
    if (findProviderError(error)?.kind !== "unknown") throw error;
    return insert();
  };
  const before = async (error: unknown) => {
    if (!(error instanceof Problem) || error.code !== "conflict") throw error;
    const event = await read();
    if (event.status !== "cancelled") return event;
    throw new Problem("conflict", {
      detail: "The event made under this Idempotency-Key was deleted. Use another key for a new one.",
    });
  };
  return insert().catch(again).catch(before);
}

/** @param etag the version that is meant to be changed; any where there is none. @throws Problem conflict for another one */
export function updateEvent(
  access: ApiAccess,
  at: EventRef,
  change: EventChange,
  etag?: string,
): Promise<CalendarEvent> {
  const { headers, ...request } = createJsonRequest("PATCH", toPatchBody(change, randomUUID()));
  const asked = { ...request, headers: { ...headers, ...toIfMatchHeader(etag) }, field: "body" };
  return sendOnce(() => callCalendar(access, eventPath(at) + toQueryString(change), calendarEvent, asked));
}

/** What is not there, or not any more, counts as deleted. @throws as `updateEvent` */
export async function deleteEvent(access: ApiAccess, at: EventRef, sendUpdates?: string, etag?: string): Promise<void> {
  const path = eventPath(at) + (sendUpdates === undefined ? "" : `?${new URLSearchParams({ sendUpdates })}`);
  const asked = { method: "DELETE", headers: toIfMatchHeader(etag) };
  try {
    await sendOnce(() => callCalendar(access, path, z.unknown(), asked));
  } catch (error) {
    if (findProviderError(error)?.kind !== "absent") throw error;
  }
}

const toIfMatchHeader = (etag: string | undefined): Record<string, string> =>
  etag === undefined ? {} : { "if-match": etag };
