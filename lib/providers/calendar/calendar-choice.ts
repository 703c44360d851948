// Which account each chosen calendar is watched for. Pure.
import { Problem } from "../../errors.ts";
import type { CalendarChoice } from "../../store/settings.ts";
import { calendarId } from "./api/event-path.ts";

/** What stands for an account's main calendar, whose id is the account's address. */
export const primaryId = "primary";

export interface ListedAccount {
  /** The provider's id of the account. */
  readonly id: string;
  /** The id of its main calendar. */
  readonly main: string | undefined;
  readonly calendars: readonly {
    readonly id: string;
    /** `freeBusyReader`, `reader`, `writer` or `owner`. */
    readonly accessRole: string;
  }[];
}

/** Each id once; upper and lower case are the same, as in addresses. */
export const foldCalendarIds = (ids: readonly string[]): string[] => [
  ...new Map(
    ids.map((id) => id.trim()).map((id) => [id.toLowerCase(), isSame(id, primaryId) ? primaryId : id]),
  ).values(),
];

interface FoundCalendar {
  readonly id: string;
  /** The name under which it is watched. */
  readonly watchedAs: string;
  /** The accounts that watch it. */
  readonly accounts: readonly string[];
}

/**
 * Assigns each calendar to one account, so that its changes are told once: a main calendar to its own account, another one to the
 * first that has it. `primary` means the main calendar of each account.
 * @param ids from `foldCalendarIds`
 * @throws Problem invalid_request naming a calendar that no account has
 */
export function assignCalendars(ids: readonly string[], accounts: readonly ListedAccount[]): CalendarChoice {
  const found = ids.map((id) => findCalendar(id, accounts));
  const isFolded = ({ id, watchedAs }: FoundCalendar) =>
    ids.includes(primaryId) && watchedAs === primaryId && id !== primaryId;
  const listWatched = (account: string) =>
    found.filter((calendar) => calendar.accounts.includes(account)).map(({ watchedAs }) => watchedAs);
  return {
    ids: found.filter((calendar) => !isFolded(calendar)).map(({ id }) => id),
    byAccount: Object.fromEntries(accounts.map(({ id }) => [id, [...new Set(listWatched(id))]])),
  };
}

function findCalendar(id: string, accounts: readonly ListedAccount[]): FoundCalendar {
  if (id === primaryId) return { id, watchedAs: id, accounts: accounts.map((account) => account.id) };
  const owner = accounts.find(({ main }) => main !== undefined && isSame(main, id));
  if (owner?.main !== undefined) return { id: owner.main, watchedAs: primaryId, accounts: [owner.id] };
  const entries = accounts.flatMap((account) =>
    account.calendars.filter((entry) => isSame(entry.id, id)).map((entry) => ({ ...entry, account: account.id })),
  );
  const readable = entries.find(({ accessRole }) => accessRole !== "freeBusyReader");
  if (readable !== undefined && calendarId.safeParse(readable.id).success)
    return { id: readable.id, watchedAs: readable.id, accounts: [readable.account] };
  throw calendarsProblem(
    entries.length > 0
      ? `“${id}” shows only when its owner is busy.`
      : `“${id}” is no calendar of a connected account.`,
  );
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

export const calendarsProblem = (sentence: string): Problem =>
  new Problem("invalid_request", { detail: `calendars: ${sentence}`, members: { field: "calendars" } });
