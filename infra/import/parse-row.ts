// A row as a connection of the older system.
import type { OldConnection } from "../../lib/connections/old-connection.ts";
import type { ProviderId } from "../../lib/provider-ids.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { type ColumnReader, createColumnReader, type Field, normalizeHeader, type RawRow } from "./columns.ts";
import type { TokenOpener } from "./open-token.ts";
import { parseDate } from "./parse-date.ts";
import { parseList } from "./parse-list.ts";
import type { OwnerReader } from "./parse-owner.ts";
import { parseBoolean, parseSettings } from "./parse-settings.ts";
import { readMembers } from "./read-rows.ts";
import { RowRefusal } from "./row-refusal.ts";
import type { Surface } from "./surfaces.ts";

export interface RowParser {
  readonly surface: Surface;
  readonly choices: ReadonlyMap<Field, string>;
  readonly tenantColumn: string | undefined;
  readonly owners: OwnerReader;
  readonly opener: TokenOpener;
}

/** A row whose tokens are not opened yet. */
export interface ParsedRow {
  readonly provider: ProviderId;
  readonly connection: Omit<OldConnection, "accessToken" | "refreshToken">;
  readonly storedAccessToken: string;
  readonly storedRefreshToken: string | undefined;
  /** Members of its settings that are left out. */
  readonly settingsLeftOut: readonly string[];
  /** Whether the older system had a webhook for it. */
  readonly hasWebhook: boolean;
}

/** @throws RowRefusal */
export function parseRow(row: RawRow, { surface, choices, tenantColumn, owners }: RowParser): ParsedRow {
  const columns = withMetadata(row, choices);
  const provider = parseProvider(columns.read("provider"));
  refuseInactive(columns);
  if (/client.?credentials/i.test(columns.read("grantType") ?? "")) throw new RowRefusal("account_of_system");
  const tenant = tenantColumn === undefined ? undefined : readColumn(row, tenantColumn);
  const storedAccessToken = columns.read("accessToken");
  if (storedAccessToken === undefined) throw new RowRefusal("no_token");
  const { settings, leftOut } = parseSettings(columns);
  return {
    provider,
    connection: {
      owner: owners.read(columns.read("user"), tenant),
      expiresAt: readDate(columns, "expiresAt"),
      scopes: parseList(columns.read("scopes") ?? ""),
      account: readAccount(columns),
      params: readParams(columns),
      clientId: columns.read("clientId"),
      integrationId: surface.name === "c" ? columns.read("integrationId") : undefined,
      settings,
      speaksAs: surface.speaksAs,
      connectedAt: readDate(columns, "connectedAt"),
      updatedAt: readDate(columns, "updatedAt"),
      lastUsed: readDate(columns, "lastUsed"),
    },
    storedAccessToken,
    storedRefreshToken: columns.read("refreshToken"),
    settingsLeftOut: leftOut,
    hasWebhook: columns.read("webhook") !== undefined,
  };
}

/** @throws RowRefusal as {@link TokenOpener} */
export async function openRow(parsed: ParsedRow, opener: TokenOpener): Promise<OldConnection> {
  const { connection, storedAccessToken, storedRefreshToken } = parsed;
  return {
    ...connection,
    accessToken: await opener.open(storedAccessToken),
    refreshToken: storedRefreshToken === undefined ? undefined : await opener.open(storedRefreshToken),
  };
}

/** A column with JSON counts as columns of its own, after the row's: `{"team":{"id":"T1"}}` is `team.id`. */
function withMetadata(row: RawRow, choices: ReadonlyMap<Field, string>): ColumnReader {
  const own = createColumnReader(row, choices);
  const nested = createColumnReader(flattenJson(own.read("metadata")), choices);
  return { read: (field) => own.read(field) ?? nested.read(field) };
}

function flattenJson(text: string | undefined): RawRow {
  const members = parseObject(text);
  if (members === undefined) return new Map();
  const deeper = Object.entries(members).flatMap(([name, value]) => {
    const isPlain = typeof value === "object" && value !== null && !Array.isArray(value);
    return isPlain ? [...readMembers(value, `${name}.`)] : [];
  });
  return new Map([...readMembers(members), ...deeper]);
}

function parseObject(text: string | undefined): object | undefined {
  try {
    const parsed: unknown = JSON.parse(text ?? "");
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const readColumn = (row: RawRow, column: string): string | undefined =>
  [...row].find(([header]) => normalizeHeader(header) === normalizeHeader(column))?.[1];

/** Ids and names of providers as they may be written: `google_calendar`, `Google Calendar`. */
const providersByName = new Map(
  manifests.flatMap(({ id, displayName }) => [
    [normalizeHeader(id), id],
    [normalizeHeader(displayName), id],
  ]),
);

function parseProvider(name: string | undefined): ProviderId {
  if (name === undefined) throw new RowRefusal("no_provider");
  const found = providersByName.get(normalizeHeader(name));
  if (found === undefined) throw new RowRefusal("unknown_provider");
  return found;
}

const ended = /^(revoked|disconnected|inactive|deleted|disabled)$/i;

function refuseInactive(columns: ColumnReader): void {
  const status = columns.read("status") ?? "";
  if (parseBoolean(status) === false || ended.test(status)) throw new RowRefusal("inactive");
  if (columns.read("endedAt") !== undefined) throw new RowRefusal("inactive");
}

function readDate(columns: ColumnReader, field: Field): number | undefined {
  const value = columns.read(field);
  return value === undefined ? undefined : parseDate(value, field);
}

const readAccount = (columns: ColumnReader): OldConnection["account"] => ({
  userId: columns.read("providerUser"),
  username: columns.read("username"),
  email: columns.read("email"),
  accountId: columns.read("account"),
  accountName: columns.read("accountName"),
  botUserId: columns.read("botUser"),
  instanceUrl: columns.read("instanceUrl"),
  patient: columns.read("patient"),
});

function readParams(columns: ColumnReader): Record<string, string> {
  const names = ["shop", "loginHost", "fhirBaseUrl", "region"] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = columns.read(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
