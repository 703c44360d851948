// The series of changed occurrences. Of a deleted one Google tells only its id, its series and when it would have been.
import { findProviderError } from "../../../http/provider-error.ts";
import { getFromGoogle } from "../../google/api.ts";
import { type CalendarAccess, type ChangedEvent, changedEvent } from "./event-changes.ts";
import { eventPath } from "./event-path.ts";

/** Series read for one list of changes; the occurrences of further ones are told without a title. */
const maxSeries = 50;

/**
 * Fills in what a deleted occurrence has from its series, each read once.
 * @param events all changes of the list, which may hold the series
 * @returns a function that completes one of the events @throws ProviderError for which a retry may help
 */
export function createOccurrenceReader(access: CalendarAccess, calendarId: string, events: readonly ChangedEvent[]) {
  const listed = new Map(events.map((event) => [event.id, event]));
  const reads = new Map<string, Promise<ChangedEvent | undefined>>();
  const readSeries = (id: string) => {
    const known = listed.get(id);
    if (known?.summary !== undefined) return known;
    if (!reads.has(id) && reads.size >= maxSeries) return undefined;
    const reading = reads.get(id) ?? readEventIfShown(access, calendarId, id);
    reads.set(id, reading);
    return reading;
  };
  return async (event: ChangedEvent): Promise<ChangedEvent> => {
    const { status, recurringEventId, summary } = event;
    if (status !== "cancelled" || recurringEventId === undefined || summary !== undefined) return event;
    return toOccurrence(event, await readSeries(recurringEventId));
  };
}

/** An event of the calendar; undefined if it is gone or hidden, or cannot be read. @throws ProviderError */
async function readEventIfShown(access: CalendarAccess, calendarId: string, id: string) {
  try {
    return await getFromGoogle(access, eventPath({ calendarId, id }), changedEvent);
  } catch (error) {
    if (["absent", "scope", "permanent"].includes(findProviderError(error)?.kind ?? "")) return undefined;
    throw error;
  }
}

/** The occurrence with its series' title, place and people, at its own time. */
function toOccurrence(event: ChangedEvent, series: ChangedEvent | undefined): ChangedEvent {
  const { originalStartTime: start } = event;
  const { summary, location, htmlLink, organizer, attendees } = series ?? {};
  return { summary, location, htmlLink, organizer, attendees, start, ...event };
}
