import { randomUUID } from "node:crypto";
import * as z from "zod";
import { Problem } from "../../errors.ts";
import { findProviderError } from "../../http/provider-error.ts";
import { carriedOut } from "../../http/provider-failure.ts";
import { type ApiAccess, jsonRequest } from "../../oauth/provider-call.ts";
import { calendarCall } from "./api.ts";
import type { EventChange, NewEvent } from "./event-input.ts";
import { changedResource, newResource, parametersOf } from "./event-resource.ts";
import { type CalendarEvent, calendarEvent } from "./event-shape.ts";
import { readEvent } from "./events.ts";
import { eventPath, eventsPath, type Place } from "./place.ts";

/**
 * Makes an event.
 * @param id of one request, from `eventIdOf`: it may then be sent again, for it is made once
 * @throws ProviderError unknown when nobody says whether it was made; Problem conflict for one that was made and deleted
 */
export function createEvent(
  access: ApiAccess,
  calendarId: string,
  event: NewEvent,
  id?: string,
): Promise<CalendarEvent> {
  const path = eventsPath(calendarId) + parametersOf(event);
  const request = { ...jsonRequest("POST", newResource(event, id ?? randomUUID(), id)), field: "body" };
  const insert = () => carriedOut(() => calendarCall(access, path, calendarEvent, request));
  return id === undefined ? insert() : settled(insert, () => readEvent(access, { calendarId, id }));
}

/** A lost answer is asked for again; an id that is taken is ours, made by an earlier try. */
function settled(insert: () => Promise<CalendarEvent>, read: () => Promise<CalendarEvent>): Promise<CalendarEvent> {
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
export function changeEvent(access: ApiAccess, at: Place, change: EventChange, etag?: string): Promise<CalendarEvent> {
  const { headers, ...request } = jsonRequest("PATCH", changedResource(change, randomUUID()));
  const asked = { ...request, headers: { ...headers, ...versioned(etag) }, field: "body" };
  return carriedOut(() => calendarCall(access, eventPath(at) + parametersOf(change), calendarEvent, asked));
}

/** What is not there, or not any more, counts as deleted. @throws as `changeEvent` */
export async function deleteEvent(access: ApiAccess, at: Place, sendUpdates?: string, etag?: string): Promise<void> {
  const path = eventPath(at) + (sendUpdates === undefined ? "" : `?${new URLSearchParams({ sendUpdates })}`);
  const asked = { method: "DELETE", headers: versioned(etag) };
  try {
    await carriedOut(() => calendarCall(access, path, z.unknown(), asked));
  } catch (error) {
    if (findProviderError(error)?.kind !== "absent") throw error;
  }
}

const versioned = (etag: string | undefined): Record<string, string> =>
  etag === undefined ? {} : { "if-match": etag };
