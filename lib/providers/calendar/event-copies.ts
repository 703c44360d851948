// Copies of one event on several calendars: those of its guests, or of a team. Pure.
import { createHash } from "node:crypto";
import type { ChangedEvent } from "./api/event-changes.ts";

interface EventCopy {
  /** The same for every copy of an event, or of an occurrence of a series. */
  readonly id: string;
  /** Hash of what a person is told of it. */
  readonly content: string;
}

/** @returns undefined for an event that does not say what it is a copy of, such as a deleted one: it is told for itself */
export function summarizeCopy(event: ChangedEvent): EventCopy | undefined {
  const { iCalUID, originalStartTime } = event;
  if (iCalUID === undefined) return undefined;
  return { id: hash([iCalUID, toInstant(originalStartTime)]), content: hash(listContent(event)) };
}

function listContent(event: ChangedEvent): unknown[] {
  const { status, summary, description, location, start, end, attendees = [] } = event;
  if (status === "cancelled") return [status];
  const answers = attendees.map(({ email, responseStatus }) => [email?.toLowerCase(), responseStatus]);
  const places = [summary, description, location, toInstant(start), toInstant(end)];
  return [...places, answers.map((answer) => JSON.stringify(answer)).sort()];
}

/** Each calendar writes the same moment in its own time zone. */
const toInstant = ({ date, dateTime }: NonNullable<ChangedEvent["start"]> = {}): string | number =>
  date ?? Date.parse(dateTime ?? "");

const hash = (parts: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
