import type { ImportRefusal } from "../../lib/connections/import-outcome.ts";
import type { RowEntry, RowResult } from "./progress-file.ts";
import type { RowReason } from "./row-refusal.ts";
import type { FileSurvey, Notice } from "./survey-file.ts";

const headings: Readonly<Record<RowResult, string>> = {
  imported: "Imported",
  present: "Already there, with the same tokens",
  newer: "Left as they are: connected or imported here later",
  ended: "Left out: disconnected here since",
  refused: "Refused",
  failed: "Failed: the store or the key service did not answer. Run the command again",
};

const reasons: Readonly<Record<ImportRefusal | RowReason, string>> = {
  account_of_system: "by client credentials: nothing to move, POST /api/oauth/client-credentials connects it",
  account_unknown:
    "the row does not say which account it is, and the provider was not asked, or did not tell: add its ids to the export (docs/moving-in.md)",
  being_refreshed: "is being refreshed here at this moment: run the command again",
  client_differs: "issued to another OAuth client than this stage has: it could not be refreshed",
  deleted:
    "deleted here, with all their data, or their tenant was: they are not brought back, but may connect again themselves",
  date_unreadable: "a date has a form that is not known",
  duplicate: "a newer row of the file is about the same account",
  encrypted_twice: "encrypted twice",
  endpoints_unknown: "the provider's server does not tell where its endpoints are",
  expired: "expired, and without a refresh token: the person must connect again",
  inactive: "ended in the old system",
  no_provider: "names no provider",
  no_tenant: "names no tenant",
  no_token: "has no access token",
  no_user: "names no user",
  not_a_token: "its text is no token",
  not_configured: "the provider has no client in this stage: npm run secrets first",
  not_decrypted: "cannot be decrypted: damaged, or under another key",
  number_inexact: "an id is a number that JSON cannot carry: write it as text",
  owner_too_long: "user and tenant are too long, or no text",
  params_refused: "what the account needs besides (shop, login host, server, region) is missing or not allowed",
  provider_refused: "the provider was asked for the account and refused the access token",
  provider_unavailable: "the provider was asked for the account and did not answer: run the command again",
  rotating:
    "its refresh token is good for one use. While the old system runs, both would redeem it, and the provider would end the whole grant: stop the old system, export again, and add --old-system-stopped",
  unknown_provider: "a provider that does not exist here",
  unreadable: "cannot be read: another number of columns, or broken quotes or JSON",
  unusual_form: "not in the form in which this surface kept tokens",
};

const noticeTexts: Readonly<Record<Notice, string>> = {
  settings_left_out: "Settings that have another form here, and were left out",
  webhook:
    "Webhooks of the old system. They are not moved: push channels open by themselves. Delete the old ones at the provider",
  no_scopes: "Rows without scopes. They are taken to have what this stage asks for",
};

const maxLines = 10;

/** Line numbers, the first ten of many. */
function listLines(lines: readonly number[]): string {
  const shown = lines.slice(0, maxLines).join(", ");
  const more = lines.length - maxLines;
  return `line${lines.length === 1 ? "" : "s"} ${shown}${more > 0 ? ` and ${formatCount(more)} more` : ""}`;
}

export const formatCount = (count: number): string => count.toLocaleString("en-US");

/** Counts by result, refusals by reason with their lines. */
export function describeResults(entries: readonly RowEntry[]): string[] {
  const byResult = Map.groupBy(entries, ({ result }) => result);
  return (Object.keys(headings) as RowResult[]).flatMap((result) => {
    const found = byResult.get(result) ?? [];
    if (found.length === 0 && result !== "imported") return [];
    const heading = `${formatCount(found.length).padStart(9)}  ${headings[result]}`;
    if (result === "refused") return [heading, ...describeRefusals(found)];
    const isWorthLines = result !== "imported" && result !== "present";
    return [isWorthLines ? `${heading}: ${listLines(found.map(({ line }) => line))}` : heading];
  });
}

function describeRefusals(refused: readonly RowEntry[]): string[] {
  const byReason = Map.groupBy(refused, ({ reason, detail }) => describeReason(reason, detail));
  return [...byReason]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([text, of]) => `${formatCount(of.length).padStart(13)}  ${text} (${listLines(of.map(({ line }) => line))})`);
}

function describeReason(reason: RowEntry["reason"], detail: string | undefined): string {
  const text = reason === undefined ? "unknown" : reasons[reason];
  return detail === undefined ? text : `${text}: ${detail}`;
}

export const describeNotices = ({ notices, unreadColumns }: FileSurvey): string[] => [
  ...(unreadColumns.length === 0 ? [] : [`Columns that nothing is read from: ${unreadColumns.join(", ")}`]),
  ...[...notices].map(([notice, lines]) => `${noticeTexts[notice]}: ${listLines(lines)}`),
];
