import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { type Actor, auditWrite } from "./audit.ts";
import { dynamo, transact, tryTransact } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { key } from "./table.ts";

const notificationLevelSchema = z.enum(["all", "mentions", "none"]);

export const providerPreferences = z.strictObject({
  webhookEnabled: z.boolean().default(false),
  autoSync: z.boolean().default(false),
  assistantWrites: z
    .boolean()
    .default(false)
    .describe("Whether assistants may write there for the user, where the stage lets them write (mcp.connections)."),
  notificationPreferences: z
    .strictObject({
      activity: z
        .strictObject({
          message: notificationLevelSchema.default("all"),
          mail: notificationLevelSchema.default("all"),
          event: notificationLevelSchema.default("all"),
          file: notificationLevelSchema.default("all"),
          issue: notificationLevelSchema.default("all"),
        })
        .prefault({}),
      slackChannel: z.string().max(80).optional(),
    })
    .prefault({}),
  /** Figma's team, or the Slack workspace that `defaultChannel` is of. */
  teamId: z
    .string()
    .regex(/^(?:[0-9]{1,32}|[TE][A-Z0-9]{1,31})$/)
    .optional(),
  defaultChannel: z.string().max(80).optional(),
  calendars: z
    .array(z.string().min(1).max(255))
    .max(20)
    .optional()
    .describe("Ids of those whose changes are received; `primary` is the main one of each account, and the default."),
});
/** The same schema with a name, for the OpenAPI document. */
export const settingsSchema = () => providerPreferences.clone().meta({ id: "Settings" });
/** What a request may set. */
export const settingsRequest = () =>
  providerPreferences.extend({
    tenantBot: z
      .boolean()
      .optional()
      .describe(
        "For administrators, where the stage has v2Speaks tenant-bot: whether the bot of this connection speaks on /api/v2 for the members of the tenant without a connection of their own. Left out: as it is.",
      ),
    webhookEnabled: z
      .boolean()
      .optional()
      .describe("Left out: on for the providers that this stage can open push channels for by itself, else off."),
  });
export type ProviderPreferences = z.output<typeof providerPreferences>;

/** The calendars that a user has chosen, and which of them each account is watched for. */
const calendarChoice = z.object({
  ids: z.array(z.string()),
  /** By the provider's id of the account. One that is missing was connected later: its main calendar is watched. */
  byAccount: z.record(z.string(), z.array(z.string())),
});
export type CalendarChoice = z.output<typeof calendarChoice>;

/** Preferences and what was found out when they were set. */
export interface StoredSettings {
  readonly preferences: ProviderPreferences;
  readonly calendarChoice?: CalendarChoice | undefined;
}

/** Whether `webhookEnabled` is on for users who never set it. */
export const isWebhookEnabledByDefault = (provider: string): boolean =>
  config("LIVE_BY_DEFAULT").LIVE_BY_DEFAULT.includes(provider);

/**
 * A workspace, chosen calendars and what assistants may do stand beside the preferences: releases before them could not read a
 * `teamId` of letters, or what they do not know.
 */
const settingsRow = () =>
  z.object({
    preferences: providerPreferences,
    workspace: z.string().optional(),
    assistantWrites: z.boolean().optional(),
    calendarChoice: calendarChoice.optional(),
  });

/** Whether a `teamId` is a workspace, which is the account of a connection. */
export const isWorkspaceId = (teamId: string): boolean => /^[TE]/.test(teamId);

/** Reads a user's settings for a provider; defaults for anything not set. */
export const readSettings = async (owner: Owner, provider: string): Promise<ProviderPreferences> =>
  (await readStoredSettings(owner, provider)).preferences;

/** The same with what is not shown to the user. */
export async function readStoredSettings(owner: Owner, provider: string): Promise<StoredSettings> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const { Item } = await dynamo.send(
    new GetItemCommand({ TableName, Key: key.settings(owner, provider), ConsistentRead: true }),
  );
  if (Item === undefined)
    return { preferences: providerPreferences.parse({ webhookEnabled: isWebhookEnabledByDefault(provider) }) };
  const row = fromItem(settingsRow(), Item);
  const { workspace, assistantWrites = false, calendarChoice } = row;
  const stored = { ...row.preferences, assistantWrites };
  const preferences = workspace === undefined ? stored : { ...stored, teamId: workspace };
  if (calendarChoice === undefined) return { preferences };
  return { preferences: { ...preferences, calendars: calendarChoice.ids }, calendarChoice };
}

export async function writeSettings(
  owner: Owner,
  provider: string,
  settings: StoredSettings,
  actor: Actor,
): Promise<void> {
  await transact([{ Put: settingsPut(owner, provider, settings) }, settingsAudit(owner, provider, actor)]);
}

/** Writes them unless the user has some. @returns whether they were written */
export function writeFirstSettings(
  owner: Owner,
  provider: string,
  settings: StoredSettings,
  actor: Actor,
): Promise<boolean> {
  const Put = { ...settingsPut(owner, provider, settings), ConditionExpression: "attribute_not_exists(pk)" };
  return tryTransact([{ Put }, settingsAudit(owner, provider, actor)]);
}

function settingsPut(
  owner: Owner,
  provider: string,
  { preferences: { calendars: _, assistantWrites, ...preferences }, calendarChoice }: StoredSettings,
) {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const { teamId = "", ...others } = preferences;
  const content = isWorkspaceId(teamId) ? { preferences: others, workspace: teamId } : { preferences };
  const beside = { calendarChoice, ...(assistantWrites ? { assistantWrites } : {}) };
  return { TableName, Item: { ...key.settings(owner, provider), ...toItem({ ...content, ...beside }) } };
}

const settingsAudit = ({ tenant, user }: Owner, provider: string, actor: Actor) =>
  auditWrite({ ...actor, tenant, user, provider, action: "settings" });
