import { type ProviderPreferences, providerPreferences } from "../../lib/store/settings.ts";
import type { ColumnReader } from "./columns.ts";
import { parseList } from "./parse-list.ts";

export interface ParsedSettings {
  readonly settings: Partial<ProviderPreferences> | undefined;
  /** Members that have another form here, and are left out. */
  readonly leftOut: readonly string[];
}

const names = [
  "webhookEnabled",
  "autoSync",
  "notificationPreferences",
  "teamId",
  "defaultChannel",
  "calendars",
] as const;

/** The settings of a row, from its own columns and from one with JSON. */
export function parseSettings(columns: ColumnReader): ParsedSettings {
  const given: Record<string, unknown> = { ...readJson(columns.read("settings")), ...readColumns(columns) };
  const found: [string, unknown][] = [];
  const leftOut: string[] = [];
  for (const name of names) {
    const value = given[name] ?? given[toSnakeCase(name)];
    if (value === undefined || value === null) continue;
    const parsed = providerPreferences.shape[name].safeParse(value);
    if (parsed.success) found.push([name, parsed.data]);
    else leftOut.push(name);
  }
  return { settings: found.length === 0 ? undefined : Object.fromEntries(found), leftOut };
}

function readColumns(columns: ColumnReader): Record<string, unknown> {
  const calendars = columns.read("calendars");
  const pairs: [string, unknown][] = [
    ["webhookEnabled", parseBoolean(columns.read("webhookEnabled"))],
    ["autoSync", parseBoolean(columns.read("autoSync"))],
    ["defaultChannel", columns.read("defaultChannel")],
    ["teamId", columns.read("settingsTeam")],
    ["calendars", calendars && parseList(calendars)],
    ["notificationPreferences", readJson(columns.read("notificationPreferences"))],
  ];
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

/** PostgreSQL writes `t` and `f`. Undefined for any other text. */
export function parseBoolean(text: string | undefined): boolean | undefined {
  const word = text?.trim().toLowerCase() ?? "";
  if (["t", "true", "1", "yes", "on"].includes(word)) return true;
  return ["f", "false", "0", "no", "off"].includes(word) ? false : undefined;
}

function readJson(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

const toSnakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
