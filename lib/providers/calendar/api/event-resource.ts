// Builds Google's request bodies from ours: developers.google.com/workspace/calendar/api/v3/reference/events/insert
import type { EventChange, NewEvent } from "./event-input.ts";
import type { MomentInput } from "./event-time-input.ts";

/** @param id the event's id, with which Google creates it only once; without it Google chooses one */
export function toInsertBody(event: NewEvent, callId: string, id: string | undefined) {
  const { start, end, timeZone } = event;
  const times = { start: toGoogleTime(start, timeZone), end: toGoogleTime(end, timeZone) };
  const { conferenceData, ...fields } = toResourceFields(event, callId);
  // Null removes a video call, which a new event does not have.
  const meeting = conferenceData ? { conferenceData } : {};
  return { ...fields, ...meeting, ...times, ...(id === undefined ? {} : { id }) };
}

/** A patch merges objects, so members to remove are sent as null. */
export function toPatchBody(change: EventChange, callId: string) {
  const { start, end, timeZone } = change;
  const none = { date: null, dateTime: null, timeZone: null };
  return {
    ...toResourceFields(change, callId),
    ...(start === undefined ? {} : { start: { ...none, ...toGoogleTime(start, timeZone) } }),
    ...(end === undefined ? {} : { end: { ...none, ...toGoogleTime(end, timeZone) } }),
  };
}

/** The query parameters beside the event. */
export function toQueryString({ sendUpdates, conference }: NewEvent | EventChange): string {
  const parameters = new URLSearchParams({
    ...(sendUpdates === undefined ? {} : { sendUpdates }),
    ...(conference === undefined ? {} : { conferenceDataVersion: "1" }),
  });
  return parameters.size === 0 ? "" : `?${parameters}`;
}

function toResourceFields(event: NewEvent | EventChange, callId: string) {
  const { summary, description, location, attendees, recurrence, reminders, visibility, conference } = event;
  const createRequest = { requestId: callId, conferenceSolutionKey: { type: "hangoutsMeet" } };
  const conferenceData = conference === undefined ? undefined : conference ? { createRequest } : null;
  return {
    summary,
    description,
    location,
    attendees,
    recurrence,
    reminders,
    visibility,
    ...(conferenceData === undefined ? {} : { conferenceData }),
  };
}

function toGoogleTime({ date, dateTime, timeZone }: MomentInput, defaultZone: string | undefined) {
  if (date !== undefined) return { date };
  const zone = timeZone ?? defaultZone;
  return { dateTime, ...(zone === undefined ? {} : { timeZone: zone }) };
}
