// Reads the whole file once before anything is written: how many rows, which are doubled, and whether the key opens them.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { listUnreadColumns } from "./columns.ts";
import { type ParsedRow, parseRow, type RowParser } from "./parse-row.ts";
import { type FileRow, readRows } from "./read-rows.ts";
import { RowRefusal } from "./row-refusal.ts";

export interface FileSurvey {
  /** SHA-256 of the file, hexadecimal. */
  readonly hash: string;
  readonly rows: number;
  /** Lines that are about the same account as a later or newer one, each with that one's. */
  readonly doubled: ReadonlyMap<number, number>;
  readonly unreadColumns: readonly string[];
  /** Lines whose providers' settings are read in part, or that had a webhook or name no scopes. */
  readonly notices: ReadonlyMap<Notice, readonly number[]>;
}

export type Notice = "settings_left_out" | "webhook" | "no_scopes";

/** So many rows in vain, and the key is taken for a wrong one. */
const maxAttempts = 1000;

/** @throws Error in one sentence for an empty file, a missing key, or one that opens no row */
export async function surveyFile(file: string, parser: RowParser): Promise<FileSurvey> {
  const hash = createHash("sha256");
  const doubles = createDoubleFinder();
  const key = createKeyCheck(parser);
  const headers = new Set<string>();
  const notices = new Map<Notice, number[]>();
  let rows = 0;
  for await (const row of readRows(file)) {
    rows += 1;
    const parsed = tryParse(row, parser, headers);
    if (parsed === undefined) continue;
    await key.try(parsed);
    doubles.add(row.line, parsed);
    for (const notice of listNotices(parsed)) notices.set(notice, [...(notices.get(notice) ?? []), row.line]);
  }
  if (rows === 0) throw new Error(`${file} has no rows: a header and a row on each line, or JSON lines.`);
  key.require();
  await pipeline(createReadStream(file), hash);
  const chosen = [...parser.choices.values(), ...(parser.tenantColumn === undefined ? [] : [parser.tenantColumn])];
  const unreadColumns = listUnreadColumns([...headers], chosen);
  return { hash: hash.digest("hex"), rows, doubled: doubles.list(), unreadColumns, notices };
}

function tryParse(row: FileRow, parser: RowParser, headers: Set<string>): ParsedRow | undefined {
  if (row.refusal !== undefined) return undefined;
  for (const header of row.values.keys()) headers.add(header);
  try {
    return parseRow(row.values, parser);
  } catch (error) {
    if (error instanceof RowRefusal) return undefined;
    throw error;
  }
}

function listNotices({ settingsLeftOut, hasWebhook, connection }: ParsedRow): Notice[] {
  return [
    ...(settingsLeftOut.length > 0 ? ["settings_left_out" as const] : []),
    ...(hasWebhook ? ["webhook" as const] : []),
    ...(connection.scopes.length === 0 ? ["no_scopes" as const] : []),
  ];
}

/** Of the rows about one account the newest counts, and of equally old ones the last. */
function createDoubleFinder() {
  const latest = new Map<string, { line: number; at: number }>();
  const doubled = new Map<number, number>();
  return {
    add(line: number, row: ParsedRow): void {
      const name = nameAccount(row);
      const { updatedAt, connectedAt } = row.connection;
      const at = updatedAt ?? connectedAt ?? 0;
      const before = latest.get(name);
      if (before !== undefined && before.at > at) return void doubled.set(line, before.line);
      if (before !== undefined) doubled.set(before.line, line);
      latest.set(name, { line, at });
    },
    list: (): ReadonlyMap<number, number> => doubled,
  };
}

/** Rows with the same are about the same account; a person's and a bot's tokens are kept beside each other. */
function nameAccount({ provider, connection, storedAccessToken }: ParsedRow): string {
  const { owner, account, params, integrationId, speaksAs } = connection;
  const named = [account.accountId, account.userId, account.email, integrationId, ...Object.values(params)];
  // Nothing tells the accounts of such rows apart: only the same tokens are the same account.
  const other = named.every((value) => value === undefined) ? storedAccessToken : "";
  const parts = [owner.tenant, owner.user, provider, speaksAs, ...named, other];
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64");
}

function createKeyCheck({ opener, surface }: RowParser) {
  const seen = { opened: false, failed: 0 };
  return {
    async try({ storedAccessToken: stored }: ParsedRow): Promise<void> {
      if (seen.opened || seen.failed >= maxAttempts || !opener.isEncrypted(stored)) return;
      try {
        await opener.open(stored);
        seen.opened = true;
      } catch (error) {
        if (!(error instanceof RowRefusal)) throw error;
        seen.failed += 1;
      }
    },
    require(): void {
      if (seen.opened || seen.failed === 0) return;
      const tried =
        seen.failed === 1 ? "The encrypted row does not open" : `None of ${seen.failed} encrypted rows opens`;
      throw new Error(
        `${tried} with ${surface.keyVariable}: it is missing, or another one, or these are tokens in plain text (--plain-tokens). Nothing was written.`,
      );
    },
  };
}
