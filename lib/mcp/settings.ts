// What Lambdas know of the stage's database, from a file beside their bundle: their environment has room for 4 kB only.
import { readFileSync } from "node:fs";
import * as z from "zod";
import { requireEnvironment } from "../environment.ts";
import { columnTypeNames } from "./column-types.ts";

const tableSchema = () =>
  z.object({
    about: z.string().optional(),
    columns: z.record(z.string(), z.object({ type: z.enum(columnTypeNames), about: z.string().optional() })),
  });

const connectionSchema = () =>
  z.discriminatedUnion("adapter", [
    z.object({ adapter: z.literal("data-api"), clusterArn: z.string(), database: z.string(), secretArn: z.string() }),
    z.object({ adapter: z.literal("pg"), host: z.string(), port: z.number(), database: z.string() }),
    z.object({ adapter: z.literal("local"), url: z.string() }),
  ]);

const questionsSchema = () => {
  const name = z.string();
  return z.object({
    users: z.object({ table: name, id: name, name, joinedAt: name }).optional(),
    projects: z.object({ table: name, id: name, name, createdAt: name }).optional(),
    members: z.object({ table: name, project: name, user: name, joinedAt: name.optional() }).optional(),
    activity: z.object({ table: name, project: name, at: name, user: name.optional() }).optional(),
  });
};

const settingsSchema = () =>
  z.object({
    /** By the names that questions and SQL use. */
    tables: z.record(z.string(), tableSchema()),
    questions: questionsSchema(),
    connection: connectionSchema(),
    model: z.string().optional(),
    limits: z.object({ rows: z.number(), seconds: z.number(), bytes: z.number() }),
  });

export type McpSettings = z.output<ReturnType<typeof settingsSchema>>;
export type Tables = McpSettings["tables"];
export type Table = Tables[string];
export type DatabaseConnection = McpSettings["connection"];

let settings: McpSettings | undefined;

/**
 * The stage's settings, read once. The file's name is MCP_SETTINGS, beside the bundle unless it is absolute.
 * @throws Error when the file is missing or has another shape
 */
export function readMcpSettings(): McpSettings {
  settings ??= parseMcpSettings(readFileSync(new URL(requireEnvironment("MCP_SETTINGS"), import.meta.url), "utf8"));
  return settings;
}

/** @throws Error for another shape */
export const parseMcpSettings = (json: string): McpSettings => settingsSchema().parse(JSON.parse(json));
