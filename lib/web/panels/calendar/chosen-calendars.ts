// Which calendars are chosen, as settings name them. Pure.
import type { CalendarEntry } from "../../api/calendar.ts";

/** The main calendar of every account. */
const primaryId = "primary";

export interface ListedAccount {
  readonly id: string;
  readonly name: string;
  readonly calendars: readonly CalendarEntry[];
}

/** Whether a calendar is watched. Without a choice the main ones are. */
export function isChosen({ id, isMain }: CalendarEntry, chosen: readonly string[] = []): boolean {
  if (chosen.length === 0) return isMain;
  return chosen.includes(id) || (isMain && chosen.includes(primaryId));
}

/** What is chosen and in no account's list any more. */
export function listUnknown(accounts: readonly ListedAccount[], chosen: readonly string[] = []): string[] {
  const known = new Set(accounts.flatMap(({ calendars }) => calendars.map(({ id }) => id)));
  return chosen.filter((id) => id !== primaryId && !known.has(id));
}

/** The choice after one calendar was switched on or off. */
export function switchCalendar(
  accounts: readonly ListedAccount[],
  chosen: readonly string[] | undefined,
  id: string,
  isOn: boolean,
): string[] {
  const listed = accounts.flatMap(({ calendars }) => calendars).filter((entry) => isChosen(entry, chosen));
  const ids = new Set([...listed.map((entry) => entry.id), ...listUnknown(accounts, chosen)]);
  if (isOn) ids.add(id);
  else ids.delete(id);
  return [...ids];
}
