// The calendars that settings name, and the account for which each is watched: Google Calendar's.
import * as z from "zod";
import { Problem } from "../errors.ts";
import type { User } from "../http/caller.ts";
import { type AskOwnEndpoint, asCaller, type Caller } from "../http/own-endpoint.ts";
import type { Connection } from "../store/connection.ts";
import { listConnections } from "../store/connections.ts";
import type { CalendarChoice } from "../store/settings.ts";
import {
  assignCalendars,
  calendarsProblem,
  foldCalendarIds,
  type ListedAccount,
  primaryId,
} from "./calendar/calendar-choice.ts";

const provider = "calendar";

/** A request that sets calendars, and what was chosen before. */
interface CalendarRequest extends Caller {
  readonly user: User;
  readonly stored: CalendarChoice | undefined;
}

/**
 * Finds the calendars in the lists of the caller's accounts. It asks our own endpoint as the caller, so that the settings need no
 * access to anybody's tokens. A choice that has not changed is not checked again, so that other settings can be saved meanwhile.
 * @param asked `primary` and ids; undefined or empty for the default
 * @throws Problem invalid_request naming a calendar that no account has; provider_unavailable when it cannot be asked
 */
export async function chooseCalendars(
  caller: CalendarRequest,
  of: { readonly id: string; readonly displayName: string },
  asked: readonly string[] = [],
  send: typeof fetch = fetch,
): Promise<CalendarChoice | undefined> {
  const ids = foldCalendarIds(asked);
  if (ids.length === 0) return undefined;
  if (of.id !== provider) throw calendarsProblem(`${of.displayName} has none.`);
  if (ids.every((id) => id === primaryId)) return { ids, byAccount: {} };
  const { stored } = caller;
  if (stored !== undefined && hasSameMembers(stored.ids, ids)) return stored;
  const connections = await listConnections(caller.user, provider);
  if (connections.length === 0) throw calendarsProblem("Google Calendar is not connected. Connect it first.");
  const ask = asCaller(caller, send);
  const accounts = await Promise.all(connections.map((connection) => listAccount(ask, connection, stored)));
  return assignCalendars(ids, accounts);
}

const hasSameMembers = (some: readonly string[], others: readonly string[]) =>
  some.length === others.length && some.every((id) => others.includes(id));

/** The calendars of an account; of one that cannot be used now, those that were chosen before. */
async function listAccount(
  ask: AskOwnEndpoint,
  { id, accountId, accountName, username, status }: Connection,
  stored: CalendarChoice | undefined,
): Promise<ListedAccount> {
  const listed = status === "active" ? await listCalendars(ask, id, accountName) : undefined;
  const known = Object.entries(stored?.byAccount ?? {}).find(([account]) => account === accountId)?.[1] ?? [];
  const calendars: readonly Entry[] = listed ?? known.map((name) => ({ id: name, accessRole: "reader" }));
  return { id: accountId, main: calendars.find(({ primary }) => primary)?.id ?? username, calendars };
}

const calendarPage = z.object({
  calendars: z.array(z.object({ id: z.string(), primary: z.boolean().optional(), accessRole: z.string() })),
  nextPageToken: z.string().optional(),
});
type Entry = z.output<typeof calendarPage>["calendars"][number];

const maxPages = 10;

/** @returns undefined if the account must be connected again */
async function listCalendars(ask: AskOwnEndpoint, account: string, name: string): Promise<Entry[] | undefined> {
  const found: Entry[] = [];
  let pageToken: string | undefined;
  for (let pages = 0; pages < maxPages; pages++) {
    const query = new URLSearchParams({ account, limit: "250", ...(pageToken === undefined ? {} : { pageToken }) });
    const answer = await ask(`/api/v2/calendar/calendars?${query}`);
    if (!answer.ok) return rejectAnswer(answer.body, name);
    const page = calendarPage.parse(answer.body);
    found.push(...page.calendars);
    pageToken = page.nextPageToken;
    if (pageToken === undefined) break;
  }
  return found;
}

const problemCode = z.object({ code: z.string() });

function rejectAnswer(body: unknown, name: string): undefined {
  const code = problemCode.safeParse(body).data?.code ?? "";
  if (["reconnect_required", "not_connected"].includes(code)) return undefined;
  if (code !== "insufficient_permissions") throw new Problem("provider_unavailable", { retryAfter: 5 });
  throw calendarsProblem(`Google Calendar does not let us list the calendars of ${name}. Reconnect it first.`);
}
