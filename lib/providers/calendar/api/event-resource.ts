// From what a client says to what Google is sent: developers.google.com/workspace/calendar/api/v3/reference/events/insert
import type { EventChange, NewEvent } from "./event-input.ts";
import type { MomentInput } from "./event-time-input.ts";

/** @param id under which Google takes it once; its own choice where there is none */
export function toInsertBody(event: NewEvent, callId: string, id: string | undefined) {
  const { start, end, timeZone } = event;
  const times = { start: toGoogleTime(start, timeZone), end: toGoogleTime(end, timeZone) };
  const { conferenceData, ...fields } = toResourceFields(event, callId);
  // Null takes a meeting away, which a new event does not have.
  const meeting = conferenceData ? { conferenceData } : {};
  return { ...fields, ...meeting, ...times, ...(id === undefined ? {} : { id }) };
}

/** A patch goes into objects, so what one of them no longer has is said with null. */
export function toPatchBody(change: EventChange, callId: string) {
  const { start, end, timeZone } = change;
  const none = { date: null, dateTime: null, timeZone: null };
  return {
    ...toResourceFields(change, callId),
    ...(start === undefined ? {} : { start: { ...none, ...toGoogleTime(start, timeZone) } }),
    ...(end === undefined ? {} : { end: { ...none, ...toGoogleTime(end, timeZone) } }),
  };
}

/** The parameters that go beside the event. */
export function toQueryString({ sendUpdates, conference }: NewEvent | EventChange): string {
  const wanted = new URLSearchParams({
    ...(sendUpdates === undefined ? {} : { sendUpdates }),
    ...(conference === undefined ? {} : { conferenceDataVersion: "1" }),
  });
  return wanted.size === 0 ? "" : `?${wanted}`;
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

function toGoogleTime({ date, dateTime, timeZone }: MomentInput, otherwise: string | undefined) {
  if (date !== undefined) return { date };
  const zone = timeZone ?? otherwise;
  return { dateTime, ...(zone === undefined ? {} : { timeZone: zone }) };
}
