// Calendar's errors as ours: developers.google.com/workspace/calendar/api/guides/errors
import { Problem } from "../../errors.ts";
import type { ProviderFailure } from "../../http/provider-error.ts";
import { classifyByStatus, type ErrorResponse } from "../../http/provider-json.ts";
import { readGoogleReasons, toGoogleFailure } from "../google/errors.ts";

export interface RefusalContext {
  /** The field of our request to name if Google rejects a value without saying which. */
  readonly field?: string | undefined;
  /** The scopes to report as missing if the token's scopes are insufficient. */
  readonly scopes: readonly string[];
}

/** Google lifts the limit on invitations and new events after hours (support.google.com/a/answer/2905486). */
const usageLimitSeconds = 3600;

/** @returns the failure for any other error @throws Problem for errors that the caller can fix */
export function toCalendarFailure(refusal: ErrorResponse, { field, scopes }: RefusalContext): ProviderFailure {
  const [{ reason, location } = {}] = readGoogleReasons(refusal);
  if (refusal.status === 412) throw versionConflict();
  if (refusal.status === 409) throw new Problem("conflict", { detail: "Google Calendar is at work on this event." });
  if (refusal.status === 400 && reason !== undefined) {
    const problem = toFieldProblem(reason, location, field);
    if (problem !== undefined) throw problem;
  }
  if (refusal.status !== 403 || reason === undefined) return toGoogleFailure(refusal);
  if (reason === "calendarUsageLimitsExceeded")
    return { retryAfterSeconds: usageLimitSeconds, ...classifyByStatus(refusal), kind: "rate" };
  if (reason === "insufficientPermissions") return { ...classifyByStatus(refusal), missingScopes: scopes };
  const detail = forbiddenReasons.get(reason);
  if (detail !== undefined) throw new Problem("forbidden", { detail });
  return toGoogleFailure(refusal);
}

const forbiddenReasons: ReadonlyMap<string, string> = new Map(
  Object.entries({
    forbiddenForNonOrganizer: "Only an event's organizer may change that.",
    requiredAccessLevel: "This account has no right to that on this calendar.",
    forbidden: "This account has no right to that on this calendar.",
    notACalendarUser: "This Google account has no calendar.",
  }),
);

function versionConflict(): Problem {
  const detail = "The event has changed since it was read. Read it again and decide anew.";
  return new Problem("conflict", { detail });
}

/** Request fields that have the same name at Google. */
const requestFields = new Set(
  "attendees calendarId end maxResults pageToken q recurrence reminders sendUpdates start timeMax timeMin timeZone".split(
    " ",
  ),
);

function toFieldProblem(
  reason: string,
  location: string | undefined,
  defaultField: string | undefined,
): Problem | undefined {
  if (reason === "timeRangeEmpty") {
    return defaultField === "body"
      ? invalidField("end", "must be after start")
      : invalidField("timeMax", "must be after timeMin");
  }
  const named = location?.split(".")[0];
  const field = named !== undefined && requestFields.has(named) ? named : defaultField;
  if (field === undefined) return undefined;
  if (field === "pageToken") return invalidField(field, "is not a page of this list");
  if (field !== "body") return invalidField(field, "is not accepted by Google Calendar");
  return invalidField(field, "is not accepted by Google Calendar; look at times, recurrence and attendees");
}

function invalidField(field: string, message: string): Problem {
  return new Problem("invalid_request", { detail: `${field}: ${message}`, members: { field } });
}
